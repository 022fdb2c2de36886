"""Hybrid retrieval: two candidate lists from the index, one list of passages out.

Scores are fused, not ranks: each side's scores are brought to 0..1 over its own candidates
(min-max) and added with weights. On the NorQuAD development passages that is worth two points of
nDCG@10 over reciprocal rank fusion (docs/adr/0005-answering.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding import Question
from plansvar.access import User
from plansvar.database import reads
from plansvar.documents.stored import StoredChunk
from plansvar.embedding.protocol import Vectors
from plansvar.index.chunk_points import BM25
from plansvar.index.protocol import SearchFilter
from plansvar.language.terms import terms
from plansvar.stores import Stores


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a question. ``cosine``, ``bm25``: ``None`` where that side missed it."""

    chunk: StoredChunk
    score: float
    cosine: float | None
    bm25: float | None


def retrieve(question: Question, vector: Vectors, user: User, stores: Stores) -> list[Passage]:
    """The passages for a question that ``user`` may read, best first.

    Args:
        question: what is asked; its terms and their synonyms make the lexical query.
        vector: the question's embedding.
        user: who asks; filters both candidate lists, and again what the database gives.
        stores: index and database.
    """
    settings = stores.settings.answer
    # The words as they stand, and once more with what else means the same: own words count double.
    query = [*terms(question.text), *question.search_terms()]
    candidates = stores.index.candidates(
        vector, BM25.query(query), SearchFilter(groups=user.groups), settings.candidates
    )
    fused = fuse(candidates.dense, candidates.sparse, settings.dense_weight)
    chunks = reads.chunks(stores.engine, user, list(fused))
    cosine, bm25 = dict(candidates.dense), dict(candidates.sparse)
    return [
        Passage(chunks[key], score, cosine.get(key), bm25.get(key))
        for key, score in fused.items()
        if key in chunks
    ]


def fuse(
    dense: Sequence[tuple[str, float]], sparse: Sequence[tuple[str, float]], dense_weight: float
) -> dict[str, float]:
    """Weighted sum of min-max scaled scores, best first; a list that missed a chunk gives it 0."""
    fused: dict[str, float] = {}
    for candidates, weight in ((dense, dense_weight), (sparse, 1 - dense_weight)):
        for key, score in _scaled(candidates):
            fused[key] = fused.get(key, 0.0) + weight * score
    # Ties are broken by id, so that the same question always gets the same answer.
    return dict(sorted(fused.items(), key=lambda item: (-item[1], item[0])))


def _scaled(candidates: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    if not candidates:
        return []
    scores = [score for _, score in candidates]
    low, high = min(scores), max(scores)
    if high == low:
        return [(key, 1.0) for key, _ in candidates]
    return [(key, (score - low) / (high - low)) for key, score in candidates]
