"""Takes the characters off a PDF page with pdfium, in pieces of words with their style."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import NamedTuple

from pypdfium2 import raw

from ingest.readers.pdf_types import Tag

_INVISIBLE_MODES = frozenset({3, 7})
_NEARLY_WHITE = 250
_BOLD_NAMES = ("bold", "black", "heavy", "demi")
_BOLD_WEIGHTS = range(600, 951)  # pdfium guesses weights far outside of this for odd fonts
_DOUBTFUL_SIZE = 2.0  # points
_LINE_BREAKS = frozenset({10, 13})
_LINE_HYPHEN = 2  # what pdfium gives for a hyphen at the end of a line


@dataclass(frozen=True, slots=True)
class Style:
    """What the characters of one text object share."""

    size: float
    bold: bool
    font: str
    angle: int
    white: bool
    unpainted: bool
    tag: Tag | None


class Piece(NamedTuple):
    """Characters of one text object without a space between them, in PDF space.

    ``text`` is "" for a line break that pdfium found, and " " for a space.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    style: Style


class StyleReader:
    """Looks up the style of a text object once per run of its characters."""

    def __init__(self, text_page: raw.FPDF_TEXTPAGE, tags: dict[int, Tag]) -> None:
        self._text_page = text_page
        self._tags = tags
        self._fonts: dict[int, tuple[str, bool]] = {}
        self._matrix = raw.FS_MATRIX()
        self._last = (0, 0.0, 0, -1)
        self._colour = tuple(ctypes.c_uint() for _ in range(4))

    def read(self, index: int, text_object: raw.FPDF_PAGEOBJECT) -> Style:
        """Returns the style of the character at ``index``, which belongs to ``text_object``."""
        matrix = self._matrix
        # A negative size turns the letters over, which the matrix mostly turns back.
        size, angle = abs(raw.FPDFText_GetFontSize(self._text_page, index)), 0
        if raw.FPDFText_GetMatrix(self._text_page, index, matrix):
            size *= math.hypot(matrix.c, matrix.d)
            turned = math.degrees(math.atan2(matrix.b, matrix.a))
            angle = round(turned / 90) * 90 % 360 if abs(turned) > 10 else 0
        if 0 < size < _DOUBTFUL_SIZE:  # a font with a scale of its own (Type 3)
            size = max(size, self._height(index))
        self._last = self._look(index, text_object)
        mode = self._last[2]
        red, green, blue, alpha = self._colour
        white = False
        if raw.FPDFText_GetFillColor(self._text_page, index, red, green, blue, alpha):
            filled = mode in {0, 4}
            white = filled and min(red.value, green.value, blue.value) >= _NEARLY_WHITE
            if filled and alpha.value == 0:
                mode = 3
        font, bold = self._font(text_object)
        marked = self._last[3]
        tag = self._tags.get(marked) if marked >= 0 else _artifact(text_object)
        return Style(
            size=size,
            bold=bold or mode == 2,
            font=font,
            angle=angle,
            white=white,
            unpainted=mode in _INVISIBLE_MODES,
            tag=tag,
        )

    def is_same(self, index: int, text_object: raw.FPDF_PAGEOBJECT) -> bool:
        """Tells whether an object looks like the one that was read last."""
        return self._look(index, text_object) == self._last

    def _look(self, index: int, text_object: raw.FPDF_PAGEOBJECT) -> tuple[int, float, int, int]:
        font = raw.FPDFTextObj_GetFont(text_object)
        return (
            ctypes.addressof(font.contents) if font else 0,
            raw.FPDFText_GetFontSize(self._text_page, index),
            raw.FPDFTextObj_GetTextRenderMode(text_object),
            raw.FPDFPageObj_GetMarkedContentID(text_object),
        )

    def _height(self, index: int) -> float:
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self._text_page, index, box)
        return float(box.top - box.bottom)

    def _font(self, text_object: raw.FPDF_PAGEOBJECT) -> tuple[str, bool]:
        """Returns an upright font's name, "" for an italic one, and whether it is bold."""
        font = raw.FPDFTextObj_GetFont(text_object)
        if not font:
            return "", False
        address = ctypes.addressof(font.contents)
        if address not in self._fonts:
            buffer = ctypes.create_string_buffer(200)
            raw.FPDFFont_GetBaseFontName(font, buffer, 200)
            name = buffer.value.lower().decode("ascii", "ignore")
            flags = raw.FPDFFont_GetFlags(font)
            heavy = raw.FPDFFont_GetWeight(font) in _BOLD_WEIGHTS and not _named_plain(name)
            bold = heavy or flags & (1 << 18) > 0 or any(part in name for part in _BOLD_NAMES)
            italic = flags & (1 << 6) > 0 or "italic" in name or "oblique" in name
            self._fonts[address] = ("" if italic else name, bold)
        return self._fonts[address]


_ARTIFACT = Tag(kind="artifact", element=-1)


def _artifact(text_object: raw.FPDF_PAGEOBJECT) -> Tag | None:
    """Returns the artifact tag for page furniture that the document's maker marked as such."""
    length = ctypes.c_ulong()
    name = (raw.FPDF_WCHAR * 16)()
    for index in range(min(raw.FPDFPageObj_CountMarks(text_object), 4)):
        mark = raw.FPDFPageObj_GetMark(text_object, index)
        if raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length):
            raw_name = bytes(name)[: max(length.value - 2, 0)]
            if raw_name.decode("utf-16-le", "ignore") == "Artifact":
                return _ARTIFACT
    return None


def _named_plain(name: str) -> bool:
    return any(part in name for part in ("regular", "light", "roman", "book", "medium", "italic"))


def read_pieces(text_page: raw.FPDF_TEXTPAGE, styles: StyleReader) -> list[Piece]:
    """Returns the page's text in pdfium's order, with the line breaks and spaces that it adds.

    Only the first and the last character of a piece are measured: every call into pdfium costs
    about a microsecond, and within a text object pdfium reports a wide gap as a space.
    """
    pieces: list[Piece] = []
    letters: list[str] = []
    first = seen = 0
    style: Style | None = None
    get_object, get_code = raw.FPDFText_GetTextObject, raw.FPDFText_GetUnicode
    address_of = ctypes.addressof

    def finish(after: int) -> None:
        if letters and style is not None:
            box = _measure(text_page, first, after - 1)
            pieces.append(Piece("".join(letters), *box, style))
            letters.clear()

    count = raw.FPDFText_CountChars(text_page)
    for index in range(count):
        code = get_code(text_page, index)
        letter = "-" if code == _LINE_HYPHEN else chr(min(code, 0x10FFFF))
        if letter.isspace():
            finish(index)
            if style is not None:
                text = "" if code in _LINE_BREAKS else " "
                pieces.append(Piece(text, 0.0, 0.0, 0.0, 0.0, style))
            continue
        text_object = get_object(text_page, index)
        if not text_object:
            continue
        address = address_of(text_object.contents)
        if address != seen:
            seen = address
            # Some programs write every letter as an object of its own: a look at font, size and
            # mode is enough inside of a word.
            if not (letters and styles.is_same(index, text_object)):
                finish(index)
                style = styles.read(index, text_object)
        if not letters:
            first = index
        letters.append(letter)
        if code == _LINE_HYPHEN and style is not None:  # stands for the line break too
            finish(index + 1)
            pieces.append(Piece("", 0.0, 0.0, 0.0, 0.0, style))
    finish(count)
    return pieces


def _measure(
    text_page: raw.FPDF_TEXTPAGE, first: int, last: int
) -> tuple[float, float, float, float]:
    """Returns (left, bottom, right, top) around two characters and all between them."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text_page, first, box)
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    if last > first:
        raw.FPDFText_GetLooseCharBox(text_page, last, box)
        left, bottom = min(left, box.left), min(bottom, box.bottom)
        right, top = max(right, box.right), max(top, box.top)
    return left, bottom, right, top
