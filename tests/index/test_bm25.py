from __future__ import annotations

import math

import pytest
import qdrant_edge
from hypothesis import given
from hypothesis import strategies as st

from plansvar.index.bm25 import Bm25, by_rarity, term_id

TERMS = st.lists(st.text(min_size=1), max_size=40)


def test_ids_are_the_same_on_every_machine() -> None:
    """Stored indexes hold these numbers."""
    assert [term_id(t) for t in ("plan", "næring", "")] == [3713686397, 2154218624, 0]


def test_weights_are_those_of_qdrants_own_bm25() -> None:
    plain = qdrant_edge.Bm25Config(
        avg_len=20,
        stemmer=qdrant_edge.DisabledStemmer(),
        stopwords=qdrant_edge.StopwordsSet(custom=set()),
    )
    text = "havvind havvind gir vekst i regionen havvind vekst"
    theirs = qdrant_edge.Bm25(plain).embed_document(text)
    ours = Bm25(k1=1.2, b=0.75, average_length=20).passage(text.split())
    assert sorted(ours.values) == pytest.approx(sorted(theirs.values))


@given(TERMS)
def test_indices_ascend_without_doubles(terms: list[str]) -> None:
    for vector in (Bm25().passage(terms), Bm25().query(terms)):
        assert list(vector.indices) == sorted({term_id(t) for t in terms})
        assert len(vector.values) == len(vector.indices)
        assert all(0 <= i < 2**32 for i in vector.indices)


@given(TERMS)
def test_a_term_asked_for_twice_counts_twice(terms: list[str]) -> None:
    vector = Bm25().query([*terms, *terms])
    assert sum(vector.values) == 2 * len(terms)


def test_longer_passages_weigh_less_and_order_means_nothing() -> None:
    bm25 = Bm25()
    short, long = bm25.passage(["plan"]), bm25.passage(["plan", *["annet"] * 200])
    assert short.values[0] > long.values[long.indices.index(term_id("plan"))]
    assert bm25.passage(["a", "b", "a"]) == bm25.passage(["b", "a", "a"])


def test_rarity_follows_the_formula() -> None:
    query = Bm25().query(["sjelden", "vanlig", "vanlig", "ukjent"])
    held = {term_id("sjelden"): 2, term_id("vanlig"): 9, term_id("annet"): 5}
    weighed = by_rarity(query, 10, held)
    assert weighed.indices == query.indices
    assert dict(zip(weighed.indices, weighed.values, strict=True)) == pytest.approx(
        {
            term_id("sjelden"): math.log(1 + 8.5 / 2.5),
            term_id("vanlig"): 2 * math.log(1 + 1.5 / 9.5),
            term_id("ukjent"): math.log(1 + 10.5 / 0.5),
        }
    )


def test_rarity_of_what_every_passage_has_and_where_there_is_none() -> None:
    query = Bm25().query(["plan"])
    (common,) = by_rarity(query, 1_000, {term_id("plan"): 1_000}).values
    assert 0 < common < 0.001
    assert by_rarity(query, 0, {}).values[0] > 0
    assert by_rarity(Bm25().query([]), 10, {}) == Bm25().query([])
