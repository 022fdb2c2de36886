"""Reads several files at the same time, each in a process of its own."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from types import TracebackType
from typing import TypeVar

from ingest.content import content_hash
from ingest.isolation import launch, scratch
from ingest.isolation.answer import decode, decode_scan
from ingest.isolation.child import MOST_ANSWER_BYTES, Request
from ingest.isolation.launch import ClosedError, Ended, Launcher
from ingest.metadata import Given
from ingest.ocr.files import ScanReader
from ingest.ocr.pages import PageLimits
from ingest.ocr.tesseract import PageTask
from ingest.parse import Parsed
from ingest.readers import registry
from ingest.readers.limits import Limits
from ingest.readers.scan_file import Scan
from plansvar import scratch as folders
from plansvar.errors import ReadError
from plansvar.settings import IngestSettings, Settings

_log = logging.getLogger(__name__)
_MOST_WORKERS = 16
_PAGE_READER = "ingest.ocr.page"
_NEAR = 0.8  # of the memory allowed; a process that dies there has most likely died of it


@dataclass(frozen=True, slots=True)
class Result:
    """What a file held when its bytes had this hash; ``incomplete`` says what is missing."""

    content_hash: str
    parsed: Parsed
    incomplete: ReadError | None = None


def limits_of(settings: Settings) -> Limits:
    """The limits that the settings name."""
    own = settings.ingest
    return Limits(
        file_bytes=settings.max_file_bytes,
        unzipped_bytes=own.max_unzipped_bytes,
        zip_entries=own.max_zip_entries,
        zip_ratio=own.max_zip_ratio,
        pages=own.max_pages,
        characters=own.max_characters,
        office_program=own.office_program,
    )


def request_for(
    path: Path,
    name: str,
    module: str,
    given: Given,
    settings: IngestSettings,
    limits: Limits,
) -> Request:
    """What a child is told: what it may cost to read this file depends on its reader."""
    converts = module in registry.CONVERTING
    return Request(
        path=str(path),
        name=name,
        module=module,
        given=given,
        limits=limits,
        seconds=settings.office_seconds if converts else settings.seconds,
        memory_bytes=settings.office_max_memory_bytes if converts else settings.max_memory_bytes,
    )


class Readers:
    """A pool of reading processes. Leaving it ends all that is running.

    No process is started before the first file is handed in. With ``scans``, the scanned pages of a
    file are read one after the other, while other processes read other files.
    """

    def __init__(
        self,
        settings: IngestSettings,
        limits: Limits,
        start: Callable[[], Launcher] | None = None,
        scans: ScanReader | None = None,
    ) -> None:
        self._settings = settings
        self._limits = limits
        self._scans = scans
        self._launcher = (start or launch.launcher)()
        self.workers = settings.workers or min(_cores(), _MOST_WORKERS)
        self._threads = ThreadPoolExecutor(self.workers, thread_name_prefix="plansvar-read")

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._launcher.close()
        self._threads.shutdown(cancel_futures=True)

    def submit(
        self,
        path: Path,
        name: str,
        module: str,
        given: Given,
        known_hash: str,
        attachments: Path | None = None,
    ) -> Future[Result]:
        """Have a file read; the result is a :class:`Result` or a :class:`ReadError`.

        Args:
            path: the file, absolute.
            name: what its document is known by.
            module: its reader's module.
            given: what somebody says of it.
            known_hash: the hash that its bytes had just now.
            attachments: the folder for the files that came inside it, which is made here. It is
                there afterwards if the result names some of them.
        """
        request = replace(
            request_for(path, name, module, given, self._settings, self._limits),
            attachments=str(attachments) if attachments else None,
        )
        return self._threads.submit(self._read, path, request, known_hash)

    def _read(self, path: Path, request: Request, known_hash: str) -> Result:
        """Read a file, and once more if it was changed meanwhile."""
        for _ in range(2):
            outcome = self._read_once(request)
            incomplete = None
            if isinstance(outcome, Parsed) and outcome.scanned_pages:
                outcome, incomplete = self._with_scans(path, request, outcome, known_hash)
            now = content_hash(path)
            if now == known_hash:
                if isinstance(outcome, ReadError):
                    raise outcome
                return Result(known_hash, outcome, incomplete)
            known_hash = now
        raise ReadError("read.changing")

    def _with_scans(
        self, path: Path, request: Request, parsed: Parsed, known_hash: str
    ) -> tuple[Parsed | ReadError, ReadError | None]:
        """Have pages recognised and read the file once more; also tells what is missing then."""
        if self._scans is None:
            return parsed if parsed.chunks else ReadError("read.no_text"), None
        scans = self._scans

        def read_page(task: PageTask) -> Scan:
            return self._read_page(request, task, scans.limits)

        name = PurePath(request.name).name
        found = scans.recognise(path, name, parsed.scanned_pages, known_hash, read_page)
        outcome: Parsed | ReadError = parsed
        if found is not None:
            outcome = self._read_once(replace(request, scans=str(found.folder)))
        if isinstance(outcome, ReadError) or not outcome.scanned_pages:
            return outcome, None
        if not outcome.chunks:
            return scans.no_text(found), None
        return outcome, scans.incomplete(outcome.scanned_pages)

    def _read_page(self, request: Request, task: PageTask, limits: PageLimits) -> Scan:
        """Have one page recognised.

        Raises:
            ReadError: it can't be.
            ClosedError: the run is over.
        """
        own = replace(
            request,
            module=_PAGE_READER,
            page=task,
            seconds=limits.seconds,
            memory_bytes=limits.memory_bytes,
        )
        try:
            outcome = page_outcome(own, self._launcher.run(own))
        except OSError as error:
            outcome = _crashed(own, str(error))
        if isinstance(outcome, ReadError):
            raise outcome
        return outcome

    def _read_once(self, request: Request) -> Parsed | ReadError:
        if request.attachments is None:
            return self._run(request)
        folder = Path(request.attachments)
        # Where that can't be done, the attachments can't be written, which is told then.
        with contextlib.suppress(OSError):
            folders.make_empty(folder)
        outcome = self._run(request)
        if isinstance(outcome, ReadError) or not outcome.attachments:
            folders.remove(folder)
        return outcome

    def _run(self, request: Request) -> Parsed | ReadError:
        try:
            with scratch.given(request) as prepared:
                ended = self._launcher.run(prepared)
        except ClosedError:
            return ReadError("read.parser_crash")
        except OSError as error:
            return _crashed(request, str(error))
        return outcome_of(request, ended)


_Read = TypeVar("_Read", Parsed, Scan)


def outcome_of(request: Request, ended: Ended) -> Parsed | ReadError:
    """What the end of a child means that was to read a file.

    A document without chunks has scanned pages.
    """
    outcome = _outcome(request, ended, lambda data: decode(data, request.limits))
    if isinstance(outcome, ReadError) and request.module in registry.CONVERTING:
        # Their limits are other settings, which the messages name.
        if outcome.code == "read.timeout":
            return ReadError("read.office_timeout", seconds=round(request.seconds))
        if outcome.code == "read.out_of_memory":
            return ReadError("read.office_out_of_memory")
    return outcome


def page_outcome(request: Request, ended: Ended) -> Scan | ReadError:
    """What the end of a child means that was to recognise a page."""
    return _outcome(request, ended, decode_scan)


def _outcome(
    request: Request, ended: Ended, decoded: Callable[[bytes], _Read | ReadError]
) -> _Read | ReadError:
    if ended.timed_out or _died_of(ended, "SIGXCPU"):
        return ReadError("read.timeout", seconds=round(request.seconds))
    if len(ended.data) > MOST_ANSWER_BYTES:
        return ReadError("read.out_of_memory")
    try:
        outcome = decoded(ended.data)
    except ValueError as error:
        # The system kills who takes the last memory; a parser whose allocation fails often
        # kills itself.
        killed = _died_of(ended, "SIGKILL") and not ended.killed
        if killed or (ended.code < 0 and ended.peak_bytes > _NEAR * request.memory_bytes):
            return ReadError("read.out_of_memory")
        return _crashed(request, f"exit code {ended.code}, {error}")
    if isinstance(outcome, ReadError) and outcome.code == "read.parser_crash":
        return _crashed(request, str(outcome.params.get("exception", "?")))
    return outcome


def _crashed(request: Request, how: str) -> ReadError:
    # The log may be read by people who may not read the document: no name, no content.
    _log.error("%s stopped: %s", request.module, how)
    return ReadError("read.parser_crash")


def _died_of(ended: Ended, name: str) -> bool:
    number = getattr(signal, name, None)  # Windows has none of these signals
    return number is not None and ended.code == -number


def _cores() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
