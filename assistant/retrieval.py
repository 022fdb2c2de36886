"""Hybrid retrieval: two candidate lists from the index, one list of passages out.

Scores are fused, not ranks: the cosine as it is, times a weight, and the BM25 score for each term
asked for. Both then mean much the same whatever is asked; min-max scaling throws that away, and
makes the best of a bad list count as much as the best of a good one (docs/adr/0016-retrieval.md has
what each way gave).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding import Question
from plansvar.access import User
from plansvar.answers import Side
from plansvar.database import reads
from plansvar.documents.stored import StoredChunk
from plansvar.embedding.protocol import Vectors
from plansvar.index.protocol import SearchFilter
from plansvar.stores import Stores

# Words match across languages only where the lexicon has them; meaning counts for more then.
_FOREIGN = 2.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a question. ``cosine``, ``bm25``: ``None`` where that side missed it."""

    chunk: StoredChunk
    score: float
    cosine: float | None
    bm25: float | None

    @property
    def found_by(self) -> tuple[Side, ...]:
        """Which sides of search have it among their candidates."""
        sides = ((Side.MEANING, self.cosine), (Side.WORDS, self.bm25))
        return tuple(side for side, score in sides if score is not None)


def retrieve(question: Question, vector: Vectors, user: User, stores: Stores) -> list[Passage]:
    """The passages for a question that ``user`` may read, best first.

    Args:
        question: what is asked; its terms and their synonyms make the lexical query.
        vector: the question's embedding.
        user: who asks; filters both candidate lists, and again what the database gives.
        stores: index and database.
    """
    settings = stores.settings.search
    # The words as they stand, and once more with what else means the same: own words count double.
    query = stores.analyser.query(question.text, question.search_terms())
    wanted = stores.limit.search if stores.limit else SearchFilter(groups=user.groups)
    candidates = stores.index.candidates(vector, query, wanted, settings.candidates)
    weight = settings.dense_weight * (_FOREIGN if question.language == "en" else 1)
    fused = fuse(
        candidates.dense, candidates.sparse, weight, sum(query.values), settings.candidates
    )
    chunks = reads.chunks(stores.engine, user, list(fused))
    cosine, bm25 = dict(candidates.dense), dict(candidates.sparse)
    return [
        Passage(chunks[key], score, cosine.get(key), bm25.get(key))
        for key, score in fused.items()
        if key in chunks and _within(chunks[key], stores)
    ]


def _within(chunk: StoredChunk, stores: Stores) -> bool:
    """Whether a chunk is of the documents asked for: the index may have an older type or date."""
    return stores.limit is None or chunk.document.id in stores.limit.documents


def fuse(
    dense: Sequence[tuple[str, float]],
    sparse: Sequence[tuple[str, float]],
    dense_weight: float,
    asked: float,
    most: int,
) -> dict[str, float]:
    """Weighted sum of two lists of scores, best first, brought to 0..1.

    Args:
        dense: cosines by id, best first.
        sparse: BM25 scores by id, best first.
        dense_weight: what a cosine of 1 is worth beside a BM25 score of 1 for each term.
        asked: how many terms were asked for.
        most: how long a list can be. What is missing from ``sparse`` scored nothing if it is
            shorter.

    Returns:
        Scores by id: 1 for the best, 0 for the last. What one list misses has its lowest score, if
        nothing better is known.
    """
    sides = (
        {key: dense_weight * score for key, score in dense},
        {key: score / (asked or 1) for key, score in sparse},
    )
    floors = [min(side.values(), default=0.0) for side in sides]
    if len(sparse) < most:
        floors[1] = 0.0
    sums = {
        key: sum(side.get(key, floor) for side, floor in zip(sides, floors, strict=True))
        for key in {key for side in sides for key in side}
    }
    low, high = min(sums.values(), default=0.0), max(sums.values(), default=0.0)
    spread = (high - low) or 1.0
    # Ties are broken by id, so that the same question always gets the same answer.
    order = sorted(sums, key=lambda key: (-sums[key], key))
    return {key: 1 - (high - sums[key]) / spread for key in order}
