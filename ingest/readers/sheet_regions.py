"""Cuts a sheet into what stands apart on it: at empty rows, and at empty columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.sheet_grid import Area, Grid

_DEEPEST = 8  # cuts within cuts; no honest sheet needs more than three
_NUMERIC = re.compile(r"^[\d\s.,:%+\-–/()kr]+$")


@dataclass(frozen=True, slots=True)
class Region:
    """Rows and columns that belong together. ``gap`` counts the empty rows above it.

    ``header_rows`` is how many the file itself says, ``None`` where it says nothing.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    gap: int = 0
    header_rows: int | None = None


def regions_of(grid: Grid, *, columns_apart: bool = True) -> list[Region]:
    """Returns a sheet's regions from the top down, those side by side from the left.

    Args:
        grid: The sheet; its merged cells are filled.
        columns_apart: Empty columns part regions too.
    """
    rest = dict(grid.rows)
    found: list[Region] = []
    for area, header_rows in grid.tables:
        region = _named(grid, rest, area, header_rows)
        if region is not None:
            found.append(region)
    depth = 0 if columns_apart else _DEEPEST
    found += _cut(grid, rest, sorted(rest), None, depth)
    return sorted(found, key=lambda region: (region.rows[0], region.columns[0]))


def _named(
    grid: Grid, rest: dict[int, dict[int, str]], area: Area, header_rows: int
) -> Region | None:
    """Takes what a table of the file itself covers out of ``rest``."""
    rows: list[int] = []
    columns: set[int] = set()
    for number in [n for n in rest if area.top <= n <= area.bottom]:
        inside = {c for c in rest[number] if area.left <= c <= area.right}
        if inside:
            rows.append(number)
            columns |= inside
            left = {c: text for c, text in rest[number].items() if c not in inside}
            if left:
                rest[number] = left
            else:
                del rest[number]
    if len(columns) < 2:
        for number in rows:
            rest[number] = {**rest.get(number, {}), **grid.rows[number]}
        return None
    shown_header = sum(area.top <= n < area.top + header_rows for n in rows)
    return Region(tuple(sorted(rows)), tuple(sorted(columns)), header_rows=shown_header)


def _cut(
    grid: Grid,
    cells: dict[int, dict[int, str]],
    rows: Sequence[int],
    span: tuple[int, int] | None,
    depth: int,
) -> list[Region]:
    found: list[Region] = []
    above = None
    for run in _runs(grid, rows):
        used: set[int] = set()
        for number in run:
            used.update(c for c in cells[number] if _within(c, span))
            used.update(c for c in grid.filled.get(number, ()) if _within(c, span))
        columns = sorted(used)
        gap = run[0] - above - 1 if above is not None else 0
        above = run[-1]
        parts = _parts(cells, run, columns) if depth < _DEEPEST else [columns]
        if len(parts) == 1:
            found.append(Region(tuple(run), tuple(columns), gap))
            continue
        for part in parts:
            edge = (part[0], part[-1])
            inner = [n for n in run if any(_within(c, edge) for c in cells[n])]
            found += _cut(grid, cells, inner, edge, depth + 1)
    return found


def _within(column: int, span: tuple[int, int] | None) -> bool:
    return span is None or span[0] <= column <= span[1]


def _runs(grid: Grid, rows: Sequence[int]) -> list[list[int]]:
    """Returns rows without an empty one between them; merged cells reach over empty ones."""
    runs: list[list[int]] = []
    reach = -1
    for number in rows:
        if runs and number - reach <= 1:
            runs[-1].append(number)
        else:
            runs.append([number])
        reach = max(reach, number, grid.reach.get(number, 0))
    return runs


def _parts(
    cells: dict[int, dict[int, str]], rows: Sequence[int], columns: Sequence[int]
) -> list[list[int]]:
    """Returns columns in parts with an empty column between.

    A single column is no table of its own, nor is one whose rows have no name: an empty column
    before such a part only makes room.
    """
    parts: list[list[int]] = []
    for column in columns:
        if parts and column - parts[-1][-1] <= 1:
            parts[-1].append(column)
        else:
            parts.append([column])
    joined: list[list[int]] = []
    for part in parts:
        if joined and (min(len(part), len(joined[-1])) < 2 or not _has_names(cells, rows, part)):
            joined[-1].extend(part)
        else:
            joined.append(part)
    return joined


def _has_names(
    cells: dict[int, dict[int, str]], rows: Sequence[int], columns: Sequence[int]
) -> bool:
    """Tells whether the first column, below its top, says in words what its rows are."""
    own = [number for number in rows if any(column in cells[number] for column in columns)]
    below = [cells[number].get(columns[0], "") for number in own[1:]]
    words = sum(1 for text in below if text and not _NUMERIC.match(text))
    return words > 0 and 2 * words >= len(below)
