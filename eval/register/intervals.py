"""How sure a ratio is: a bootstrap over documents, since facts of a document stand together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_DRAWS = 2_000


@dataclass(slots=True)
class Tally:
    """The facts of one document."""

    gold: int = 0
    matched: int = 0
    found: int = 0
    correct: int = 0


def interval(parts: Sequence[tuple[int, int]]) -> tuple[float, float] | None:
    """The 95 % interval of a ratio of sums, when documents are drawn anew.

    Args:
        parts: numerator and denominator of each document.

    Returns:
        Its ends; ``None`` where fewer than two documents have any, which tells nothing.
    """
    counted = np.array([part for part in parts if part[1]], dtype=np.float64).reshape(-1, 2)
    if len(counted) < 2:
        return None
    rng = np.random.default_rng(0)
    drawn = counted[rng.integers(len(counted), size=(_DRAWS, len(counted)))].sum(axis=1)
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], [2.5, 97.5])
    return float(low), float(high)
