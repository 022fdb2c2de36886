"""Which reader reads which file. Readers are imported when a file needs them."""

from __future__ import annotations

import importlib
import stat
from pathlib import Path

from ingest.readers.limits import DEFAULT, Limits
from plansvar.documents.types import BlockKind, ReadFile
from plansvar.errors import ReadError

# A name without a dot is a module beside this one.
SUFFIXES = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".pptx": "pptx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".eml": "eml",
    ".msg": "msg",
    ".doc": "old_office",
    ".ppt": "old_office",
    ".pps": "old_office",
    ".xls": "old_office",
}
# Readers of what may bring other files along, which become documents of their own.
WITH_ATTACHMENTS = frozenset({"ingest.readers.eml", "ingest.readers.msg"})
# Readers that start LibreOffice: they get more time and memory, and a folder to write to.
CONVERTING = frozenset({"ingest.readers.old_office"})


def module_for(path: Path) -> str:
    """The full name of the module that reads this file, which isn't imported here.

    Raises:
        ReadError: ``read.unsupported``.
    """
    name = SUFFIXES.get(path.suffix.lower())
    if name is None:
        raise ReadError("read.unsupported", suffix=path.suffix or path.name)
    return name if "." in name else f"ingest.readers.{name}"


def check(path: Path, limits: Limits) -> str:
    """The module for a file whose size is in bounds; the file isn't opened.

    Raises:
        ReadError: ``read.unsupported``, ``read.empty``, ``read.too_large``, ``read.vanished``,
            ``read.not_a_file`` or ``read.unreadable``.
    """
    module = module_for(path)
    try:
        state = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ReadError("read.vanished") from error
    except OSError as error:
        raise ReadError("read.unreadable", reason=error.strerror or str(error)) from error
    if not stat.S_ISREG(state.st_mode):
        raise ReadError("read.not_a_file")
    limits.check_bytes(state.st_size)
    return module


def read(
    path: Path,
    limits: Limits = DEFAULT,
    module: str | None = None,
    scans: Path | None = None,
) -> ReadFile:
    """Read one file, by default with the reader for its suffix.

    Readers may run for ever, crash, or take all memory: outside of tests, files are read through
    :mod:`ingest.isolation`.

    Args:
        path: the file.
        limits: how much of it is taken in.
        module: its reader's, if it isn't to be that of its suffix.
        scans: the folder with what was recognised on its scanned pages, see :mod:`ingest.ocr`.
            Only the reader that has named such pages knows what to do with it.

    Raises:
        ReadError: whatever keeps the file from being read; see its docstring for the codes.
    """
    name = module or module_for(path)
    limits.check_bytes(path.stat().st_size)
    reader = importlib.import_module(name)
    result = reader.read(path, limits) if scans is None else reader.read(path, limits, scans)
    if not isinstance(result, ReadFile):
        raise TypeError(f"{name}.read gave {type(result)}")
    limits.check_characters(_length(result))
    return result


def _length(file: ReadFile) -> int:
    return sum(
        sum(len(cell) for row in block.rows for cell in row)
        if block.kind is BlockKind.TABLE
        else len(block.text)
        for block in file.blocks
    )
