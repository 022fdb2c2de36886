"""Where the words of scanned pages are kept, by their file's content: reading them takes long.

What is in there is the business of :mod:`ingest.ocr`; that it goes with its document is ours.
"""

from __future__ import annotations

import shutil
from collections.abc import Container
from pathlib import Path

_FOLDER = "ocr"


def folder(data: Path) -> Path:
    """The folder in the data folder; it has a folder for each content (SHA-256, hexadecimal)."""
    return data / _FOLDER


def drop_others(data: Path, wanted: Container[str]) -> None:
    """Delete what was read of contents that aren't wanted."""
    for one in folder(data).glob("*"):
        if one.name not in wanted:
            shutil.rmtree(one, ignore_errors=True)
