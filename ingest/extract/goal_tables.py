"""Goals that stand in tables: goal, indicator, focus area, with target, baseline and deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.extract import stated
from ingest.extract.columns import KnownTable, known_tables
from ingest.extract.goal_words import is_generic, label_of, target_in
from ingest.extract.goals_found import Goal
from ingest.extract.spans import Span
from ingest.extract.tables import Record
from plansvar.documents.types import Block, Document
from plansvar.language.dates import find_dates
from plansvar.register.claims import Value

_KEYS = ("sub_goal", "strategy", "indicator")
_LONGEST_GOAL = 500
_NUMERIC = re.compile(
    r"^[^\w]*(?:\d|(?:indeks|index|ca|om lag|minst|under|over)\s*\d|[–-]?$)", re.I
)
_CODES = re.compile(r"[\d\s.,;og–-]+|[A-ZÆØÅ]{0,2}\d[\d.]*(?:\s?[,;]\s?[A-ZÆØÅ]{0,2}\d[\d.]*)*")
_LETTER = re.compile(r"[^\W\d_]{2}")


def goals_in_table(document: Document, block: Block) -> Iterator[Goal]:
    """The goals of a table, those above others first."""
    alone = replace(document, blocks=(block,))
    for table in known_tables(alone, "goals"):
        yield from _rows(_as_meant(table))
        return
    for table in known_tables(alone, "measures"):
        yield from _served(table)
        return
    yield from _labelled_rows(document, block)


def _served(table: KnownTable) -> Iterator[Goal]:
    """The goals that a table of measures has in a column of their own, each once."""
    if "goal" not in table.fields:
        return
    header = table.headers[table.fields.index("goal")]
    label = label_of(Span(header, 0, len(header)))
    if label is None or label.rest.text:
        return
    # The first column orders the rest: below "Mål" in it stand the goals that the plan has.
    seen: set[str] = set()
    for record in table.records:
        cell = table.cell(record, "goal")
        if cell is None or not _is_goal(cell) or stated.is_sum(cell.text):
            continue
        name, number = _numbered(cell)
        key = " ".join(name.text.split()).casefold()
        words = len(name.text.split())
        if (
            key in seen
            or (words < 2 and label.level != "focus_area")
            or _CODES.fullmatch(name.text)
        ):
            continue
        seen.add(key)
        yield Goal(
            label.level, name, cell, number, None, 0.7, extractor="table", generic=is_generic(label)
        )


def _as_meant(table: KnownTable) -> KnownTable:
    """With what only all columns together tell: "Mål" is a target beside indicators or numbers."""
    fields = list(table.fields)
    for column, field in enumerate(fields):
        if field not in {"sub_goal", "main_goal"} or column == 0:
            continue
        cells = [
            record.cells[column].span for record in table.records if column < len(record.cells)
        ]
        numeric = bool(cells) and all(_NUMERIC.search(cell.text.strip()) for cell in cells)
        told = any(re.search(r"\d", cell.text) for cell in cells)
        if field == "sub_goal" and fields[0] == "sub_goal" and not told:
            # "Mål" and then "Delmål": the first one stands above the other.
            fields[0] = "main_goal"
        elif "indicator" in fields:
            fields[column] = "target"
        elif numeric and fields[0] in {None, "sub_goal"}:
            fields[column], fields[0] = "target", "indicator"
    if fields[0] == "sub_goal" and "target" in fields and "year" in fields:
        fields[0] = "indicator"
    if "target" not in fields and "baseline" in fields:
        dated = [
            column
            for column, header in enumerate(table.headers)
            if fields[column] is None and any(date.year for date in find_dates(header))
        ]
        if dated:
            fields[dated[-1]] = "target"
    return replace(table, fields=tuple(fields))


def _rows(table: KnownTable) -> Iterator[Goal]:
    above: Goal | None = None
    for record in table.records:
        number = table.cell(record, "number")
        code = stated.whole_code(number) if number else None
        keys = [field for field in _KEYS if table.cell(record, field)]
        for field in ("focus_area", "main_goal"):
            cell = table.cell(record, field)
            if cell and _is_goal(cell):
                name, own = _numbered(cell)
                if above is None or above.text.text != name.text:
                    above = Goal(field, name, cell, own or (None if keys else code), None, 0.9)
                    above = replace(above, extractor="table")
                    yield above
        under = above
        for field in keys:
            for goal in _key(table, record, field, code, under):
                yield goal
                under = goal if field == "sub_goal" else under


def _key(
    table: KnownTable, record: Record, field: str, code: Span | None, above: Goal | None
) -> Iterator[Goal]:
    cell = table.cell(record, field)
    if cell is None or stated.is_sum(cell.text):
        return
    pieces = [cell] if field == "indicator" else list(_pieces(cell))
    for piece in pieces:
        if not _is_goal(piece):
            continue
        name, own = _numbered(piece)
        number = own or (code if len(pieces) == 1 else None)
        # A target beside an indicator is the indicator's.
        own_target = len(pieces) == 1 and (field == "indicator" or not table.has("indicator"))
        target, deadline = _target(table, record) if own_target else (None, None)
        found = Goal(field, name, piece, number, above, 0.9, None, target, deadline, "table")
        yield found


def _pieces(cell: Span) -> Iterator[Span]:
    """The goals of a cell: one a line, or one a sentence."""
    for line in cell.split(re.compile(r"\n|[•·●▪]")):
        sentences = list(line.sentences())
        whole = all(len(sentence.text.split()) >= 4 for sentence in sentences)
        yield from sentences if whole else [line]


def _is_goal(cell: Span) -> bool:
    return len(cell) <= _LONGEST_GOAL and bool(_LETTER.search(cell.text))


def _numbered(cell: Span) -> tuple[Span, Span | None]:
    """A goal's words and the number before them: "2 Sirkulær industri", "D1 …"."""
    code = stated.code_at(cell)
    match = re.match(r"(?:\d{1,2}[.:)]?|[A-ZÆØÅ][.:)])(?=\s+[A-ZÆØÅ])", cell.text)
    if code is None and match:
        code = cell.part(0, match.end())
    if code is None or not stated.behind_code(cell, code).text:
        return cell, None
    number = code.strip(".:) ")
    return stated.behind_code(cell, code), number


def _target(table: KnownTable, record: Record) -> tuple[Value | None, Value | None]:
    """Target and deadline of a row, each with its cell."""
    cell = table.cell(record, "target")
    target = deadline = None
    if cell and not stated.is_nothing(cell):
        number = target_in(cell)
        target = stated.value("target", cell, normal=number.normal if number else None)
        if year := [date for date in find_dates(cell.text) if date.year]:
            deadline = stated.value("deadline", cell, normal=year[-1].value)
    if (own := table.cell(record, "deadline")) and not stated.is_nothing(own):
        deadline = next((each for each in stated.when(own) if each.field == "deadline"), deadline)
    return target, deadline


def _labelled_rows(document: Document, block: Block) -> Iterator[Goal]:
    """Rows of two cells of which the first is a label: "Hovedmål | …"."""
    for row in block.rows:
        if len(row.cells) != 2:
            return
        label = label_of(Span(document.text, *row.cells[0]).strip())
        text = Span(document.text, *row.cells[1]).strip()
        if label is None or label.rest.text or label.generic or not _is_goal(text):
            continue
        if len(text.text.split()) >= 2 and len(block.rows) <= 12:
            pieces = list(_pieces(text)) if label.level != "vision" else [text]
            for piece in pieces:
                yield Goal(label.level, piece, piece, label.number, None, 0.8, extractor="table")
