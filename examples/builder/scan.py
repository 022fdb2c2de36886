"""Makes a scan of a PDF: slightly crooked grey pictures of its pages, without any text."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from examples.builder.blocks import Head

DPI = 125
PAPER = 247  # the grey of the paper
INK = 30  # and of the print
NOISE = 3
QUALITY = 52
NO_FONTS = pdfium.raw.FPDF_SYSFONTINFO(version=1)
ANGLES = (0.6, -0.4, 0.9, -0.7, 0.3, -1.0)  # degrees, page after page


def write_scan(path: Path, written: Path, head: Head) -> None:
    """Write the scan of a PDF."""
    # The library's own standard fonts, whatever is installed on the machine.
    pdfium.raw.FPDF_SetSystemFontInfo(NO_FONTS)
    document = pdfium.PdfDocument(written)
    canvas = Canvas(str(path), invariant=1)
    canvas.setTitle(head.title)
    canvas.setAuthor(head.author)
    canvas.setCreator("Plansvar")
    canvas.setDateFormatter(lambda *_: f"D:{head.date:%Y%m%d}120000Z")
    for index in range(len(document)):
        page = document[index]
        width, height = page.get_size()
        picture = crooked(page.render(scale=DPI / 72, grayscale=True).to_pil(), index)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(io.BytesIO(picture)), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    document.close()


def crooked(picture: Image.Image, index: int) -> bytes:
    """Turn the picture of a page a little, make it noisy, and return it as JPEG."""
    angle = ANGLES[index % len(ANGLES)]
    turned = picture.convert("L").rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned, dtype=np.int32) * (PAPER - INK) // 255 + INK
    noise = np.random.RandomState(index).randint(-NOISE, NOISE + 1, grey.shape)
    noisy = np.clip(grey + noise, 0, 255).astype(np.uint8)
    data = io.BytesIO()
    Image.fromarray(noisy).save(data, "JPEG", quality=QUALITY, optimize=False)
    return data.getvalue()
