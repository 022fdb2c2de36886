"""Reads a PDF's bookmarks, printed page numbers, properties and encryption, with pypdf."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError, PyPdfError

from ingest.readers.clean import clean
from ingest.readers.sensitivity import chosen_label

# Errors that pypdf lets through on damaged files besides its own (seen on 4,446 real PDFs).
_FAILURES = (
    PyPdfError,
    DependencyError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
_MOST_ENTRIES = 5_000
_DEEPEST = 12
_MOST_LABELLED = 2_000

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns about each oddity of each file


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: ``level`` is 1 for the outermost; ``page`` is 1-based, if known."""

    title: str
    level: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Outline:
    """What a PDF says about itself."""

    bookmarks: tuple[Bookmark, ...] = ()
    page_labels: tuple[str, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)


def is_encrypted(path: Path) -> bool:
    """Tells whether a PDF that pdfium could not open is locked, rather than damaged."""
    try:
        return PdfReader(path).is_encrypted
    except _FAILURES:
        return False


def unlock(path: Path) -> bytes | None:
    """Returns a copy without encryption of a PDF whose owner's password is empty; else ``None``.

    Whoever reads it has the owner's rights then, but pdfium tries the reader's password only.
    """
    try:
        reader = PdfReader(path)
        if not reader.decrypt(""):
            return None
        copy = io.BytesIO()
        PdfWriter(clone_from=reader).write(copy)
        return copy.getvalue()
    except _FAILURES:
        return None


def read_outline(path: Path) -> Outline:
    """Reads what is there; each part that is damaged stays empty, since the text is what counts."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return Outline()
    except _FAILURES:
        return Outline()
    return Outline(_bookmarks(reader), _labels(reader), _metadata(reader))


def _bookmarks(reader: PdfReader) -> tuple[Bookmark, ...]:
    found: list[Bookmark] = []
    try:
        for item, level in _walk(reader.outline, 1):
            number = reader.get_destination_page_number(item)
            page = number + 1 if number is not None and number >= 0 else None
            if title := clean(str(item.title or "")):
                found.append(Bookmark(title, level, page))
            if len(found) >= _MOST_ENTRIES:
                break
    except _FAILURES:
        return tuple(found)
    return tuple(found)


def _walk(items: list[Any], level: int) -> Iterator[tuple[Any, int]]:
    """Yields the outline's entries: pypdf nests a list of children after their parent."""
    for item in items:
        if not isinstance(item, list):
            yield item, level
        elif level < _DEEPEST:
            yield from _walk(item, level + 1)


def _labels(reader: PdfReader) -> tuple[str, ...]:
    try:
        if "/PageLabels" not in reader.root_object or len(reader.pages) > _MOST_LABELLED:
            return ()
        return tuple(clean(label) for label in reader.page_labels)
    except _FAILURES:
        return ()


def _metadata(reader: PdfReader) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        info = reader.metadata
        if info is not None:
            for key, value in (("title", info.title), ("author", info.author)):
                if value and (text := clean(str(value))):
                    found[key] = text
            if label := chosen_label((str(name), str(value)) for name, value in info.items()):
                found["sensitivity"] = clean(label)
            for key, moment in (
                ("created", info.creation_date),
                ("modified", info.modification_date),
            ):
                if moment is not None:
                    found[key] = moment.isoformat()
        language = reader.root_object.get("/Lang")
        if isinstance(language, str) and (text := clean(language)):
            found["language"] = text
    except _FAILURES:
        return found
    return found
