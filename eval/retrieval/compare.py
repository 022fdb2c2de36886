"""How sure a figure is, and whether two runs differ: by drawing queries anew.

Bootstrap intervals as Sakai, "Evaluating evaluation metrics based on the bootstrap" (SIGIR 2006);
the paired test draws signs of the differences (Fisher's randomisation test), which Smucker, Allan
and Carterette (CIKM 2007) recommend for rankings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_DRAWS = 10_000
_SEED = 0
_CHUNK = 500

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean and its 95 % interval; without one where there are fewer than two values."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of ``new - old`` with its 95 % interval, and the probability of as much by chance."""

    value: float
    low: float
    high: float
    p: float
    better: int
    worse: int

    @property
    def is_real(self) -> bool:
        """Whether chance alone would hardly have made it (five percent, two-sided)."""
        return self.p < 0.05


def mean(values: Sequence[float]) -> Mean:
    """The mean of some figures, one a query."""
    if not values:
        return Mean(float("nan"), None, None)
    array = np.asarray(values, np.float64)
    if len(array) < 2:
        return Mean(float(array.mean()), None, None)
    low, high = np.percentile(_bootstrap(array), [2.5, 97.5])
    return Mean(float(array.mean()), float(low), float(high))


def difference(old: Sequence[float], new: Sequence[float]) -> Difference:
    """Compare two runs by their figures for the same queries, in the same order.

    Raises:
        ValueError: no queries, or not as many on both sides.
    """
    if not old or len(old) != len(new):
        raise ValueError("two runs are compared by the queries that both have")
    deltas = np.asarray(new, np.float64) - np.asarray(old, np.float64)
    low, high = np.percentile(_bootstrap(deltas), [2.5, 97.5])
    rng = np.random.default_rng(_SEED)
    beyond = 0
    limit = abs(float(deltas.sum())) - 1e-12
    for start in range(0, _DRAWS, _CHUNK):
        signs = rng.choice((-1.0, 1.0), size=(min(_CHUNK, _DRAWS - start), len(deltas)))
        beyond += int((np.abs(signs @ deltas) >= limit).sum())
    return Difference(
        value=float(deltas.mean()),
        low=float(low),
        high=float(high),
        p=(beyond + 1) / (_DRAWS + 1),
        better=int((deltas > 0).sum()),
        worse=int((deltas < 0).sum()),
    )


def _bootstrap(values: Values) -> Values:
    rng = np.random.default_rng(_SEED)
    drawn = [
        values[rng.integers(len(values), size=(min(_CHUNK, _DRAWS - start), len(values)))].mean(1)
        for start in range(0, _DRAWS, _CHUNK)
    ]
    return np.concatenate(drawn)
