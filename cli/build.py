"""The one place where the program is put together."""

from __future__ import annotations

from collections.abc import Callable

from plansvar.access import User
from plansvar.answers import Answer, SearchHit
from plansvar.local import LocalService, Pipelines
from plansvar.service import (
    IngestReport,
    IngestRequest,
    ProgressCallback,
    Service,
    SourceReport,
    SyncRequest,
)
from plansvar.settings import Settings
from plansvar.stores import Stores


def build_service(settings: Settings, notify: Callable[[str], None] | None = None) -> Service:
    """The service for these settings. Nothing is opened before it is used."""
    return LocalService(settings, Pipelines(_ingest, _sync, _ask, _search), notify)


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


def _ask(question: str, user: User, stores: Stores) -> Answer:
    from assistant.pipeline import ask

    return ask(question, user, stores)


def _search(query: str, user: User, limit: int, stores: Stores) -> list[SearchHit]:
    from assistant.pipeline import search

    return search(query, user, limit, stores)
