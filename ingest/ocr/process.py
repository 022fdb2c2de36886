"""Runs a program on content that nobody trusts: limited, and killed with all that it started."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

if sys.platform != "win32":
    import resource

_MOST_OUTPUT = 64 * 1024 * 1024  # bytes
_KEPT = frozenset({"PATH", "TESSDATA_PREFIX", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "HOME"})


PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost.

    ``seconds`` are those of the processor, where the system can count them. By the clock, on a busy
    machine, it may take :data:`PATIENCE` times as long.
    """

    seconds: float = 30.0
    memory_bytes: int = 1024**3


class PageError(Exception):
    """A page could not be read: ``reason`` is "timeout", "crash" or "too_large"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def run(
    command: Sequence[str],
    limits: Limits,
    *,
    given: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Returns what a program writes, which gets ``given`` on its standard input.

    Raises:
        PageError: it took too long, failed, or wrote too much.
        OSError: it can't be started.
    """
    names = {name: value for name, value in os.environ.items() if name.upper() in _KEPT}
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(  # noqa: S603 - no shell, and no word of it comes from a file
            command,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env={**names, **(environment or {})},
            cwd=tempfile.gettempdir(),
            start_new_session=True,
        )
        try:
            # Before it has got anything to work on.
            _limit(child.pid, limits)
            child.communicate(given, timeout=PATIENCE * limits.seconds)
        except subprocess.TimeoutExpired as error:
            raise PageError("timeout") from error
        finally:
            _end(child)
        if child.returncode != 0:
            late = child.returncode == -getattr(signal, "SIGXCPU", 0)
            raise PageError("timeout" if late else "crash")
        if out.seek(0, os.SEEK_END) > _MOST_OUTPUT:
            raise PageError("too_large")
        out.seek(0)
        return out.read()


def _limit(pid: int, limits: Limits) -> None:
    """Set the limits of a process that has just begun, where the system allows that."""
    if sys.platform == "linux":
        seconds = math.ceil(limits.seconds)
        for what, soft, hard in (
            (resource.RLIMIT_AS, limits.memory_bytes, limits.memory_bytes),
            (resource.RLIMIT_CPU, seconds, seconds + 1),
            (resource.RLIMIT_FSIZE, _MOST_OUTPUT + 1, _MOST_OUTPUT + 1),
            (resource.RLIMIT_CORE, 0, 0),
        ):
            with contextlib.suppress(OSError, ValueError):
                resource.prlimit(pid, what, (soft, hard))


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a process and its group."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        child.kill()
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()
    child.wait()
