"""What the pipelines read from and write to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from plansvar.embedding import Embedder
from plansvar.index import Index
from plansvar.settings import Settings


@dataclass(frozen=True, slots=True)
class Stores:
    """What the pipelines work on. ``embedder`` loads the model when it is first called."""

    engine: Engine
    index: Index
    embedder: Callable[[], Embedder]
    settings: Settings
