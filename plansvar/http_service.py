"""The service of a server, over HTTP: Plansvar's client in Python.

The command line uses it by itself while a server holds the data folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from plansvar.access import User
from plansvar.answers import Answer, SearchResult
from plansvar.asking import PLAIN, AskOptions
from plansvar.conversations.types import Conversation, ConversationInfo, FeedbackExport, Verdict
from plansvar.documents.stored import DocumentInfo, is_named
from plansvar.documents.types import Block
from plansvar.drafts.overview_types import Overview, OverviewInfo, OverviewRequest
from plansvar.drafts.types import DraftRequest, Letter
from plansvar.errors import NotFoundError
from plansvar.http_calls import HttpCalls
from plansvar.register.corrections import Correction, CorrectionRequest
from plansvar.register.facts import Fact, Register
from plansvar.register.queries import FactPage, FactQuery
from plansvar.register.review import ReviewItem
from plansvar.service import (
    IngestReport,
    IngestRequest,
    ProgressCallback,
    SourceReport,
    Status,
    SyncRequest,
    Verification,
)


class HttpService(HttpCalls):
    """Implements :class:`plansvar.service.Service` by asking a server. Threads may share it.

    Two servers are spoken to in the same way. The one that holds the data folder of this account
    is given the secret from that folder, and does what this process could do itself, for any user.
    Any other is given a key, and decides by it who asks.
    """

    def ask(self, question: str, user: User, options: AskOptions = PLAIN) -> Answer:
        """See :meth:`Service.ask`."""
        answer: Answer = self._call("ask", user, question=question, options=options)
        return answer

    def conversations(self, user: User) -> list[ConversationInfo]:
        """See :meth:`Service.conversations`."""
        found: list[ConversationInfo] = self._call("conversations", user)
        return found

    def conversation(self, id_: str, user: User) -> Conversation:
        """See :meth:`Service.conversation`."""
        found: Conversation = self._call("conversation", user, id_=id_)
        return found

    def delete_conversation(self, id_: str, user: User) -> None:
        """See :meth:`Service.delete_conversation`."""
        self._call("delete_conversation", user, id_=id_)

    def feedback(self, turn: str, verdict: Verdict, user: User, comment: str = "") -> None:
        """See :meth:`Service.feedback`."""
        self._call("feedback", user, turn=turn, verdict=verdict, comment=comment)

    def feedback_export(self, user: User) -> FeedbackExport:
        """See :meth:`Service.feedback_export`."""
        exported: FeedbackExport = self._call("feedback_export", user)
        return exported

    def draft(self, request: DraftRequest, user: User) -> Letter:
        """See :meth:`Service.draft`."""
        letter: Letter = self._call("draft", user, request=request)
        return letter

    def overview(
        self,
        request: OverviewRequest,
        user: User,
        progress: ProgressCallback | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Overview:
        """See :meth:`Service.overview`; the server isn't stopped before it is through."""
        overview: Overview = self._run("overview", user, progress, request=request)
        return overview

    def overviews(self, user: User) -> list[OverviewInfo]:
        """See :meth:`Service.overviews`."""
        found: list[OverviewInfo] = self._call("overviews", user)
        return found

    def search(self, query: str, user: User, limit: int = 10) -> SearchResult:
        """See :meth:`Service.search`."""
        found: SearchResult = self._call("search", user, query=query, limit=limit)
        return found

    def documents(self, user: User) -> list[DocumentInfo]:
        """See :meth:`Service.documents`."""
        found: list[DocumentInfo] = self._call("documents", user)
        return found

    def document(self, id_: str, user: User) -> DocumentInfo:
        """See :meth:`Service.document`."""
        found: DocumentInfo = self._call("document", user, id_=id_)
        return found

    def document_text(self, id_: str, user: User) -> str:
        """See :meth:`Service.document_text`."""
        text: str = self._call("document_text", user, id_=id_)
        return text

    def document_blocks(self, id_: str, user: User) -> list[Block]:
        """See :meth:`Service.document_blocks`."""
        blocks: list[Block] = self._call("document_blocks", user, id_=id_)
        return blocks

    def original(self, id_: str, user: User) -> Path:
        """See :meth:`Service.original`; a file of another server is there until :meth:`close`."""
        if self._data is not None:
            path: Path = self._call("original", user, id_=id_)
            return path
        self.document(id_, user)
        self._files = self._files or tempfile.TemporaryDirectory(prefix="plansvar-")
        copy = Path(self._files.name) / id_
        with self._reached():
            response = self._client.get(f"{self._address}/v1/documents/{id_}/original")
        if response.is_error:
            self._refused(response)
        copy.write_bytes(response.content)
        return copy

    def status(self, user: User) -> Status:
        """See :meth:`Service.status`."""
        status: Status = self._call("status", user)
        return status

    def facts(self, query: FactQuery, user: User) -> FactPage:
        """See :meth:`Service.facts`."""
        page: FactPage = self._call("facts", user, query=query)
        return page

    def fact(self, id_: str, user: User, as_of: str | None = None) -> Fact:
        """See :meth:`Service.fact`."""
        fact: Fact = self._call("fact", user, id_=id_, as_of=as_of)
        return fact

    def register(self, user: User, as_of: str | None = None) -> Register:
        """See :meth:`Service.register`."""
        register: Register = self._call("register", user, as_of=as_of)
        return register

    def review(self, user: User) -> tuple[ReviewItem, ...]:
        """See :meth:`Service.review`."""
        items: tuple[ReviewItem, ...] = self._call("review", user)
        return items

    def correct(self, request: CorrectionRequest, user: User) -> Fact | None:
        """See :meth:`Service.correct`."""
        fact: Fact | None = self._call("correct", user, request=request)
        return fact

    def corrections(self, fact_id: str | None, user: User) -> tuple[Correction, ...]:
        """See :meth:`Service.corrections`."""
        log: tuple[Correction, ...] = self._call("corrections", user, fact_id=fact_id)
        return log

    def ingest(
        self, request: IngestRequest, progress: ProgressCallback | None = None
    ) -> IngestReport:
        """See :meth:`Service.ingest`. Another machine's server can't see the files."""
        self._only_here()
        for path in request.paths:
            if not path.exists():
                raise NotFoundError("path.missing", path=path)
        paths = tuple(path.absolute() for path in request.paths)
        own = {name: getattr(request, name) for name in request.__dataclass_fields__}
        there = IngestRequest(**{**own, "paths": paths})
        report: IngestReport = self._run("ingest", None, progress, request=there)
        return report

    def sync(
        self, request: SyncRequest, progress: ProgressCallback | None = None
    ) -> list[SourceReport]:
        """See :meth:`Service.sync`; the sources are those of the server's settings."""
        reports: list[SourceReport] = self._run("sync", None, progress, request=request)
        return reports

    def remove(self, targets: Sequence[str], user: User) -> list[DocumentInfo]:
        """See :meth:`Service.remove`. What is meant is found out here, where paths begin."""
        documents = self.documents(user)
        ids: list[str] = []
        for target in targets:
            path = Path(target).expanduser().resolve()
            matches = [one.id for one in documents if is_named(one, target, path)]
            if not target.strip() or not matches:
                raise NotFoundError("document.missing", target=target)
            ids += matches
        removed: list[DocumentInfo] = self._run(
            "remove", user, None, targets=list(dict.fromkeys(ids))
        )
        return removed

    def rebuild(self, progress: ProgressCallback | None = None) -> int:
        """Not while a server answers from the index.

        Raises:
            ServerError: ``server.holds`` or ``server.not_over_http``.
        """
        self._not_while_it_runs()

    def verify(
        self, progress: ProgressCallback | None = None, *, repair: bool = False
    ) -> tuple[Verification, Verification | None]:
        """See :meth:`Service.verify`; no repair, see :meth:`rebuild`."""
        if repair:
            self._not_while_it_runs()
        found: tuple[Verification, Verification | None] = self._run("verify", None, progress)
        return found

    def open(self, address: str | None = None) -> None:
        """Ask whether the server is there.

        Raises:
            ServerError: ``server.unreachable``.
        """
        with self._reached():
            self._client.get(f"{self._address}/health/live")

    def close(self) -> None:
        """Let go of the connections, and of files that were fetched."""
        self._client.close()
        if self._files:
            self._files.cleanup()
