"""What a search filter means, in terms that every engine has.

Each adapter turns these conditions into its engine's own classes, one line per kind of condition.
All conditions must hold: there is no way to widen a search.
"""

from __future__ import annotations

from dataclasses import dataclass

from plansvar.index.protocol import SearchFilter


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The field holds one of the values (for ``groups``, a list: one of them is among these)."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The field is present and not smaller."""

    field: str
    value: int


@dataclass(frozen=True, slots=True)
class AtMost:
    """The field is present and not larger."""

    field: str
    value: int


Condition = AnyOf | AtLeast | AtMost


def conditions(search_filter: SearchFilter) -> tuple[Condition, ...] | None:
    """The conditions that a point must meet, or ``None`` where no point can.

    ``None`` and never an empty tuple: engines take an empty filter for "everything". The groups
    come first, so a result without an access condition can't be built.
    """
    wanted = search_filter
    if not wanted.groups:
        return None
    if (
        wanted.date_from is not None
        and wanted.date_to is not None
        and wanted.date_from > wanted.date_to
    ):
        return None
    result: list[Condition] = [AnyOf("groups", wanted.groups)]
    for field, values in (
        ("type", wanted.types),
        ("authority", wanted.authorities),
        ("language", wanted.languages),
        ("source", wanted.sources),
        ("document_id", wanted.document_ids),
    ):
        if values:
            result.append(AnyOf(field, values))
    # Two ranges overlap when each begins before the other ends.
    if wanted.date_from is not None:
        result.append(AtLeast("date_to", wanted.date_from))
    if wanted.date_to is not None:
        result.append(AtMost("date_from", wanted.date_to))
    return tuple(result)
