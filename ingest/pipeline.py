"""The way in: files become documents, chunks and vectors, and are then seen.

::

    file -> read, assemble, chunk -> publish: embed, write, switch over
            (a process per file, and one per scanned page)

A bad file is reported and the run goes on; what was known of it stays as it was.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from ingest import marked
from ingest.ahead import ahead
from ingest.content import content_hash
from ingest.discover import Discovered, discover
from ingest.isolation.pool import Readers, Result, limits_of
from ingest.metadata import NOTHING_GIVEN, Given
from ingest.ocr.files import ScanReader
from ingest.publish import Version, publish, sweep
from ingest.readers import registry
from ingest.related import relate
from plansvar import recognised
from plansvar.database import writes
from plansvar.documents import stored
from plansvar.documents.about import Mark
from plansvar.errors import ReadError
from plansvar.local import Stores
from plansvar.service import (
    HiddenText,
    IngestFailure,
    IngestReport,
    IngestRequest,
    Progress,
    ProgressCallback,
    Withheld,
)

# Part of a version's identity: raise it when a change of rules should make every document be read
# again, whatever its bytes.
READING_VERSION = "5"
SOURCE = "files"
# Documents are embedded together until they have this many chunks: short documents alone would
# leave the model's batches half empty.
CHUNKS_PER_BATCH = 256


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file to read in: ``path`` is what its document is known by, ``file`` is where it lies."""

    path: str
    file: Path


@dataclass(frozen=True, slots=True)
class Batch:
    """Files of one source that are read in the same way.

    ``known`` is what the database has of the source, by path. ``groups`` is who may read: without
    it known documents keep theirs, and new ones get the configured default. ``given`` wins over
    what is found out about a document. Marked documents become public with ``allow_marked`` only.
    """

    source: str
    files: tuple[RawFile, ...]
    known: Mapping[str, writes.Known]
    groups: tuple[str, ...] | None = None
    given: Given = NOTHING_GIVEN
    allow_marked: bool = False
    keep_originals: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A file before it is read, and what the database knows of it.

    ``result`` is what comes of reading it: an error that is known already, or what a process will
    give; ``None`` where nothing has changed.
    """

    raw: RawFile
    document_id: str
    known: writes.Known | None
    result: Future[Result] | ReadError | None


@dataclass(slots=True)
class _Tally:
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    regrouped: list[str] = field(default_factory=list)
    failed: list[IngestFailure] = field(default_factory=list)
    incomplete: list[IngestFailure] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    hidden_text: list[HiddenText] = field(default_factory=list)
    chunks: int = 0


def ingest(
    request: IngestRequest, stores: Stores, progress: ProgressCallback | None = None
) -> IngestReport:
    """Read files in. A bad file is reported and the run goes on.

    Raises:
        NotFoundError: a path that isn't there; nothing has been done then.
    """
    found = discover(request.paths, (stores.settings.data,))
    sweep(stores)
    batch = Batch(
        source=SOURCE,
        files=raw_files(found),
        known=writes.known(stores.engine, SOURCE),
        groups=request.groups,
        given=Given(request.type, request.authority, request.organisation),
        allow_marked=request.allow_marked,
    )
    report = read_in(batch, found, stores, progress or (lambda _: None))
    relate(stores.engine)
    if report.changed:
        recognised.drop_others(stores.settings.data, writes.current_contents(stores.engine))
    return report


def raw_files(found: Discovered) -> tuple[RawFile, ...]:
    """Files that were come upon, each known by where it lies."""
    return tuple(RawFile(path_name(file), file) for file in found.files)


def read_in(
    batch: Batch, found: Discovered, stores: Stores, report: ProgressCallback
) -> IngestReport:
    """Read the files of a batch; ``found`` has what else was come upon, for the report."""
    started = time.perf_counter()
    settings = stores.settings
    report = _one_at_a_time(report)
    run = _Run(batch, stores, report)
    scans = ScanReader(
        settings.ocr,
        recognised.folder(settings.data),
        lambda name, done, total: report(Progress("ocr", done, total, name)),
    )
    with Readers(settings.ingest, limits_of(settings), scans=scans) as readers:
        run.read(readers)
    tally = run.tally
    tally.failed += [
        IngestFailure(path_name(path), error.code, error.params) for path, error in found.refused
    ]
    return IngestReport(
        added=tuple(tally.added),
        changed=tuple(tally.changed),
        unchanged=tuple(tally.unchanged),
        regrouped=tuple(tally.regrouped),
        skipped=tuple(map(str, found.skipped)),
        failed=tuple(tally.failed),
        incomplete=tuple(tally.incomplete),
        withheld=tuple(tally.withheld),
        hidden_text=tuple(tally.hidden_text),
        chunks=tally.chunks,
        seconds=time.perf_counter() - started,
    )


def regroup(batch: Batch, stores: Stores) -> IngestReport:
    """Settle who may read the known documents of a batch, whose content is left as it is."""
    run = _Run(batch, stores, lambda _: None)
    for path, known in batch.known.items():
        run.regroup(path, known)
    return IngestReport(regrouped=tuple(run.tally.regrouped), withheld=tuple(run.tally.withheld))


def reading_of(given: Given) -> str:
    """By what rules and statements documents are read: part of a version's identity."""
    return ":".join(
        (READING_VERSION, given.type or "", given.authority or "", given.organisation or "")
    )


def _one_at_a_time(report: ProgressCallback) -> ProgressCallback:
    """The threads that have pages recognised tell of them, too."""
    lock = threading.Lock()

    def locked(progress: Progress) -> None:
        with lock:
            report(progress)

    return locked


def path_name(path: Path) -> str:
    """A path as it is stored and shown, also where it is no UTF-8."""
    return str(path).encode("utf-8", "backslashreplace").decode()


class _Run:
    """A batch on its way through."""

    def __init__(self, batch: Batch, stores: Stores, report: ProgressCallback) -> None:
        self.tally = _Tally()
        self._batch = batch
        self._stores = stores
        self._report = report
        self._limits = limits_of(stores.settings)
        self._taken = {one.document_id for one in batch.known.values()}
        self._reading = reading_of(batch.given)

    def read(self, readers: Readers) -> None:
        """Read all files, publishing some at a time."""
        files = self._batch.files
        waiting: list[Version] = []

        def begin(raw: RawFile) -> _Found:
            return self._begin(raw, readers)

        for number, item in enumerate(ahead(files, begin, 2 * readers.workers)):
            self._report(Progress("read", number, len(files), PurePath(item.raw.path).name))
            version = self._end(item)
            if version is not None:
                waiting.append(version)
            if sum(len(one.parsed.chunks) for one in waiting) >= CHUNKS_PER_BATCH:
                self._publish(waiting)
                waiting = []
        if waiting:
            self._publish(waiting)
        self._report(Progress("read", len(files), len(files)))

    def _begin(self, raw: RawFile, readers: Readers) -> _Found:
        """Look whether a file is to be read, and have it read if so."""
        known = self._batch.known.get(raw.path)
        document_id = known.document_id if known else self._new_id(raw.path)
        result: Future[Result] | ReadError | None = None
        try:
            module = registry.check(raw.file, self._limits)
            now = content_hash(raw.file)
            if known is None or known.version_id != self._version_id(document_id, now):
                result = readers.submit(raw.file, raw.path, module, self._batch.given, now)
        except ReadError as error:
            result = error
        return _Found(raw, document_id, known, result)

    def _end(self, item: _Found) -> Version | None:
        """Take what came of a file; ``None`` where it failed or there is nothing new in it."""
        known = item.known
        try:
            if isinstance(item.result, ReadError):
                raise item.result
            content = item.result.result() if item.result is not None else None
        except ReadError as error:
            self.tally.failed.append(IngestFailure(item.raw.path, error.code, error.params))
            # The old version stays, but who may read it has been said all the same.
            if known is not None:
                self.regroup(item.raw.path, known)
            return None
        if content is not None:
            reading = self._reading
            if (missing := content.incomplete) is not None:
                failure = IngestFailure(item.raw.path, missing.code, missing.params)
                self.tally.incomplete.append(failure)
                # Another version than the whole one: the file is read again until it is whole.
                reading += f":without {missing.params['pages']}"
            version_id = stored.version_id(item.document_id, content.content_hash, reading)
            if known is None or known.version_id != version_id:
                marks = content.parsed.document.about.marks
                return Version(
                    document_id=item.document_id,
                    version_id=version_id,
                    source=self._batch.source,
                    path=item.raw.path,
                    content_hash=content.content_hash,
                    reading=reading,
                    parsed=content.parsed,
                    groups=self._groups(item.raw.path, known, marks, same_version=False),
                    is_new=known is None,
                    original=item.raw.file if self._batch.keep_originals else None,
                )
        if known is not None and not self.regroup(item.raw.path, known):
            self.tally.unchanged.append(item.raw.path)
        return None

    def _new_id(self, path: str) -> str:
        """An id for a new document; one that lay here before and was moved has the first."""
        number, name = 1, path
        while (document_id := stored.document_id(self._batch.source, name)) in self._taken:
            number += 1
            name = f"{path}\x00{number}"
        self._taken.add(document_id)
        return document_id

    def _version_id(self, document_id: str, content: str) -> str:
        return stored.version_id(document_id, content, self._reading)

    def _groups(
        self, path: str, known: writes.Known | None, marks: Sequence[Mark], *, same_version: bool
    ) -> tuple[str, ...]:
        """Who may read; what is kept from the public for its marks is noted."""
        found = marked.readers(
            self._batch.groups,
            known,
            self._stores.settings.default_groups,
            marks,
            same_version=same_version,
            allow_marked=self._batch.allow_marked,
        )
        if found.withheld:
            quotes = tuple(mark.quote for mark in marks)
            self.tally.withheld.append(Withheld(path, quotes, found.groups))
        return found.groups

    def regroup(self, path: str, known: writes.Known) -> bool:
        """Change who may read a known document; returns whether anything was to be changed."""
        groups = self._groups(path, known, known.marks, same_version=True)
        if groups == known.groups:
            return False
        # The database decides what is seen: access that is taken away is gone with its commit.
        # Where access is given, the index comes first, so that a run that dies between is made
        # good by the next one, which compares with the database.
        engine, index = self._stores.engine, self._stores.index
        narrowing = set(groups) <= set(known.groups)
        if narrowing:
            writes.set_groups(engine, known.document_id, groups)
        index.set_groups([known.document_id], groups)
        if not narrowing:
            writes.set_groups(engine, known.document_id, groups)
        self.tally.regrouped.append(path)
        return True

    def _publish(self, versions: Sequence[Version]) -> None:
        total = sum(len(one.parsed.chunks) for one in versions)
        done = 0

        def embedded(count: int) -> None:
            nonlocal done
            done += count
            self._report(Progress("embed", done, total))

        publish(versions, self._stores, embedded)
        for one in versions:
            (self.tally.added if one.is_new else self.tally.changed).append(one.path)
            if (about := one.parsed.document.about).hides_text:
                self.tally.hidden_text.append(HiddenText(one.path, about.hidden_characters))
        self.tally.chunks += total
