"""Draws one page of a PDF as a grey image: a program of its own, since pdfium may hang or crash.

It is called as ``render PATH PAGE LOWEST HIGHEST PIXELS`` and writes a PGM image whose comment is
the resolution in dots per inch. That is the scan's own, between the lowest and the highest: drawn
larger, its noise looks like letters. It is less where the page would have too many pixels.
"""

from __future__ import annotations

import math
import sys

import pypdfium2 as pdfium
from pypdfium2 import raw

_SMALLEST = 0.1  # of the page; a smaller image is no scan


def render(path: str, number: int, lowest: int, highest: int, most_pixels: int) -> bytes:
    """Returns page ``number`` (from 1) as it is shown."""
    document = pdfium.PdfDocument(path)
    page = document[number - 1]
    width, height = page.get_size()
    dpi = min(max(_own_resolution(page), lowest), highest)
    pixels = width * height * (dpi / 72) ** 2
    if pixels > most_pixels:
        dpi = math.floor(dpi * math.sqrt(most_pixels / pixels))
    # Stamps and signatures are annotations, and are part of what is seen.
    bitmap = page.render(scale=dpi / 72, grayscale=True, may_draw_forms=False)
    rows = memoryview(bitmap.buffer)
    starts = range(0, bitmap.height * bitmap.stride, bitmap.stride)
    image = b"".join(rows[start : start + bitmap.width] for start in starts)
    head = f"P5\n# {dpi}\n{bitmap.width} {bitmap.height}\n255\n"
    return head.encode() + image


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


if __name__ == "__main__":
    sys.stdin.buffer.read()  # the parent sets our limits before it closes this
    lowest, highest, most_pixels = map(int, sys.argv[3:6])
    image = render(sys.argv[1], int(sys.argv[2]), lowest, highest, most_pixels)
    sys.stdout.buffer.write(image)
