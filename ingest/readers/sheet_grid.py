"""A sheet as it is seen: cells in their places, without hidden rows and columns, merges known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from plansvar.errors import ReadError

MOST_ROWS = 100_000
MOST_CELLS = 1_000_000


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, its last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """Texts by row and column.

    ``merges`` are the areas that show one cell's text. ``bold`` counts the bold cells of a row.
    ``tables`` are areas that the file itself calls tables, with their number of header rows;
    ``header_rows`` are rows that it calls headers in another way, as by a filter.
    """

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    bold: dict[int, int] = field(default_factory=dict)
    tables: list[tuple[Area, int]] = field(default_factory=list)
    header_rows: set[int] = field(default_factory=set)
    filled: dict[int, dict[int, str]] = field(default_factory=dict)
    reach: dict[int, int] = field(default_factory=dict)

    def fill(self) -> None:
        """Puts the text of merged cells into ``filled``, in all rows that say something else too.

        ``reach`` says down to which row a row's merged cells go. An area in one row that nothing
        stands beside is a title over the columns, and is not repeated.

        Raises:
            ReadError: ``read.too_many_cells``.
        """
        numbers = sorted(self.rows)
        right = max((max(row) for row in self.rows.values() if row), default=0)
        count = 0
        for area in self.merges:
            row = self.rows.get(area.top)
            text = row.get(area.left) if row else None
            if row is None or text is None:
                continue
            self.reach[area.top] = max(self.reach.get(area.top, 0), area.bottom)
            if area.top == area.bottom and len(row) == 1:
                continue
            first, last = bisect_left(numbers, area.top), bisect_right(numbers, area.bottom)
            for number in numbers[first:last]:
                places = self.filled.setdefault(number, {})
                for column in range(area.left, min(area.right, right) + 1):
                    count += 1
                    if count > MOST_CELLS:
                        raise too_many_cells()
                    if column not in self.rows[number]:
                        places[column] = text


def too_many_rows() -> ReadError:
    """Returns the error for more rows than are read."""
    return ReadError("read.too_many_rows", limit=MOST_ROWS)


def too_many_cells() -> ReadError:
    """Returns the error for more cells than are read."""
    return ReadError("read.too_many_cells", limit=MOST_CELLS)


def seen(
    cells: Mapping[int, Mapping[int, str]],
    bold: Iterable[tuple[int, int]],
    merges: Iterable[Area],
    hidden_rows: Iterable[int],
    hidden_columns: Iterable[int],
) -> tuple[Grid, Numbers, Numbers]:
    """Returns the grid of what is not hidden, its rows and columns numbered anew without gaps.

    Also returns how the sheet's own numbers of rows and of columns are mapped to the new ones.
    """
    rows, columns = Numbers(hidden_rows), Numbers(hidden_columns)
    grid = Grid()
    moved: dict[tuple[int, int], str] = {}
    for area in merges:
        there = shown_area(area, rows, columns)
        text = cells.get(area.top, {}).get(area.left)
        if there is None or text is None:
            continue
        grid.merges.append(there)
        moved[there.top, there.left] = text
    for number, row in cells.items():
        if rows.is_hidden(number):
            continue
        kept = {columns.new(c): text for c, text in row.items() if not columns.is_hidden(c)}
        if kept:
            grid.rows[rows.new(number)] = kept
    for (number, column), text in moved.items():
        grid.rows.setdefault(number, {}).setdefault(column, text)
    for number, column in bold:
        if not rows.is_hidden(number) and not columns.is_hidden(column):
            new = rows.new(number)
            grid.bold[new] = grid.bold.get(new, 0) + 1
    return grid, rows, columns


class Numbers:
    """Maps the numbers of a sheet's rows or columns to those of the shown ones."""

    def __init__(self, hidden: Iterable[int]) -> None:
        self._set = frozenset(hidden)
        self._sorted = sorted(self._set)

    def is_hidden(self, number: int) -> bool:
        """Tells whether a row or column is hidden."""
        return number in self._set

    def new(self, number: int) -> int:
        """Returns a number less the hidden ones before it."""
        return number - bisect_left(self._sorted, number)

    def range(self, first: int, last: int) -> tuple[int, int] | None:
        """Returns the new numbers of a stretch; ``None`` if all of it is hidden."""
        start, end = self.new(first), self.new(last + 1) - 1
        return (start, end) if start <= end else None


def shown_area(area: Area, rows: Numbers, columns: Numbers) -> Area | None:
    """Returns an area in the new numbers; ``None`` if all of it is hidden."""
    down, across = rows.range(area.top, area.bottom), columns.range(area.left, area.right)
    if down is None or across is None:
        return None
    return Area(down[0], across[0], down[1], across[1])
