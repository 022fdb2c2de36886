"""Who holds the data folder: an embedded index belongs to one process at a time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from plansvar.errors import IndexStateError

_LOCK = "owner.lock"
_OWNER = "owner.json"


@contextmanager
def hold(data: Path, timeout: float, address: str | None = None) -> Iterator[None]:
    """Hold the data folder; the owner's process id and address are written into it.

    Args:
        data: the data folder; it is made when it isn't there.
        timeout: seconds to wait for another holder to finish.
        address: where the holder answers, for programs that can go through it.

    Raises:
        IndexStateError: ``index.held`` by another program, or ``data.not_writable``.
    """
    make_folder(data)
    try:
        lock = FileLock(data / _LOCK, timeout=timeout)
        lock.acquire()
    except Timeout as error:
        raise IndexStateError("index.held", path=data, pid=owner_pid(data) or "?") from error
    except OSError as error:
        raise IndexStateError("data.not_writable", path=data, reason=error.strerror) from error
    try:
        owner = {"pid": os.getpid(), "address": address}
        (data / _OWNER).write_text(json.dumps(owner), encoding="utf-8")
        yield
    finally:
        (data / _OWNER).unlink(missing_ok=True)
        lock.release()


def make_folder(data: Path) -> None:
    """Make the data folder where it isn't there, for this account only.

    It holds the text of all documents, whoever may read them.

    Raises:
        IndexStateError: ``data.not_writable``.
    """
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise IndexStateError("data.not_writable", path=data, reason=error.strerror) from error


def owner_pid(data: Path) -> int | None:
    """The process id of the holder, as it wrote it down; ``None`` where nobody did."""
    try:
        return int(json.loads((data / _OWNER).read_text(encoding="utf-8"))["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
