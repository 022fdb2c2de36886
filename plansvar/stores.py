"""What the pipelines read from and write to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from plansvar.access import User
from plansvar.embedding import Embedder
from plansvar.index import Index
from plansvar.index.analysis import Analyser
from plansvar.register.facts import Register
from plansvar.reranking.protocol import Reranker
from plansvar.settings import Settings


@dataclass(frozen=True, slots=True)
class Stores:
    """What the pipelines work on. ``embedder`` loads the model when it is first called.

    ``register`` gives the facts that a user may know of, as of a date (``None``: today); without
    it they are computed from the database each time. ``reranker`` loads the model for a second
    look at what search found, where one is set.
    """

    engine: Engine
    index: Index
    embedder: Callable[[], Embedder]
    settings: Settings
    register: Callable[[User, str | None], Register] | None = None
    reranker: Callable[[], Reranker | None] = lambda: None

    @property
    def analyser(self) -> Analyser:
        """Turns texts into terms for the index."""
        return Analyser(self.settings.cache)
