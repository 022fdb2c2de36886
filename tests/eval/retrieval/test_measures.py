"""The figures are the textbook's."""

from __future__ import annotations

import math

import pytest

from eval.retrieval.measures import measured
from eval.retrieval.types import Query, Result


def figures(relevant: tuple[str, ...], found: tuple[str, ...]) -> dict[str, float]:
    return measured([Result(Query("q", "?", relevant), found, 1.0)])[0].figures


@pytest.mark.parametrize(
    ("found", "ndcg", "recall", "rank", "first"),
    [
        (("a", "x"), 1.0, 1.0, 1.0, 1.0),
        (("x", "a"), 1 / math.log2(3), 1.0, 0.5, 0.0),
        (("x",) * 3 + ("a",), 1 / math.log2(3), 1.0, 0.5, 0.0),
        (("x", "y"), 0.0, 0.0, 0.0, 0.0),
        ((), 0.0, 0.0, 0.0, 0.0),
        ((*map(str, range(10)), "a"), 0.0, 0.0, 0.0, 0.0),
    ],
)
def test_one_relevant_item(
    found: tuple[str, ...], ndcg: float, recall: float, rank: float, first: float
) -> None:
    given = figures(("a",), found)
    expected = {"nDCG@10": ndcg, "R@10": recall, "MRR@10": rank, "hit@1": first}
    assert given == pytest.approx(expected)


def test_two_relevant_items() -> None:
    given = figures(("a", "b"), ("a", "x", "b"))
    assert given["nDCG@10"] == pytest.approx((1 + 0.5) / (1 + 1 / math.log2(3)))
    assert figures(("a", "b"), ("a",))["R@10"] == 0.5
