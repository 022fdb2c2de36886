"""Scanned pages with the real Tesseract."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.pipeline import ingest
from ingest.readers import pdf
from plansvar.documents.types import BlockKind, ReadFile
from plansvar.service import IngestRequest
from tests.conftest import Desk
from tests.ingest.ocr.scans import HEIGHT, Draw, needs_tesseract, put, recognised, scan, scanned
from tests.ingest.readers.test_pdf import JOINED, LEFT, PROSE, make, text

pytestmark = needs_tesseract


def read(path: Path) -> ReadFile:
    """Reads a PDF with its scanned pages, as the pipeline does."""
    first = pdf.read(path)
    found = recognised(path, first.scanned_pages)
    assert not found.failed
    return pdf.read(path, scans=found.folder)


def shape(file: ReadFile) -> list[tuple[str, str]]:
    return [(block.kind.value, f"{block.label} {block.text}".strip()) for block in file.blocks]


def minutes(canvas: Canvas) -> None:
    top = text(canvas, 80, "Protokoll fra styremøtet", size=20, bold=True)
    top = text(canvas, top + 12, *PROSE)
    top = text(canvas, top + 14, "Sak til behandling", bold=True)
    for line in ("styrke bedrifter i distriktet", "bygge nettverk som varer"):
        canvas.drawString(LEFT + 10, HEIGHT - top - 6, "•")
        top = text(canvas, top + 6, line, left=LEFT + 28)
    for number in (1, 2):
        canvas.drawString(LEFT, HEIGHT - top - 10, f"{number}.")
        top = text(canvas, top + 10, f"Tiltaket koster {number} millioner kroner", left=LEFT + 20)


EXPECTED = [
    ("heading", "Protokoll fra styremøtet"),
    ("paragraph", JOINED),
    ("heading", "Sak til behandling"),
    ("list_item", "styrke bedrifter i distriktet"),
    ("list_item", "bygge nettverk som varer"),
    ("list_item", "1. Tiltaket koster 1 millioner kroner"),
    ("list_item", "2. Tiltaket koster 2 millioner kroner"),
]


@pytest.mark.parametrize("turn", [0.0, 1.5, 180.0])
def test_headings_paragraphs_and_lists(tmp_path: Path, turn: float) -> None:
    file = read(scan(tmp_path / "a.pdf", minutes, turn=turn))
    assert shape(file) == EXPECTED
    assert (file.recognised_pages, file.scanned_pages) == ((1,), ())
    box = file.blocks[0].boxes[0]
    title = (60, 55, 320, 95) if turn < 10 else (275, 745, 535, 790)
    assert title[0] < box.left < box.right < title[2]
    assert title[1] < box.top < box.bottom < title[3]


def test_on_the_way_in(desk: Desk) -> None:
    path = scan(desk.folder.parent / "a.pdf", minutes).rename(desk.folder / "a.pdf")
    report = ingest(IngestRequest((desk.folder,), ("public",)), desk.stores)
    assert (report.added, report.failed, report.incomplete) == ((str(path),), (), ())
    (found,) = desk.texts()
    assert found.split("\n")[0] == "Protokoll fra styremøtet"


def test_a_ruled_table(tmp_path: Path) -> None:
    rows = (("Tiltak", "Ansvar"), ("Havna", "Kommunen"), ("Skolen", "Fylket"), ("Veien", "Staten"))

    def draw(canvas: Canvas) -> None:
        text(canvas, 80, *PROSE)
        canvas.setFont("Helvetica", 11)
        for number, (left, right) in enumerate(rows):
            y = HEIGHT - 680 - 24 * number
            canvas.drawString(LEFT + 6, y, left)
            canvas.drawString(LEFT + 156, y, right)
        ys = [HEIGHT - 664 - 24 * number for number in range(5)]
        canvas.grid([LEFT, LEFT + 150, LEFT + 300], ys)

    file = read(scan(tmp_path / "a.pdf", draw, turn=1.5))
    assert [block.rows for block in file.blocks if block.kind is BlockKind.TABLE] == [rows]


def test_only_the_scanned_pages_of_a_mixed_document(tmp_path: Path) -> None:
    (image,) = scanned(minutes, folder=tmp_path)

    def written(canvas: Canvas) -> None:
        text(canvas, 300, *PROSE)

    def stamped(canvas: Canvas) -> None:
        put(image)(canvas)
        text(canvas, 30, "Saksnr. 2024/117", size=8)

    path = make(tmp_path / "mixed.pdf", written, stamped, written)
    assert pdf.read(path).scanned_pages == (2,)
    file = read(path)
    assert file.recognised_pages == (2,)
    assert [block.text for block in file.blocks if block.page != 2] == [JOINED, JOINED]
    second = replace(file, blocks=tuple(block for block in file.blocks if block.page == 2))
    assert shape(second) == [("paragraph", "Saksnr. 2024/117"), *EXPECTED]


def test_a_photo_gives_no_words(tmp_path: Path) -> None:
    def photo(canvas: Canvas) -> None:
        for number in range(60):
            canvas.setFillGray((number * 37 % 100) / 100)
            canvas.circle(number * 97 % 595, number * 61 % 842, 40 + number, fill=1, stroke=0)

    def written(canvas: Canvas) -> None:
        text(canvas, 90, *PROSE)

    (image,) = scanned(photo, folder=tmp_path)
    pages: tuple[Draw, ...] = (written, put(image))
    file = read(make(tmp_path / "a.pdf", *pages))  # type: ignore[arg-type]
    assert [block.text for block in file.blocks] == [JOINED]
    assert (file.recognised_pages, file.scanned_pages) == ((), ())
