"""Tables of a PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, TableStyle
from reportlab.platypus import Table as PdfTable

from examples.builder.blocks import Note, Table
from examples.builder.pdf_style import colour, markup
from examples.builder.table import column_widths, word_widths
from examples.builder.theme import Theme

LONG = 12  # a table with more rows may be split over two pages
PADDING = 5


def pdf_table(
    table: Table,
    space: float,
    theme: Theme,
    styles: Mapping[str, ParagraphStyle],
    notes: Mapping[str, Note],
) -> Flowable:
    """Lay out a table in the space (in points) of one text column."""
    light = table.look == "striped" and not theme.plain
    head = styles["lightHead" if light else "head"]
    cells = [
        [
            Paragraph(markup(cell, notes), head if index < table.head_rows else styles["cell"])
            for cell in row
        ]
        for index, row in enumerate(table.rows)
    ]
    flowable = PdfTable(
        cells,
        colWidths=column_widths(
            table, space, word_widths(table, theme.bold, styles["cell"].fontSize, PADDING)
        ),
        repeatRows=table.head_rows if table.repeat else 0,
        spaceBefore=6,
        spaceAfter=12,
    )
    flowable.setStyle(TableStyle(commands(table, theme)))
    return flowable


def commands(table: Table, theme: Theme) -> Sequence[tuple[Any, ...]]:
    """List reportlab's commands for merged cells, lines and colours."""
    ink, pale, grey = colour(theme.ink), colour(theme.pale), colour(theme.grey)
    first, last, below = (0, 0), (-1, -1), (0, table.head_rows)
    result: list[tuple[Any, ...]] = [
        ("VALIGN", first, last, "TOP"),
        ("LEFTPADDING", first, last, PADDING),
        ("RIGHTPADDING", first, last, PADDING),
        *(("SPAN", (s.column, s.row), (s.right, s.bottom)) for s in table.spans),
    ]
    heads = ((0, 0), (-1, table.head_rows - 1)) if table.head_rows else None
    if table.look == "ruled":
        result.append(("GRID", first, last, 0.5, grey))
        if heads and not theme.plain:
            result.append(("BACKGROUND", *heads, pale))
    elif table.look == "striped":
        result.append(("LINEBELOW", first, last, 0.3, grey))
        if len(table.rows) > table.head_rows:
            result.append(("ROWBACKGROUNDS", below, last, [None, pale]))
        if heads:
            look = ("LINEABOVE", *heads, 0.8, ink) if theme.plain else ("BACKGROUND", *heads, ink)
            result.append(look)
    return result
