"""What the pipelines read from and write to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Engine

from plansvar.access import User
from plansvar.answers import Limit
from plansvar.database import reads
from plansvar.documents.stored import Coverage, DocumentInfo
from plansvar.embedding import Embedder
from plansvar.index import Index
from plansvar.index.analysis import Analyser
from plansvar.register.facts import Register
from plansvar.reranking.protocol import Reranker
from plansvar.settings import Settings


class ReadsRegister(Protocol):
    """Gives the facts that a user may know of."""

    def __call__(
        self, user: User, as_of: str | None = None, documents: frozenset[str] | None = None
    ) -> Register:
        """The facts as of a date (``None``: today), out of some documents (``None``: all)."""
        ...


@dataclass(frozen=True, slots=True)
class Stores:
    """What the pipelines work on. ``embedder`` loads the model when it is first called.

    Without ``register`` the facts are computed from the database each time. ``limit`` holds for
    all that is found and told; without one, the user may be answered from all that he may read.
    ``reranker`` loads the model for a second look at what search found, ``reader`` the one for
    the sentences of an answer, where one is set; ``hurried``: both are left out, since too many
    questions are in work.
    """

    engine: Engine
    index: Index
    embedder: Callable[[], Embedder]
    settings: Settings
    register: ReadsRegister | None = None
    limit: Limit | None = None
    reranker: Callable[[], Reranker | None] = lambda: None
    reader: Callable[[], Reranker | None] = lambda: None
    hurried: Callable[[], bool] = lambda: False

    @property
    def analyser(self) -> Analyser:
        """Turns texts into terms for the index."""
        return Analyser(self.settings.cache)

    def documents(self, user: User) -> list[DocumentInfo]:
        """The documents that a user may be answered from."""
        found = reads.documents(self.engine, user)
        if self.limit is None:
            return found
        return [one for one in found if one.id in self.limit.documents]

    def coverage(self, user: User) -> Coverage:
        """How much a question is put to."""
        return self.limit.coverage if self.limit else reads.coverage(self.engine, user)
