"""The way in: files become documents, chunks and vectors, and are then seen.

::

    file -> read, assemble, chunk -> publish: embed, write, switch over
            (a process per file, and one per scanned page)

A bad file is reported and the run goes on; what was known of it stays as it was. The attachments
of a mail take the same way, each in a process of its own, see :mod:`ingest.attachments`.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from pathlib import Path, PurePath

from ingest.access import Access
from ingest.ahead import ahead
from ingest.attachments import Mail, Sorted, sort_out, tidy
from ingest.batch import Batch, RawFile, path_name, raw_files, reading_of
from ingest.clear import clear
from ingest.content import content_hash
from ingest.discover import Discovered, discover
from ingest.isolation.pool import Readers, Result, limits_of
from ingest.metadata import Given
from ingest.model_facts import FactsByModel, facts_by_model
from ingest.ocr.files import ScanReader
from ingest.progress import one_at_a_time
from ingest.publish import Version, publish, sweep
from ingest.readers import registry
from ingest.related import relate
from ingest.tally import Tally
from plansvar import recognised
from plansvar.database import parts, writes
from plansvar.documents import stored
from plansvar.errors import ReadError
from plansvar.scratch import Folders, scratch
from plansvar.service import IngestReport, IngestRequest, Progress, ProgressCallback
from plansvar.stores import Stores

SOURCE = "files"
_PATIENCE = 5.0  # seconds
# Documents are embedded together until they have this many chunks: short documents alone would
# leave the model's batches half empty.
CHUNKS_PER_BATCH = 256


@dataclass(frozen=True, slots=True)
class _Found:
    """A file before it is read, and what the database knows of it.

    ``result`` is what comes of reading it: an error that is known already, or what a process will
    give; ``None`` where nothing has changed. ``mail`` is what it came with; what comes with itself
    goes to the folder ``attachments``.
    """

    raw: RawFile
    document_id: str
    known: writes.Known | None
    result: Future[Result] | ReadError | None
    mail: Mail | None = None
    attachments: Path | None = None

    def is_read(self, seconds: float) -> bool:
        """Wait at most so long for the process that reads it; returns whether it has."""
        if isinstance(self.result, Future):
            wait([self.result], seconds)
            return self.result.done()
        return True


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
    before = writes.current_contents(stores.engine)
    report = read_in(batch, found, stores, progress or (lambda _: None))
    relate(stores.engine)
    clear(stores, before)
    return report


def read_in(
    batch: Batch, found: Discovered, stores: Stores, report: ProgressCallback
) -> IngestReport:
    """Read the files of a batch; ``found`` has what else was come upon, for the report."""
    started = time.perf_counter()
    settings = stores.settings
    report = one_at_a_time(report)
    scans = ScanReader(
        settings.ocr,
        recognised.folder(settings.data),
        lambda name, done, total: report(Progress("ocr", done, total, name)),
    )
    with (
        scratch(settings.data) as folder,
        Readers(settings.ingest, limits_of(settings), scans=scans) as readers,
        facts_by_model(settings, report) as facts,
    ):
        run = _Run(batch, stores, report, readers, Folders(folder), facts)
        run.read()
    tally = run.tally
    tally.skipped[:0] = map(str, found.skipped)
    tally.fail((path_name(path), error) for path, error in found.refused)
    return tally.report(run.access, facts.result(), time.perf_counter() - started)


def regroup(batch: Batch, stores: Stores) -> IngestReport:
    """Settle who may read the known documents of a batch, whose content is left as it is."""
    access = Access(batch.groups, batch.allow_marked, stores)
    for path, known in batch.known.items():
        access.keep(path, known, batch.parts)
    return IngestReport(regrouped=tuple(access.regrouped), withheld=tuple(access.withheld))


class _Run:
    """A batch on its way through."""

    def __init__(
        self,
        batch: Batch,
        stores: Stores,
        report: ProgressCallback,
        readers: Readers,
        folders: Folders,
        facts: FactsByModel,
    ) -> None:
        self.tally = Tally()
        self.access = Access(batch.groups, batch.allow_marked, stores)
        self._batch = batch
        self._stores = stores
        self._report = report
        self._readers = readers
        self._folders = folders
        self._facts = facts
        self._completed: list[str] = []  # versions, once all that came with them is published
        self._limits = limits_of(stores.settings)
        all_known = (batch.known, *batch.parts.values())
        self._taken = {one.document_id for known in all_known for one in known.values()}
        self._reading = reading_of(batch.given)

    def read(self) -> None:
        """Read all files, publishing some at a time."""
        files = self._batch.files
        waiting: list[Version] = []

        for number, item in enumerate(ahead(files, self._begin, 2 * self._readers.workers)):
            self._report(Progress("read", number, len(files), PurePath(item.raw.path).name))
            if waiting and not item.is_read(_PATIENCE):
                # A scan may take hours: what is ready isn't held up by it.
                self._publish(waiting)
                waiting = []
            for version in self._end(item):
                waiting.append(version)
                if sum(len(one.parsed.chunks) for one in waiting) >= CHUNKS_PER_BATCH:
                    self._publish(waiting)
                    waiting = []
            if self._folders.is_full:  # a disk has less room than there are mails
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
        folder: Path | None = None
        try:
            module = registry.check(raw.file, self._limits)
            now = content_hash(raw.file)
            groups = self.access.expected(known, mail.groups if mail else None)
            same = self._facts.nothing_to_do(known, now, self._reading, groups)
            # A mail in a mail that is read counts for the limits of that one, changed or not.
            counts = mail is not None and module in registry.WITH_ATTACHMENTS
            if known is None or known.parts_missing or counts or not same:
                folder = self._folders.new() if module in registry.WITH_ATTACHMENTS else None
                result = self._readers.submit(raw.file, raw.path, module, batch.given, now, folder)
        except ReadError as error:
            result = error
        return _Found(raw, document_id, known, result, mail, folder)

    def _end(self, item: _Found) -> Generator[Version, None, bool]:
        """Give what is new in a file, after what is new in all that came with it.

        Returns whether nothing failed, and no page is missing.
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
        reading = self._reading
        if content.incomplete is not None:
            self.tally.lacks(path, content.incomplete)
            # Another version than the whole one: the file is read again until it is whole.
            reading += f":without {content.incomplete.params['pages']}"
        before = self._facts.before(known, content.content_hash, reading)
        marks = content.parsed.document.about.marks
        groups = self.access.groups(path, known, marks, within, same_version=before is not None)
        parsed, reading = self._facts.look(path, content, groups, reading, before)
        version_id = stored.version_id(item.document_id, content.content_hash, reading)
        same = before == reading
        parts_whole = yield from self._attached(item, version_id, content, groups)
        whole = parts_whole and content.incomplete is None
        if known is not None and same:
            if not self.access.regroup(path, known, groups):
                self.tally.unchanged.append(path)
            if known.parts_missing and parts_whole:
                self._completed.append(version_id)
            elif not (known.parts_missing or parts_whole):
                parts.set_parts_missing(self._stores.engine, [version_id], True)
            return whole
        yield Version(
            document_id=item.document_id,
            version_id=version_id,
            source=self._batch.source,
            path=path,
            content_hash=content.content_hash,
            reading=reading,
            parsed=parsed,
            groups=groups,
            is_new=known is None,
            original=item.raw.file if self._batch.keep_originals else None,
            part_of=item.mail.document_id if item.mail else None,
            parts_missing=not parts_whole,
        )
        return whole

    def _attached(
        self, item: _Found, version_id: str, content: Result, groups: tuple[str, ...]
    ) -> Generator[Version, None, bool]:
        """Give what is new in what came with a file; returns what :meth:`_end` does, for all."""
        known_parts = self._batch.parts.get(item.document_id, {})
        folder, attached = item.attachments, content.parsed.attachments
        if folder is None or not (attached or known_parts):
            return True
        mail = Mail.opened(item.document_id, groups, item.mail, self._limits)
        found = sort_out(attached, item.raw.path, folder, mail, self._limits)
        self._note(item, version_id, found)
        files = dict(found.files)
        for path, known in known_parts.items():
            if path in found.paths and path not in files:  # it stays, within the mail's groups
                self._keep(path, known, groups, failed=True)
        begun = [self._begin(RawFile(path, file), mail) for path, file in files.items()]
        whole = not found.failed
        for one in begun:
            whole = (yield from self._end(one)) and whole
        self._folders.used(folder)
        return whole

    def _note(self, item: _Found, version_id: str, found: Sorted) -> None:
        """Take out what no longer came with a file, and note what isn't read."""
        self.tally.skipped += found.skipped
        self.tally.fail(found.failed)
        engine, known_parts = self._stores.engine, self._batch.parts.get(item.document_id, {})
        if item.known is not None and item.known.version_id != version_id:
            # From here on its old version isn't whole: if this run is stopped, the next one reads
            # it again, whatever it finds.
            parts.set_parts_missing(engine, [item.known.version_id], True)
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
        unchanged = self.access.keep(path, known, self._batch.parts, within)
        if not failed:
            self.tally.unchanged += unchanged

    def _new_id(self, path: str) -> str:
        """An id for a new document; one that lay here before and was moved has the first."""
        number, name = 1, path
        while (document_id := stored.document_id(self._batch.source, name)) in self._taken:
            number += 1
            name = f"{path}\x00{number}"
        self._taken.add(document_id)
        return document_id

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
            self.tally.hides(one.path, one.parsed.document.about)
        self.tally.chunks += total
        if self._completed:
            parts.set_parts_missing(self._stores.engine, self._completed, False)
            self._completed.clear()
        self._folders.clear()
