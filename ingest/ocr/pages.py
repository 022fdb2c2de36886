"""Reads scanned pages one after the other, and keeps what it has read."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ingest.ocr.hocr import Raw, confidence_of, raw_words, scan_of
from ingest.ocr.image import Image, read_pgm
from ingest.ocr.process import Limits, PageError, run
from ingest.ocr.tesseract import PAGE_MODE, Tesseract
from ingest.readers.pdf_scan import Scan, load, page_file, save

# Part of the cache's key: raise it when a change here should make every page be read again.
VERSION = 1
LOWEST_DPI, HIGHEST_DPI = 200, 300  # measured, see docs/adr/0010-ocr.md
MOST_PIXELS = 36_000_000  # A2 at 300 dpi; a larger page is drawn smaller
MOST_ATTEMPTS = 3
USUAL_LIMITS = Limits()
_SURE = 70.0  # of 100; below it, a page may lie on its side
_log = logging.getLogger(__name__)

PageProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Recognised:
    """Where the words of a file's scanned pages are, and why others have none.

    ``failed`` gives a reason by page, see :class:`PageError`.
    """

    folder: Path
    failed: dict[int, str] = field(default_factory=dict)


def recognise(
    path: Path,
    pages: Sequence[int],
    *,
    content_hash: str,
    cache: Path,
    tesseract: Tesseract,
    limits: Limits = USUAL_LIMITS,
    progress: PageProgress | None = None,
) -> Recognised:
    """Read scanned pages, except those that were read before.

    Args:
        path: the PDF.
        pages: the numbers of the pages, from 1.
        content_hash: of the file's bytes; what was read is kept under it.
        cache: the folder in which it is kept. It holds text of documents: protect it like them.
        tesseract: what reads them.
        limits: what one page may cost.
        progress: is told after each page how many are done, and of how many.

    Raises:
        OSError: the cache can't be written, or Tesseract not be started.
    """
    folder = cache / content_hash / _key(tesseract)
    folder.mkdir(parents=True, exist_ok=True)
    failed: dict[int, str] = {}
    for done, number in enumerate(pages, start=1):
        file = page_file(folder, number)
        kept = _kept(file)
        reason = _failure(kept, limits) if isinstance(kept, dict) else None
        if not isinstance(kept, Scan) and reason is None:
            try:
                text = save(_page(path, number, tesseract, limits))
            except PageError as error:
                reason = error.reason
                before = kept.get("attempts", 0) if kept else 0
                note = {"failed": reason, "attempts": before + 1, **asdict(limits)}
                text = json.dumps(note)
                # No name: who may read the log may not be one who may read the document.
                _log.warning("page %d of %s: %s", number, content_hash[:12], reason)
            _write(file, text)
        if reason is not None:
            failed[number] = reason
        if progress:
            progress(done, len(pages))
    return Recognised(folder, failed)


def _key(tesseract: Tesseract) -> str:
    """Names the folder of what was read in the same way."""
    parts = (VERSION, tesseract.version, tesseract.languages, tesseract.knows_orientation)
    settings = json.dumps([*parts, LOWEST_DPI, HIGHEST_DPI, MOST_PIXELS, PAGE_MODE])
    return hashlib.sha256(settings.encode()).hexdigest()[:16]


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


def _failure(note: dict[str, Any], limits: Limits) -> str | None:
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


def _page(path: Path, number: int, tesseract: Tesseract, limits: Limits) -> Scan:
    """Read one page within one limit of time for all of its steps."""
    deadline = time.monotonic() + limits.seconds

    def left() -> Limits:
        return replace(limits, seconds=max(deadline - time.monotonic(), 0.1))

    image = _render(path, number, left())
    angle, words = 0, _words(tesseract, image, left())
    if confidence_of(words) < _SURE and (turn := tesseract.turn(image, left())):
        turned = image.turned(turn)
        others = _words(tesseract, turned, left())
        if _worth(others) > _worth(words):
            angle, image, words = turn, turned, others
    return scan_of(words, image, angle)


def _worth(words: list[Raw]) -> float:
    return sum(word.confidence * len(word.text) for word in words)


def _words(tesseract: Tesseract, image: Image, limits: Limits) -> list[Raw]:
    try:
        return raw_words(tesseract.read(image, limits))
    except ValueError as error:
        raise PageError("crash") from error


def _render(path: Path, number: int, limits: Limits) -> Image:
    # -P: the working folder, in which anybody's files may lie, is no place for modules.
    start = "import sys, json, runpy; sys.path[:] = json.loads(sys.argv.pop(1)); "
    start += "runpy.run_module('ingest.ocr.render', run_name='__main__')"
    paths = json.dumps([str(Path(entry or ".").resolve()) for entry in sys.path])
    numbers = map(str, (number, LOWEST_DPI, HIGHEST_DPI, MOST_PIXELS))
    command = (sys.executable, "-P", "-c", start, paths, str(path.resolve()), *numbers)
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    try:
        return read_pgm(run(command, limits, environment=one_thread))
    except ValueError as error:
        raise PageError("crash") from error
