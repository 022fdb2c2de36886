"""Takes the text layer, the ruled lines and the structure tags off one PDF page.

It gives spans: runs of visible characters on one base line without a wide gap, in points from the
top left corner of the page as it is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pypdfium2 as pdfium

from ingest.readers.pdf_chars import Piece, Style, StyleReader, read_pieces
from ingest.readers.pdf_shapes import read_shapes
from ingest.readers.pdf_tags import read_tags
from ingest.readers.pdf_types import Frame, Page, Shapes, Span
from ingest.readers.unseen import letters

_SMALLEST_VISIBLE = 1.0  # points; smaller text can't be read by people
_WIDE = 0.9  # of the font size; wider gaps part columns and cells
_PROGRAM_MARK = "PoweredbyTCPDF(www.tcpdf.org)"  # TCPDF writes it unseen into all its files


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """Reads one page.

    Args:
        page: The open page.
        number: Its 1-based number.
    """
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation() % 360
    shown = Frame(left, bottom, right, top, rotation)
    text_page = page.get_textpage()
    try:
        pieces = read_pieces(text_page.raw, StyleReader(text_page.raw, read_tags(page)))
    finally:
        text_page.close()
    angles: Counter[int] = Counter()
    for piece in pieces:
        angles[piece.style.angle] += len(piece.text)
    angle = angles.most_common(1)[0][0] if angles else rotation
    reading = Frame(left, bottom, right, top, angle)
    shapes = read_shapes(page, reading)
    visible: list[Piece] = []
    unseen: list[str] = []
    for piece in pieces:
        if _is_visible(piece, reading, shapes):
            visible.append(piece)
        else:
            unseen.append(piece.text)
    width, height = reading.size
    hidden = letters("".join(unseen).replace(_PROGRAM_MARK, ""))
    spans = tuple(spans_of(visible, reading, shapes))
    return Page(number, width, height, spans, shapes, reading, shown, hidden)


def _is_visible(piece: Piece, frame: Frame, shapes: Shapes) -> bool:
    """Tells whether a reader of the printed page would see the piece."""
    if not piece.text.strip():
        return True
    style = piece.style
    if style.size < _SMALLEST_VISIBLE:
        return False
    x, y = (piece.left + piece.right) / 2, (piece.bottom + piece.top) / 2
    if not (frame.left <= x <= frame.right and frame.bottom <= y <= frame.top):
        return False
    if style.unpainted and not shapes.is_scanned(*frame.seen(x, y)):
        return False
    return not style.white or shapes.has_ground(*frame.seen(x, y))


class _SpanBuilder:
    """Puts pieces together to spans."""

    def __init__(self, frame: Frame, shapes: Shapes) -> None:
        self._bars = [(r.at, r.start, r.end) for r in shapes.rules if not r.horizontal]
        self.spans: list[Span] = []
        self._frame = frame
        self._run: list[str] = []
        self._box = (0.0, 0.0, 0.0, 0.0)
        self._style: Style | None = None

    def add(self, piece: Piece) -> None:
        """Adds a piece to the current span, or begins another one."""
        style = piece.style
        left, top, right, bottom = self._frame.rectangle(
            piece.left, piece.bottom, piece.right, piece.top
        )
        if bottom - top < 0.2 * style.size and style.angle == self._frame.rotation:
            top = bottom - style.size  # a font that doesn't know its height
        if self._run and not self._fits(style, left, top, bottom):
            self.finish()
        if self._run:
            box = self._box
            self._box = (
                min(box[0], left), min(box[1], top), max(box[2], right), max(box[3], bottom)
            )  # fmt: skip
        else:
            self._box, self._style = (left, top, right, bottom), style
        self._run.append(piece.text)

    def space(self) -> None:
        """Adds a space."""
        if self._run:
            self._run.append(" ")

    def finish(self) -> None:
        """Ends the current span."""
        style = self._style
        if self._run and style is not None:
            turned = style.angle != self._frame.rotation
            text = "".join(self._run)
            self.spans.append(
                Span(text, *self._box, style.size, style.bold, style.tag, turned, font=style.font)
            )
        self._run.clear()

    def _fits(self, style: Style, left: float, top: float, bottom: float) -> bool:
        """Tells whether a piece goes on in the current span's line, without a wide gap."""
        current = self._style
        if current is None:
            return False
        if style.angle != self._frame.rotation:
            return style.angle == current.angle  # stays in pdfium's order, cut at its line breaks
        if style is not current and (
            style.bold != current.bold
            or style.font != current.font
            or style.tag != current.tag
            or abs(style.size - current.size) > 0.5
        ):
            return False
        if current.angle != style.angle or abs(bottom - self._box[3]) > 0.25 * style.size:
            return False
        gap = left - self._box[2]
        if any(
            start <= bottom <= end and self._box[2] - 1 <= x <= left + 1
            for x, start, end in self._bars
        ):
            return False  # a cell's border stands between them
        return self._box[1] <= (top + bottom) / 2 and -0.6 * style.size < gap < _WIDE * style.size


def spans_of(pieces: Iterable[Piece], frame: Frame, shapes: Shapes) -> list[Span]:
    """Returns the spans that pieces make, cut at line breaks, wide gaps and changes of style."""
    builder = _SpanBuilder(frame, shapes)
    for piece in pieces:
        if not piece.text:
            builder.finish()
        elif piece.text == " ":
            builder.space()
        else:
            builder.add(piece)
    builder.finish()
    return builder.spans
