"""The passages for a question: what search finds, copies folded, looked at again."""

from __future__ import annotations

from assistant.related import fold
from assistant.reranking import rerank
from assistant.retrieval import Passage, retrieve
from assistant.understanding import Question
from plansvar.access import User
from plansvar.embedding.protocol import Vectors
from plansvar.stores import Stores


def find(question: Question, vector: Vectors, user: User, stores: Stores) -> list[Passage]:
    """What search finds, best first, copies folded; looked at again if there is a re-ranker."""
    found = fold(retrieve(question, vector, user, stores))
    reranker = stores.reranker()
    if reranker is None:
        return found
    settings = stores.settings.search
    return rerank(question.text, found, reranker, settings.reranked, settings.rerank_weight)
