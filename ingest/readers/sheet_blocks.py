"""Makes blocks of a sheet: its tables, each row one unit, and the text around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.sheet_grid import Area, Grid
from ingest.readers.sheet_regions import Region, regions_of
from ingest.readers.tables import header_rows, rectangle
from ingest.readers.text_lines import is_short
from plansvar.documents.types import BlockKind, RawBlock

_MOST_HEADER_ROWS = 4
_NEAR = 2  # empty rows over which a table without its own header goes on
_LONGEST_LABEL = 40  # characters; what stands alone below a table and is longer is a note
_FEWEST_ITEMS = 3  # short lines that are a list
_NUMERIC = re.compile(r"^[\d\s.,:%+\-–/()kr]+$")
_YEAR = re.compile(r"^(?:19|20)\d{2}$")
_NOTE = re.compile(r"^(?:\*|\d\)|kilder?\b|kjelder?\b|merk|note\b|source)", re.I)
_A_YEAR = "År"
# "Ansvar: Kari" and "Oppdatert 30.06.2026" say something; a title says what something is about.
_STATEMENT = re.compile(r":\s*\S|\b\d{1,2}\.\d{1,2}\.\d{4}\b")


@dataclass(slots=True)
class _Table:
    """A table that may go on below an empty row; its rows are as wide as ``columns``."""

    columns: tuple[int, ...]
    rows: list[list[str]]
    header: int


def blocks_of(
    grid: Grid, level: int, *, columns_apart: bool = True, first_row_names: bool = False
) -> list[RawBlock]:
    """Returns the blocks of a sheet in order.

    Args:
        grid: The sheet.
        level: The level of headings on it.
        columns_apart: Empty columns part tables.
        first_row_names: The format puts the names of columns first, as CSV does.

    Raises:
        ReadError: ``read.too_many_cells``.
    """
    grid.fill()
    walker = _Walker(grid, level, first_row_names=first_row_names)
    regions = regions_of(grid, columns_apart=columns_apart)
    for number, region in enumerate(regions, 1):
        walker.add(region, is_last=number == len(regions))
    return walker.blocks()


class _Walker:
    """Collects the blocks of one sheet."""

    def __init__(self, grid: Grid, level: int, *, first_row_names: bool) -> None:
        self._grid = grid
        self._level = level
        self._first_row_names = first_row_names
        self._found: list[RawBlock | _Table] = []
        self._merges: dict[int, list[Area]] = {}
        for area in grid.merges:
            self._merges.setdefault(area.top, []).append(area)

    def add(self, region: Region, *, is_last: bool) -> None:
        """Adds a region: lines of text over its table, the table, notes below it."""
        rows = region.rows
        start, end = 0, len(rows)
        if region.header_rows is None:
            start = self._lines_above(region)
            while end - start > 1 and self._is_note(rows[end - 1], region):
                end -= 1
        self._add_lines(rows[:start], region, followed=start < end or not is_last)
        if start < end:
            self._add_table(rows[start:end], region, goes_on=start == 0)
        for row in rows[end:]:
            self._found.append(RawBlock(BlockKind.PARAGRAPH, self._line(row, region)))

    def blocks(self) -> list[RawBlock]:
        """Returns all blocks."""
        blocks: list[RawBlock] = []
        for item in self._found:
            if isinstance(item, RawBlock):
                blocks.append(item)
                continue
            table = rectangle(item.rows)
            blocks.append(RawBlock(BlockKind.TABLE, rows=table, header_rows=item.header))
        return blocks

    # Text around tables

    def _lines_above(self, region: Region) -> int:
        """Returns how many rows at the top are lines of text over the table."""
        rows = region.rows
        several = (n for n, row in enumerate(rows) if not self._is_alone(row, region))
        count = next(several, len(rows))
        if count in {0, len(rows)}:
            return count
        named = (
            len(region.columns) > 2
            or any(row in self._grid.bold for row in rows[:count])
            or any(a.left < a.right for row in rows[:count] for a in self._merges.get(row, ()))
        )
        # A form whose first field is empty has a row with one cell at its top too.
        return count if named or self._header(rows[count:], region) else 0

    def _own(self, row: int, region: Region) -> dict[int, str]:
        first, last = region.columns[0], region.columns[-1]
        return {c: text for c, text in self._grid.rows[row].items() if first <= c <= last}

    def _is_alone(self, row: int, region: Region) -> bool:
        """Tells whether a row shows only one text."""
        return len(self._own(row, region)) == 1 and not self._grid.filled.get(row)

    def _is_note(self, row: int, region: Region) -> bool:
        if not self._is_alone(row, region) or region.columns[0] not in self._grid.rows[row]:
            return False
        text = self._line(row, region)
        return len(text) > _LONGEST_LABEL or _NOTE.match(text) is not None

    def _line(self, row: int, region: Region) -> str:
        return next(iter(self._own(row, region).values()))

    def _add_lines(self, rows: Sequence[int], region: Region, *, followed: bool) -> None:
        lines = [self._line(row, region) for row in rows]
        rest = lines[1:]
        is_list = len(rest) >= _FEWEST_ITEMS and all(map(is_short, rest))
        for number, (row, text) in enumerate(zip(rows, lines, strict=True)):
            leads = number == 0 and (len(rows) > 1 or followed)
            if _is_title(text) and (leads or (row in self._grid.bold and followed)):
                self._found.append(RawBlock(BlockKind.HEADING, text, self._level))
            else:
                kind = BlockKind.LIST_ITEM if is_list and number else BlockKind.PARAGRAPH
                self._found.append(RawBlock(kind, text))

    # Tables

    def _add_table(self, rows: Sequence[int], region: Region, *, goes_on: bool) -> None:
        header = region.header_rows
        if header is None:
            header = self._header(rows, region)
        texts = [self._texts(row, region.columns) for row in rows]
        last = self._found[-1] if self._found else None
        if (
            goes_on
            and not header
            and region.header_rows is None
            and region.gap <= _NEAR
            and isinstance(last, _Table)
            and last.header
            and set(region.columns) <= set(last.columns)
        ):
            last.rows += [self._texts(row, last.columns) for row in rows]
            return
        self._found.append(_Table(region.columns, texts, header))

    def _texts(self, row: int, columns: Sequence[int]) -> list[str]:
        own, filled = self._grid.rows[row], self._grid.filled.get(row, {})
        return [own.get(column) or filled.get(column, "") for column in columns]

    def _header(self, rows: Sequence[int], region: Region) -> int:
        """Returns how many of the rows name the columns."""
        if len(rows) < 2:
            return 0
        written = self._texts(rows[0], region.columns)
        first = [_year_as_word(text) for text in written]
        merges = [
            area
            for area in self._merges.get(rows[0], ())
            if region.columns[0] <= area.left <= region.columns[-1]
        ]
        names = [text for text in first if text]
        if any(map(_NUMERIC.match, names)) or set(names) == {_A_YEAR}:
            return 0
        if any(area.left < area.right for area in merges):
            # A name over several columns has their own names below it.
            bottom = max(area.bottom for area in merges)
            count = max(2, sum(row <= bottom for row in rows[:_MOST_HEADER_ROWS]))
            return min(count, len(rows) - 1)
        distinct = len(names) == len(first) == len(set(written))
        marked = (
            rows[0] in self._grid.header_rows
            or (self._first_row_names and distinct)
            or (self._is_bold(rows[0], region) and not self._is_bold(rows[1], region))
        )
        others = (self._texts(row, region.columns) for row in rows[1:])
        return header_rows((tuple(first), *map(tuple, others)), marked=marked)

    def _is_bold(self, row: int, region: Region) -> bool:
        return self._grid.bold.get(row, 0) >= len(self._own(row, region))


def _year_as_word(text: str) -> str:
    """Returns a word for a year, which names a column though it is a number."""
    return _A_YEAR if _YEAR.match(text) else text


def _is_title(text: str) -> bool:
    first = text.lstrip("«\"'([")[:1]
    return (
        is_short(text)
        and (first.isupper() or first.isdigit())
        and sum(char.isalpha() for char in text) > len(text) / 2
        and not _STATEMENT.search(text)
    )
