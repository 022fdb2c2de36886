"""Which reader reads which file. Readers are imported when a file needs them."""

from __future__ import annotations

import importlib
from pathlib import Path

from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError

SUFFIXES = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".pptx": "pptx",
}


def read(path: Path, max_bytes: int, scans: Path | None = None) -> ReadFile:
    """Read one file with the reader for its suffix.

    Args:
        path: the file.
        max_bytes: larger files are not read.
        scans: the folder with what was recognised on its scanned pages, see :mod:`ingest.ocr`.

    Raises:
        ReadError: whatever keeps the file from being read; see its docstring for the codes.
    """
    module = SUFFIXES.get(path.suffix.lower())
    if module is None:
        raise ReadError("read.unsupported", suffix=path.suffix or path.name)
    size = path.stat().st_size
    if size == 0:
        raise ReadError("read.empty")
    if size > max_bytes:
        raise ReadError("read.too_large", megabytes=max_bytes // 1_000_000)
    reader = importlib.import_module(f"ingest.readers.{module}")
    result = reader.read(path) if scans is None else reader.read(path, scans)
    if not isinstance(result, ReadFile):
        raise TypeError(f"{module}.read gave {type(result)}")
    return result
