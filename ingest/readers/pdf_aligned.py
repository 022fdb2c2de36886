"""Finds tables on a PDF page that have no lines: rows whose cells stand below each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers.clean import join_lines
from ingest.readers.pdf_rows import has_leaders, row_text
from ingest.readers.pdf_types import Page, Span, Table
from ingest.readers.tables import header_rows, rectangle

_WIDE_GAP = 1.2  # of the font size between two cells
_FEWEST_ROWS = 3
_SAME_EDGE = 3.0  # points
_MARKER = re.compile(r"^\W$|^o$|^\(?\w{1,3}[.)]$|^\d+(\.\d+)*\.?$")
_TALLEST_STEP = 3.2  # of the font size from one row to the next

Cell = list[Span]


@dataclass(slots=True)
class _Run:
    """Rows that may be a table: the extent of each column, and each row's cells by column."""

    columns: list[tuple[float, float]]
    rows: list[dict[int, list[Cell]]] = field(default_factory=list)
    used: int = 0
    bottom: float = 0.0


def aligned_tables(page: Page, parts: Sequence[list[Span] | Table]) -> list[list[Span] | Table]:
    """Returns the rows and tables of a column with aligned rows replaced by tables."""
    result: list[list[Span] | Table] = []
    index = 0
    while index < len(parts):
        run = _run(parts, index)
        table = _table(page, run) if run is not None else None
        if run is not None and table is not None:
            result.append(table)
            index += run.used
        else:
            result.append(parts[index])
            index += 1
    return result


def _cells(row: Sequence[Span]) -> list[Cell]:
    """Returns a row's spans grouped into cells."""
    cells: list[Cell] = []
    for span in row:
        if cells and span.left - cells[-1][-1].right < _WIDE_GAP * span.size:
            cells[-1].append(span)
        else:
            cells.append([span])
    return cells


def _extent(cell: Cell) -> tuple[float, float]:
    return cell[0].left, max(span.right for span in cell)


def _run(parts: Sequence[list[Span] | Table], start: int) -> _Run | None:
    """Returns the longest run of rows from ``start`` on that agree on their columns."""
    first = parts[start]
    if isinstance(first, Table):
        return None
    cells = _cells(first)
    if len(cells) < 2 or _MARKER.match(row_text(cells[0])) or has_leaders(first):
        return None
    run = _Run([_extent(cell) for cell in cells])
    run.rows.append({column: [cell] for column, cell in enumerate(cells)})
    run.used, run.bottom = 1, max(span.bottom for span in first)
    pending: list[dict[int, list[Cell]]] = []
    for offset, part in enumerate(parts[start + 1 :], start=2):
        if isinstance(part, Table) or has_leaders(part):
            break
        bottom, size = max(s.bottom for s in part), max(s.size for s in part)
        placed = _place(run, _cells(part))
        if placed is None or bottom - run.bottom > _TALLEST_STEP * size:
            break
        run.bottom = bottom
        if len(placed) == 1 and 0 in placed:
            pending.append(placed)  # a row of its own only if full rows follow
            continue
        run.rows.extend(pending)
        pending.clear()
        if len(placed) == 1 and run.rows:
            column, held = next(iter(placed.items()))
            run.rows[-1].setdefault(column, []).extend(held)
        else:
            run.rows.append(placed)
        run.used = offset
    return run


def _place(run: _Run, cells: list[Cell]) -> dict[int, list[Cell]] | None:
    """Returns the cells by column, widening the run's columns; ``None`` if they don't fit."""
    placed: dict[int, list[Cell]] = {}
    columns = list(run.columns)
    for cell in cells:
        left, right = _extent(cell)
        met = [n for n, (start, end) in enumerate(columns) if left < end and right > start]
        if len(met) != 1 or met[0] in placed:
            return None
        start, end = columns[met[0]]
        columns[met[0]] = (min(start, left), max(end, right))
        placed[met[0]] = [cell]
    for (_, end), (start, _) in pairwise(columns):
        if start - end < 2:
            return None
    run.columns = columns
    return placed


def _table(page: Page, run: _Run) -> Table | None:
    """Returns the table that a run is, if enough of it is aligned."""
    full = [row for row in run.rows if len(row) >= 2]
    if len(full) < _FEWEST_ROWS or len(full) < 0.6 * len(run.rows):
        return None
    for column in range(1, len(run.columns)):
        cells = [row[column] for row in run.rows if column in row]
        if len(cells) > 1 and not _is_aligned(cells):
            return None
    texts = [[_text(row.get(column, [])) for column in range(len(run.columns))] for row in run.rows]
    if not any(char.isalpha() for row in texts for cell in row for char in cell):
        return None
    rows = rectangle(texts)
    if len(rows[0]) < 2 or any(_MARKER.match(row[0]) for row in rows if len(rows[0]) == 2):
        return None
    if len(rows[0]) == 2 and all(row[1].isdecimal() and len(row[1]) < 4 for row in rows):
        return None  # a table of contents
    spans = [span for row in run.rows for cells in row.values() for cell in cells for span in cell]
    head = [span for cells in run.rows[0].values() for cell in cells for span in cell]
    below = spans[len(head) :]
    marked = all(s.bold for s in head) and sum(s.bold for s in below) < 0.5 * len(below)
    return Table(
        page=page,
        rows=rows,
        # Two columns without lines are mostly a form: "Til", "Fra", "Dato" and what they are.
        header_rows=header_rows(rows, marked=marked, first_column_marked=len(rows[0]) == 2),
        left=min(span.left for span in spans),
        top=min(span.top for span in spans),
        right=max(span.right for span in spans),
        bottom=max(span.bottom for span in spans),
        columns=tuple(left for left, _ in run.columns),
    )


def _is_aligned(cells: list[list[Cell]]) -> bool:
    """Tells whether most cells of a column share their left or their right edge."""
    extents = [_extent(cell) for held in cells for cell in held]
    for side in (0, 1):
        values = sorted(extent[side] for extent in extents)
        middle = values[len(values) // 2]
        if sum(abs(value - middle) <= _SAME_EDGE for value in values) >= 0.8 * len(values):
            return True
    return False


def _text(cells: list[Cell]) -> str:
    text = ""
    for cell in cells:
        text = join_lines(text, row_text(cell))
    return text
