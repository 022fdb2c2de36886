"""Reads the scanned pages of files, if that is wanted and Tesseract is there, or says why not."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from ingest.ocr.pages import PageProgress, Recognised, recognise
from ingest.ocr.process import Limits
from ingest.ocr.tesseract import NotInstalledError, Tesseract, find, install_command
from plansvar.errors import ReadError
from plansvar.settings import OcrSettings


class ScanReader:
    """The OCR of one run. Tesseract is looked for when the first scanned page turns up.

    ``folder`` keeps what was read. It holds text of documents: protect it like them.
    """

    def __init__(self, settings: OcrSettings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self._seen: set[str] = set()

    def recognise(
        self,
        path: Path,
        pages: Sequence[int],
        content_hash: str,
        progress: PageProgress | None = None,
    ) -> Recognised | None:
        """Read pages (from 1) of a PDF with this hash; ``None`` if there is nothing to do it with.

        Raises:
            OSError: what was read can't be kept, or Tesseract not be started.
        """
        tesseract = self._tesseract
        if not isinstance(tesseract, Tesseract):
            return None
        self._seen.add(content_hash)
        limits = Limits(self._settings.seconds, self._settings.max_memory_bytes)
        return recognise(
            path,
            pages,
            content_hash=content_hash,
            cache=self._folder,
            tesseract=tesseract,
            limits=limits,
            progress=progress,
        )

    def hint(self) -> dict[str, object]:
        """What the user can do about pages that weren't read, as parameters of a message."""
        match self._tesseract:
            case NotInstalledError() as missing:
                name = "ocr_language" if missing.language else "ocr_install"
                return {"hint": name, "command": install_command()}
            case None:
                return {"hint": "ocr_off"}
            case _:
                return {"hint": "ocr_failed"}

    def no_text(self, recognised: Recognised | None) -> ReadError:
        """The error for a file of which nothing could be read, since all of it is scanned."""
        reasons = set(recognised.failed.values()) if recognised else set()
        if reasons == {"timeout"}:
            return ReadError("read.timeout")
        if reasons:
            return ReadError("read.parser_crash")
        return ReadError("read.no_text", **self.hint())

    def forget(self, kept: Iterable[str]) -> None:
        """Delete what was read of files with other hashes than these and those of this run."""
        wanted = {*kept, *self._seen}
        if self._folder.is_dir():
            for folder in self._folder.iterdir():
                if folder.name not in wanted:
                    shutil.rmtree(folder, ignore_errors=True)

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
