"""Tables in a quote, as lines that tell of each cell what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.gate.values import values

# Stands between a row's name, a column's and a cell.
COLUMN = " · "
_CELL = re.compile(r"\s*\|\s*")
# What would cut a line into things that don't belong together.
_CUTS = re.compile(r"\s*[,:;()]\s*(?!\d)|\s[–-]\s")


def unfolded(text: str) -> Iterator[str]:
    """The lines of a text; a row of a table becomes a line a cell: row, column, cell."""
    header: list[str] = []
    for line in text.split("\n"):
        if "|" not in line:
            header = []
            yield line
            continue
        cells = _CELL.split(line.strip().strip("|").strip())
        if not header and _is_header(cells):
            header = cells
            yield " ".join(cells)
            continue
        yield from _cells(cells, header if len(header) == len(cells) else [])


def _is_header(cells: list[str]) -> bool:
    """Whether cells hold no values of their own, but names of columns, or years."""
    told = [one for cell in cells[1:] for one in values(cell)]
    years = all(one.date is not None and one.date.month is None for one in told)
    return len(cells) > 2 and years and any(cells[1:])


def _cells(cells: list[str], header: list[str]) -> Iterator[str]:
    row = _plain(cells[0])
    if len(cells) == 1:
        yield cells[0]
    for number, cell in enumerate(cells[1:], start=1):
        column = _plain(header[number]) if header else ""
        if cell:
            # "WP2 Nov 2025" would be a day.
            yield COLUMN.join(part for part in (row, column, cell) if part)


def _plain(cell: str) -> str:
    return _CUTS.sub(" ", cell)
