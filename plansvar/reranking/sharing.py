"""The re-ranker of a service: the first thing that is left out when too much is asked at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plansvar.once import once
from plansvar.reranking.load import load_reranker
from plansvar.reranking.protocol import Reranker
from plansvar.settings import SearchSettings


class SharedReranker:
    """Loaded at its first use. Threads may share it."""

    def __init__(self, settings: SearchSettings, cache: Path) -> None:
        """``settings`` name the model, and how many questions at once it is used for."""
        self._settings = settings
        self._cache = cache
        self._lock = threading.Lock()
        self._in_work = 0
        self.opening = threading.RLock()

    @contextmanager
    def question(self) -> Iterator[None]:
        """Count a question for as long as it is worked on."""
        with self._lock:
            self._in_work += 1
        try:
            yield
        finally:
            with self._lock:
                self._in_work -= 1

    def hurried(self) -> bool:
        """Whether it is left out now, since too many questions are in work."""
        return self._settings.reranker != "none" and self._in_work > self._settings.rerank_at_once

    def __call__(self) -> Reranker | None:
        """The model; ``None`` where none is set."""
        return self._loaded

    @once
    def _loaded(self) -> Reranker | None:
        return load_reranker(self._settings.reranker, self._cache)
