"""The way in: files become documents, chunks and vectors, and are then seen.

::

    path -> read -> assemble -> chunk -> embed -> database (unseen) -> index -> activate -> old goes

    read: where pages are scanned, OCR, and read once more with what it has found

A new version is written beside the old one and becomes visible in one commit, so that at no moment
is the document missing or seen by halves. What a stopped run leaves behind is unseen, and is swept
away by the next run.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.assemble import assemble
from ingest.chunking import chunk
from ingest.discover import discover
from ingest.ocr.files import ScanReader, page_ranges
from ingest.readers import registry
from plansvar.database import writes
from plansvar.documents import stored
from plansvar.documents.types import Chunk, Document, DocumentType, ReadFile
from plansvar.embedding.protocol import Vectors
from plansvar.errors import ReadError
from plansvar.index.chunk_points import make_point
from plansvar.index.protocol import Point
from plansvar.local import OCR_FOLDER, Stores
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
READING_VERSION = "1"
SOURCE = "files"
_PARTLY = ":partly"
_log = logging.getLogger(__name__)
# Documents are embedded together until they have this many chunks: short documents alone would
# leave the model's batches half empty.
CHUNKS_PER_BATCH = 256


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read and waits for its vectors."""

    path: str
    document_id: str
    version_id: str
    content_hash: str
    reading: str
    document: Document
    chunks: list[Chunk]
    groups: tuple[str, ...]
    is_new: bool


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
    started = time.perf_counter()
    report = progress or (lambda _: None)
    found = discover(request.paths, (stores.settings.data,))
    sweep(stores)
    tally = _Tally()
    scans = ScanReader(stores.settings.ocr, stores.settings.data / OCR_FOLDER)
    waiting: list[_Read] = []
    for number, path in enumerate(found.files):
        report(Progress("read", number, len(found.files), path.name))
        read = _read(path, request, stores, scans, tally, report)
        if read is not None:
            waiting.append(read)
        if sum(len(item.chunks) for item in waiting) >= CHUNKS_PER_BATCH:
            _publish(waiting, stores, tally, report)
            waiting = []
    if waiting:
        _publish(waiting, stores, tally, report)
    scans.forget(writes.content_hashes(stores.engine))
    report(Progress("read", len(found.files), len(found.files)))
    tally.failed += [
        IngestFailure(str(folder), "read.unreadable", {"reason": reason})
        for folder, reason in found.unreadable
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


def sweep(stores: Stores) -> None:
    """Remove what is not current: replaced versions, and those of a run that was stopped."""
    leftovers = writes.leftover_chunks(stores.engine)
    if leftovers:
        stores.index.delete_points(leftovers)
    writes.drop_leftovers(stores.engine)


def _read(
    path: Path,
    request: IngestRequest,
    stores: Stores,
    scans: ScanReader,
    tally: _Tally,
    report: ProgressCallback,
) -> _Read | None:
    """Read one file; ``None`` where it failed or there is nothing new in it."""
    name = str(path).encode("utf-8", "backslashreplace").decode()
    document_id = stored.document_id(SOURCE, name)
    known = writes.known(stores.engine, document_id)
    groups = _groups(request, known, stores)
    failure: IngestFailure | None = None
    try:
        content_hash = _content_hash(path)
        reading = _reading(request.type)
        version_id = stored.version_id(document_id, content_hash, reading)
        if known is not None and known.version_id == version_id:
            if not _regroup(name, document_id, known.groups, groups, stores, tally):
                tally.unchanged.append(name)
            return None
        found = _read_file(path, content_hash, stores, scans, report)
        if found.scanned_pages:
            pages = page_ranges(found.scanned_pages)
            tally.incomplete.append(
                IngestFailure(name, "read.pages_unread", {"pages": pages, **scans.hint()})
            )
            # Another version than the whole one, so that it is read again once Tesseract is there.
            reading += _PARTLY
            version_id = stored.version_id(document_id, content_hash, reading)
            if known is not None and known.version_id == version_id:
                if not _regroup(name, document_id, known.groups, groups, stores, tally):
                    tally.unchanged.append(name)
                return None
        document = assemble(found, path, request.type)
        chunks = chunk(document)
        if not chunks:
            raise ReadError("read.no_text")
    except ReadError as error:
        failure = IngestFailure(name, error.code, error.params)
    except OSError as error:
        reason = error.strerror or str(error)
        failure = IngestFailure(name, "read.unreadable", {"reason": reason})
    except Exception:  # noqa: BLE001 - one file's fault in a parser must not stop the others
        _log.exception("reading failed: %s", document_id)
        failure = IngestFailure(name, "read.parser_crash", {})
    if failure is not None:
        tally.failed.append(failure)
        if known is not None:
            # The old version stays, but who may read it has been said all the same.
            _regroup(name, document_id, known.groups, groups, stores, tally)
        return None
    return _Read(
        path=name,
        document_id=document_id,
        version_id=version_id,
        content_hash=content_hash,
        reading=reading,
        document=document,
        chunks=chunks,
        groups=groups,
        is_new=known is None,
    )


def _read_file(
    path: Path, content_hash: str, stores: Stores, scans: ScanReader, report: ProgressCallback
) -> ReadFile:
    """Read a file, and once more with its scanned pages recognised if it has some.

    Raises:
        ReadError: it can't be read.
    """
    most = stores.settings.max_file_bytes
    read = registry.read(path, most)
    if not read.scanned_pages:
        return read
    recognised = scans.recognise(
        path,
        read.scanned_pages,
        content_hash,
        lambda done, total: report(Progress("ocr", done, total, path.name)),
    )
    if recognised is not None:
        read = registry.read(path, most, recognised.folder)
    if not read.blocks:
        raise scans.no_text(recognised)
    return read


def _groups(request: IngestRequest, known: writes.Known | None, stores: Stores) -> tuple[str, ...]:
    """Who may read: the named groups; else those that a known document has; else the default."""
    if request.groups is not None:
        return tuple(sorted(set(request.groups)))
    return known.groups if known is not None else stores.settings.default_groups


def _content_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reading(forced_type: DocumentType | None) -> str:
    return f"{READING_VERSION}:{forced_type.value if forced_type else ''}"


def _regroup(
    path: str,
    document_id: str,
    old: tuple[str, ...],
    new: tuple[str, ...],
    stores: Stores,
    tally: _Tally,
) -> bool:
    """Change who may read a known document; returns whether anything was to be changed."""
    if new == old:
        return False
    # The database decides what is seen: access that is taken away is gone with its commit. Where
    # access is given, the index comes first, so that a run that dies between is made good by the
    # next one, which compares with the database.
    narrowing = set(new) <= set(old)
    if narrowing:
        writes.set_groups(stores.engine, document_id, new)
    stores.index.set_groups([document_id], new)
    if not narrowing:
        writes.set_groups(stores.engine, document_id, new)
    tally.regrouped.append(path)
    return True


def _publish(
    waiting: Sequence[_Read],
    stores: Stores,
    tally: _Tally,
    report: ProgressCallback,
) -> None:
    """Embed some documents together, write them beside their old versions, then switch over."""
    texts = [piece.embedded_text for item in waiting for piece in item.chunks]
    done = 0

    def embedded(count: int) -> None:
        nonlocal done
        done += count
        report(Progress("embed", done, len(texts)))

    vectors = vectors_of(stores.engine, stores.embedder(), texts, embedded)
    for item in waiting:
        writes.add_version(
            stores.engine,
            document_id=item.document_id,
            source=SOURCE,
            path=item.path,
            version_id=item.version_id,
            content_hash=item.content_hash,
            reading=item.reading,
            document=item.document,
            chunks=item.chunks,
        )
    stores.index.upsert(point for item in waiting for point in _points(item, vectors))
    for item in waiting:
        writes.activate(stores.engine, item.document_id, item.version_id, item.groups)
        (tally.added if item.is_new else tally.changed).append(item.path)
        tally.chunks += len(item.chunks)
    if not all(item.is_new for item in waiting):
        sweep(stores)


def _points(item: _Read, vectors: dict[str, Vectors]) -> Iterator[Point]:
    document = item.document
    for piece in item.chunks:
        yield make_point(
            chunk_id=stored.chunk_id(item.version_id, piece.ordinal),
            embedded_text=piece.embedded_text,
            dense=vectors[stored.text_hash(piece.embedded_text)],
            document_id=item.document_id,
            version_id=item.version_id,
            groups=item.groups,
            type=document.type.value,
            authority=document.authority.value,
            language=document.language,
            source=SOURCE,
            date=document.date.value if document.date else None,
        )
