"""What a search is limited to; apart from the index, whose imports take a while."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What a search is limited to. ``groups`` is mandatory: a point must share one of them.

    Empty tuples mean "any", except for ``groups``, where empty means that nothing may be read.
    A point matches when its own range of dates overlaps the asked one (both include their ends,
    both may be open); undated points match only when no date is asked for. A range that ends
    before it begins matches nothing.
    """

    groups: tuple[str, ...]
    types: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    date_from: int | None = None
    date_to: int | None = None
