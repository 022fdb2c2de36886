"""The one place where the program is put together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from plansvar.access import User
from plansvar.answers import Answer, Mode, SearchResult
from plansvar.asking import PLAIN, AskOptions, Earlier
from plansvar.drafts.overview_types import Overview, OverviewInfo, OverviewRequest
from plansvar.drafts.service import DraftPipelines
from plansvar.drafts.types import DraftRequest, Letter
from plansvar.local import LocalService, Pipelines
from plansvar.owner import serving_owner
from plansvar.service import (
    IngestReport,
    IngestRequest,
    ProgressCallback,
    Service,
    SourceReport,
    SyncRequest,
)
from plansvar.settings import LlmSettings, Settings
from plansvar.stores import Stores

if TYPE_CHECKING:
    from plansvar.llm import ChatModel


def find_service(settings: Settings, notify: Callable[[str], None] | None = None) -> Service:
    """The server that the settings name or that holds the data folder; else our own service.

    Raises:
        ServerError: ``server.bad_address``.
    """
    if settings.server:
        from plansvar.http_service import HttpService

        key = settings.server_key.get_secret_value() if settings.server_key else None
        return HttpService(settings.server, key, settings.language)
    if owner := serving_owner(settings.data):
        from plansvar.http_service import HttpService

        return HttpService.of_owner(owner, settings.data, settings.language)
    return build_service(settings, notify)


def build_service(settings: Settings, notify: Callable[[str], None] | None = None) -> Service:
    """The service for these settings in this process. Nothing is opened before it is used."""
    wording = _Wording(settings.llm)
    drafts = DraftPipelines(wording.draft, _overview, _overviews)
    pipelines = Pipelines(
        _ingest, _sync, wording.ask, _search, wording.close, wording.versions, drafts, _read_ahead
    )
    return LocalService(settings, pipelines, notify)


# Imported when called: a question needs no readers, and reading in needs no answering.


def _ingest(
    request: IngestRequest, stores: Stores, progress: ProgressCallback | None
) -> IngestReport:
    from ingest.pipeline import ingest

    return ingest(request, stores, progress)


def _sync(
    request: SyncRequest, stores: Stores, progress: ProgressCallback | None
) -> list[SourceReport]:
    from ingest.sync import sync

    return sync(request, stores, progress)


def _read_ahead(stores: Stores, progress: ProgressCallback | None) -> None:
    from assistant.reading_ahead import read_ahead

    read_ahead(stores, progress)


class _Wording:
    """Answers, worded by a model where the settings name one; it is connected at the first use."""

    def __init__(self, settings: LlmSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._model: ChatModel | None = None

    def ask(
        self,
        question: str,
        user: User,
        stores: Stores,
        options: AskOptions,
        before: Sequence[Earlier],
    ) -> Answer:
        from assistant.pipeline import ask

        answer = ask(question, user, stores, options, before)
        if not self._settings.answer:
            return answer
        from assistant.generation.wording import word
        from plansvar.llm import connect_for_answers

        with self._lock:
            self._model = self._model or connect_for_answers(self._settings)
        return word(answer, user, stores, self._model) if self._model else answer

    def versions(self, answer: Answer) -> dict[str, Any]:
        """The model and the prompt of an answer that a model has worded."""
        if answer.mode is not Mode.GENERATED:
            return {}
        from assistant.generation import prompts

        return {"llm": self._settings.model, "prompt": prompts.VERSION}

    def draft(self, request: DraftRequest, user: User, stores: Stores) -> Letter:
        from assistant.drafting.letter import draft

        return draft(
            request, user, stores, lambda question: self.ask(question, user, stores, PLAIN, ())
        )

    def close(self) -> None:
        if self._model:
            self._model.close()


def _search(query: str, user: User, limit: int, stores: Stores) -> SearchResult:
    from assistant.pipeline import search

    return search(query, user, limit, stores)


def _overview(
    request: OverviewRequest,
    user: User,
    stores: Stores,
    progress: ProgressCallback | None,
    stop: Callable[[], bool] | None,
) -> Overview:
    from assistant.overview.pipeline import overview

    return overview(request, user, stores, progress, stop)


def _overviews(user: User, stores: Stores) -> list[OverviewInfo]:
    from assistant.overview.pipeline import overviews

    return overviews(user, stores)
