"""Hybrid retrieval: two candidate lists from the index, one list of passages out.

Scores are fused, not ranks: the cosine as it is, times a weight, and the BM25 score for each term
asked for. Both then mean much the same whatever is asked; min-max scaling throws that away, and
makes the best of a bad list count as much as the best of a good one (docs/adr/0016-retrieval.md has
what each way gave).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from assistant.languages import lost_cosine
from assistant.understanding import Question
from plansvar.access import User
from plansvar.answers import Side
from plansvar.database import reads, units
from plansvar.documents.stored import StoredChunk
from plansvar.embedding.protocol import Vectors
from plansvar.index import rarity
from plansvar.index.protocol import Candidates, SearchFilter
from plansvar.stores import Stores

# Words match across languages only where the lexicon has them; meaning counts for more then.
_FOREIGN = 2.0
# So many chunks are read from the database at a time; an answer seldom needs more.
_BATCH = 20


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


@dataclass(frozen=True, slots=True)
class Ranked:
    """Scores of chunks by id, best first, and what each side of search found.

    ``scores``: from 0 to 1. ``cosine``, ``bm25``: of those that the side has.
    """

    scores: dict[str, float]
    cosine: dict[str, float]
    bm25: dict[str, float]

    def passage(self, chunk: StoredChunk) -> Passage:
        """One of the chunks as a passage."""
        own = self.scores[chunk.id]
        return Passage(chunk, own, self.cosine.get(chunk.id), self.bm25.get(chunk.id))


def retrieve(question: Question, vector: Vectors, user: User, stores: Stores) -> Iterator[Passage]:
    """The passages for a question that ``user`` may read, best first, read as they are taken.

    Args:
        question: what is asked; its terms and their synonyms make the lexical query.
        vector: the question's embedding.
        user: who asks; filters both candidate lists, and again what the database gives.
        stores: index and database.
    """
    wanted = stores.limit.search if stores.limit else SearchFilter(groups=user.groups)
    found = ranked(question, vector, wanted, stores.settings.search.candidates, user, stores)
    keys = list(found.scores)
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        chunks = reads.chunks(stores.engine, user, batch)
        for key in batch:
            if key in chunks and _within(chunks[key], stores):
                yield found.passage(chunks[key])


def ranked(
    question: Question,
    vector: Vectors,
    wanted: SearchFilter,
    most: int,
    user: User,
    stores: Stores,
) -> Ranked:
    """The chunks that either side of search finds, best first.

    Args:
        question: what is asked; its terms and their synonyms make the lexical query.
        vector: the question's embedding.
        wanted: which chunks are looked at.
        most: how many of them each side gives.
        user: who asks.
        stores: index and database.
    """
    # The words as they stand, and once more with what else means the same: own words count double.
    query = stores.analyser.query(question.text, question.search_terms())
    asked = rarity.for_user(query, user, stores.engine)
    weight = stores.settings.search.dense_weight
    if question.language == "en":
        # To a question in English, passages in Norwegian are nearer than their cosines say: more
        # of them must be looked at.
        most, weight = 2 * most, _FOREIGN * weight
    candidates = stores.index.candidates(vector, asked, wanted, most)
    near = _with_sentences(candidates, vector, user, stores)
    dense = _across_languages(question, near, user, stores)
    scores = fuse(dense, candidates.sparse, weight, sum(query.values), most)
    return Ranked(scores, dict(candidates.dense), dict(candidates.sparse))


def _with_sentences(
    candidates: Candidates, vector: Vectors, user: User, stores: Stores
) -> list[tuple[str, float]]:
    """Cosines of all candidates, to a share those of their nearest sentence; best first.

    A section speaks of many things, and its embedding of none of them very much. What only the
    lexical side has found has the lowest cosine of the others; what isn't read ahead yet is as much
    nearer by a sentence as the others are.
    """
    share = stores.settings.search.sentence_share
    cosine = dict(candidates.dense)
    if not share or not cosine:
        return list(candidates.dense)
    keys = [*cosine, *(key for key, _ in candidates.sparse if key not in cosine)]
    by = units.read_ahead_by(stores.embedder().model_key)
    nearest = units.nearest_units(stores.engine, user, keys, by, vector)
    lowest = min(cosine.values())
    gained = [nearest[key] - own for key, own in cosine.items() if key in nearest]
    nearer = fmean(gained) if gained else 0.0
    scores = {}
    for key in keys:
        own = cosine.get(key, lowest)
        scores[key] = (1 - share) * own + share * nearest.get(key, own + nearer)
    return sorted(scores.items(), key=lambda one: -one[1])


def _across_languages(
    question: Question, dense: Sequence[tuple[str, float]], user: User, stores: Stores
) -> list[tuple[str, float]]:
    """Cosines as they would be if all passages were in the question's language, best first."""
    if question.language != "en":
        return list(dense)
    written = reads.languages(stores.engine, user, [key for key, _ in dense])
    scores = {
        key: cosine + lost_cosine(question.language, written.get(key, question.language))
        for key, cosine in dense
    }
    return sorted(scores.items(), key=lambda one: -one[1])


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
