"""Scanned PDFs that the tests make, and programs that stand in for Tesseract."""

from __future__ import annotations

import contextlib
import io
import shutil
import stat
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.content import content_hash
from ingest.isolation.child import Request
from ingest.isolation.launch import launcher
from ingest.isolation.pool import page_outcome
from ingest.metadata import NOTHING_GIVEN
from ingest.ocr.pages import PageLimits, PageProgress, ReadPage, Recognised, recognise
from ingest.ocr.tesseract import PageTask, find
from ingest.readers.limits import DEFAULT
from ingest.readers.scan_file import Scan
from plansvar.errors import ReadError
from tests.ingest.readers.test_pdf import make

WIDTH, HEIGHT = A4
Draw = Callable[[Canvas], object]
PATIENT = PageLimits(20.0)

# `.ci/run` installs it where it can.
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


@contextlib.contextmanager
def in_children(path: Path, limits: PageLimits) -> Iterator[ReadPage]:
    """Has pages of a file read in processes of their own, as the pipeline does."""
    children = launcher()

    def read_page(task: PageTask) -> Scan:
        request = Request(
            path=str(path),
            module="ingest.ocr.page",
            name=str(path),
            given=NOTHING_GIVEN,
            limits=DEFAULT,
            seconds=limits.seconds,
            memory_bytes=limits.memory_bytes,
            page=task,
        )
        outcome = page_outcome(request, children.run(request))
        if isinstance(outcome, ReadError):
            raise outcome
        return outcome

    try:
        yield read_page
    finally:
        children.close()


def recognised(
    path: Path,
    pages: Sequence[int],
    program: Path | None = None,
    limits: PageLimits = PATIENT,
    progress: PageProgress | None = None,
) -> Recognised:
    """Pages of a file, recognised with the real Tesseract or a :func:`fake`."""
    with in_children(path, limits) as read_page:
        return recognise(
            path,
            pages,
            known_hash=content_hash(path),
            cache=path.parent / "ocr",
            tesseract=find(("nor", "eng"), str(program) if program else None),
            limits=limits,
            read_page=read_page,
            progress=progress,
        )


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
