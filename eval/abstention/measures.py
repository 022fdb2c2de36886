"""How well a score tells questions with an answer from those without, and what a threshold does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eval.retrieval.compare import Mean

_DRAWS = 2000
_SEED = 0
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was abstained from: ``right`` of ``abstained``, of which ``unanswerable`` would be."""

    right: int
    abstained: int
    unanswerable: int
    answered: int
    answerable: int

    @classmethod
    def of(cls, abstained: Sequence[bool], answerable: Sequence[bool]) -> Decisions:
        """Count them, question by question."""
        both = list(zip(abstained, answerable, strict=True))
        return cls(
            right=sum(gave_up and not there for gave_up, there in both),
            abstained=sum(abstained),
            unanswerable=len(both) - sum(answerable),
            answered=sum(there and not gave_up for gave_up, there in both),
            answerable=sum(answerable),
        )


def auroc(answerable: Sequence[float] | Values, unanswerable: Sequence[float] | Values) -> float:
    """Probability that a question with an answer scores above one without (ties count half)."""
    ordered = np.sort(np.asarray(unanswerable, np.float64))
    above = np.searchsorted(ordered, answerable, "left")
    not_below = np.searchsorted(ordered, answerable, "right")
    return float((above + not_below).mean() / 2 / len(ordered))


def auroc_interval(answerable: Sequence[float], unanswerable: Sequence[float]) -> Mean:
    """The AUROC with its 95 % interval, a bootstrap over questions of either kind.

    Raises:
        ValueError: there are none of one kind.
    """
    if not answerable or not unanswerable:
        raise ValueError("both kinds of questions are needed")
    rng = np.random.default_rng(_SEED)
    drawn = [auroc(_again(answerable, rng), _again(unanswerable, rng)) for _ in range(_DRAWS)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Mean(auroc(answerable, unanswerable), float(low), float(high))


def _again(values: Sequence[float], rng: np.random.Generator) -> Values:
    return rng.choice(np.asarray(values, np.float64), size=len(values))
