"""Pages as images, drawn by pdfium in a process of its own from real PDFs."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from numpy.typing import NDArray
from reportlab.pdfgen.canvas import Canvas

from plansvar.errors import NotFoundError, ReadError
from plansvar.page_image import child
from plansvar.page_image.drawing import Mark, draw

WORDS = "Havnevesenet bygger landstrøm"


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages of 200 x 100 points; the same words twice on the first, the second turned."""
    path = tmp_path_factory.mktemp("pdf") / "a.pdf"
    canvas = Canvas(str(path), pagesize=(200, 100))
    canvas.drawString(10, 80, WORDS)
    canvas.drawString(10, 20, WORDS)
    canvas.showPage()
    canvas.drawString(10, 80, WORDS)
    canvas.save()
    with pdfium.PdfDocument(path) as document:
        document[1].set_rotation(90)
        document.save(path.with_name("turned.pdf"))
    return path.with_name("turned.pdf")


def pixels(image: bytes) -> NDArray[np.uint8]:
    """Decodes our own PNGs, of which each row is told from the one above."""
    assert image.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", image[16:24])
    at, data = 8, b""
    while at < len(image):
        (length,) = struct.unpack(">I", image[at : at + 4])
        if image[at + 4 : at + 8] == b"IDAT":
            data += image[at + 8 : at + 8 + length]
        at += length + 12
    rows = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, width * 3 + 1)
    assert (rows[:, 0] == 2).all()
    return np.cumsum(rows[:, 1:], axis=0, dtype=np.uint8).reshape(height, width, 3)


def marked(image: bytes) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of what is yellow."""
    found = np.argwhere((pixels(image) == child.MARK).all(axis=2))
    if not len(found):
        return None
    (top, left), (bottom, right) = found.min(axis=0), found.max(axis=0)
    return int(left), int(top), int(right), int(bottom)


def test_a_page_is_drawn_as_wide_as_asked_for(pdf: Path) -> None:
    image = draw(pdf, 1, width=400)
    assert pixels(image).shape == (200, 400, 3)
    assert marked(image) is None


def test_a_quote_is_marked_where_its_block_is(pdf: Path) -> None:
    lower = Mark("bygger\nland-strøm", ((10.0, 70.0, 190.0, 84.0),))
    left, top, right, bottom = marked(draw(pdf, 1, (lower,), 400)) or (0, 0, 0, 0)
    assert 130 < top < bottom < 175
    assert 150 < left < right < 370


def test_without_letters_on_the_page_the_block_is_marked(pdf: Path) -> None:
    found = marked(draw(pdf, 1, (Mark("recognised text", ((20.0, 40.0, 80.0, 50.0),)),), 200))
    assert found == (19, 39, 80, 50)


def test_a_turned_page_is_marked_where_it_is_seen(pdf: Path) -> None:
    image = draw(pdf, 2, (Mark(WORDS, ()),), 100)
    assert pixels(image).shape == (200, 100, 3)
    left, top, right, bottom = marked(image) or (0, 0, 0, 0)
    assert 70 < left < right < 95
    assert bottom - top > 100


@pytest.mark.parametrize("page", [0, 3])
def test_a_page_that_isn_t_there(pdf: Path, page: int) -> None:
    with pytest.raises(NotFoundError, match=r"document\.no_page"):
        draw(pdf, page)


def test_what_is_no_pdf_or_a_broken_one(tmp_path: Path) -> None:
    text, broken = tmp_path / "a.txt", tmp_path / "b.pdf"
    text.write_text("Bare tekst")
    broken.write_bytes(b"%PDF-1.7 and nothing more")
    with pytest.raises(NotFoundError, match=r"document\.no_image"):
        draw(text, 1)
    with pytest.raises(ReadError, match=r"read\.malformed"):
        draw(broken, 1)
