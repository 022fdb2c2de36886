"""Scanned PDFs that the tests make, and programs that stand in for Tesseract."""

from __future__ import annotations

import hashlib
import io
import shutil
import stat
import textwrap
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.readers.test_pdf import make

WIDTH, HEIGHT = A4
Draw = Callable[[Canvas], object]

# Only where it can't be installed: `.ci/run` installs it, and fails to if that is wanted.
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed"
)


def scanned(*pages: Draw, folder: Path, turn: float = 0.0, dpi: int = 200) -> list[ImageReader]:
    """Pages as a scanner sees them, turned clockwise by ``turn`` degrees."""
    drawn = make(folder / "drawn.pdf", *pages)  # type: ignore[arg-type]
    document = pdfium.PdfDocument(drawn)
    images = []
    for page in document:
        image = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        turned = image.rotate(-turn, expand=turn % 90 == 0, fillcolor=255)
        # As JPEG, like a scanner's.
        data = io.BytesIO()
        turned.save(data, "JPEG", quality=80)
        images.append(ImageReader(data))
    document.close()
    return images


def put(image: ImageReader) -> Draw:
    """A page that is nothing but an image."""
    return lambda canvas: canvas.drawImage(image, 0, 0, WIDTH, HEIGHT)


def scan(path: Path, *pages: Draw, turn: float = 0.0) -> Path:
    """A PDF of scanned pages."""
    folder = path.parent
    images = scanned(*pages, folder=folder, turn=turn)
    return make(path, *(put(image) for image in images))  # type: ignore[arg-type]


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


HOCR = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><body><div class="ocr_page">
<span class="ocr_line" title="bbox 200 200 700 240; baseline 0 -8; x_size 40">
<span class="ocrx_word" title="bbox 200 200 400 240; x_wconf 95">Havna</span>
<span class="ocrx_word" title="bbox 420 200 700 240; x_wconf 95">bygges</span>
</span></div></body></html>"""


def fake(path: Path, does: str, languages: str = "eng nor") -> Path:
    """A program in the place of Tesseract that ``does`` this (in sh) for each page.

    It notes each page in the file ``calls`` beside it, and has ``$hocr`` to give.
    """
    hocr = path.with_name("answer.hocr")
    hocr.write_text(HOCR, encoding="utf-8")
    calls = path.with_name("calls")
    calls.touch()
    script = f"""\
        #!/bin/sh
        case "$1" in
        --version) echo "tesseract 0.1"; exit ;;
        --list-langs) echo "List of languages"; printf '%s\\n' {languages}; exit ;;
        esac
        cat > /dev/null
        echo page >> '{calls}'
        hocr='{hocr}'
        {does}
        """
    path.write_text(textwrap.dedent(script), encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def calls(program: Path) -> int:
    """How many pages a :func:`fake` was given."""
    return len(program.with_name("calls").read_text("utf-8").splitlines())
