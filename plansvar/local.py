"""The service in this process: opens the data folder and runs the pipelines on it.

What writes and what answers are packages above this one; their functions are passed in, so that
the floor imports neither.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from threading import RLock
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from plansvar import index_opening, index_record
from plansvar.access import User
from plansvar.answers import Answer, SearchResult
from plansvar.asking import PLAIN, AskOptions, Earlier
from plansvar.conversations.service import ConversationsService
from plansvar.database import reads, writes
from plansvar.database.embeddings import drop_other_models
from plansvar.database.engine import open_database
from plansvar.disk import require_room
from plansvar.documents.stored import DocumentInfo
from plansvar.drafts.service import DraftPipelines, DraftsService
from plansvar.embedding import Embedder, load_embedder
from plansvar.embedding.remembering import RememberingEmbedder
from plansvar.errors import IndexStateError, NotFoundError, PlansvarError
from plansvar.index import Index, SearchFilter, rarity
from plansvar.index.analysis import Analyser
from plansvar.once import once
from plansvar.owner import hold, make_folder
from plansvar.removing import remove
from plansvar.reranking.sharing import SharedRerankers
from plansvar.service import (
    IngestReport,
    IngestRequest,
    Progress,
    ProgressCallback,
    SourceReport,
    Status,
    SyncRequest,
    Verification,
)
from plansvar.settings import Settings
from plansvar.stores import Stores
from plansvar.vectors import KeptVectors, embed_current
from plansvar.verify import repair as mend
from plansvar.verify import verify

_DATABASE = "plansvar.db"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pipelines:
    """The functions of the packages above; :class:`plansvar.service.Service` says what they do."""

    ingest: Callable[[IngestRequest, Stores, ProgressCallback | None], IngestReport]
    sync: Callable[[SyncRequest, Stores, ProgressCallback | None], list[SourceReport]]
    ask: Callable[[str, User, Stores, AskOptions, Sequence[Earlier]], Answer]
    search: Callable[[str, User, int, Stores], SearchResult]
    close: Callable[[], None] = lambda: None
    versions: Callable[[Answer], dict[str, Any]] = lambda _: {}
    drafts: DraftPipelines | None = None
    read_ahead: Callable[[Stores, ProgressCallback | None], None] = lambda *_: None


class LocalService(DraftsService, ConversationsService):
    """Implements :class:`plansvar.service.Service` in this process.

    Nothing is opened before it is needed: listing documents needs the database, asking needs the
    index and the model too. The data folder is held from the first use of the index on.
    """

    def __init__(
        self,
        settings: Settings,
        pipelines: Pipelines,
        notify: Callable[[str], None] | None = None,
    ) -> None:
        """``notify`` is called with the name of a step that takes long, before it begins."""
        super().__init__(self._require_documents, settings.data, settings.conversations.keep_days)
        self._settings = settings
        self._pipelines = pipelines
        self._notify = notify
        self._open = ExitStack()
        self._held = False
        self._rerankers = SharedRerankers(settings)
        self.opening = RLock()

    def ask(self, question: str, user: User, options: AskOptions = PLAIN) -> Answer:
        """See :meth:`Service.ask`."""
        stores = self._stores_for_questions()

        def answer(before: Sequence[Earlier]) -> Answer:
            return self._pipelines.ask(question, user, stores, options, before)

        with self._rerankers.question():
            return self._remembered(user, options, answer, self._versions)

    def search(self, query: str, user: User, limit: int = 10) -> SearchResult:
        """See :meth:`Service.search`."""
        stores = self._stores_for_questions()
        with self._rerankers.question():
            return self._pipelines.search(query, user, limit, stores)

    def documents(self, user: User) -> list[DocumentInfo]:
        """See :meth:`Service.documents`."""
        return reads.documents(self._engine, user) if self._has_database() else []

    def status(self, user: User) -> Status:
        """See :meth:`Service.status`."""
        self._require_documents()
        documents = self.documents(user)
        coverage = reads.coverage(self._engine, user)
        return Status(
            data=str(self._settings.data),
            documents=coverage.documents,
            undated=coverage.undated,
            latest=coverage.latest,
            chunks=reads.chunk_count(self._engine, user),
            indexed=self._index.count(SearchFilter(groups=user.groups)),
            model=self._stored_model() or "",
            by_type=dict(Counter(document.type.value for document in documents)),
            by_language=dict(Counter(document.language for document in documents)),
        )

    def ingest(
        self, request: IngestRequest, progress: ProgressCallback | None = None
    ) -> IngestReport:
        """See :meth:`Service.ingest`."""
        for path in request.paths:
            if not path.exists():
                raise NotFoundError("path.missing", path=path)
        report = self._pipelines.ingest(request, self.stores, progress)
        self._read_ahead(progress)
        return report

    def sync(
        self, request: SyncRequest, progress: ProgressCallback | None = None
    ) -> list[SourceReport]:
        """See :meth:`Service.sync`."""
        reports = self._pipelines.sync(request, self.stores, progress)
        self._read_ahead(progress)
        return reports

    def remove(self, targets: Sequence[str], user: User) -> list[DocumentInfo]:
        """See :meth:`Service.remove`."""
        self._require_documents()
        return remove(targets, self.documents(user), self._engine, self._index, self._settings.data)

    def rebuild(self, progress: ProgressCallback | None = None) -> int:
        """See :meth:`Service.rebuild`."""
        if not self._has_database():
            self._require_documents()
        self._hold()
        report = progress or (lambda _: None)
        total = embed_current(
            self._engine, self._embedder, lambda done, of: report(Progress("embed", done, of))
        )
        if "_index" in self.__dict__:
            self._index.close()
            del self.__dict__["_index"]
        self.__dict__.pop("stores", None)
        rarity.recount(self._engine, Analyser(self._settings.cache))
        written = self._rebuild_index(total, report)
        index_record.write(self._settings.data, self._embedder)
        drop_other_models(self._engine, self._embedder.model_key)
        self._read_ahead(report)
        return written

    def verify(
        self, progress: ProgressCallback | None = None, *, repair: bool = False
    ) -> tuple[Verification, Verification | None]:
        """See :meth:`Service.verify`."""
        self._require_documents()
        model = self._stored_model() or self._embedder.model_key
        found = verify(self._engine, self._index, model)
        if not repair:
            return found, None
        if found.without_vector:
            report = progress or (lambda _: None)
            embed_current(
                self._engine,
                self._matching(self._embedder),
                lambda done, of: report(Progress("embed", done, of)),
            )
        mend(self._engine, self._index, model, Analyser(self._settings.cache), found)
        self._read_ahead(progress)
        return found, verify(self._engine, self._index, model)

    def open(self, address: str | None = None) -> None:
        """See :meth:`Service.open`."""
        documents = writes.any_document(self._engine)  # makes the folder where it isn't there
        self._hold(address)
        if documents:
            self._stores_for_questions()

    def close(self) -> None:
        """See :meth:`Service.close`."""
        self._pipelines.close()
        self._open.close()

    # What is opened, each once and when first needed.

    @once
    def _engine(self) -> Engine:
        make_folder(self._settings.data)
        engine = open_database(self._database_url)
        self._open.callback(engine.dispose)
        self.purge(engine)
        return engine

    @once
    def _embedder(self) -> Embedder:
        return self._load(quick=False)

    @once
    def _quick_embedder(self) -> Embedder:
        return RememberingEmbedder(KeptVectors(self._load(quick=True), self._engine))

    def _load(self, *, quick: bool) -> Embedder:
        chosen = self._settings.embedding
        return load_embedder(
            chosen.model,
            self._settings.cache,
            chosen.query_prefix,
            chosen.passage_prefix,
            dtype=chosen.dtype,
            batch_size=chosen.batch_size,
            quick=quick,
            notify=self._notify,
        )

    @once
    def _index(self) -> Index:
        self._hold()
        index = self._open_index()
        self._open.callback(index.close)
        return index

    @once
    def stores(self) -> Stores:
        """What the pipelines work on; for measurements, which look at their steps."""
        return Stores(
            self._engine, self._index, lambda: self._matching(self._embedder), self._settings
        )

    def _stores_for_questions(self) -> Stores:
        """The same with the model that is ready sooner, loaded before the folder is held."""
        self._require_documents()
        model = self._quick_embedder
        return replace(
            self.stores,
            embedder=lambda: self._matching(model),
            register=self.register,
            reranker=self._rerankers.passages,
            reader=self._rerankers.sentences,
            hurried=self._rerankers.hurried,
        )

    def _read_ahead(self, progress: ProgressCallback | None) -> None:
        """Search finds less well until it is done, but it finds: a failure takes nothing away."""
        try:
            self._pipelines.read_ahead(self.stores, progress)
        except (PlansvarError, SQLAlchemyError):
            _log.exception("sentences could not be embedded ahead; the next run goes on")

    def _drafting(self) -> tuple[DraftPipelines, Stores]:
        if self._pipelines.drafts is None:
            raise NotImplementedError("this program was put together without drafts")
        return self._pipelines.drafts, self._stores_for_questions()

    def _matching(self, embedder: Embedder) -> Embedder:
        return index_record.matching(self._settings.data, embedder)

    def _hold(self, address: str | None = None) -> None:
        with self.opening:
            if self._held:
                return
            if not self._settings.index.url:
                require_room(self._settings.data)
            timeout = self._settings.lock_timeout
            self._open.enter_context(hold(self._settings.data, timeout, address))
            self._held = True

    def _open_index(self) -> Index:
        dimension = self._embedder.dimension if self._settings.index.url else self._dimension()
        # Documents without an index mean that the index was lost, not that there is none yet.
        fresh = not self._has_documents()
        return index_opening.open_index(self._settings, dimension, create=fresh)

    def _dimension(self) -> int:
        """The index's own dimension where it is written down, so that counting needs no model."""
        record = index_record.read(self._settings.data)
        return record.dimension if record else self._embedder.dimension

    def _rebuild_index(self, total: int, report: ProgressCallback) -> int:
        done = 0

        def written(points: int) -> None:
            nonlocal done
            done += points
            report(Progress("index", done, total))

        arguments = (
            self._database_url,
            self._embedder.model_key,
            Analyser(self._settings.cache),
        )
        if self._settings.index.url:
            keep = set(writes.current_chunks(self._engine))
            return index_opening.refill(self._index, keep, arguments)
        dimension = self._embedder.dimension
        return index_opening.rebuild(self._settings, dimension, arguments, written)

    @property
    def _database_url(self) -> str:
        if self._settings.database_url:
            return self._settings.database_url.get_secret_value()
        return f"sqlite:///{(self._settings.data / _DATABASE).resolve()}"

    def _versions(self, answer: Answer) -> dict[str, Any]:
        """What makes answers now."""
        record = index_record.read(self._settings.data)
        index = {"model": record.model, "analysis": record.analysis} if record else {}
        return {**index, **self._pipelines.versions(answer)}

    def _stored_model(self) -> str | None:
        """The model that the index was made with."""
        record = index_record.read(self._settings.data)
        return record.model if record else None

    def _has_database(self) -> bool:
        return bool(self._settings.database_url) or (self._settings.data / _DATABASE).exists()

    def _has_documents(self) -> bool:
        return self._has_database() and writes.any_document(self._engine)

    def _require_documents(self) -> Engine:
        if not self._has_documents():
            raise IndexStateError("index.nothing_yet", data=self._settings.data)
        return self._engine
