"""Tables of funding schemes: one a row, one a year, or rates and ceilings of a single one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract.field_labels import Labelled, Labels
from ingest.extract.names import listed
from ingest.extract.scheme_draft import ceilings, frames, parties, rates, windows
from ingest.extract.scheme_sentences import levels
from ingest.extract.spans import Span
from ingest.extract.stating import state
from plansvar.documents.types import Block, Document
from plansvar.register.claims import Value

_Found = tuple[Span | None, str | None, Value]
_YEAR = re.compile(r"(?:fra |frå |from )?((?:19|20)\d{2})", re.IGNORECASE)
_BEFORE = re.compile(r"(?:før|before|til og med)\s(?:19|20)\d{2}", re.IGNORECASE)


def read_table(document: Document, block: Block, labels: Labels) -> Iterator[_Found]:
    """Values with the scheme (``None``: the one that the text is about) and year they belong to."""
    grid = [[Span(document.text, start, end) for start, end in row.cells] for row in block.rows]
    if not grid or len(grid[0]) < 2:
        return
    header = grid[0]
    fields = [labels.field(cell.text) for cell in header]
    names = [field[0] if field else None for field in fields]
    if "scheme" in names:
        yield from _one_a_row(grid[1:], names)
    elif sum(_YEAR.fullmatch(cell.text.strip()) is not None for cell in header[1:]) >= 1 and (
        all(_is_year(cell.text) for cell in header[1:])
    ):
        yield from _one_a_year(grid, labels)
    elif {"rate", "ceiling"} & set(names[1:]):
        yield from _by_type(grid[1:], names)
    elif all(len([cell for cell in row if cell.text.strip()]) <= 2 for row in grid):
        yield from _rows_with_labels(grid, labels)


def _is_year(text: str) -> bool:
    return bool(_YEAR.fullmatch(text.strip()) or _BEFORE.fullmatch(text.strip()))


def _one_a_row(rows: list[list[Span]], names: list[str | None]) -> Iterator[_Found]:
    column = names.index("scheme")
    for row in rows:
        if column >= len(row) or not row[column].text.strip():
            continue
        cell = row[column]
        for scheme in map(_one_name, listed(cell)):
            if not 3 < len(scheme) < 90 or _SEVERAL.match(scheme.text):
                continue
            for field, value in zip(names, row, strict=False):
                if field and field != "scheme" and value.text.strip():
                    said = Span(cell.source, min(cell.start, value.start), max(cell.end, value.end))
                    for found in cell_values(field, value, said):
                        yield scheme, None, found


def _one_name(cell: Span) -> Span:
    """The name alone: what follows a comma in small letters is said of it, or is no name."""
    return cell.part(0, len(cell.text.split(", ")[0])).strip(" .,")


# "Kommunale næringsfond", "Samarbeidsprogrammer": a kind of schemes.
_SEVERAL = re.compile(
    r"(?!De[nt]\s)(?:\w+(?:ale|ige|ske|vise)\s\w+(?:fond|er|ar)\b|\w*(?:programmer|programma|ordninger"
    r"|ordningar|midler|midlar|fond|schemes|programmes|funds)\b)",
    re.IGNORECASE,
)


def cell_values(
    field: str, value: Span, said: Span, of: str = "", year: str | None = None
) -> Iterator[Value]:
    """The values in a cell of a column or row that stands for a field."""
    if field == "window":
        yield from windows(value, said, year)
    elif field == "rate":
        yield from rates(value, said, of)
    elif field == "ceiling":
        yield from ceilings(value, said, of)
    elif field == "frame":
        yield from (found for _, found in frames(value, said, of or "Ramme", None))
    elif field in ("administrators", "financiers"):
        yield from parties(field, value, said)
    elif field == "levels":
        yield state("levels", said, value.text)
    elif field in ("eligible", "purpose"):
        yield state(field, said, value.text)


def _one_a_year(grid: list[list[Span]], labels: Labels) -> Iterator[_Found]:
    """A column for each year; "Frå 2024" holds from then on, and "Før 2024" no longer."""
    header = grid[0]
    for row in grid[1:]:
        known = labels.field(row[0].text)
        if known is None:
            continue
        for column, cell in zip(header[1:], row[1:], strict=False):
            year = _YEAR.fullmatch(column.text.strip())
            if year is None or not cell.text.strip():
                continue
            since = not column.text.strip()[:1].isdigit()
            said = Span(cell.source, cell.start, cell.end)
            label = row[0].text if known[0] == "frame" else ""
            for value in cell_values(known[0], cell, said, label, None if since else year[1]):
                yield None, None if since else year[1], value


def _by_type(rows: list[list[Span]], names: list[str | None]) -> Iterator[_Found]:
    """A row for each kind of project: share and ceiling."""
    for row in rows:
        of = " ".join(row[0].text.split())
        for field, cell in zip(names[1:], row[1:], strict=False):
            if field in ("rate", "ceiling") and cell.text.strip():
                said = Span(cell.source, row[0].start, cell.end)
                for value in cell_values(field, cell, said, of):
                    yield None, None, value


def values_of(one: Labelled) -> Iterator[tuple[str | None, Value]]:
    """The values of a label, each with the year that it holds for where it says one."""
    if one.field == "window":
        yield from ((None, value) for value in windows(one.value, one.said, one.year))
    elif one.field == "frame":
        name = re.sub(r"\s*\(?(?:for|i|in)?\s?(?:19|20)\d{2}.*$", "", one.label.text)
        yield from frames(one.value, one.said, name or "Ramme", one.year)
    elif one.field == "rate":
        yield from ((one.year, value) for value in rates(one.value, one.said))
    elif one.field in ("ceiling", "much"):
        yield from ((one.year, value) for value in ceilings(one.value, one.said))
        if one.field == "much":
            yield from ((one.year, value) for value in rates(one.value, one.said))
    elif one.field in ("administrators", "financiers"):
        yield from ((None, value) for value in parties(one.field, one.value, one.said))
    elif one.field == "levels":
        yield from ((None, value) for value in levels(one.value, one.said))
    elif one.field in ("eligible", "purpose"):
        yield None, state(one.field, one.said, one.value.text)


def _rows_with_labels(grid: list[list[Span]], labels: Labels) -> Iterator[_Found]:
    for row in grid:
        filled = [cell for cell in row if cell.text.strip()]
        if len(filled) == 2 and (known := labels.field(filled[0].text)):
            one = Labelled(known[0], filled[0], filled[1], known[1])
            for _, value in values_of(one):
                yield None, None, value


def named_in_table(
    document: Document, block: Block, labels: Labels
) -> tuple[Span, str | None] | None:
    """The scheme in a row such as "Programme | Nordic Fund, call 2025", and the call's year."""
    for row in block.rows:
        cells = [Span(document.text, start, end) for start, end in row.cells]
        filled = [cell for cell in cells if cell.text.strip()]
        known = labels.field(filled[0].text) if len(cells) == 2 == len(filled) else None
        if known is not None and known[0] == "scheme" and filled[1].text[:1].isupper():
            year = _YEAR.search(filled[1].text)
            return _one_name(filled[1]), year[1] if year else None
    return None
