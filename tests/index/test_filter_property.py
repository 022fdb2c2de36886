"""Random points and filters: an engine finds what a plain Python filter finds."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from plansvar.index import Index, Point, SearchFilter
from tests.index.points import BM25, make, unit

GROUPS = ["public", "internal", "næring"]
TYPES = ["plan", "report", "møte"]
DAYS = st.none() | st.integers(20190101, 20190106)


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


POINTS = st.lists(
    st.builds(
        lambda **fields: lambda number: make(number, **fields),
        groups=some(GROUPS),
        type=st.sampled_from(TYPES),
        authority=st.sampled_from(TYPES),
        language=st.sampled_from(TYPES),
        source=st.sampled_from(TYPES),
        document_id=st.sampled_from(TYPES),
        dates=st.tuples(DAYS, DAYS),
    ),
    max_size=15,
)
FILTERS = st.builds(
    SearchFilter,
    groups=some(GROUPS),
    types=some(TYPES),
    authorities=some(TYPES),
    languages=some(TYPES),
    sources=some(TYPES),
    document_ids=some(TYPES),
    date_from=DAYS,
    date_to=DAYS,
)


def matches(point: Point, wanted: SearchFilter) -> bool:
    for value, values in (
        (point.type, wanted.types),
        (point.authority, wanted.authorities),
        (point.language, wanted.languages),
        (point.source, wanted.sources),
        (point.document_id, wanted.document_ids),
    ):
        if values and value not in values:
            return False
    if not set(point.groups) & set(wanted.groups):
        return False
    if wanted.date_from is None and wanted.date_to is None:
        return True
    if point.date_from is None and point.date_to is None:
        return False
    asked_from, asked_to = wanted.date_from or 0, wanted.date_to or 99999999
    begins, ends = point.date_from or 0, point.date_to or 99999999
    return asked_from <= asked_to and begins <= asked_to and ends >= asked_from


@settings(max_examples=80, deadline=None)
@given(makers=POINTS, wanted=st.lists(FILTERS, min_size=1, max_size=6))
def test_finds_exactly_what_matches(
    shared_index: Index, makers: list[Callable[[int], Point]], wanted: list[SearchFilter]
) -> None:
    points = [maker(number) for number, maker in enumerate(makers)]
    shared_index.delete_points(list(shared_index.ids()))
    shared_index.upsert(points)
    for search_filter in wanted:
        expected = {point.id for point in points if matches(point, search_filter)}
        lists = shared_index.candidates(unit(0), BM25.query(["felles"]), search_filter, 100)
        assert {name for name, _ in lists.dense} == expected
        assert {name for name, _ in lists.sparse} == expected
        assert shared_index.count(search_filter) == len(expected)
        facet = shared_index.facets("type", search_filter)
        assert sum(count for _, count in facet.counts) == len(expected)
