"""Which bytes a file has, without being held up by what only looks like a file."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

from plansvar.errors import ReadError

# A pipe without a writer would hold up whoever opens it.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def content_hash(path: Path) -> str:
    """The file's SHA-256.

    Raises:
        ReadError: ``read.vanished``, ``read.not_a_file`` (a pipe, socket, device or folder) or
            ``read.unreadable``.
    """
    try:
        with open(os.open(path, _FLAGS), "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ReadError("read.not_a_file")
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ReadError("read.vanished") from error
    except OSError as error:
        if error.errno in {errno.ENXIO, errno.EISDIR}:  # a socket; a folder
            raise ReadError("read.not_a_file") from error
        raise ReadError("read.unreadable", reason=error.strerror or str(error)) from error
