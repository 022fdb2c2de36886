"""Reads an OpenDocument table into a rectangle of cells, merged cells filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from ingest.readers.docx_headings import Candidate
from ingest.readers.limits import check_cells
from ingest.readers.odt_styles import TABLE, number
from ingest.readers.office_cells import cell_text
from ingest.readers.tables import header_rows, rectangle
from plansvar.documents.types import BlockKind, RawBlock
from plansvar.errors import ReadError

_WIDEST_SPAN = 1_000
# Cells that are repeated, in tables in cells that are repeated, would grow without end.
_MOST_CHARACTERS = 20_000_000
_GROUPS = frozenset(
    f"{TABLE}{name}" for name in ("table-rows", "table-row-group", "table-header-rows")
)

Content = Callable[[etree._Element], Sequence[Candidate]]


@dataclass(slots=True)
class _Cell:
    text: str
    bold: bool


def read_table(element: etree._Element, content: Content) -> RawBlock | None:
    """Reads a ``table:table``; ``None`` when it has one column, and so is a frame around text.

    Args:
        element: The table.
        content: Reads a cell's content. It is called once for every cell in order.

    Raises:
        ReadError: ``read.too_many_cells``, or ``read.malformed`` for text repeated without end.
    """
    rows: list[list[_Cell]] = []
    marked = 0
    below: dict[int, tuple[int, _Cell]] = {}  # column -> rows still to fill, the merged cell
    count = characters = 0
    for row, is_header in _rows(element, in_header=False):
        if row.get(f"{TABLE}visibility", "visible") != "visible":
            continue
        cells = _cells(row, content, below)
        times = min(number(row.get(f"{TABLE}number-rows-repeated"), 1), _WIDEST_SPAN)
        if not any(cell.text for cell in cells):
            continue
        for _ in range(max(times, 1)):
            rows.append(cells)
            marked += int(is_header and len(rows) == marked + 1)
            count += len(cells)
            characters += sum(len(cell.text) for cell in cells)
        check_cells(count)
        if characters > _MOST_CHARACTERS:
            raise ReadError("read.malformed")
    grid = rectangle([[cell.text for cell in row] for row in rows])
    if not grid or len(grid[0]) < 2:
        return None
    bold = _all_bold(rows[0]) and not all(map(_all_bold, rows[1:]))
    form = all(row[0].bold for row in rows if row and row[0].text) and not bold
    named = marked if 0 < marked < len(grid) else 0
    header = named or header_rows(grid, marked=bold, first_column_marked=form)
    return RawBlock(BlockKind.TABLE, rows=grid, header_rows=header)


def _rows(holder: etree._Element, *, in_header: bool) -> Iterator[tuple[etree._Element, bool]]:
    """Yields rows, each with whether it stands among those that are repeated on every page."""
    for element in holder:
        if element.tag == f"{TABLE}table-row":
            yield element, in_header
        elif element.tag in _GROUPS and element.get(f"{TABLE}display", "true") != "false":
            header = in_header or element.tag == f"{TABLE}table-header-rows"
            yield from _rows(element, in_header=header)


def _cells(
    row: etree._Element, content: Content, below: dict[int, tuple[int, _Cell]]
) -> list[_Cell]:
    """Returns a row's cells in their columns; one that goes on from above is filled in."""
    cells: list[_Cell] = []
    for element in row:
        covered = element.tag == f"{TABLE}covered-table-cell"
        if not covered and element.tag != f"{TABLE}table-cell":
            continue
        times = max(1, min(number(element.get(f"{TABLE}number-columns-repeated"), 1), _WIDEST_SPAN))
        if covered:
            for _ in range(times):
                left, above = below.pop(len(cells), (0, _Cell("", bold=False)))
                if left > 1:
                    below[len(cells)] = (left - 1, above)
                cells.append(above)
            continue
        held = content(element)
        cell = _Cell(cell_text(held), bool(held) and all(c.bold for c in held if c.block.text))
        tall = min(number(element.get(f"{TABLE}number-rows-spanned"), 1), _WIDEST_SPAN)
        if not cell.text and times > 1 and element.getnext() is None:
            times = 1  # the empty rest of a row
        for _ in range(times):
            below.pop(len(cells), None)
            if tall > 1:
                below[len(cells)] = (tall - 1, cell)
            cells.append(cell)
    return cells


def _all_bold(row: Sequence[_Cell]) -> bool:
    return all(cell.bold for cell in row if cell.text) and any(cell.text for cell in row)
