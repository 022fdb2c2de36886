"""The way in: files become documents, chunks and vectors, and are then seen.

::

    path -> read, assemble, chunk -> embed -> database (unseen) -> index -> activate -> old goes
            (a process per file, and one per scanned page)

A new version is written beside the old one and becomes visible in one commit, so that at no moment
is the document missing or seen by halves. What a stopped run leaves behind is unseen, and is swept
away by the next run.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.content import content_hash
from ingest.discover import Discovered, discover
from ingest.isolation.pool import Readers, Result, limits_of
from ingest.ocr.files import ScanReader
from ingest.readers import registry
from ingest.readers.limits import Limits
from plansvar import originals, recognised
from plansvar.database import writes
from plansvar.documents import stored
from plansvar.documents.types import DocumentType
from plansvar.embedding.protocol import Vectors
from plansvar.errors import ReadError
from plansvar.index.chunk_points import make_point
from plansvar.index.protocol import Point
from plansvar.local import Stores
from plansvar.service import (
    IngestFailure,
    IngestReport,
    IngestRequest,
    Progress,
    ProgressCallback,
)
from plansvar.vectors import vectors_of

# Part of a version's identity: raise it when a change of rules should make every document be read
# again, whatever its bytes.
READING_VERSION = "3"
SOURCE = "files"
# Marks a version that lacks pages, so that the file is read again once these can be read.
_PARTLY = ":partly"
# Documents are embedded together until they have this many chunks: short documents alone would
# leave the model's batches half empty.
CHUNKS_PER_BATCH = 256
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """Files of one source that are read in the same way.

    ``known`` is what the database has of the source, by path. ``groups`` is who may read: without
    it known documents keep theirs, and new ones get the configured default.
    """

    source: str
    files: tuple[Path, ...]
    known: Mapping[str, writes.Known]
    groups: tuple[str, ...] | None = None
    type: DocumentType | None = None
    keep_originals: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A file before it is read, and what the database knows of it.

    ``result`` is what comes of reading it: an error that is known already, or what a process will
    give; ``None`` where nothing has changed.
    """

    file: Path
    path: str
    document_id: str
    known: writes.Known | None
    groups: tuple[str, ...]
    reading: str
    result: Future[Result] | ReadError | None


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read and waits for its vectors."""

    found: _Found
    version_id: str
    content: Result


@dataclass(slots=True)
class _Tally:
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    regrouped: list[str] = field(default_factory=list)
    failed: list[IngestFailure] = field(default_factory=list)
    incomplete: list[IngestFailure] = field(default_factory=list)
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
    known = writes.known(stores.engine, SOURCE)
    batch = Batch(SOURCE, found.files, known, request.groups, request.type)
    done = read_in(batch, found, stores, progress or (lambda _: None))
    if done.changed:
        recognised.drop_others(stores.settings.data, writes.current_contents(stores.engine))
    return done


def read_in(
    batch: Batch, found: Discovered, stores: Stores, report: ProgressCallback
) -> IngestReport:
    """Read the files of a batch; ``found`` has what else was come upon, for the report."""
    started = time.perf_counter()
    tally = _Tally()
    report = _one_at_a_time(report)
    scans = ScanReader(
        stores.settings.ocr,
        recognised.folder(stores.settings.data),
        lambda name, done, total: report(Progress("ocr", done, total, name)),
    )
    waiting: list[_Read] = []
    limits = limits_of(stores.settings)
    taken = {one.document_id for one in batch.known.values()}
    with Readers(stores.settings.ingest, limits, scans=scans) as readers:

        def begin(path: Path) -> _Found:
            return _begin(path, batch, taken, stores, readers, limits)

        for number, item in enumerate(_ahead(batch.files, begin, 2 * readers.workers)):
            report(Progress("read", number, len(batch.files), item.file.name))
            read = _end(item, stores, tally)
            if read is not None:
                waiting.append(read)
            if sum(len(item.content.parsed.chunks) for item in waiting) >= CHUNKS_PER_BATCH:
                _publish(waiting, batch, stores, tally, report)
                waiting = []
    if waiting:
        _publish(waiting, batch, stores, tally, report)
    report(Progress("read", len(batch.files), len(batch.files)))
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
        chunks=tally.chunks,
        seconds=time.perf_counter() - started,
    )


def _one_at_a_time(report: ProgressCallback) -> ProgressCallback:
    """The threads that have pages recognised tell of them, too."""
    lock = threading.Lock()

    def locked(progress: Progress) -> None:
        with lock:
            report(progress)

    return locked


def sweep(stores: Stores) -> None:
    """Remove what is not current: replaced versions, and those of a run that was stopped."""
    leftovers = writes.leftover_chunks(stores.engine)
    if leftovers:
        stores.index.delete_points(leftovers)
    writes.drop_leftovers(stores.engine)


def _ahead(paths: Sequence[Path], begin: Callable[[Path], _Found], most: int) -> Iterator[_Found]:
    """Begin with some files more than are asked for, so that they are read meanwhile; in order."""
    begun: deque[_Found] = deque()
    for path in paths:
        begun.append(begin(path))
        if len(begun) > most:
            yield begun.popleft()
    yield from begun


def _begin(
    path: Path,
    batch: Batch,
    taken: set[str],
    stores: Stores,
    readers: Readers,
    limits: Limits,
) -> _Found:
    """Look whether a file is to be read, and have it read if so."""
    name = path_name(path)
    known = batch.known.get(name)
    document_id = known.document_id if known else _new_id(batch.source, name, taken)
    reading = _reading(batch.type)
    result: Future[Result] | ReadError | None = None
    try:
        module = registry.check(path, limits)
        now = content_hash(path)
        if known is None or known.version_id != stored.version_id(document_id, now, reading):
            result = readers.submit(path, module, batch.type, now)
    except ReadError as error:
        result = error
    groups = _groups(batch, known, stores)
    return _Found(path, name, document_id, known, groups, reading, result)


def _end(item: _Found, stores: Stores, tally: _Tally) -> _Read | None:
    """Take what came of a file; ``None`` where it failed or there is nothing new in it."""
    try:
        if isinstance(item.result, ReadError):
            raise item.result
        content = item.result.result() if item.result is not None else None
    except ReadError as error:
        tally.failed.append(IngestFailure(item.path, error.code, error.params))
        # The old version stays, but who may read it has been said all the same.
        _regroup(item, stores, tally)
        return None
    if content is not None:
        if content.incomplete is not None:
            missing = content.incomplete
            tally.incomplete.append(IngestFailure(item.path, missing.code, missing.params))
            item = replace(item, reading=item.reading + _PARTLY)
        version_id = stored.version_id(item.document_id, content.content_hash, item.reading)
        if item.known is None or item.known.version_id != version_id:
            return _Read(item, version_id, content)
    if not _regroup(item, stores, tally):
        tally.unchanged.append(item.path)
    return None


def _new_id(source: str, path: str, taken: set[str]) -> str:
    """An id for a new document; one that lay here before and was moved has the first of them."""
    number, name = 1, path
    while (document_id := stored.document_id(source, name)) in taken:
        number += 1
        name = f"{path}\x00{number}"
    taken.add(document_id)
    return document_id


def path_name(path: Path) -> str:
    """A path as it is stored and shown, also where it is no UTF-8."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def _groups(batch: Batch, known: writes.Known | None, stores: Stores) -> tuple[str, ...]:
    """Who may read: the named groups; else those that a known document has; else the default."""
    if batch.groups is not None:
        return tuple(sorted(set(batch.groups)))
    return known.groups if known is not None else stores.settings.default_groups


def _reading(forced_type: DocumentType | None) -> str:
    return f"{READING_VERSION}:{forced_type.value if forced_type else ''}"


def _regroup(item: _Found, stores: Stores, tally: _Tally) -> bool:
    """Change who may read a known document; returns whether anything was to be changed."""
    if item.known is None or item.groups == item.known.groups:
        return False
    # The database decides what is seen: access that is taken away is gone with its commit. Where
    # access is given, the index comes first, so that a run that dies between is made good by the
    # next one, which compares with the database.
    narrowing = set(item.groups) <= set(item.known.groups)
    if narrowing:
        writes.set_groups(stores.engine, item.document_id, item.groups)
    stores.index.set_groups([item.document_id], item.groups)
    if not narrowing:
        writes.set_groups(stores.engine, item.document_id, item.groups)
    tally.regrouped.append(item.path)
    return True


def _publish(
    waiting: Sequence[_Read],
    batch: Batch,
    stores: Stores,
    tally: _Tally,
    report: ProgressCallback,
) -> None:
    """Embed some documents together, write them beside their old versions, then switch over."""
    texts = [piece.embedded_text for item in waiting for piece in item.content.parsed.chunks]
    done = 0

    def embedded(count: int) -> None:
        nonlocal done
        done += count
        report(Progress("embed", done, len(texts)))

    vectors = vectors_of(stores.engine, stores.embedder(), texts, embedded)
    for item in waiting:
        if batch.keep_originals:
            _keep_original(item, stores)
        writes.add_version(
            stores.engine,
            document_id=item.found.document_id,
            source=batch.source,
            path=item.found.path,
            version_id=item.version_id,
            content_hash=item.content.content_hash,
            reading=item.found.reading,
            document=item.content.parsed.document,
            chunks=item.content.parsed.chunks,
        )
    stores.index.upsert(point for item in waiting for point in _points(item, batch.source, vectors))
    for item in waiting:
        found = item.found
        writes.activate(stores.engine, found.document_id, item.version_id, found.groups)
        (tally.added if found.known is None else tally.changed).append(found.path)
        tally.chunks += len(item.content.parsed.chunks)
    if not all(item.found.known is None for item in waiting):
        sweep(stores)


def _keep_original(item: _Read, stores: Stores) -> None:
    """Keep a copy; a file that went away since it was read is in the index all the same."""
    try:
        originals.keep(stores.settings.data, item.found.file, item.content.content_hash)
    except OSError as error:
        _log.warning("no copy of the original of %s: %s", item.found.document_id, error)


def _points(item: _Read, source: str, vectors: dict[str, Vectors]) -> Iterator[Point]:
    document = item.content.parsed.document
    for piece in item.content.parsed.chunks:
        yield make_point(
            chunk_id=stored.chunk_id(item.version_id, piece.ordinal),
            embedded_text=piece.embedded_text,
            dense=vectors[stored.text_hash(piece.embedded_text)],
            document_id=item.found.document_id,
            version_id=item.version_id,
            groups=item.found.groups,
            type=document.type.value,
            authority=document.authority.value,
            language=document.language,
            source=source,
            date=document.date.value if document.date else None,
        )
