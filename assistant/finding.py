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


def find(question: Question, vector: Vectors, user: User, stores: Stores) -> Found:
    """What search finds, copies folded; looked at again if there is a re-ranker."""
    found = fold(retrieve(question, vector, user, stores))
    if stores.hurried():
        return Found(found, hurried=True)
    reranker = stores.reranker()
    if reranker is None:
        return Found(found)
    chosen = stores.settings.search
    return Found(rerank(question.text, found, reranker, chosen.reranked, chosen.rerank_weight))
