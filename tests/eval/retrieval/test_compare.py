"""Intervals and paired comparisons say what chance can do."""

from __future__ import annotations

import numpy as np
import pytest

from eval.retrieval.compare import difference, mean


def test_a_mean_and_its_interval() -> None:
    values = [0.0, 1.0] * 200
    found = mean(values)
    assert found.value == 0.5
    # 1.96 standard errors of a coin thrown 400 times are 0.049.
    assert found.low == pytest.approx(0.451, abs=0.01)
    assert found.high == pytest.approx(0.549, abs=0.01)


def test_one_value_has_no_interval() -> None:
    assert (mean([0.3]).low, mean([0.3]).high) == (None, None)
    assert np.isnan(mean([]).value)


def test_a_real_difference() -> None:
    rng = np.random.default_rng(1)
    old = rng.random(300)
    found = difference(list(old), list(np.clip(old + 0.05, 0, 1)))
    assert found.is_real
    assert found.low > 0
    assert (found.better, found.worse) == (300, 0)


def test_noise_is_not_real() -> None:
    rng = np.random.default_rng(2)
    found = difference(list(rng.random(300)), list(rng.random(300)))
    assert not found.is_real
    assert found.low < 0 < found.high


def test_nothing_changed() -> None:
    found = difference([0.2, 0.4], [0.2, 0.4])
    assert (found.value, found.p, found.is_real) == (0.0, 1.0, False)


def test_only_the_same_queries_can_be_compared() -> None:
    with pytest.raises(ValueError, match="both"):
        difference([1.0], [1.0, 0.0])
    with pytest.raises(ValueError, match="both"):
        difference([], [])
