"""The re-rankers of a service: the first that is left out when too much is asked at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from plansvar.embedding.default_model import FORMS
from plansvar.once import once
from plansvar.reranking.load import BUILT_IN, NONE, built_in, load_reranker
from plansvar.reranking.protocol import Reranker
from plansvar.settings import Settings


class SharedRerankers:
    """One for passages, one for the sentences of an answer; loaded at their first use.

    Threads may share them. Mostly both are the built-in one, or the first is none.
    """

    def __init__(self, settings: Settings) -> None:
        """``settings`` name the models, and how many questions at once they are used for."""
        self._search = settings.search
        # What it says is weighed together with the cosines of the built-in embedding model.
        self._form = FORMS.get(settings.embedding.model)
        self._second_look = settings.answer.second_look > 0 and self._form is not None
        self._cache = settings.cache
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
        """Whether they are left out now, since too many questions are in work."""
        used = self._second_look or self._search.reranker != NONE
        return used and self._in_work > self._search.rerank_at_once

    def passages(self) -> Reranker | None:
        """The one for passages; ``None`` where none is set."""
        return self._passages

    def sentences(self) -> Reranker | None:
        """The one for sentences; ``None`` where no second look is taken, or it isn't installed."""
        return self._sentences if self._second_look else None

    @once
    def _passages(self) -> Reranker | None:
        if self._search.reranker == BUILT_IN and self._second_look and self._sentences:
            return self._sentences
        return load_reranker(self._search.reranker, self._cache)

    @once
    def _sentences(self) -> Reranker | None:
        return built_in(self._cache, self._form) if self._form else None
