"""Reads a Word table into a rectangle of cells, merged cells filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from ingest.readers.docx_headings import Candidate
from ingest.readers.docx_styles import W, is_on, number, value
from ingest.readers.limits import check_cells, check_span
from ingest.readers.office_cells import cell_text
from ingest.readers.tables import header_rows, rectangle
from plansvar.documents.types import BlockKind, RawBlock

_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
)

Content = Callable[[etree._Element], Sequence[Candidate]]


@dataclass(slots=True)
class _Cell:
    text: str
    bold: bool
    column: int


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """Yields a row's cells, also those in content controls."""
    return _inside(row, f"{W}tc")


def read_table(element: etree._Element, content: Content) -> RawBlock | None:
    """Reads a ``w:tbl``; ``None`` when it has one column, and so is a frame around text.

    Args:
        element: The table.
        content: Reads a cell's content. It is called for every cell in order.

    Raises:
        ReadError: ``read.too_many_cells``, or ``read.malformed`` for an impossible span.
    """
    rows: list[list[_Cell]] = []
    above: dict[int, str] = {}
    repeated = False
    count = 0
    for row in _inside(element, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        before = 0
        if properties is not None:
            if properties.find(f"{W}del") is not None or is_on(properties.find(f"{W}hidden")):
                continue
            before = number(properties.find(f"{W}gridBefore"), 0)
            repeated = repeated or (not rows and is_on(properties.find(f"{W}tblHeader")))
        column = check_span(before) if before > 0 else 0
        cells: list[_Cell] = []
        for cell in cells_of(row):
            span, merge = _span(cell)
            held = content(cell)
            text, bold = cell_text(held), all(c.bold for c in held if c.block.text)
            if merge == "continue" and not text:
                text = above.get(column, "")
            above[column] = text
            cells.append(_Cell(text, bold and bool(held), column))
            column += span
            count += 1
        rows.append(cells)
        check_cells(count)
    grid = _grid(rows)
    if not grid or len(grid[0]) < 2:
        return None
    filled = [row for row in rows if any(cell.text for cell in row)]
    head, others = filled[0], filled[1:]
    marked = repeated or (_all_bold(head) and not all(map(_all_bold, others)))
    form = all(row[0].bold for row in filled if row and row[0].text) and not marked
    count_header = header_rows(grid, marked=marked, first_column_marked=form)
    return RawBlock(BlockKind.TABLE, rows=grid, header_rows=count_header)


def _inside(holder: etree._Element, tag: str) -> Iterator[etree._Element]:
    for element in holder:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _inside(element, tag)


def _span(cell: etree._Element) -> tuple[int, str]:
    """Returns over how many columns a cell goes, and "continue" for one merged with that above."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return 1, ""
    span = check_span(number(properties.find(f"{W}gridSpan"), 1))
    merge = properties.find(f"{W}vMerge")
    return span, "" if merge is None else value(merge) or "continue"


def _grid(rows: Sequence[Sequence[_Cell]]) -> tuple[tuple[str, ...], ...]:
    """Returns the cells in their columns. Only columns in which a cell begins are made."""
    columns = sorted({cell.column for row in rows for cell in row})
    place = {column: index for index, column in enumerate(columns)}
    grid: list[list[str]] = []
    for row in rows:
        texts = [""] * len(columns)
        for cell in row:
            texts[place[cell.column]] = cell.text
        grid.append(texts)
    return rectangle(grid)


def _all_bold(row: Sequence[_Cell]) -> bool:
    return all(cell.bold for cell in row if cell.text) and any(cell.text for cell in row)
