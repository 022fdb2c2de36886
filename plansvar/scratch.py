"""Folders for files that are only needed while they are read, in the data folder."""

from __future__ import annotations

import contextlib
import errno
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from plansvar.disk import full

_FOLDER = "scratch"
_ONLY_OWNER = 0o700
# Not the process's number: a container gives the next run the same one.
_OWN = f"{secrets.token_hex(8)}-"
_MOST_USED = 10  # each may hold as much as a large mail's attachments


@contextlib.contextmanager
def scratch(data: Path) -> Iterator[Path]:
    """A new folder in the data folder that only its owner may enter; it goes when it is left.

    What runs that were killed left behind goes as well: the data folder has one holder at a time.
    A run may have several at a time.

    Args:
        data: the data folder.

    Raises:
        DatabaseError: ``data.disk_full``.
        OSError: the data folder can't be written.
    """
    root = data / _FOLDER
    try:
        root.mkdir(mode=_ONLY_OWNER, parents=True, exist_ok=True)
        for left in root.iterdir():
            if not left.name.startswith(_OWN):
                remove(left)
        folder = Path(tempfile.mkdtemp(prefix=_OWN, dir=root))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise full(data) from error
        raise
    try:
        yield folder.resolve()
    finally:
        remove(folder)
        with contextlib.suppress(OSError):  # another one is in there
            root.rmdir()


class Folders:
    """Folders in one, for the files that come out of one file each.

    Those that were used are kept until they are cleared away. So that a disk needs room for some of
    them only, :attr:`is_full` says when it is time for that.
    """

    def __init__(self, root: Path) -> None:
        """``root`` is a folder such as :func:`scratch` gives."""
        self._root = root
        self._numbers = count(1)
        self._used: list[Path] = []

    def new(self) -> Path:
        """Where a folder can be; it isn't made here, but where there is something to put there."""
        return self._root / str(next(self._numbers))

    def used(self, folder: Path) -> None:
        """Say that nothing more will be read from a folder; it is kept until :meth:`clear`."""
        self._used.append(folder)

    @property
    def is_full(self) -> bool:
        """Whether so many were used that it is time to be done with what was in them."""
        return len(self._used) >= _MOST_USED

    def clear(self) -> None:
        """Remove the folders that were used."""
        for folder in self._used:
            remove(folder)
        self._used.clear()


def make_empty(folder: Path) -> None:
    """Make a folder that only its owner may enter, with nothing in it.

    Raises:
        OSError: it can't be made.
    """
    remove(folder)
    folder.mkdir(mode=_ONLY_OWNER)


def remove(path: Path) -> None:
    """Remove a folder with all that is in it, as far as that can be done."""
    shutil.rmtree(path, ignore_errors=True)
