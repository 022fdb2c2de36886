"""Tables of measures without a header: what their columns seem to be, by what the cells look like.

It is never more than a guess; the claims of such tables are for review.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence

from ingest.extract import stated
from ingest.extract.columns import KnownTable
from ingest.extract.spans import Span
from ingest.extract.tables import Record, tables
from plansvar.documents.types import Document
from plansvar.language.dates import find_dates

_LONGEST_DATE = 30
_LONGEST_PARTY = 200
_LEAST_ROWS = 2
_LEAST_TITLE = 8
# This part of a column's cells must look alike.
_MOST = 0.6
_ROWS_LOOKED_AT = 30


def guessed_tables(document: Document, known: set[int]) -> Iterator[KnownTable]:
    """The tables without header, not among the known ones, that seem to list measures."""
    for block, records in tables(document):
        headers = tuple(cell.column for cell in records[0].cells)
        if block.ordinal in known or any(headers) or len(records) < _LEAST_ROWS:
            continue
        fields = _fields(records)
        told = set(filter(None, fields))
        if {"title", "leads"} <= told and told & {"number", "deadline", "status"}:
            yield KnownTable(block, headers, fields, records, sure=False)


def _fields(records: Sequence[Record]) -> tuple[str | None, ...]:
    width = max(len(record.cells) for record in records)
    columns = [_column(records, at) for at in range(width)]
    fields: list[str | None] = [None] * width
    for field, test in _TESTS:
        for at, cells in enumerate(columns):
            if fields[at] is None and field not in fields and _mostly(cells, test):
                fields[at] = field
                break
    free = [at for at in range(width) if fields[at] is None and columns[at]]
    lengths = {at: sum(map(len, columns[at])) / len(columns[at]) for at in free}
    if lengths:
        longest = max(lengths, key=lambda at: (lengths[at], -at))
        fields[longest] = "title" if lengths[longest] >= _LEAST_TITLE else None
    return tuple(fields)


def _column(records: Sequence[Record], at: int) -> list[Span]:
    cells = [
        record.cells[at].span.strip()
        for record in records[:_ROWS_LOOKED_AT]
        if at < len(record.cells)
    ]
    return [cell for cell in cells if cell.text]


def _mostly(cells: Sequence[Span], test: Callable[[Span], bool]) -> bool:
    return len(cells) >= _LEAST_ROWS and sum(map(test, cells)) >= _MOST * len(cells)


def _is_date(cell: Span) -> bool:
    return len(cell) <= _LONGEST_DATE and bool(find_dates(cell.text))


def _is_status(cell: Span) -> bool:
    return stated.light_of(cell.text) is not None


def _is_party(cell: Span) -> bool:
    return len(cell) <= _LONGEST_PARTY and bool(_organisations().search(cell.text))


def _is_number(cell: Span) -> bool:
    return stated.whole_code(cell) is not None


_TESTS: tuple[tuple[str, Callable[[Span], bool]], ...] = (
    ("number", _is_number),
    ("deadline", _is_date),
    ("status", _is_status),
    ("leads", _is_party),
)


@functools.cache
def _organisations() -> re.Pattern[str]:
    words = "|".join(map(re.escape, stated.measure_words()["organisations"]))
    return re.compile(rf"(?:{words})(?!\w)")
