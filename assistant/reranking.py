"""A second look at the best passages.

The re-ranker's scores and those of search are added as z-scores over the passages looked at:
neither alone orders them as well as both (docs/adr/0016-retrieval.md has the figures).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from assistant.retrieval import Passage
from plansvar.reranking.protocol import Reranker


def rerank(
    question: str, found: Sequence[Passage], reranker: Reranker, most: int, weight: float
) -> list[Passage]:
    """The first ``most`` passages in a new order, then the others as they were.

    Args:
        question: what is asked.
        found: passages, best first.
        reranker: scores them again.
        most: how many it looks at.
        weight: what its opinion is worth beside that of search (1: as much).

    Returns:
        The passages with the scores that the places had, so that they still fall.
    """
    first, rest = found[:most], found[most:]
    if len(first) < 2:
        return list(found)
    relevance = reranker.scores(question, [_text(passage) for passage in first])
    known = np.array([passage.score for passage in first])
    order = np.argsort(-(_z_scores(known) + weight * _z_scores(relevance)), kind="stable")
    return [
        *(
            replace(first[number], score=place.score)
            for number, place in zip(order, first, strict=True)
        ),
        *rest,
    ]


def _text(passage: Passage) -> str:
    return "\n".join((*passage.chunk.heading_path[-1:], passage.chunk.text))


def _z_scores(values: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    values = np.asarray(values, np.float64)
    return np.asarray((values - values.mean()) / (values.std() or 1.0), np.float64)
