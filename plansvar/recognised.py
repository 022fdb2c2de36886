"""Where the words of scanned pages are kept, by their file's content: reading them takes long.

What is in there is the business of :mod:`ingest.ocr`; that it goes with its document is ours.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Container, Iterable
from pathlib import Path

_FOLDER = "ocr"
_KEPT = 24 * 60 * 60.0  # seconds


def folder(data: Path) -> Path:
    """The folder in the data folder; it has a folder for each content (SHA-256, hexadecimal)."""
    return data / _FOLDER


def drop(data: Path, contents: Iterable[str]) -> None:
    """Delete what was read of some contents."""
    for content in contents:
        shutil.rmtree(folder(data) / content, ignore_errors=True)


def drop_others(data: Path, wanted: Container[str]) -> None:
    """Delete what was read of contents that aren't wanted, once it is a day old.

    Until then it may belong to a document whose pages are still being read, or to one whose reading
    was stopped and goes on with the next run.
    """
    for one in folder(data).glob("*"):
        if one.name not in wanted and _age(one) > _KEPT:
            shutil.rmtree(one, ignore_errors=True)


def _age(path: Path) -> float:
    """Seconds since something was written into a folder; 0 if it has just gone."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
