"""Copies of the files that were read, by their content, so that a quote can be shown in place.

A file may be changed, moved or out of reach when somebody wants to see where a quote stands.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Container
from pathlib import Path

_FOLDER = "originals"


def original(data: Path, content_hash: str) -> Path:
    """Where the copy of a content lies, whether it is there or not.

    Args:
        data: the data folder.
        content_hash: SHA-256 of the content, in hexadecimal.
    """
    return data / _FOLDER / content_hash[:2] / content_hash


def keep(data: Path, path: Path, content_hash: str) -> None:
    """Copy a file there; nothing is done where the content is kept already.

    Raises:
        OSError: the file can't be read, has other content by now, or the folder can't be written.
    """
    kept = original(data, content_hash)
    if kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_name(f".{content_hash}-{os.getpid()}")
    try:
        shutil.copyfile(path, draft)
        with draft.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != content_hash:
                raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(path))
        draft.replace(kept)
    finally:
        draft.unlink(missing_ok=True)


def drop_others(data: Path, wanted: Container[str]) -> int:
    """Delete the copies of contents that aren't wanted; returns how many."""
    dropped = 0
    for path in (data / _FOLDER).glob("??/*"):
        if path.name not in wanted:
            path.unlink(missing_ok=True)
            dropped += 1
    return dropped
