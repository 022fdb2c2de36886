from __future__ import annotations

from dataclasses import replace

from plansvar.index import SearchFilter
from plansvar.index.filters import AnyOf, AtLeast, AtMost, conditions

GRIP = SearchFilter(groups=("grip",))


def test_nothing_may_be_found_without_groups_or_in_no_time() -> None:
    """``None``: an engine takes an empty list of conditions for "everything"."""
    assert conditions(SearchFilter(groups=())) is None
    assert conditions(SearchFilter(groups=(), types=("plan",), date_from=20200101)) is None
    assert conditions(replace(GRIP, date_from=20200102, date_to=20200101)) is None


def test_access_comes_first_and_every_field_only_narrows() -> None:
    assert conditions(GRIP) == (AnyOf("groups", ("grip",)),)
    everything = SearchFilter(
        groups=("grip",),
        types=("plan",),
        authorities=("draft",),
        languages=("nn",),
        sources=("web",),
        document_ids=("a", "b"),
        date_from=20200101,
        date_to=20201231,
    )
    assert conditions(everything) == (
        AnyOf("groups", ("grip",)),
        AnyOf("type", ("plan",)),
        AnyOf("authority", ("draft",)),
        AnyOf("language", ("nn",)),
        AnyOf("source", ("web",)),
        AnyOf("document_id", ("a", "b")),
        AtLeast("date_to", 20200101),
        AtMost("date_from", 20201231),
    )
