"""The way in: files become documents, chunks and vectors, and are then seen.

::

    file -> read, assemble, chunk -> publish: embed, write, switch over
            (a process per file)

A bad file is reported and the run goes on; what was known of it stays as it was. The attachments
of a mail take the same way, each in a process of its own, see :mod:`ingest.attachments`.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from ingest.access import Access
from ingest.attachments import Mail, Scratch, Sorted, sort_out, tidy
from ingest.content import content_hash
from ingest.discover import Discovered, discover
from ingest.isolation.pool import Readers, Result, limits_of
from ingest.metadata import NOTHING_GIVEN, Given
from ingest.publish import Version, publish, sweep
from ingest.readers import registry
from ingest.tally import Tally
from plansvar.database import parts, writes
from plansvar.documents import stored
from plansvar.errors import ReadError
from plansvar.local import Stores
from plansvar.service import IngestReport, IngestRequest, Progress, ProgressCallback

# Part of a version's identity: raise it when a change of rules should make every document be read
# again, whatever its bytes.
READING_VERSION = "4"
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

    ``known`` is what the database has of the source, by path, and ``parts`` what came with that, by
    the id of what it came with and by path. ``groups`` is who may read: without it known documents
    keep theirs, and new ones get the configured default. ``given`` wins over what is found out
    about a document. Marked documents become public with ``allow_marked`` only.
    """

    source: str
    files: tuple[RawFile, ...]
    known: Mapping[str, writes.Known]
    groups: tuple[str, ...] | None = None
    given: Given = NOTHING_GIVEN
    allow_marked: bool = False
    keep_originals: bool = False
    parts: Mapping[str, Mapping[str, writes.Known]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    """A file before it is read, and what the database knows of it.

    ``result`` is what comes of reading it: an error that is known already, or what a process will
    give; ``None`` where nothing has changed. ``mail`` is what it came with; what comes with itself
    goes to the folder ``scratch``.
    """

    raw: RawFile
    document_id: str
    known: writes.Known | None
    result: Future[Result] | ReadError | None
    mail: Mail | None = None
    scratch: Path | None = None


def ingest(
    request: IngestRequest, stores: Stores, progress: ProgressCallback | None = None
) -> IngestReport:
    """Read files in. A bad file is reported and the run goes on.

    Raises:
        NotFoundError: a path that isn't there; nothing has been done then.
    """
    found = discover(request.paths, (stores.settings.data,))
    tidy(stores)
    batch = Batch(
        source=SOURCE,
        files=raw_files(found),
        known=writes.known(stores.engine, SOURCE),
        parts=parts.known_parts(stores.engine, SOURCE),
        groups=request.groups,
        given=Given(request.type, request.authority, request.organisation),
        allow_marked=request.allow_marked,
    )
    return read_in(batch, found, stores, progress or (lambda _: None))


def raw_files(found: Discovered) -> tuple[RawFile, ...]:
    """Files that were come upon, each known by where it lies."""
    return tuple(RawFile(path_name(file), file) for file in found.files)


def read_in(
    batch: Batch, found: Discovered, stores: Stores, report: ProgressCallback
) -> IngestReport:
    """Read the files of a batch; ``found`` has what else was come upon, for the report."""
    started = time.perf_counter()
    with (
        Scratch(stores.settings.data) as scratch,
        Readers(stores.settings.ingest, limits_of(stores.settings)) as readers,
    ):
        run = _Run(batch, stores, report, readers, scratch)
        run.read()
    tally = run.tally
    tally.skipped[:0] = map(str, found.skipped)
    tally.fail((path_name(path), error) for path, error in found.refused)
    return tally.report(run.access, time.perf_counter() - started)


def path_name(path: Path) -> str:
    """A path as it is stored and shown, also where it is no UTF-8."""
    return str(path).encode("utf-8", "backslashreplace").decode()


class _Run:
    """A batch on its way through."""

    def __init__(
        self,
        batch: Batch,
        stores: Stores,
        report: ProgressCallback,
        readers: Readers,
        scratch: Scratch,
    ) -> None:
        self.tally = Tally()
        self.access = Access(batch.groups, batch.allow_marked, stores)
        self._batch = batch
        self._stores = stores
        self._report = report
        self._readers = readers
        self._scratch = scratch
        self._completed: list[str] = []  # versions, once all that came with them is published
        self._limits = limits_of(stores.settings)
        all_known = (batch.known, *batch.parts.values())
        self._taken = {one.document_id for known in all_known for one in known.values()}
        given = batch.given
        self._reading = ":".join(
            (READING_VERSION, given.type or "", given.authority or "", given.organisation or "")
        )

    def read(self) -> None:
        """Read all files, publishing some at a time."""
        files = self._batch.files
        waiting: list[Version] = []

        for number, item in enumerate(_ahead(files, self._begin, 2 * self._readers.workers)):
            self._report(Progress("read", number, len(files), item.raw.file.name))
            for version in self._end(item):
                waiting.append(version)
                if sum(len(one.parsed.chunks) for one in waiting) >= CHUNKS_PER_BATCH:
                    self._publish(waiting)
                    waiting = []
            if self._scratch.is_full:  # a disk has less room than there are mails
                self._publish(waiting)
                waiting = []
        self._publish(waiting)
        if self.tally.gone:
            sweep(self._stores)
        self._report(Progress("read", len(files), len(files)))

    def _begin(self, raw: RawFile, mail: Mail | None = None) -> _Found:
        """Look whether a file is to be read, and have it read if so."""
        batch = self._batch
        known = (batch.parts.get(mail.document_id, {}) if mail else batch.known).get(raw.path)
        document_id = known.document_id if known else self._new_id(raw.path)
        result: Future[Result] | ReadError | None = None
        scratch: Path | None = None
        try:
            module = registry.check(raw.file, self._limits)
            now = content_hash(raw.file)
            same = known is not None and known.version_id == self._version_id(document_id, now)
            # A mail in a mail that is read counts for the limits of that one, changed or not.
            counts = mail is not None and module in registry.WITH_ATTACHMENTS
            if known is None or known.incomplete or counts or not same:
                scratch = self._scratch.folder(module)
                result = self._readers.submit(raw.file, raw.path, module, batch.given, now, scratch)
        except ReadError as error:
            result = error
        return _Found(raw, document_id, known, result, mail, scratch)

    def _end(self, item: _Found) -> Generator[Version, None, bool]:
        """Give what is new in a file, after what is new in all that came with it.

        Returns whether nothing failed.
        """
        known, path = item.known, item.raw.path
        within = item.mail.groups if item.mail else None
        try:
            if isinstance(item.result, ReadError):
                raise item.result
            content = item.result.result() if item.result is not None else None
        except ReadError as error:
            self.tally.fail([(path, error)])
            # The old version stays, but who may read it has been said all the same.
            if known is not None:
                self._keep(path, known, within, failed=True)
            return False
        if content is None:
            if known is not None:
                self._keep(path, known, within)
            return True
        version_id = self._version_id(item.document_id, content.content_hash)
        marks = content.parsed.document.about.marks
        same = known is not None and known.version_id == version_id
        groups = self.access.groups(path, known, marks, within, same_version=same)
        whole = yield from self._attached(item, content, groups)
        if known is not None and same:
            if not self.access.regroup(path, known, groups):
                self.tally.unchanged.append(path)
            if known.incomplete and whole:
                self._completed.append(version_id)
            elif not (known.incomplete or whole):
                parts.set_incomplete(self._stores.engine, [version_id], True)
            return whole
        yield Version(
            document_id=item.document_id,
            version_id=version_id,
            source=self._batch.source,
            path=path,
            content_hash=content.content_hash,
            reading=self._reading,
            parsed=content.parsed,
            groups=groups,
            is_new=known is None,
            original=item.raw.file if self._batch.keep_originals else None,
            part_of=item.mail.document_id if item.mail else None,
            incomplete=not whole,
        )
        return whole

    def _attached(
        self, item: _Found, content: Result, groups: tuple[str, ...]
    ) -> Generator[Version, None, bool]:
        """Give what is new in what came with a file; returns whether nothing failed."""
        known_parts = self._batch.parts.get(item.document_id, {})
        if item.scratch is None or not (content.parsed.attachments or known_parts):
            return True
        mail = Mail.opened(item.document_id, groups, item.mail, self._limits)
        found = sort_out(
            content.parsed.attachments, item.raw.path, item.scratch, mail, self._limits
        )
        self._note(item, content, found)
        files = dict(found.files)
        for path, known in known_parts.items():
            if path in found.paths and path not in files:  # it stays, within the mail's groups
                self._keep(path, known, groups, failed=True)
        begun = [self._begin(RawFile(path, file), mail) for path, file in files.items()]
        whole = not found.failed
        for one in begun:
            whole = (yield from self._end(one)) and whole
        self._scratch.used(item.scratch)
        return whole

    def _note(self, item: _Found, content: Result, found: Sorted) -> None:
        """Take out what no longer came with a file, and note what isn't read."""
        self.tally.skipped += found.skipped
        self.tally.fail(found.failed)
        engine, known_parts = self._stores.engine, self._batch.parts.get(item.document_id, {})
        version_id = self._version_id(item.document_id, content.content_hash)
        if item.known is not None and item.known.version_id != version_id:
            # From here on its old version isn't whole: if this run is stopped, the next one reads
            # it again, whatever it finds.
            parts.set_incomplete(engine, [item.known.version_id], True)
        gone = {
            one.document_id: path for path, one in known_parts.items() if path not in found.paths
        }
        if gone:
            gone |= parts.below(engine, list(gone))
            writes.hide(engine, list(gone))
            self.tally.gone += gone.values()

    def _keep(
        self, path: str, known: writes.Known, within: Sequence[str] | None, *, failed: bool = False
    ) -> None:
        """Leave a document as it is, with all that came with it, but for who may read it."""
        groups = self.access.groups(path, known, known.marks, within, same_version=True)
        if not self.access.regroup(path, known, groups) and not failed:
            self.tally.unchanged.append(path)
        for part, one in self._batch.parts.get(known.document_id, {}).items():
            self._keep(part, one, groups, failed=failed)

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

    def _publish(self, versions: Sequence[Version]) -> None:
        total = sum(len(one.parsed.chunks) for one in versions)
        done = 0

        def embedded(count: int) -> None:
            nonlocal done
            done += count
            self._report(Progress("embed", done, total))

        if versions:
            publish(versions, self._stores, embedded)
        for one in versions:
            (self.tally.added if one.is_new else self.tally.changed).append(one.path)
        self.tally.chunks += total
        if self._completed:
            parts.set_incomplete(self._stores.engine, self._completed, False)
            self._completed.clear()
        self._scratch.clear()


def _ahead(
    files: Sequence[RawFile], begin: Callable[[RawFile], _Found], most: int
) -> Iterator[_Found]:
    """Begin with some files more than are asked for, so that they are read meanwhile; in order."""
    begun: deque[_Found] = deque()
    for raw in files:
        begun.append(begin(raw))
        if len(begun) > most:
            yield begun.popleft()
    yield from begun
