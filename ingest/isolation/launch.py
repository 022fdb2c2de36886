"""Starts the process that reads a file or page, listens to it, and ends it when its time is up."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ingest.isolation.child import MOST_ANSWER_BYTES, Request

# What a child may know of the environment: where programs and libraries are, and how names are
# written; keys and addresses of other services are not among it.
_ENVIRONMENT = frozenset(
    "PATH HOME LANG LC_ALL LC_CTYPE TZ TMPDIR TEMP TMP SYSTEMROOT LD_LIBRARY_PATH "
    "TESSDATA_PREFIX".split()
)
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "import importlib; importlib.import_module(sys.argv[2]).main(*map(int, sys.argv[3:]))"
)
_STEP = 1024 * 1024
_MOST_PATIENCE = 4  # times the allowed seconds, however busy the machine is
_LOOK = 1.0  # seconds between two looks at how long a child has waited for a processor


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended.

    ``data`` is all it said; ``code`` its exit code, negative for a signal; ``killed`` that we ended
    it, and ``timed_out`` that its time was up; ``peak_bytes`` and ``cpu_seconds`` are 0 if unknown.
    """

    data: bytes
    code: int
    killed: bool = False
    timed_out: bool = False
    peak_bytes: int = 0
    cpu_seconds: float = 0.0


class ClosedError(Exception):
    """The run is over: no child can be started or asked any more."""


class Launcher(Protocol):
    """Runs children. Threads may share one."""

    def run(self, request: Request) -> Ended:
        """Read one file or page in a process of its own; returns when that process is gone.

        Raises:
            ChildProcessError: it could not be started, or was lost.
            ClosedError: see :meth:`close`.
        """

    def close(self) -> None:
        """End everything that is running. No child can be started any more."""


def launcher() -> Launcher:
    """The best one that the system has."""
    return ForkServer() if sys.platform == "linux" else Spawner()


class ForkServer:
    """Children are forked by a server process, which is started with the first of them (Linux)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._closed = False

    def run(self, request: Request) -> Ended:
        """See :class:`Launcher`."""
        ours, theirs = os.pipe()
        with contextlib.ExitStack() as stack:
            stack.callback(os.close, ours)
            try:
                started = self._ask(b"start\n" + request.encode(), theirs)
            finally:
                os.close(theirs)
            if "pid" not in started:
                raise ChildProcessError(started["failed"])
            data, timed_out = _listen(ours, started["pid"], request.seconds)
        too_long = len(data) > MOST_ANSWER_BYTES
        command = b"kill" if timed_out or too_long else b"finish"
        ended = self._ask(command + b"\n%d" % started["pid"])
        return Ended(
            data=data,
            code=ended["code"],
            killed=ended["killed"],
            timed_out=timed_out,
            peak_bytes=ended["peak_bytes"],
            cpu_seconds=ended["seconds"],
        )

    def close(self) -> None:
        """See :class:`Launcher`. The server kills its children when the socket is closed."""
        self._closed = True
        with self._lock:
            self._stop()

    def _ask(self, message: bytes, *files: int) -> dict[str, Any]:
        """Tell the server something and return its reply."""
        with self._lock:
            if self._closed:
                raise ClosedError
            try:
                control = self._control or self._start()
                socket.send_fds(control, [message], files)
                reply = control.recv(65536)
            except OSError as error:
                self._stop()
                raise ChildProcessError(str(error)) from error
            if not reply:  # it died, and its children with it; the next file starts another one
                self._stop()
                raise ChildProcessError("the fork server is gone")
        answer: dict[str, Any] = json.loads(reply)
        return answer

    def _start(self) -> socket.socket:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._server = subprocess.Popen(  # noqa: S603 - our own program
                _command("ingest.isolation.server", str(theirs.fileno())),
                env=_environment(),
                cwd="/",
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the parent, which ends the children
            )
        return self._control

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._server is not None:
            self._server.wait()
            self._server = None


class Spawner:
    """Each child is a new interpreter, which loads its reader itself (macOS, Windows)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def run(self, request: Request) -> Ended:
        """See :class:`Launcher`."""
        with self._lock:
            if self._closed:
                raise ClosedError
            try:
                child = subprocess.Popen(  # noqa: S603 - our own program
                    _command("ingest.isolation.child"),
                    env=_environment(),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            except OSError as error:
                raise ChildProcessError(str(error)) from error
            self._running.add(child)
        timed_out = False
        try:
            data, _ = child.communicate(request.encode(), timeout=request.seconds)
        except subprocess.TimeoutExpired:
            timed_out = True
            _kill(child)
            data, _ = child.communicate()
        finally:
            _kill(child)
            with self._lock:
                self._running.discard(child)
        return Ended(data, child.wait(), killed=timed_out, timed_out=timed_out)

    def close(self) -> None:
        """See :class:`Launcher`."""
        with self._lock:
            self._closed = True
            for child in self._running:
                _kill(child)


def _listen(pipe: int, pid: int, seconds: float) -> tuple[bytes, bool]:
    """Read until the other end is closed; tells also whether the time ran out before that.

    Time in which the child, or a program that it has started, was ready but others had the
    processors, the embedding above all, isn't its own. What has been written when the time runs out
    counts, since this thread may itself have been held up.
    """
    started = time.monotonic()
    allowed = seconds
    waited: dict[int, float] = {}
    parts: list[bytes] = []
    length = 0
    poller = select.poll()
    poller.register(pipe, select.POLLIN)
    while length <= MOST_ANSWER_BYTES:
        left = max(0.0, started + allowed - time.monotonic())
        if not poller.poll(min(left, _LOOK) * 1000):
            waited |= {each: _waited(each) for each in _group(pid)}
            allowed = min(seconds + sum(waited.values()), _MOST_PATIENCE * seconds)
            if time.monotonic() - started >= allowed:
                return b"", True
            continue
        part = os.read(pipe, _STEP)
        if not part:
            break
        parts.append(part)
        length += len(part)
    return b"".join(parts), False


def _group(leader: int) -> Iterator[int]:
    """The processes of a group."""
    yield leader
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(ValueError, OSError):
            pid = int(entry.name)
            if pid != leader and os.getpgid(pid) == leader:
                yield pid


def _waited(pid: int) -> float:
    """Seconds that a process has waited for a processor."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text("ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):  # not every system counts them
        return 0.0


def _kill(child: subprocess.Popen[bytes]) -> None:
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()


def _command(module: str, *arguments: str) -> list[str]:
    """``-P``: the working folder, in which anybody's files may lie, is no place for modules."""
    here = os.getcwd()  # noqa: PTH109 - a string like the other entries
    path = json.dumps([entry or here for entry in sys.path])
    return [sys.executable, "-P", "-c", _START, path, module, *arguments]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.upper() in _ENVIRONMENT}
    # Threads that libraries start for arithmetic would each take address space.
    return {**kept, "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
