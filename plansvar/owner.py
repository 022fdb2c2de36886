"""Who holds the data folder: an embedded index belongs to one process at a time."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from plansvar.errors import IndexStateError

_LOCK = "owner.lock"
_OWNER = "owner.json"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a data folder.

    ``address`` is where it answers, if it does. Whoever can read ``secret`` can read the whole
    folder, so the holder may do for him all that he could do himself.
    """

    pid: int
    address: str | None = None
    secret: str | None = None


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
        _write(data / _OWNER, address)
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


def _write(path: Path, address: str | None) -> None:
    """For this account only, and never seen half-written."""
    owner = {"pid": os.getpid(), "address": address}
    if address:
        owner["secret"] = secrets.token_urlsafe(32)
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(owner, file)
    draft.replace(path)


def read_owner(data: Path) -> Owner | None:
    """The holder, as it wrote it down; ``None`` where nobody did. It may be gone by now."""
    try:
        found = json.loads((data / _OWNER).read_text(encoding="utf-8"))
        return Owner(int(found["pid"]), found.get("address"), found.get("secret"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def owner_pid(data: Path) -> int | None:
    """The process id of the holder, as it wrote it down; ``None`` where nobody did."""
    owner = read_owner(data)
    return owner.pid if owner else None


def serving_owner(data: Path) -> Owner | None:
    """The holder if it answers for others and is still there."""
    owner = read_owner(data)
    if owner is None or not owner.address or not owner.secret:
        return None
    lock = FileLock(data / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return owner
    except OSError:
        return None
    lock.release()  # killed, and what it wrote is left
    return None
