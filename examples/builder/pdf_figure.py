"""Figures of a PDF, with their labels as text."""

from __future__ import annotations

import re
from typing import Literal

from reportlab.graphics.shapes import Drawing, Line, Polygon, Rect, String
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

from examples.builder.blocks import Figure
from examples.builder.pdf_style import colour
from examples.builder.theme import Theme

Anchor = Literal["start", "middle", "end"]

SIZE = 8.5
LEADING = 10.5


def pdf_figure(figure: Figure, space: float, theme: Theme) -> Drawing:
    """Draw a figure as wide as the space (in points)."""
    return bars(figure, space, theme) if figure.kind == "bars" else boxes(figure, space, theme)


def amount(text: str) -> float:
    """Read the number of a bar, as typed in Norwegian."""
    match = re.search(r"([-–\u2212]?)(\d[\d\s]*(?:,\d+)?)", text)
    if not match:
        return 0.0
    value = float(re.sub(r"\s", "", match[2]).replace(",", "."))
    return -value if match[1] else value


def bars(figure: Figure, space: float, theme: Theme) -> Drawing:
    """Draw a bar chart: name, bar and value on each line."""
    step = 18
    drawing = Drawing(space, step * len(figure.items) + 8)
    names = max(stringWidth(name, theme.face, SIZE) for name, _ in figure.items) + 8
    values = max(stringWidth(value, theme.face, SIZE) for _, value in figure.items) + 8
    amounts = [amount(value) for _, value in figure.items]
    smallest = min(0, *amounts)
    unit = (space - names - values) / ((max(0, *amounts) - smallest) or 1)
    axis = names - smallest * unit
    for index, ((name, value), size) in enumerate(zip(figure.items, amounts, strict=True)):
        bottom = drawing.height - step * (index + 1)
        left, right = axis + min(size, 0) * unit, axis + max(size, 0) * unit
        ink = colour(theme.ink)
        bar = Rect(left, bottom, right - left, step - 6, fillColor=ink, strokeColor=ink)
        drawing.add(bar)
        drawing.add(text(names - 4, bottom + 3, name, theme, "end"))
        drawing.add(text(right + 4, bottom + 3, value, theme, "start"))
    grey = colour(theme.grey)
    drawing.add(Line(axis, 0, axis, drawing.height, strokeColor=grey, strokeWidth=0.6))
    return drawing


def boxes(figure: Figure, space: float, theme: Theme) -> Drawing:
    """Draw a row of boxes with arrows between."""
    gap, count = 18.0, len(figure.items)
    width = (space - gap * (count - 1)) / count
    texts = [simpleSplit(name, theme.bold, SIZE, width - 8) for name, _ in figure.items]
    height = max(len(lines) for lines in texts) * LEADING + 14
    drawing = Drawing(space, height)
    ink = colour(theme.ink)
    for index, lines in enumerate(texts):
        left = index * (width + gap)
        drawing.add(
            Rect(left, 0, width, height, 3, 3, fillColor=colour(theme.pale), strokeColor=ink)
        )
        top = (height + len(lines) * LEADING) / 2
        for number, line in enumerate(lines, 1):
            at = top - number * LEADING + 2.5
            drawing.add(text(left + width / 2, at, line, theme, "middle", theme.bold))
        if index:
            tip, middle = left - 2, height / 2
            points = [tip, middle, tip - 6, middle + 4, tip - 6, middle - 4]
            drawing.add(Line(left - gap + 2, middle, tip - 6, middle, strokeColor=ink))
            drawing.add(Polygon(points, fillColor=ink, strokeColor=ink))
    return drawing


def text(x: float, y: float, words: str, theme: Theme, anchor: Anchor, font: str = "") -> String:
    """Make a line of text."""
    return String(x, y, words, fontName=font or theme.face, fontSize=SIZE, textAnchor=anchor)
