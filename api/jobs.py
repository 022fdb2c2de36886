"""Long work in the background: one at a time, since one at a time may write."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from plansvar.errors import PlansvarError, RequestError
from plansvar.service import Progress, ProgressCallback

_LOG = logging.getLogger("plansvar.api")
_KEPT = 200
_WAITING = 50
_RETRY_SECONDS = 30

Work = Callable[[ProgressCallback], dict[str, Any]]


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work. ``result`` is there when it is done, ``error`` when it failed.

    ``name`` says what it works on, as its owner knows it: a file, a source.
    """

    id: str
    kind: str
    subject: str
    state: State
    created: dt.datetime
    ended: dt.datetime | None = None
    progress: Progress | None = None
    result: dict[str, Any] | None = None
    error: PlansvarError | None = None
    name: str = ""


class Jobs:
    """The jobs of a server, in memory: what they have written is in the database."""

    def __init__(self, kept: int = _KEPT) -> None:
        """Nothing is under way; of those that have ended, ``kept`` stay."""
        self._kept = kept
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="plansvar-job")
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    @property
    def under_way(self) -> int:
        """Jobs that run or wait."""
        with self._lock:
            return sum(job.ended is None for job in self._jobs.values())

    def start(self, kind: str, subject: str, work: Work, name: str = "") -> Job:
        """Put work in line.

        Args:
            kind: "sync", "upload", "remove" or "overview".
            subject: whose it is; others can't see it.
            work: is called in the one writing thread, with where to tell how far it is.
            name: what it works on.

        Raises:
            RequestError: ``api.busy``: too much is waiting already.
        """
        if self.under_way >= _WAITING:
            raise RequestError("api.busy", seconds=_RETRY_SECONDS)
        now = dt.datetime.now(dt.UTC)
        job = Job(str(uuid.uuid4()), kind, subject, State.WAITING, now, name=name)
        with self._lock:
            self._jobs[job.id] = job
            for old in [one.id for one in self._jobs.values() if one.ended][: -self._kept]:
                del self._jobs[old]
        self._pool.submit(self._run, job.id, work)
        return job

    def get(self, id_: str, subject: str | None) -> Job:
        """A job, as it stands.

        Args:
            id_: its id.
            subject: whose it must be; ``None``: anybody's.

        Raises:
            RequestError: ``api.no_job``.
        """
        with self._lock:
            job = self._jobs.get(id_)
        if job is None or (subject is not None and job.subject != subject):
            raise RequestError("api.no_job", id=id_)
        return job

    def list(self, subject: str | None) -> tuple[Job, ...]:
        """The jobs of somebody, ``None``: of all; the newest first."""
        with self._lock:
            jobs = tuple(self._jobs.values())
        return tuple(job for job in reversed(jobs) if subject is None or job.subject == subject)

    def close(self) -> None:
        """Begin nothing more, and wait for what is being written."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, id_: str, work: Work) -> None:
        self._set(id_, state=State.RUNNING)
        try:
            result = work(lambda progress: self._set(id_, progress=progress))
        except PlansvarError as error:
            self._end(id_, state=State.FAILED, error=error)
        except Exception:  # noqa: BLE001 - logged, and shown as failed
            _LOG.exception("job %s failed", id_)
            fault = RequestError("api.unexpected", request=id_)
            self._end(id_, state=State.FAILED, error=fault)
        else:
            self._end(id_, state=State.DONE, result=result)

    def _end(self, id_: str, **changes: Any) -> None:  # noqa: ANN401 - fields of Job
        self._set(id_, ended=dt.datetime.now(dt.UTC), **changes)

    def _set(self, id_: str, **changes: Any) -> None:  # noqa: ANN401 - fields of Job
        with self._lock:
            self._jobs[id_] = replace(self._jobs[id_], **changes)
