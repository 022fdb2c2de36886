"""The paragraph styles of a PDF, and its inline markup."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from examples.builder.blocks import Note
from examples.builder.inline import runs
from examples.builder.theme import Theme

# The same bytes on every machine: reportlab would mix this time into the id of the file.
os.environ.pop("SOURCE_DATE_EPOCH", None)
rl_config.useA85 = 0  # streams as bytes, not as text a fourth longer


def colour(code: str) -> Any:
    """Make a colour of RRGGBB; not typed, since reportlab's shapes and styles disagree."""
    return HexColor(f"#{code}")


def pdf_styles(theme: Theme) -> dict[str, ParagraphStyle]:
    """Make the paragraph styles of a theme, by name."""
    ink, grey = colour(theme.ink), colour(theme.grey)

    def style(name: str, size: float, bold: bool = False, **values: Any) -> ParagraphStyle:
        font = theme.bold if bold else theme.face
        values = {"leading": size * 1.38, "bulletFontName": theme.face, **values}
        return ParagraphStyle(name, fontName=font, fontSize=size, **values)

    heading: dict[str, Any] = {"keepWithNext": 1, "textColor": ink}
    box: dict[str, Any] = {"borderColor": ink, "borderWidth": 0.7} if theme.plain else {}
    styles = [
        style("title", 28, True, textColor=ink, spaceAfter=10),
        style("subtitle", 16, textColor=grey, spaceAfter=90 * mm),
        style("docTitle", 18, True, textColor=ink, spaceAfter=4),
        style("docSubtitle", 12, textColor=grey, spaceAfter=10),
        style("heading1", 16, True, spaceBefore=16, spaceAfter=6, **heading),
        style("heading2", 12, True, spaceBefore=10, spaceAfter=3, **heading),
        style("heading3", 10.5, True, spaceBefore=8, spaceAfter=2, **heading),
        style("paragraph", 10, spaceBefore=3, spaceAfter=6),
        style("right", 10, spaceBefore=3, spaceAfter=3, alignment=TA_RIGHT),
        style("small", 8, spaceBefore=2, spaceAfter=3),
        style("smallRight", 8, spaceBefore=2, spaceAfter=3, alignment=TA_RIGHT),
        style("item1", 10, leftIndent=16, bulletIndent=3, spaceAfter=2),
        style("item2", 10, leftIndent=32, bulletIndent=19, spaceAfter=2),
        style("item3", 10, leftIndent=48, bulletIndent=35, spaceAfter=2),
        style(
            "box", 10.5, backColor=None if theme.plain else colour(theme.pale), borderPadding=7,
            leftIndent=8, rightIndent=8, spaceBefore=12, spaceAfter=14, **box,
        ),
        style("note", 7.5, leftIndent=9, bulletIndent=0, bulletFontSize=6, spaceAfter=1),
        style("cell", 9),
        style("head", 9, True),
        style("lightHead", 9, True, textColor=colour("FFFFFF")),
        style("caption", 9.5, True, spaceBefore=10, spaceAfter=4, keepWithNext=1),
        style("contents", 16, True, textColor=ink, spaceAfter=8),
        style("toc1", 10.5, True, spaceBefore=5),
        style("toc2", 10, leftIndent=14),
    ]  # fmt: skip
    return {style.name: style for style in styles}


def markup(text: str, notes: Mapping[str, Note]) -> str:
    """Turn a text into reportlab's markup."""
    parts = []
    for run in runs(text):
        part = escape(run.text).replace("\n", "<br/>")
        if run.mark:
            part = f'<super size="6">{notes[run.mark].number}</super>'
        if run.italic:
            part = f"<i>{part}</i>"
        if run.bold:
            part = f"<b>{part}</b>"
        parts.append(part)
    return "".join(parts)
