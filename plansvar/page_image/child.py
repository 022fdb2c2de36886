"""Draws a page, in a process of its own: pdfium may hang or crash on a file made to do harm.

Nothing here imports more than drawing needs; the request comes on standard input, the image or a
code of :class:`plansvar.errors.ReadError` goes to standard output.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

from plansvar.page_image.png import png

if sys.platform != "win32":
    import resource

MEMORY_BYTES = 1024**3
MOST_PIXELS = 8_000_000
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
MARK = np.array((255, 236, 120), np.uint8)  # a marker pen: black stays black on it
_EDGE = 1.0  # points around a block; letters have air around them already

# A place on the page in pixels: left, top, right, bottom.
_Place = tuple[float, float, float, float]


def main() -> None:
    """Answer one request: ``path``, ``page`` (from 1), ``width`` in pixels, ``marks``, ``seconds``.

    A mark is a ``text`` that stands on the page, and ``boxes`` around the blocks it stands in, in
    points from the page's top left corner.
    """
    request = json.loads(sys.stdin.buffer.read())
    out = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not be heard
    _confine(request["seconds"])
    try:
        answer = _image(request)
    except (MemoryError, pdfium.PdfiumError, ValueError):
        answer = b"read.malformed"
    with os.fdopen(out, "wb") as pipe:
        pipe.write(answer)


def _confine(seconds: float) -> None:
    """Take from this process what drawing doesn't need, as far as the system allows."""
    if sys.platform == "win32":
        return
    cpu = math.ceil(seconds) + 1
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_AS, MEMORY_BYTES),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))
    if sys.platform == "linux":
        flags = _NEW_NET if os.geteuid() == 0 else _NEW_USER | _NEW_NET
        ctypes.CDLL(None, use_errno=True).unshare(flags)


def _image(request: dict[str, Any]) -> bytes:
    document = pdfium.PdfDocument(request["path"])
    if not 1 <= request["page"] <= len(document):
        return b"read.no_page"
    page = document[request["page"] - 1]
    width, height = page.get_size()
    if min(width, height) < 1:
        return b"read.malformed"
    scale = min(request["width"] / width, math.sqrt(MOST_PIXELS / (width * height)))
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
    rows = np.frombuffer(bitmap.buffer, np.uint8).reshape(bitmap.height, bitmap.stride)
    channels = rows[:, : bitmap.width * bitmap.n_channels]
    pixels = channels.reshape(bitmap.height, bitmap.width, bitmap.n_channels)[:, :, :3].copy()
    for mark in request["marks"]:
        for place in _places(page, mark["text"], mark["boxes"], scale, pixels.shape[:2]):
            _colour(pixels, place)
    return png(pixels)


def _colour(pixels: NDArray[np.uint8], place: _Place) -> None:
    left, top, right, bottom = (max(0, round(value)) for value in place)
    part = pixels[top:bottom, left:right]
    np.minimum(part, MARK, out=part)


def _places(
    page: pdfium.PdfPage,
    text: str,
    boxes: Sequence[Sequence[float]],
    scale: float,
    size: tuple[int, int],
) -> list[_Place]:
    """Where to mark: the letters where the page has them as text, else the whole blocks."""
    blocks = [
        (
            (left - _EDGE) * scale,
            (top - _EDGE) * scale,
            (right + _EDGE) * scale,
            (bottom + _EDGE) * scale,
        )
        for left, top, right, bottom in boxes
    ]
    letters = list(_letters(page, size))
    wanted = _bare(text)
    whole = "".join(letter for letter, _ in letters)
    at = whole.find(wanted) if wanted else -1
    while at >= 0:
        found = [place for _, place in letters[at : at + len(wanted)]]
        # The same words may stand elsewhere on the page too.
        if not blocks or any(_inside(found[0], block) for block in blocks):
            return _lines(found)
        at = whole.find(wanted, at + 1)
    return blocks


def _letters(page: pdfium.PdfPage, size: tuple[int, int]) -> Iterator[tuple[str, _Place]]:
    """The letters and digits of the page's text in its order, and where they are seen."""
    text_page = page.get_textpage()
    edges = [ctypes.c_double() for _ in range(4)]
    for index in range(text_page.count_chars()):
        bare = _bare(chr(raw.FPDFText_GetUnicode(text_page.raw, index)))
        if not bare or not raw.FPDFText_GetCharBox(
            text_page.raw, index, *(ctypes.byref(edge) for edge in edges)
        ):
            continue
        left, right, bottom, top = (edge.value for edge in edges)
        x0, y0 = _seen(page, left, top, size)
        x1, y1 = _seen(page, right, bottom, size)
        place = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        for letter in bare:  # a ligature is several
            yield letter, place


def _seen(page: pdfium.PdfPage, x: float, y: float, size: tuple[int, int]) -> tuple[int, int]:
    """A place on the paper in pixels of the image, whichever way the page is turned."""
    across, down = ctypes.c_int(), ctypes.c_int()
    height, width = size
    raw.FPDF_PageToDevice(
        page.raw, 0, 0, width, height, 0, x, y, ctypes.byref(across), ctypes.byref(down)
    )
    return across.value, down.value


def _bare(text: str) -> str:
    """Letters and digits alone: lines, hyphens and spaces differ between page and stored text."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())


def _inside(place: _Place, block: _Place) -> bool:
    x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    return block[0] <= x <= block[2] and block[1] <= y <= block[3]


def _lines(letters: Sequence[_Place]) -> list[_Place]:
    """One stretch for the letters of a line that follow each other."""
    lines: list[_Place] = []
    for left, top, right, bottom in letters:
        if lines:
            a, b, c, d = lines[-1]
            together = min(bottom, d) - max(top, b) > 0.3 * min(bottom - top, d - b)
            if together and left >= a and left - c < 3 * max(bottom - top, d - b):
                lines[-1] = (a, min(b, top), max(c, right), max(d, bottom))
                continue
        lines.append((left, top, right, bottom))
    return [(left - 1, top - 2, right + 1, bottom + 2) for left, top, right, bottom in lines]


if __name__ == "__main__":
    main()
