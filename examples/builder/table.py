"""Reading of tables: cells, merged cells, and widths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reportlab.pdfbase.pdfmetrics import stringWidth

from examples.builder.blocks import Look, Span, Table
from examples.builder.inline import plain

ABOVE, LEFT = "^^", "<<"
RULE = re.compile(r"[\s|:-]+")


class TableError(ValueError):
    """A table that can't be read; ``offset`` counts lines from its first one."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset


def read_table(
    line: int, lines: Sequence[str], widths: Sequence[float], look: Look, repeat: bool
) -> Table:
    """Read the lines of a table; the second is the rule under the names of the columns."""
    if len(lines) < 2 or not RULE.fullmatch(lines[1]):
        raise TableError(1, "the rule line | --- | --- | under the column names is missing")
    rows = [split_row(text) for index, text in enumerate(lines) if index != 1]
    count = len(rows[0])
    for index, row in enumerate(rows):
        if len(row) > count:
            raise TableError(index + bool(index), f"{len(row)} cells, but {count} column names")
        row.extend([""] * (count - len(row)))
    if widths and len(widths) != count:
        raise TableError(0, f"{len(widths)} widths, but {count} columns")
    if len(rows) > 1 and not any(rows[0]):
        del rows[0]
        head_rows = 0
    else:
        head_rows = 1
    spans = find_spans(rows)
    if head_rows:
        head_rows += max((span.bottom for span in spans if span.row == 0), default=0)
    cells = tuple(
        tuple("" if cell in {ABOVE, LEFT} else cell.replace("<br>", "\n") for cell in row)
        for row in rows
    )
    shares = list(widths) or [
        natural_width(row[column] for row in cells) for column in range(count)
    ]
    total = sum(shares)
    shares = [share / total for share in shares]
    return Table(line, cells, spans, head_rows, tuple(shares), bool(widths), look, repeat)


def split_row(line: str) -> list[str]:
    """Split a line of a table into its cells."""
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def natural_width(cells: Iterable[str]) -> float:
    """Weigh a column by its longest cell, within bounds."""
    longest = max((len(part) for cell in cells for part in plain(cell).split("\n")), default=0)
    return float(min(max(longest, 9), 45))


def find_spans(rows: Sequence[Sequence[str]]) -> tuple[Span, ...]:
    """Find the merged cells; each must be a rectangle."""
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            source = (row, column)
            if cell == ABOVE:
                source = (row - 1, column)
            elif cell == LEFT:
                source = (row, column - 1)
            if min(source) < 0:
                raise TableError(row, f"nothing to merge the cell {cell} with")
            owner = owners.get(source, source)
            owners[row, column] = owner
            members.setdefault(owner, []).append((row, column))
    spans = []
    for (row, column), cells_of in members.items():
        bottom, right = max(r for r, _ in cells_of), max(c for _, c in cells_of)
        if len(cells_of) != (bottom - row + 1) * (right - column + 1):
            raise TableError(row, "the merged cells don't make a rectangle")
        if len(cells_of) > 1:
            spans.append(Span(row, column, bottom, right))
    return tuple(spans)


def word_widths(
    table: Table, font: str, size: float, padding: float, breaks: str = r"\s+"
) -> list[float]:
    """Measure what each column needs for its longest word; ``breaks`` is where a line may end."""
    merged = {
        (row, column)
        for span in table.spans
        if span.right > span.column
        for row in range(span.row, span.bottom + 1)
        for column in range(span.column, span.right + 1)
    }
    return [
        2 * padding + 1 + max(
            (
                stringWidth(word, font, size)
                for index, row in enumerate(table.rows)
                if (index, column) not in merged
                for word in re.split(breaks, plain(row[column]))
            ),
            default=0.0,
        )
        for column in range(len(table.widths))
    ]  # fmt: skip


def column_widths(table: Table, space: float, needed: Sequence[float]) -> list[float]:
    """Share out the space; a column gets at least what it needs, where there is room."""
    widths = [share * space for share in table.widths]
    if sum(needed) > space:
        return widths
    missing = sum(max(n - w, 0) for n, w in zip(needed, widths, strict=True))
    spare = sum(max(w - n, 0) for n, w in zip(needed, widths, strict=True))
    keep = 1 - missing / spare if spare else 1
    return [n + max(w - n, 0) * keep for n, w in zip(needed, widths, strict=True)]
