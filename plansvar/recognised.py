"""What takes long to find out about a file, kept by the file's content.

The words of scanned pages, and what a language model answered. What is in there is the business of
:mod:`ingest.ocr` and :mod:`ingest.model_facts`; that it goes with its document is ours.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Container, Iterable
from pathlib import Path

_SCANS = "ocr"
_ANSWERS = "llm"
_KEPT = 24 * 60 * 60.0  # seconds


def folder(data: Path) -> Path:
    """The folder of scans; it has a folder for each content (SHA-256, hexadecimal)."""
    return data / _SCANS


def answers(data: Path) -> Path:
    """The folder of a language model's answers; it has a folder for each content, too."""
    return data / _ANSWERS


def drop(data: Path, contents: Iterable[str]) -> None:
    """Delete what was found out about some contents."""
    for content in contents:
        for kept in (folder(data), answers(data)):
            shutil.rmtree(kept / content, ignore_errors=True)


def drop_others(data: Path, wanted: Container[str]) -> None:
    """Delete what was found out about contents that aren't wanted, once it is a day old.

    Until then it may belong to a document whose pages are still being read, or to one whose reading
    was stopped and goes on with the next run.
    """
    for kept in (folder(data), answers(data)):
        for one in kept.glob("*"):
            if one.name not in wanted and _age(one) > _KEPT:
                shutil.rmtree(one, ignore_errors=True)


def _age(path: Path) -> float:
    """Seconds since something was written into a folder; 0 if it has just gone."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
