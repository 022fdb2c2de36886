"""What every engine must do; the same tests for all of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from plansvar.errors import IndexStateError
from plansvar.index import Candidates, Facet, FacetField, Index, Point, SearchFilter
from plansvar.index.bm25 import term_id
from plansvar.index.protocol import PointInfo
from tests.index.conftest import ENGINES
from tests.index.points import ALL, BM25, DIMENSION, make, point_id, unit

NO_TERMS = BM25.query([])


def found(
    index: Index, text: str = "felles", search_filter: SearchFilter = ALL, limit: int = 1000
) -> Candidates:
    return index.candidates(unit(0), BM25.query(text.split()), search_filter, limit)


def ids(hits: tuple[tuple[str, float], ...]) -> list[str]:
    return [hit[0] for hit in hits]


def test_an_empty_index_finds_nothing(index: Index) -> None:
    assert found(index) == Candidates()
    assert index.count() == index.count(ALL) == 0
    assert index.facets("type", ALL) == Facet("type")
    assert list(index.ids()) == list(index.listed()) == []


def test_points_are_written_counted_and_listed(index: Index) -> None:
    assert index.upsert(make(n) for n in range(1500)) == 1500  # more than a batch and a page
    assert index.count() == 1500
    assert sorted(index.ids()) == sorted(point_id(n) for n in range(1500))


def test_points_say_who_may_read_them(index: Index) -> None:
    index.upsert(make(n) for n in range(1100))
    listed = {info.id: info for info in index.listed()}
    assert listed.keys() == {point_id(n) for n in range(1100)}
    point = make(7)
    groups = tuple(sorted(point.groups))
    assert listed[point.id] == PointInfo(point.id, point.document_id, point.version_id, groups)
    index.set_groups([point.document_id], ["styret", "a"])
    assert {info.groups for info in index.listed() if info.document_id == point.document_id} == {
        ("a", "styret")
    }


def test_writing_no_points_is_fine(index: Index) -> None:
    assert index.upsert([]) == 0


def test_an_existing_id_is_replaced_whole(index: Index) -> None:
    index.upsert([make(0, "gammel", dates=(20200101, 20201231))])
    index.upsert([make(0, "ny", dense=unit(7), type="report")])
    assert index.count() == 1
    assert found(index, "gammel").sparse == ()
    assert ids(found(index, "ny").sparse) == [point_id(0)]
    assert found(index).dense[0][1] == pytest.approx(float(unit(0) @ unit(7)), abs=1e-5)
    assert index.count(replace(ALL, types=("plan",))) == 0
    assert index.count(replace(ALL, date_from=20200101)) == 0
    index.upsert([make(0, "")])
    assert found(index, "ny").sparse == ()


def test_points_are_deleted_and_unknown_ids_ignored(index: Index) -> None:
    index.upsert(make(n) for n in range(3))
    index.delete_points([point_id(1), point_id(99)])
    index.delete_points([])
    assert sorted(index.ids()) == [point_id(0), point_id(2)]
    assert sorted(ids(found(index).dense)) == sorted(ids(found(index).sparse))
    assert len(found(index).dense) == 2


def test_cosine_order_and_scores(index: Index) -> None:
    index.upsert(make(n) for n in range(40))
    expected = sorted(((float(unit(0) @ unit(n)), point_id(n)) for n in range(40)), reverse=True)
    hits = found(index, limit=10).dense
    assert ids(hits) == [name for _, name in expected[:10]]
    assert [score for _, score in hits] == pytest.approx([s for s, _ in expected[:10]], abs=1e-5)


def test_bm25_order_and_scores_follow_the_formula(index: Index) -> None:
    """Rarity is in the question's vector (test_bm25), and what doesn't match changes nothing."""
    rng = np.random.default_rng(3)
    texts = [
        [f"ord{term}" for term in rng.zipf(1.5, size=rng.integers(1, 15)) if term < 30] + ["alle"]
        for _ in range(60)
    ]
    index.upsert(make(n, " ".join(terms)) for n, terms in enumerate(texts))
    index.upsert(make(100 + n, "ord1 ukjent", groups=("andre",)) for n in range(40))
    question = ["ord1", "ord2", "ord5", "ord5", "alle", "ukjent"]

    def score(terms: list[str]) -> float:
        norm = BM25.k1 * (1 - BM25.b + BM25.b * len(terms) / BM25.average_length)
        weight = BM25.k1 + 1
        return sum((tf := terms.count(t)) * weight / (tf + norm) for t in question)

    expected = {point_id(n): score(terms) for n, terms in enumerate(texts)}
    hits = found(index, " ".join(question)).sparse
    assert dict(hits) == pytest.approx(expected, rel=1e-5)
    assert [s for _, s in hits] == sorted((s for _, s in hits), reverse=True)
    top = found(index, " ".join(question), limit=5).sparse
    assert [s for _, s in top] == pytest.approx(sorted(expected.values(), reverse=True)[:5])


def test_both_engines_give_the_same_lists(tmp_path: Path) -> None:
    lists = []
    for make_engine in ENGINES.values():
        engine = make_engine(tmp_path / "index")
        engine.upsert(make(n, f"felles ord{n % 7} ord{n % 3}") for n in range(50))
        lists.append(found(engine, "felles ord1 ord2"))
        engine.close()
    edge, server = lists
    assert ids(edge.dense) == ids(server.dense)
    assert dict(edge.dense) == pytest.approx(dict(server.dense), abs=1e-5)
    assert dict(edge.sparse) == pytest.approx(dict(server.sparse), abs=1e-5)


def test_only_points_with_a_term_of_the_question_are_in_the_bm25_list(index: Index) -> None:
    index.upsert([make(0, "havvind"), make(1, "reiseliv"), make(2, "")])
    assert ids(found(index, "havvind").sparse) == [point_id(0)]
    assert len(found(index, "havvind").dense) == 3
    assert index.candidates(unit(0), NO_TERMS, ALL, 10).sparse == ()
    assert len(index.candidates(unit(0), NO_TERMS, ALL, 10).dense) == 3


def test_extreme_term_ids(index: Index) -> None:
    lowest_and_highest = replace(BM25.passage(["a", "b"]), indices=(0, 2**32 - 1))
    index.upsert([replace(make(0), sparse=lowest_and_highest)])
    for term in lowest_and_highest.indices:
        query = replace(BM25.query(["a"]), indices=(term,))
        assert len(index.candidates(unit(0), query, ALL, 5).sparse) == 1


@pytest.mark.parametrize("limit", [0, -1])
def test_no_places_no_hits(index: Index, limit: int) -> None:
    index.upsert([make(0)])
    assert found(index, limit=limit) == Candidates()


VARIED = {
    "public": make(0),
    "internal": make(1, groups=("internal",)),
    "both": make(2, groups=("public", "internal")),
    "nobody": make(3, groups=()),
    "other": make(
        4, type="report", authority="draft", language="nn", source="mappe", document_id="annet"
    ),
    "2021": make(5, dates=(20210101, 20211231)),
    "from 2022": make(6, dates=(20220101, None)),
    "until 2019": make(7, dates=(None, 20191231)),
    "æ": make(8, groups=("næring/æøå 🌊",), source="Ålesund «plan»"),
}
NAMES = {point.id: name for name, point in VARIED.items()}
PUBLIC = SearchFilter(groups=("public",))
DATED = {"2021", "from 2022", "until 2019"}


@pytest.mark.parametrize(
    ("search_filter", "expected"),
    [
        (SearchFilter(groups=("internal",)), {"internal", "both"}),
        (SearchFilter(groups=("ukjent",)), set()),
        (SearchFilter(groups=("næring/æøå 🌊",)), {"æ"}),
        (SearchFilter(groups=("næring/æøå 🌊",), sources=("Ålesund «plan»",)), {"æ"}),
        (PUBLIC, {"public", "both", "other", *DATED}),
        (replace(PUBLIC, types=("report",)), {"other"}),
        (replace(PUBLIC, types=("report", "plan")), {"public", "both", "other", *DATED}),
        (replace(PUBLIC, authorities=("draft",)), {"other"}),
        (replace(PUBLIC, languages=("nn",)), {"other"}),
        (replace(PUBLIC, sources=("mappe",)), {"other"}),
        (replace(PUBLIC, document_ids=("annet", "ukjent")), {"other"}),
        (replace(PUBLIC, types=("report",), languages=("nb",)), set()),
        (replace(PUBLIC, date_from=20211231), {"2021", "from 2022"}),
        (replace(PUBLIC, date_from=20220101), {"from 2022"}),
        (replace(PUBLIC, date_to=20210101), {"2021", "until 2019"}),
        (replace(PUBLIC, date_to=20201231), {"until 2019"}),
        (replace(PUBLIC, date_from=20210601, date_to=20210630), {"2021"}),
        (replace(PUBLIC, date_from=20200101, date_to=20200101), set()),
        (replace(PUBLIC, date_from=20210630, date_to=20210601), set()),
    ],
)
def test_each_filter_field(
    shared_index: Index, search_filter: SearchFilter, expected: set[str]
) -> None:
    index = shared_index
    index.upsert(VARIED.values())  # the same ones each time
    lists = found(index, search_filter=search_filter)
    assert {NAMES[name] for name in ids(lists.dense)} == expected
    assert {NAMES[name] for name in ids(lists.sparse)} == expected
    assert index.count(search_filter) == len(expected)


def test_without_groups_nothing_may_be_read(index: Index) -> None:
    index.upsert(VARIED.values())
    for nobody in (SearchFilter(groups=()), SearchFilter(groups=(), types=("plan",))):
        assert found(index, search_filter=nobody) == Candidates()
        assert index.count(nobody) == 0
        assert index.facets("type", nobody) == Facet("type")


def test_groups_change_without_embedding_again(index: Index) -> None:
    index.upsert([make(0, document_id="a"), make(1, document_id="b"), make(2, document_id="c")])
    before = dict(found(index).dense)
    index.set_groups(["a", "b"], ["ledelse"])
    index.set_groups(["c"], [])
    index.set_groups([], ["alle"])
    assert index.count(ALL) == 0
    leaders = SearchFilter(groups=("ledelse",))
    assert dict(found(index, search_filter=leaders).dense) == {
        name: score for name, score in before.items() if name != point_id(2)
    }
    assert index.count(replace(leaders, types=("plan",))) == 2
    assert index.count() == 3


@pytest.mark.parametrize(
    ("field", "counts"),
    [
        ("type", (("plan", 3), ("call", 1), ("news", 1))),
        ("authority", (("adopted", 5),)),
        ("language", (("nb", 4), ("nn", 1))),
        ("source", (("web", 5),)),
    ],
)
def test_facets(index: Index, field: FacetField, counts: tuple[tuple[str, int], ...]) -> None:
    index.upsert([make(n) for n in range(3)])
    index.upsert([make(3, type="news", language="nn"), make(4, type="call")])
    index.upsert([make(5, groups=("hemmelig",), type="minutes", language="en", source="mappe")])
    assert index.facets(field, PUBLIC) == Facet(field, counts)
    assert index.facets(field, PUBLIC, limit=2) == Facet(field, counts[:2])
    narrowed = replace(PUBLIC, types=("news",))
    assert sum(count for _, count in index.facets(field, narrowed).counts) == 1


def test_vectors_of_another_model_are_refused(index: Index) -> None:
    other = unit(0, DIMENSION + 1)
    with pytest.raises(IndexStateError, match=r"index\.wrong_model") as written:
        index.upsert([make(0, dense=other)])
    assert written.value.params == {"expected": DIMENSION, "found": DIMENSION + 1}
    with pytest.raises(IndexStateError, match=r"index\.wrong_model"):
        index.candidates(other, NO_TERMS, ALL, 5)
    assert index.count() == 0


def test_terms_in_any_alphabet(index: Index) -> None:
    texts = ["næringsplan", "naeringsplan", "гос план", "計画", "🌊"]
    index.upsert(make(n, text) for n, text in enumerate(texts))
    assert len({term_id(text) for text in texts}) == len(texts)
    for n, text in enumerate(texts):
        assert ids(found(index, text).sparse) == [point_id(n)]


def test_a_closed_index_can_be_closed_again(index: Index) -> None:
    index.close()
    index.close()
    with pytest.raises(IndexStateError, match=r"index\.failed"):
        index.count()


def test_it_is_the_protocol(index: Index) -> None:
    points: list[Point] = [make(0)]
    assert index.upsert(points) == 1
