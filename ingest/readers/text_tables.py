"""Tables in plain text: lines whose columns are set apart by spaces and stand below each other.

A run of lines is a table where at least two bands of columns are blank in all of them, and its
first line names what stands below. All takes time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_APART = re.compile(r"\S\s{2,}\S")
# Longer lines are prose, and longer tables are read in parts.
_LONGEST_LINE = 400
_MOST_LINES = 300
_FEWEST_LINES = 3
_FEWEST_COLUMNS = 3
_GUTTER = 2
_SENTENCE = re.compile(r"[.!?]\s")
_NUMBER = re.compile(r"[\d\s.,%-]+")


def rows_in(lines: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """The cells of each line that is a row of a table, by the number of the line.

    Args:
        lines: the lines of a text, tabs expanded.
    """
    found: dict[int, tuple[str, ...]] = {}
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and end - start < _MOST_LINES and _may_be_row(lines[end]):
            end += 1
        rows = _table(lines[start:end]) if end - start >= _FEWEST_LINES else []
        found.update(enumerate(rows, start))
        start = max(end, start + 1)
    return found


def _may_be_row(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and _APART.search(line) is not None


def _table(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """The cells of all lines, or nothing where they make no table."""
    columns = _columns(lines)
    header = [lines[0][start:end].strip() for start, end in columns]
    # A footnote mark behind the last column has no name of its own.
    merged: list[tuple[int, int]] = []
    for (start, end), name in zip(columns, header, strict=True):
        if merged and not name:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    names = [name for name in header[1:] if name]
    if len(merged) < _FEWEST_COLUMNS or len(names) + 1 < len(merged) or not _names(names):
        return []
    rows = [tuple(" ".join(line[a:b].split()) for a, b in merged) for line in lines]
    full = sum(sum(map(bool, row)) >= _FEWEST_COLUMNS - 1 for row in rows)
    return rows if full == len(rows) else []


def _names(names: Sequence[str]) -> bool:
    """Whether the first line names columns: no number, no sentence."""
    return not any(_NUMBER.fullmatch(name) or _SENTENCE.search(name) for name in names)


def _columns(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Where text stands between the bands that are blank in all lines."""
    width = max(len(line) for line in lines)
    used = bytearray(width + _GUTTER)
    for line in lines:
        for word in re.finditer(r"\S+", line):
            used[word.start() : word.end()] = b"\x01" * (word.end() - word.start())
    found: list[tuple[int, int]] = []
    blank = _GUTTER
    for place in range(width):
        if not used[place]:
            blank += 1
            continue
        if blank >= _GUTTER or not found:
            found.append((place, place + 1))
        else:
            found[-1] = (found[-1][0], place + 1)
        blank = 0
    return found
