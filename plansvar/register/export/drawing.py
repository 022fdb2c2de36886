"""Plain SVG: text that is measured and wrapped, boxes, lines.

Pictures go into reports and are printed: dark on white everywhere, with colours as attributes,
since not every program reads styles (LibreOffice knows no media queries). Widths are estimated, for
there is no font here to ask: with those of a wide sans serif (DejaVu Sans), so that text in a
narrower one (Arial, Helvetica) fits too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from plansvar.register.export.cells import writable

_SVG = "http://www.w3.org/2000/svg"
_FONT = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_COLOURS = {
    "page": "#ffffff",
    "box": "#f3f6f8",
    "line": "#93a4b0",
    "ink": "#16212b",
    "soft": "#4a5b68",
    "strong": "#1f4e5f",
    "warn": "#9a4a00",
}
# Widths in parts of the font size.
_NARROW = frozenset("iljI.,:;'|!()[]´`/ -")
_WIDE = frozenset("mMwWQOÆŒ@%&")
_WIDTHS = (0.42, 1.02, 0.74, 0.64)  # narrow, wide, capital, any other
_BOLD = 1.1
_DASHES = "-–/"
LINE = 1.35  # distance of lines in parts of the font size


class Drawing:
    """A picture with a title and a description, which grows as it is drawn."""

    def __init__(self, title: str, description: str, width: float) -> None:
        """``width`` in pixels; the height is told at the end."""
        self._root = ET.Element("svg", {"xmlns": _SVG, "role": "img"})
        self._root.set("aria-labelledby", "title desc")
        ET.SubElement(self._root, "title", {"id": "title"}).text = writable(title)
        ET.SubElement(self._root, "desc", {"id": "desc"}).text = writable(description)
        self._page = ET.SubElement(self._root, "rect", {"fill": _COLOURS["page"]})
        self._width = width

    def text(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float,
        ink: str = "ink",
        *,
        bold: bool = False,
    ) -> None:
        """Lines of text; ``y`` is the top of the first."""
        attributes = {"x": _number(x), "font-size": _number(size), "fill": _COLOURS[ink]}
        if bold:
            attributes["font-weight"] = "bold"
        for place, line in enumerate(lines):
            baseline = y + size * (0.95 + LINE * place)
            one = ET.SubElement(self._root, "text", {**attributes, "y": _number(baseline)})
            one.text = writable(line)

    def box(self, x: float, y: float, width: float, height: float, ink: str = "line") -> None:
        """A rectangle with round corners."""
        ET.SubElement(
            self._root,
            "rect",
            {
                **_place(x, y, width, height),
                "rx": "6",
                "fill": _COLOURS["box"],
                "stroke": _COLOURS[ink],
                "stroke-width": "1.2",
            },
        )

    def bar(self, x: float, y: float, width: float, height: float, ink: str = "strong") -> None:
        """A filled rectangle."""
        ET.SubElement(self._root, "rect", {**_place(x, y, width, height), "fill": _COLOURS[ink]})

    def line(self, points: Sequence[tuple[float, float]]) -> None:
        """A line through points."""
        ET.SubElement(
            self._root,
            "polyline",
            {
                "points": " ".join(f"{_number(x)},{_number(y)}" for x, y in points),
                "stroke": _COLOURS["line"],
                "fill": "none",
                "stroke-width": "1.5",
            },
        )

    def dot(self, x: float, y: float, radius: float, ink: str = "strong") -> None:
        """A filled circle."""
        place = {"cx": _number(x), "cy": _number(y), "r": _number(radius)}
        ET.SubElement(self._root, "circle", {**place, "fill": _COLOURS[ink]})

    def svg(self, height: float) -> str:
        """The whole picture as XML."""
        size = {"width": _number(self._width), "height": _number(height)}
        for name, value in size.items():
            self._root.set(name, value)
            self._page.set(name, value)
        self._root.set("viewBox", f"0 0 {size['width']} {size['height']}")
        self._root.set("font-family", _FONT)
        ET.indent(self._root)
        body = ET.tostring(self._root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line is, rather too much than too little."""
    return sum(map(_relative_width, text)) * size * (_BOLD if bold else 1.0)


def wrapped(
    text: str, width: float, size: float, *, bold: bool = False, most: int | None = None
) -> list[str]:
    """Lines no wider than ``width``, words kept whole where they fit; at most ``most`` of them."""
    lines: list[str] = []
    current = ""
    for word in writable(text).split():
        longer = f"{current} {word}" if current else word
        if text_width(longer, size, bold=bold) <= width:
            current = longer
            continue
        if current:
            lines.append(current)
        *whole, current = _pieces(word, width, size, bold=bold)
        lines += whole
    if current:
        lines.append(current)
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], width, size, bold=bold)]
    return lines


def _cut(line: str, width: float, size: float, *, bold: bool) -> str:
    while line and text_width(line + " …", size, bold=bold) > width:
        line = line[:-1]
    return line.rstrip() + " …"


def _pieces(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    """A word that is too long for a line, in pieces; cut after a dash where it can be."""
    pieces: list[str] = []
    current = ""
    for letter in word:
        if current and text_width(current + letter, size, bold=bold) > width:
            cut = max(map(current.rfind, _DASHES)) + 1 or len(current)
            pieces.append(current[:cut])
            current = current[cut:]
        current += letter
    return [*pieces, current]


def _relative_width(letter: str) -> float:
    narrow, wide, capital, other = _WIDTHS
    if letter in _NARROW:
        return narrow
    if letter in _WIDE or unicodedata.east_asian_width(letter) in "WF":
        return wide
    return capital if letter.isupper() else other


def _place(x: float, y: float, width: float, height: float) -> dict[str, str]:
    return {
        "x": _number(x),
        "y": _number(y),
        "width": _number(width),
        "height": _number(height),
    }


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
