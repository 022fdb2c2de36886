"""How well scans are read: text PDFs are printed and scanned, as it were, and read again.

``python -m eval.ocr FOLDER`` takes pages of the text PDFs in a folder, makes crooked, blurred,
noisy JPEGs of them in three resolutions, reads these with Tesseract, and compares with the PDF's
own text, row by row from the top. A character or word error rate is the edit distance as a share of
the text.
"""

from __future__ import annotations

import argparse
import io
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium

from ingest.ocr.page import recognise
from ingest.ocr.tesseract import PageTask, Tesseract, find
from ingest.readers.pdf_page import read_page
from ingest.readers.pdf_rows import row_text, rows_of
from ingest.readers.pdf_scan import with_scans
from ingest.readers.pdf_types import Page
from ingest.readers.scan_file import page_file, save

RESOLUTIONS = (150, 200, 300)
_FEWEST_WORDS = 150  # of a page that is worth measuring
_MOST_CROOKED = 1.2  # degrees
_BLUR = 0.8  # pixels at 300 dpi
_NOISE = 9.0  # grey levels
_SPECKS = 0.0003  # of the pixels
_QUALITY = 60  # of the JPEG


@dataclass(frozen=True, slots=True)
class Measured:
    """One page at one resolution: its errors, and the processor time that it took."""

    name: str
    dpi: int
    characters: float
    words: float
    seconds: float


def measure(folder: Path, pages: int, tesseract: Tesseract) -> Iterator[Measured]:
    """Yields the figures of some pages, one of each file and then the next of each."""
    noise = np.random.default_rng(1)
    for path, number in _pages(folder, pages):
        angle = float(noise.uniform(-_MOST_CROOKED, _MOST_CROOKED))
        truth = _text(_page(path, number))
        for dpi in RESOLUTIONS:
            with tempfile.TemporaryDirectory() as place:
                scan = Path(place, "scan.pdf")
                scan.write_bytes(_scan(path, number, dpi, angle, noise))
                before = _used()
                found = _read(scan, tesseract)
                seconds = _used() - before
            yield Measured(
                name=f"{path.stem[:30]}:{number}",
                dpi=dpi,
                characters=_distance(truth, found) / len(truth),
                words=_distance(truth.split(), found.split()) / len(truth.split()),
                seconds=seconds,
            )


def _pages(folder: Path, most: int) -> list[tuple[Path, int]]:
    found: list[tuple[int, Path, int]] = []
    for path in sorted(folder.glob("*.pdf")):
        with pdfium.PdfDocument(path) as document:
            count = len(document)
        worth = [
            n for n in range(1, count + 1) if len(_text(_page(path, n)).split()) > _FEWEST_WORDS
        ]
        found += [(place, path, number) for place, number in enumerate(worth)]
    return [(path, number) for _, path, number in sorted(found)[:most]]


def _page(path: Path, number: int) -> Page:
    with pdfium.PdfDocument(path) as document:
        return read_page(document[number - 1], number)


def _text(page: Page) -> str:
    rows = rows_of(span for span in page.spans if not span.turned)
    return " ".join(row_text(row) for row in rows)


def _scan(path: Path, number: int, dpi: int, angle: float, noise: np.random.Generator) -> bytes:
    """Returns a PDF of one page as a scanner makes it."""
    from PIL import Image, ImageFilter  # noqa: PLC0415 - for developers only

    with pdfium.PdfDocument(path) as document:
        image: Any = document[number - 1].render(scale=dpi / 72, grayscale=True).to_pil()
    image = image.convert("L").rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(_BLUR * dpi / 300))
    grey = np.asarray(image).astype(float) * 0.88 + 12
    grey += noise.normal(0, _NOISE, grey.shape)
    grey[noise.random(grey.shape) < _SPECKS] = 40
    photo, out = io.BytesIO(), io.BytesIO()
    Image.fromarray(grey.clip(0, 255).astype(np.uint8)).save(photo, "JPEG", quality=_QUALITY)
    Image.open(photo).save(out, "PDF", resolution=dpi)
    return out.getvalue()


def _read(scan: Path, tesseract: Tesseract) -> str:
    # In this process, since the page is one that was made here.
    found = recognise(scan, PageTask(1, tesseract))
    page_file(scan.parent, 1).write_text(save(found), encoding="utf-8")
    pages, _, _ = with_scans([_page(scan, 1)], scan.parent)
    return _text(pages[0])


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Returns the edit distance (Levenshtein 1966), a row of the table at a time."""
    known: dict[str, int] = {}
    codes = np.array([known.setdefault(item, len(known)) for item in other], dtype=np.int64)
    steps = np.arange(len(codes) + 1)
    row = steps.copy()
    for count, item in enumerate(one, start=1):
        new = np.empty_like(row)
        new[0] = count
        differs = codes != known.get(item, -1)
        new[1:] = np.minimum(row[1:] + 1, row[:-1] + differs)
        row = np.minimum.accumulate(new - steps) + steps
    return int(row[-1])


def main() -> None:
    """Print a line for each page, and the means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=10)
    options = parser.parse_args()
    tesseract = find(("nor", "eng"))
    measured: list[Measured] = []
    for one in measure(options.folder, options.pages, tesseract):
        measured.append(one)
        rates = f"CER {one.characters:6.2%}  WER {one.words:6.2%}  {one.seconds:4.1f} s"
        print(f"{one.name:<36} {one.dpi} dpi  {rates}", flush=True)
    for dpi in RESOLUTIONS:
        own = [one for one in measured if one.dpi == dpi]
        characters, words = (
            np.array([getattr(one, key) for one in own]) for key in ("characters", "words")
        )
        print(
            f"{dpi} dpi: CER {characters.mean():.2%} (median {np.median(characters):.2%}), "
            f"WER {words.mean():.2%} (median {np.median(words):.2%}), "
            f"{np.mean([one.seconds for one in own]):.1f} s a page, {len(own)} pages"
        )


if __name__ == "__main__":
    main()
