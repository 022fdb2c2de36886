"""Reads tables saved as text: CSV with any of the usual separators, and TSV."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from ingest.readers import text_blocks, text_lines
from ingest.readers.clean import clean
from ingest.readers.limits import DEFAULT, Limits
from ingest.readers.sheet_blocks import blocks_of
from ingest.readers.sheet_grid import MOST_CELLS, MOST_ROWS, Grid, too_many_cells, too_many_rows
from ingest.readers.text import decode
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError

# How files of other formats begin that may pass for text.
_OTHERS = (b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")
# In this order: a Norwegian file has semicolons, since its numbers have commas.
_SEPARATORS = ";\t,|"
_SAMPLE = 200  # rows by which a separator is judged
_SAMPLE_CHARACTERS = 200_000
_NAMED = re.compile(r"\Asep=(.)\r?\n", re.I)  # Excel's own way to say it
_WORD = re.compile(r"\w")
_LEAST_SHARE = 0.8  # of rows with the same number of cells
_FEW_LINES = 5
_LONGEST_QUOTE = 30  # lines in one cell; more, and a quotation mark was left open


def read(path: Path, limits: Limits = DEFAULT) -> ReadFile:
    """Reads a CSV or TSV file; one that is no table is read as text.

    Raises:
        ReadError: ``read.empty``, ``read.not_this_format``, ``read.malformed``,
            ``read.too_many_rows``, ``read.too_many_cells``, ``read.too_much_text`` or
            ``read.no_text``.
    """
    data = path.read_bytes()
    if data.startswith(_OTHERS):
        raise ReadError("read.not_this_format")
    text = decode(data).removeprefix("\ufeff")
    limits.check_characters(len(text))
    if not _WORD.search(text):
        raise ReadError("read.no_text")
    named = _NAMED.match(text)
    if named:
        text = text[named.end() :]
    separator = named[1] if named else _separator(text)
    if separator is None:
        if text.count("\n") > MOST_ROWS:
            raise too_many_rows()
        blocks = text_blocks.build(text_lines.classify(text))
    else:
        grid = _grid(_rows(text, separator, MOST_ROWS))
        blocks = blocks_of(grid, level=1, columns_apart=False, first_row_names=True)
    if not blocks:
        raise ReadError("read.no_text")
    return ReadFile(tuple(blocks))


def _separator(text: str) -> str | None:
    """Returns what most evenly divides the rows into cells; ``None`` if nothing does."""
    sample = text[:_SAMPLE_CHARACTERS]
    best: tuple[float, str] | None = None
    for separator in _SEPARATORS:
        if separator not in sample or (separator == "," and _is_prose(sample)):
            continue
        share = _evenness(_rows(sample, separator, _SAMPLE))
        if share >= _LEAST_SHARE and (best is None or share > best[0]):
            best = (share, separator)
    return best[1] if best else None


def _is_prose(sample: str) -> bool:
    """Tells whether the commas are those of sentences: few lines, and a space after each."""
    few = sample.strip().count("\n") < _FEW_LINES
    return few and 2 * len(re.findall(r", \D", sample)) > sample.count(",")


def _evenness(rows: Sequence[Sequence[str]]) -> float:
    """Returns the share of rows that have as many cells as most rows.

    Lines without a separator above and below are title and notes; others count half as much.
    """
    widths = [len(row) for row in rows if any(cell.strip() for cell in row)]
    while widths and widths[0] == 1:
        widths.pop(0)
    while widths and widths[-1] == 1:
        widths.pop()
    counts = Counter(widths)
    alone = counts.pop(1, 0)
    if not counts:
        return 0.0
    width, count = counts.most_common(1)[0]
    if count < 2 and width < 3:
        return 0.0
    return count / (counts.total() + alone / 2)


def _rows(text: str, separator: str, most: int) -> list[list[str]]:
    """Returns the rows; where quotation marks can't be what holds cells together, without them.

    Raises:
        ReadError: ``read.malformed``, ``read.too_many_rows`` or ``read.too_many_cells``.
    """
    try:
        rows = _parse(text, separator, csv.QUOTE_MINIMAL, most)
        if not any(cell.count("\n") > _LONGEST_QUOTE for row in rows for cell in row):
            return rows
    except csv.Error:
        pass  # a cell without an end
    try:
        return _parse(text, separator, csv.QUOTE_NONE, most)
    except csv.Error as exc:
        raise ReadError("read.malformed") from exc


def _parse(text: str, separator: str, quoting: Literal[0, 3], most: int) -> list[list[str]]:
    """Returns the first ``most`` rows; more than all that are allowed is an error.

    Raises:
        csv.Error: a cell that is far too long.
        ReadError: ``read.too_many_rows`` or ``read.too_many_cells``.
    """
    rows: list[list[str]] = []
    cells = filled = 0
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, quoting=quoting, skipinitialspace=True
    )
    for row in reader:
        if most < MOST_ROWS and len(rows) >= most:
            break
        rows.append(row)
        cells += len(row)
        filled += any(row)
        if filled > MOST_ROWS:
            raise too_many_rows()
        if cells > MOST_CELLS:
            raise too_many_cells()
    return rows


def _grid(rows: Sequence[Sequence[str]]) -> Grid:
    grid = Grid()
    for number, row in enumerate(rows):
        texts = {column: text for column, cell in enumerate(row) if (text := clean(cell))}
        if texts:
            grid.rows[number] = texts
    return grid
