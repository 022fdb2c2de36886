"""Reads one sheet of a workbook into a grid, element by element, within limits."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from lxml import etree

from ingest.readers.clean import clean
from ingest.readers.office_zip import Package
from ingest.readers.sheet_grid import (
    MOST_CELLS,
    MOST_ROWS,
    Area,
    Grid,
    seen,
    shown_area,
    too_many_cells,
    too_many_rows,
)
from ingest.readers.unseen import letters
from ingest.readers.xlsx_formats import show_iso_date, show_number, show_text
from ingest.readers.xlsx_styles import CellStyle, S, integer

_TAGS = [f"{S}{name}" for name in ("c", "row", "col", "mergeCell", "autoFilter")]
_PLACE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
# Cells that are only coloured: they cost time, and no honest sheet has so many.
_MOST_VISITED = 2 * MOST_CELLS
_NO_STYLE = CellStyle()
_BOOLEANS = {"1": "SANN", "0": "USANN"}  # as Excel shows them in Norwegian


class SheetReader:
    """Reads the sheets of one workbook; the limits count for all of them together."""

    def __init__(
        self,
        package: Package,
        strings: Sequence[str],
        styles: Sequence[CellStyle],
        *,
        since_1904: bool,
    ) -> None:
        self._package = package
        self._strings = strings
        self._styles = styles
        self._since_1904 = since_1904
        self.hidden = 0  # letters and digits that nobody sees, in cells that are shown
        self._rows_read = self._cells_read = self._visited = 0

    def read(self, part: str, tables: Iterable[tuple[Area, int]]) -> Grid:
        """Returns a sheet's grid: what is shown of it.

        Args:
            part: The sheet's part of the file.
            tables: Areas formatted as tables, with their number of header rows.

        Raises:
            ReadError: ``read.too_many_rows``, ``read.too_many_cells`` or ``read.malformed``.
        """
        tables = list(tables)
        sheet = _Sheet()
        for element in self._package.elements(part, _TAGS):
            tag = element.tag[len(S) :]
            if tag == "c":
                self._cell(element, sheet, [area for area, _ in tables])
            elif tag == "row":
                self._row(element, sheet)
            elif tag == "col":
                if is_true(element.get("hidden")) or element.get("width") == "0":
                    first = integer(element.get("min"), 1)
                    last = min(integer(element.get("max"), first), _LAST_COLUMN)
                    sheet.hidden_columns.update(range(max(first, 1), last + 1))
            elif (area := read_area(element.get("ref", ""))) is not None:
                if tag == "mergeCell":
                    sheet.merges.append(area)
                else:
                    sheet.filters.append(area)
                if len(sheet.merges) > MOST_ROWS:
                    raise too_many_cells()
        grid, rows, columns = seen(
            sheet.cells, sheet.bold, sheet.merges, sheet.hidden_rows, sheet.hidden_columns
        )
        self.hidden += sum(
            count
            for (row, column), count in sheet.unseen
            if not rows.is_hidden(row) and not columns.is_hidden(column)
        )
        for area, header in tables:
            if (there := shown_area(area, rows, columns)) is not None:
                # A header row may be among the hidden ones.
                top = rows.range(area.top, area.top + header - 1) if header else None
                grid.tables.append((there, top[1] - top[0] + 1 if top else 0))
        grid.header_rows.update(rows.new(a.top) for a in sheet.filters if not rows.is_hidden(a.top))
        return grid

    def _row(self, element: etree._Element, sheet: _Sheet) -> None:
        number = integer(element.get("r"), sheet.row)
        if is_true(element.get("hidden")) or element.get("ht") == "0":
            sheet.hidden_rows.add(number)
        sheet.row = number + 1
        sheet.column = 1
        if number in sheet.cells:
            self._rows_read += 1
            if self._rows_read > MOST_ROWS:
                raise too_many_rows()

    def _cell(self, element: etree._Element, sheet: _Sheet, tables: Sequence[Area]) -> None:
        self._visited += 1
        if self._visited > _MOST_VISITED:
            raise too_many_cells()
        if not len(element):
            sheet.column += 1
            return
        place = read_place(element.get("r", ""))
        if place is None:
            parent = element.getparent()
            row = integer(parent.get("r"), sheet.row) if parent is not None else sheet.row
            place = (row, sheet.column)
        sheet.column = place[1] + 1
        index = integer(element.get("s"), 0)
        style = self._styles[index] if 0 <= index < len(self._styles) else _NO_STYLE
        if not (text := self._text(element, style)):
            return
        # In a table, the table's own style may lie behind white letters.
        if style.unseen and not any(_holds(area, place) for area in tables):
            sheet.unseen.append((place, letters(text)))
            return
        self._cells_read += 1
        if self._cells_read > MOST_CELLS or not place[0] <= _LAST_ROW:
            raise too_many_cells()
        sheet.cells.setdefault(place[0], {})[place[1]] = text
        if style.bold:
            sheet.bold.append(place)

    def _text(self, element: etree._Element, style: CellStyle) -> str:
        """Returns what a cell shows; errors such as #REF! say nothing about anything."""
        kind = element.get("t", "n")
        if kind == "inlineStr":
            inline = element.find(f"{S}is")
            return show_text(text_of(inline), style.format) if inline is not None else ""
        held = element.find(f"{S}v")
        value = held.text if held is not None else None
        if not value or kind == "e":
            return ""
        if kind == "s":
            index = integer(value.strip(), -1)
            known = 0 <= index < len(self._strings)
            return show_text(self._strings[index], style.format) if known else ""
        if kind == "b":
            return _BOOLEANS.get(value.strip(), "")
        if kind == "d":
            return show_iso_date(clean(value))
        if kind == "str":
            return show_text(clean(value), style.format)
        try:
            return show_number(float(value), style.format, since_1904=self._since_1904)
        except ValueError:
            return clean(value)


class _Sheet:
    """What has been read of a sheet, hidden or not; ``row`` and ``column`` are the next ones.

    ``unseen`` are the cells with white letters on white, each with how many they are.
    """

    def __init__(self) -> None:
        self.cells: dict[int, dict[int, str]] = {}
        self.bold: list[tuple[int, int]] = []
        self.unseen: list[tuple[tuple[int, int], int]] = []
        self.merges: list[Area] = []
        self.filters: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.row = self.column = 1


def text_of(item: etree._Element) -> str:
    """Returns the text of a ``si`` or ``is`` element, without readings of Asian characters."""
    parts: list[str] = []
    for child in item:
        if child.tag == f"{S}t":
            parts.append(child.text or "")
        elif child.tag == f"{S}r":
            parts.extend(run.text or "" for run in child.iterchildren(f"{S}t"))
    return clean("".join(parts))


def is_true(text: str | None) -> bool:
    """Tells whether an attribute says yes."""
    return text in {"1", "true"}


def read_place(text: str) -> tuple[int, int] | None:
    """Returns row and column of a cell's name such as "B12"; ``None`` for what is none."""
    match = _PLACE.match(text)
    if not match:
        return None
    row, column = int(match[2]), _column(match[1])
    return (row, column) if 1 <= row <= _LAST_ROW and column <= _LAST_COLUMN else None


@functools.cache
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def read_area(text: str) -> Area | None:
    """Returns the area of a name such as "A1:C3"; ``None`` for what is none."""
    first, _, last = text.partition(":")
    start, end = read_place(first), read_place(last or first)
    if start is None or end is None:
        return None
    rows, columns = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return Area(rows[0], columns[0], rows[1], columns[1])


def _holds(area: Area, place: tuple[int, int]) -> bool:
    return area.top <= place[0] <= area.bottom and area.left <= place[1] <= area.right
