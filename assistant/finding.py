"""The passages for a question: what search finds, copies folded, looked at again."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.related import fold
from assistant.reranking import rerank
from assistant.retrieval import Passage, retrieve
from assistant.understanding import Question
from plansvar.access import User
from plansvar.embedding.protocol import Vectors
from plansvar.stores import Stores


@dataclass(frozen=True, slots=True)
class Found:
    """Passages, best first; ``hurried``: no second look was taken at them for want of time."""

    passages: list[Passage]
    hurried: bool = False


def find(question: Question, vector: Vectors, user: User, stores: Stores, most: int) -> Found:
    """The best that search finds, ``most`` of them, copies folded; re-ranked if it is set up."""
    passages = retrieve(question, vector, user, stores)
    hurried = stores.hurried()
    reranker = None if hurried else stores.reranker()
    if reranker is None:
        return Found(fold(passages, most), hurried)
    chosen = stores.settings.search
    found = fold(passages, max(most, chosen.reranked))
    ranked = rerank(question.text, found, reranker, chosen.reranked, chosen.rerank_weight)
    return Found(ranked[:most])
