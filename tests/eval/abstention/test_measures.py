"""What a score is worth, and what a threshold does."""

from __future__ import annotations

import numpy as np
import pytest

from eval.abstention.measures import Decisions, auroc, auroc_interval


@pytest.mark.parametrize(
    ("answerable", "unanswerable", "expected"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0),
        ([0.1, 0.2], [0.9, 0.8], 0.0),
        ([0.5], [0.5], 0.5),
        ([0.0, 0.0, 0.4], [0.0, 0.3], (0.5 + 0.5 + 1 + 1) / 6),
    ],
)
def test_auroc(answerable: list[float], unanswerable: list[float], expected: float) -> None:
    assert auroc(answerable, unanswerable) == pytest.approx(expected)


def test_its_interval_holds_it() -> None:
    rng = np.random.default_rng(0)
    found = auroc_interval(list(rng.normal(1, 1, 150)), list(rng.normal(0, 1, 150)))
    # Of two normal distributions whose means are a deviation apart it is 0.760.
    assert found.low is not None and found.high is not None
    assert found.low < 0.760 < found.high
    assert found.high - found.low < 0.15


def test_one_kind_alone_has_none() -> None:
    with pytest.raises(ValueError, match="both"):
        auroc_interval([0.5], [])


def test_decisions() -> None:
    found = Decisions.of([True, True, False, False], [False, True, True, False])
    assert found == Decisions(right=1, abstained=2, unanswerable=2, answered=1, answerable=2)
