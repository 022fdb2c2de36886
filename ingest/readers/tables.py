"""What tables of all formats share: cutting to a rectangle, and telling a header row."""

from __future__ import annotations

import re
from collections.abc import Sequence

Rows = tuple[tuple[str, ...], ...]

_LONGEST_HEADER = 60  # characters in a header cell
_NUMERIC = re.compile(r"^[\d\s.,:%±+\-–/()kr]+$")


def rectangle(rows: Sequence[Sequence[str]], *, keep_columns: bool = False) -> Rows:
    """Returns rows of equal length, without those that are empty throughout.

    Args:
        rows: The table's rows.
        keep_columns: Keeps columns that are empty throughout.
    """
    filled = [row for row in rows if any(row)]
    width = max((len(row) for row in filled), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in filled]
    used = [n for n in range(width) if keep_columns or any(row[n] for row in padded)]
    return tuple(tuple(row[index] for index in used) for row in padded)


def header_rows(rows: Rows, *, marked: bool = False, first_column_marked: bool = False) -> int:
    """Returns 1 when the first row names the columns, else 0.

    Args:
        rows: The table's rows.
        marked: The format says so, or the first row alone is set off (bold).
        first_column_marked: The first column is set off all the way down: a form, whose first row
            is a field like the others unless ``marked``.
    """
    if len(rows) < 2:
        return 0
    if marked:
        return 1
    first, others = rows[0], rows[1:]
    if first_column_marked or all(row[0].endswith(":") for row in rows if row[0]):
        return 0
    named = [cell for cell in first[1:] if cell]
    short = all(len(cell) <= _LONGEST_HEADER and not _NUMERIC.match(cell) for cell in named)
    # "Nr." and "Ansv." end in a full stop too, but a sentence has more than one word.
    sentences = any(cell.endswith((".", ";")) and " " in cell for cell in first)
    if not first[0] and len(named) == len(first) - 1 and not any(map(_NUMERIC.match, named)):
        return 1  # an empty corner: the others name the columns, however long
    complete = len(named) == len(first) - 1
    longer = any(len(row) > 0 and max(map(len, row)) >= max(map(len, first)) for row in others)
    return int(complete and bool(named) and short and not sentences and longer)
