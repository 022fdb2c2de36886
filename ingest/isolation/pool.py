"""Reads several files at the same time, each in a process of its own."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from ingest import attached
from ingest.content import content_hash
from ingest.isolation.answer import decode
from ingest.isolation.child import MOST_ANSWER_BYTES, Request
from ingest.isolation.launch import ClosedError, Ended, Launcher, launcher
from ingest.metadata import Given
from ingest.parse import Parsed
from ingest.readers.limits import Limits
from plansvar.errors import ReadError
from plansvar.settings import IngestSettings, Settings

_log = logging.getLogger(__name__)
_MOST_WORKERS = 16
_NEAR = 0.8  # of the memory allowed; a process that dies there has most likely died of it


@dataclass(frozen=True, slots=True)
class Result:
    """What a file held when its bytes had this hash."""

    content_hash: str
    parsed: Parsed


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
    )


class Readers:
    """A pool of reading processes. Leaving it ends all that is running.

    No process is started before the first file is handed in.
    """

    def __init__(
        self, settings: IngestSettings, limits: Limits, start: Callable[[], Launcher] = launcher
    ) -> None:
        self._settings = settings
        self._limits = limits
        self._launcher = start()
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
        request = Request(
            path=str(path),
            name=name,
            module=module,
            given=given,
            limits=self._limits,
            seconds=self._settings.seconds,
            memory_bytes=self._settings.max_memory_bytes,
            attachments=str(attachments) if attachments else None,
        )
        return self._threads.submit(self._read, path, request, known_hash)

    def _read(self, path: Path, request: Request, known_hash: str) -> Result:
        """Read a file, and once more if it was changed meanwhile."""
        for _ in range(2):
            outcome = self._read_once(request)
            now = content_hash(path)
            if now == known_hash:
                if isinstance(outcome, ReadError):
                    raise outcome
                return Result(known_hash, outcome)
            known_hash = now
        raise ReadError("read.changing")

    def _read_once(self, request: Request) -> Parsed | ReadError:
        if request.attachments is None:
            return self._run(request)
        folder = Path(request.attachments)
        attached.make_empty(folder)
        outcome = self._run(request)
        if isinstance(outcome, ReadError) or not outcome.attachments:
            attached.remove(folder)
        return outcome

    def _run(self, request: Request) -> Parsed | ReadError:
        try:
            ended = self._launcher.run(request)
        except ClosedError:
            return ReadError("read.parser_crash")
        except OSError as error:
            return _crashed(request, str(error))
        return outcome_of(request, ended)


def outcome_of(request: Request, ended: Ended) -> Parsed | ReadError:
    """What a child's end means."""
    if ended.timed_out or _died_of(ended, "SIGXCPU"):
        return ReadError("read.timeout", seconds=round(request.seconds))
    if len(ended.data) > MOST_ANSWER_BYTES:
        return ReadError("read.out_of_memory")
    try:
        outcome = decode(ended.data, request.limits)
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
