"""Overviews under way: a job each, in a thread that writes nothing and holds up no sync."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from api.access import Identity
from api.jobs import Job, Jobs
from plansvar.access import User
from plansvar.documents.stored import DocumentInfo
from plansvar.drafts.overview_types import Overview, OverviewRequest
from plansvar.errors import RequestError
from plansvar.service import ProgressCallback, Service

KIND = "overview"
_AT_ONCE = 2  # of one asker
_RETRY_SECONDS = 30
_KEPT = 20


class Overviews:
    """The overviews of a server, in memory; what they have found so far is in the data folder."""

    def __init__(self, service: Service) -> None:
        """``service`` goes through the documents."""
        self._service = service
        self._jobs = Jobs(_KEPT)
        self._closing = threading.Event()
        self._stopped: set[str] = set()

    def start(self, wished: OverviewRequest, who: Identity) -> Job:
        """Put one in line.

        Raises:
            RequestError: ``api.too_many``: this asker has enough of them waiting; ``api.busy``:
                all together have.
        """
        own = self._jobs.list(who.subject)
        if sum(one.ended is None for one in own) >= _AT_ONCE:
            raise RequestError("api.too_many", seconds=_RETRY_SECONDS)
        begun: list[str] = []
        known = threading.Event()

        def work(progress: ProgressCallback) -> dict[str, Any]:
            known.wait()
            found = self._service.overview(
                wished, who.keeper, progress, lambda: self._is_stopped(begun[0])
            )
            return {"overview": found}

        job = self._jobs.start(
            KIND, who.subject, work, (wished.question or wished.resume or "")[:100]
        )
        begun.append(job.id)
        known.set()
        return job

    def list(self, who: Identity) -> tuple[Job, ...]:
        """The asker's own, the newest first."""
        return self._jobs.list(who.subject)

    def get(self, id_: str, who: Identity) -> Job:
        """One of the asker's own, as it stands.

        Raises:
            RequestError: ``api.no_job``: none of that id, or somebody else's.
        """
        return self._jobs.get(id_, who.subject)

    def stop(self, id_: str, who: Identity) -> Job:
        """End one after the document in hand. Raises as :meth:`get`."""
        job = self.get(id_, who)
        if job.ended is None:
            self._stopped.add(id_)
        return job

    def close(self) -> None:
        """End all after the document in hand."""
        self._closing.set()
        self._jobs.close()

    def _is_stopped(self, id_: str) -> bool:
        return self._closing.is_set() or id_ in self._stopped


def as_it_stands(id_: str, who: Identity, service: Service) -> Overview:
    """One of the asker's own as far as it is kept: nothing more is looked for.

    Raises:
        NotFoundError: ``overview.unknown``: none of that id, or somebody else's.
        DraftError: ``overview.no_documents``: none of its documents is left.
    """
    return service.overview(OverviewRequest(resume=id_), who.keeper, stop=lambda: True)


def readable(
    overview: Overview, service: Service, user: User, shown: Callable[[str], str]
) -> Overview:
    """An overview as far as somebody may read its documents by now, with paths to be shown."""
    now = {one.id for one in service.documents(user)}

    def seen(documents: tuple[DocumentInfo, ...]) -> tuple[DocumentInfo, ...]:
        return tuple(replace(one, path=shown(one.path)) for one in documents if one.id in now)

    findings = tuple(
        replace(one, document=replace(one.document, path=shown(one.document.path)))
        for one in overview.findings
        if one.document.id in now
    )
    named = {one.document.id for one in overview.findings}
    named |= {one.id for one in (*overview.without, *overview.unread)}
    return replace(
        overview,
        findings=findings,
        without=seen(overview.without),
        unread=seen(overview.unread),
        documents=overview.documents - len(named - now),
    )
