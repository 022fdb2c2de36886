"""Puts the rows of an RTF table together; RTF knows rows, and cells' right edges, but no tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.readers.docx_headings import Candidate
from ingest.readers.tables import header_rows, rectangle
from plansvar.documents.types import BlockKind, RawBlock

ROW_WORDS = frozenset(("trowd", "trhdr", "clvmrg", "cellx"))
_MOST_COLUMNS = 1_000
_SAME = 60  # twentieths of a point; edges nearer to each other than this are one


@dataclass(slots=True)
class _Definition:
    """A cell as its row's beginning describes it."""

    edge: int
    goes_on_down: bool


@dataclass(slots=True)
class _Row:
    cells: list[list[Candidate]]
    definitions: list[_Definition]
    is_header: bool


@dataclass(slots=True)
class TableReader:
    """Collects cells and rows until the table ends."""

    rows: list[_Row] = field(default_factory=list)
    _cells: list[list[Candidate]] = field(default_factory=list)
    _definitions: list[_Definition] = field(default_factory=list)
    _is_header: bool = False
    _down: bool = False

    def word(self, word: str, number: int | None) -> None:
        """Takes a control word that describes a row."""
        if word == "trowd":
            self._definitions = []
            self._is_header = False
        elif word == "trhdr":
            self._is_header = True
        elif word == "clvmrg":
            self._down = True
        elif word == "cellx" and len(self._definitions) < _MOST_COLUMNS:
            self._definitions.append(_Definition(number or 0, self._down))
            self._down = False

    def cell(self, content: list[Candidate]) -> None:
        """Ends a cell."""
        self._cells.append(content)

    def row(self) -> None:
        """Ends a row. Words about it may stand before its cells, after them, or both."""
        if self._cells:
            self.rows.append(_Row(self._cells, self._definitions, self._is_header))
        self._cells = []

    def finish(self, longest_cell: int) -> list[Candidate]:
        """Ends the table and returns it, or what its cells hold when it only places text."""
        self.row()
        rows, self.rows = self.rows, []
        held = [cell for row in rows for cell in row.cells]
        grid = rectangle(_grid(rows))
        longest = max((sum(len(c.block.text) for c in cell) for cell in held), default=0)
        if not grid or len(grid[0]) < 2 or longest > longest_cell:
            return [candidate for cell in held for candidate in cell]
        filled = [row for row in rows if any(map(_text, row.cells))]
        named = next((n for n, row in enumerate(filled) if not row.is_header), len(filled))
        bold = _all_bold(filled[0]) and not all(map(_all_bold, filled[1:]))
        form = not bold and all(_is_bold(row.cells[0]) for row in filled if _text(row.cells[0]))
        if not 0 < named < len(grid):
            named = header_rows(grid, marked=bold, first_column_marked=form)
        return [Candidate(RawBlock(BlockKind.TABLE, rows=grid, header_rows=named))]


def _grid(rows: Sequence[_Row]) -> list[list[str]]:
    """Returns the cells in their columns: by their edges where these are told."""
    told = all(len(row.definitions) >= len(row.cells) for row in rows)
    even = len({len(row.cells) for row in rows}) == 1
    if even or not told:
        return _placed(rows, None)
    columns: dict[int, int] = {}
    last, count = None, -1
    for edge in sorted({d.edge for row in rows for d in row.definitions[: len(row.cells)]}):
        is_new = last is None or edge - last >= _SAME
        count += int(is_new)
        columns[edge] = count
        last = edge
    return _placed(rows, columns)


def _placed(rows: Sequence[_Row], columns: dict[int, int] | None) -> list[list[str]]:
    grid: list[list[str]] = []
    above: dict[int, str] = {}
    for row in rows:
        texts: dict[int, str] = {}
        start = 0
        for index, cell in enumerate(row.cells):
            told = row.definitions[index] if index < len(row.definitions) else None
            column = index if columns is None else start
            if columns is not None and told is not None:
                start = columns[told.edge] + 1
            text = _text(cell)
            if told is not None and told.goes_on_down and not text:
                text = above.get(column, "")
            above[column] = text
            texts[column] = text
        width = max(texts, default=-1) + 1
        grid.append([texts.get(column, "") for column in range(width)])
    return grid


def _text(cell: Sequence[Candidate]) -> str:
    return " ".join(f"{c.block.label} {c.block.text}".strip() for c in cell if c.block.text)


def _is_bold(cell: Sequence[Candidate]) -> bool:
    return bool(cell) and all(candidate.bold for candidate in cell)


def _all_bold(row: _Row) -> bool:
    filled = [cell for cell in row.cells if _text(cell)]
    return bool(filled) and all(map(_is_bold, filled))
