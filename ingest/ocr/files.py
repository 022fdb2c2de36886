"""Reads the scanned pages of files, if that is wanted and Tesseract is there, or says why not."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from ingest.ocr.pages import PageLimits, ReadPage, Recognised, recognise
from ingest.ocr.tesseract import NotInstalledError, Tesseract, find, install_command
from plansvar.errors import ReadError
from plansvar.settings import OcrSettings

# Is told a file's name, how many of its scanned pages are done, and how many there are.
ScanProgress = Callable[[str, int, int], None]


class ScanReader:
    """The OCR of one run. Tesseract is looked for when the first scanned page turns up.

    ``folder`` keeps what was read. It holds text of documents: protect it like them. Threads may
    share a reader.
    """

    def __init__(
        self, settings: OcrSettings, folder: Path, progress: ScanProgress | None = None
    ) -> None:
        self._settings = settings
        # The process that reads the file works in another folder than this one.
        self._folder = folder.resolve()
        self._progress = progress
        self._busy: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self.limits = PageLimits(settings.seconds, settings.max_memory_bytes)

    def recognise(
        self, path: Path, name: str, pages: Sequence[int], known_hash: str, read_page: ReadPage
    ) -> Recognised | None:
        """Read pages (from 1) of a PDF with this hash; ``None`` if there is nothing to do it with.

        ``name`` is what the user knows it by, wherever it lies.

        Raises:
            ReadError: the file has gone.
            OSError: what was read can't be kept.
        """
        tesseract = self._tesseract
        if not isinstance(tesseract, Tesseract):
            return None

        def tell(done: int, total: int) -> None:
            if self._progress:
                self._progress(name, done, total)

        # Of two files with the same content, the second one finds what the first one has read.
        with self._busy[known_hash]:
            return recognise(
                path,
                pages,
                known_hash=known_hash,
                cache=self._folder,
                tesseract=tesseract,
                limits=self.limits,
                read_page=read_page,
                progress=tell,
            )

    def incomplete(self, pages: Sequence[int]) -> ReadError:
        """What to say of a file that was read without some of its pages."""
        return ReadError("read.pages_unread", pages=page_ranges(pages), **self._hint())

    def no_text(self, recognised: Recognised | None) -> ReadError:
        """The error for a file of which nothing could be read, since all of it is scanned."""
        if recognised and recognised.failed:
            return ReadError("read.scan_failed")
        return ReadError("read.no_text", **self._hint())

    def _hint(self) -> dict[str, object]:
        """What the user can do about pages that weren't read, as parameters of a message."""
        match self._tesseract:
            case NotInstalledError() as missing:
                name = "ocr_language" if missing.language else "ocr_install"
                return {"hint": name, "command": install_command()}
            case None:
                return {"hint": "ocr_off"}
            case _:
                return {"hint": "ocr_failed"}

    @cached_property
    def _tesseract(self) -> Tesseract | NotInstalledError | None:
        """Tesseract, or why there is none; ``None`` if it isn't wanted."""
        if not self._settings.enabled:
            return None
        try:
            return find(self._settings.languages, self._settings.program)
        except NotInstalledError as error:
            return error


def page_ranges(pages: Sequence[int]) -> str:
    """Returns page numbers as people write them: "1, 3–7, 12"."""
    ranges: list[tuple[int, int]] = []
    for before, number in pairwise((None, *sorted(pages))):
        if ranges and number is not None and before is not None and number == before + 1:
            ranges[-1] = (ranges[-1][0], number)
        elif number is not None:
            ranges.append((number, number))
    return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in ranges)
