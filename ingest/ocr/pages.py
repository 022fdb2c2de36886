"""Has scanned pages read one after the other, and keeps what was read."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.content import content_hash
from ingest.ocr.tesseract import PageTask, Tesseract
from ingest.readers.scan_file import Scan, load, page_file, save
from plansvar.errors import ReadError

# Part of the folder's name: raise it when a change here, in `page`, `render`, `hocr` or `image`
# should make every page be read again.
VERSION = 2
MOST_ATTEMPTS = 3
_log = logging.getLogger(__name__)

PageProgress = Callable[[int, int], None]
# Reads a page somewhere else; raises ReadError for one that can't be read.
ReadPage = Callable[[PageTask], Scan]


@dataclass(frozen=True, slots=True)
class PageLimits:
    """What one page may cost: seconds, and bytes of memory."""

    seconds: float = 30.0
    memory_bytes: int = 1024**3


@dataclass(frozen=True, slots=True)
class Recognised:
    """Where the words of a file's scanned pages are, and why others have none.

    ``failed`` gives an error's code by page.
    """

    folder: Path
    failed: dict[int, str] = field(default_factory=dict)


def recognise(
    path: Path,
    pages: Sequence[int],
    *,
    known_hash: str,
    cache: Path,
    tesseract: Tesseract,
    limits: PageLimits,
    read_page: ReadPage,
    progress: PageProgress | None = None,
) -> Recognised:
    """Read scanned pages, except those that were read before; stops when the file has changed.

    Args:
        path: the PDF.
        pages: the numbers of the pages, from 1.
        known_hash: of the file's bytes; what was read is kept under it.
        cache: the folder in which it is kept. It holds text of documents: protect it like them.
        tesseract: what reads them.
        limits: what ``read_page`` lets a page cost.
        read_page: reads one.
        progress: is told before each page how many are done, and of how many.

    Raises:
        ReadError: the file has gone.
        OSError: the cache can't be written.
    """
    folder = cache / known_hash / _key(tesseract)
    folder.mkdir(parents=True, exist_ok=True)
    failed: dict[int, str] = {}
    for done, number in enumerate(pages):
        if progress:
            progress(done, len(pages))
        file = page_file(folder, number)
        kept = _kept(file)
        if isinstance(kept, Scan):
            continue
        code = _failure(kept, limits) if kept else None
        if code is None:
            try:
                text = save(read_page(PageTask(number, tesseract)))
            except ReadError as error:
                code = error.code
                before = kept.get("attempts", 0) if kept else 0
                text = json.dumps({"failed": code, "attempts": before + 1, **asdict(limits)})
            # Words of another content must never be kept under this one's hash.
            if content_hash(path) != known_hash:
                break
            if code is not None:
                # No name: who may read the log may not be one who may read the document.
                _log.warning("page %d of %s: %s", number, known_hash[:12], code)
            _write(file, text)
        if code is not None:
            failed[number] = code
    return Recognised(folder, failed)


def _key(tesseract: Tesseract) -> str:
    """Names the folder of what was read in the same way."""
    parts = (VERSION, tesseract.version, tesseract.languages, tesseract.knows_orientation)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _kept(file: Path) -> Scan | dict[str, Any] | None:
    """Returns what was read on a page, or the note that it could not be read."""
    try:
        text = file.read_text(encoding="utf-8")
        if (scan := load(text)) is not None:
            return scan
        note = json.loads(text)
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) else None


def _failure(note: dict[str, Any], limits: PageLimits) -> str | None:
    """Returns why a page failed, if it has failed under these limits so often that it will again.

    Once may be due to a busy machine.
    """
    limited = {name: note.get(name) for name in asdict(limits)} == asdict(limits)
    return str(note["failed"]) if limited and note.get("attempts", 0) >= MOST_ATTEMPTS else None


def _write(file: Path, text: str) -> None:
    """Write a file as a whole or not at all."""
    number, draft = tempfile.mkstemp(dir=file.parent, suffix=".tmp")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as out:
            out.write(text)
        Path(draft).replace(file)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
