"""Draws one page of a PDF as a grey image. pdfium may hang or crash, so only a child calls this."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.ocr.image import Image
from ingest.readers.pdf import open_pdf
from plansvar.errors import ReadError

LOWEST_DPI, HIGHEST_DPI = 200, 300  # measured, see docs/adr/0010-ocr.md
MOST_PIXELS = 36_000_000  # A2 at 300 dpi; a larger page is drawn smaller
_SMALLEST = 0.1  # of the page; a smaller image is no scan


def render(path: Path, number: int) -> Image:
    """Returns page ``number`` (from 1) as it is shown, in the scan's own resolution within bounds.

    Drawn larger, its noise looks like letters. Where the page would have too many pixels, it is
    drawn smaller.

    Raises:
        ReadError: the page can't be drawn; see :func:`ingest.readers.pdf.open_pdf`.
    """
    document = open_pdf(path)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        dpi = min(max(_own_resolution(page), LOWEST_DPI), HIGHEST_DPI)
        pixels = width * height * (dpi / 72) ** 2
        if pixels > MOST_PIXELS:
            dpi = max(math.floor(dpi * math.sqrt(MOST_PIXELS / pixels)), 1)
        if min(width, height) * dpi / 72 < 1:
            raise ReadError("read.malformed")  # a box without an area
        # Stamps and signatures are annotations, and are part of what is seen.
        bitmap = page.render(scale=dpi / 72, grayscale=True, may_draw_forms=False)
        rows = np.frombuffer(bitmap.buffer, np.uint8).reshape(bitmap.height, bitmap.stride)
        return Image(np.ascontiguousarray(rows[:, : bitmap.width]).copy(), dpi)
    except pdfium.PdfiumError as error:
        raise ReadError("read.malformed") from error
    finally:
        document.close()


def _own_resolution(page: pdfium.PdfPage) -> int:
    """Returns the resolution of the page's finest large image; a very high one if it has none."""
    width, height = page.get_size()
    found: list[float] = []
    for item in page.get_objects((raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        left, bottom, right, top = item.get_bounds()
        # The image may lie on its side: areas don't care.
        area = (right - left) * (top - bottom)
        if area >= _SMALLEST * width * height:
            across, down = item.get_px_size()
            found.append(72 * math.sqrt(across * down / area))
    return round(max(found)) if found else 10_000
