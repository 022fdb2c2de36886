"""Measures that stand in tables: one row, one measure, whatever its columns are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract import stated
from ingest.extract.above import goals_above
from ingest.extract.amounts import budget
from ingest.extract.columns import KnownTable, known_tables, topic_fields
from ingest.extract.guessed_columns import guessed_tables
from ingest.extract.spans import Span
from ingest.extract.tables import Record
from plansvar.documents.types import Document, DocumentType
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

# A longer "title" is a description that came into the wrong column.
_LONGEST_TITLE = 250
_NAMED = 0.95
_THOUGHT = 0.4
_CODES = re.compile(r"\s*(?:,|;|\s(?:og|and)\s)\s*")
_LETTER = re.compile(r"[^\W\d_]{2}")


def measures_in_tables(document: Document) -> Iterator[Claim]:
    """A claim for each row of each table of measures."""
    above = goals_above(document)
    known = list(known_tables(document, "measures"))
    others = guessed_tables(document, {table.block.ordinal for table in known})
    minutes = document.type is DocumentType.MINUTES
    for table in (*known, *others):
        if minutes and _confidence(table) < _NAMED:
            continue  # Action points of a meeting are no measures of a plan.
        yield from _rows(table, above.get(table.block.ordinal))


def _rows(table: KnownTable, group: Value | None) -> Iterator[Claim]:
    pending: list[Value] = []
    titles: dict[str, Span] = {}
    for record in table.records:
        if heading := _group(record):
            group = _group_value(heading)
            continue
        several = list(_several(table, record))
        if several:
            yield from several
            continue
        naming = _naming(table, record, titles)
        if naming is None:
            # A row that a page break or a line break cut off goes on with the row above.
            if pending and not _first_text(record):
                pending.extend(list(_more(pending, list(_rest(table, record)))))
            continue
        rest = list(_rest(table, record))
        yield from _thought_of(table, record, naming)
        if pending and _same(pending, naming, rest):
            # One cell merged over several rows.
            pending.extend(list(_more(pending, rest)))
            continue
        if pending:
            yield _claim(pending, table)
        if group and not any(each.field == "goal" for each in rest):
            rest.append(group)
        pending = [*naming, *rest]
    if pending:
        yield _claim(pending, table)


def _claim(values: list[Value], table: KnownTable) -> Claim:
    return Claim(FactKind.MEASURE, tuple(values), "table", _confidence(table))


def _confidence(table: KnownTable) -> float:
    """Lower where nothing names the rows measures: "Hva | Hvem | Når" may be anybody's list."""
    if not table.sure:
        return 0.4
    named = topic_fields("measures", table.headers)
    return _NAMED if table.has("number") or {"title", "subtitle"} & {*named} else 0.6


def _naming(table: KnownTable, record: Record, titles: dict[str, Span]) -> list[Value] | None:
    """Number and title of a row; ``None`` where it has neither, or adds up the others."""
    title = table.cell(record, "title")
    number = table.cell(record, "number")
    code = stated.whole_code(number) if number else None
    if any(cell and stated.is_sum(cell.text) for cell in (title, number)):
        return None
    if table.has("subtitle"):
        return _sub_naming(table, record, titles)
    if title is None or stated.is_nothing(title) or len(title) > _LONGEST_TITLE:
        return None
    return _named(title, code)


def _named(title: Span, code: Span | None) -> list[Value] | None:
    own = stated.code_at(title)
    if own and (code is None or own.text == code.text):
        code, title = own, stated.behind_code(title, own)
    if code and not title.text:
        return [stated.number(code)]
    if not _LETTER.search(title.text):
        return None
    number = [stated.number(code)] if code else []
    return [stated.value("title", title), *number]


def _sub_naming(table: KnownTable, record: Record, titles: dict[str, Span]) -> list[Value] | None:
    """Of a part of a measure, which is called by both names; merged cells hold for the rows below.

    A row without a part is the measure itself.
    """
    title, part = table.cell(record, "title"), table.cell(record, "subtitle")
    if title and not stated.is_nothing(title):
        titles["title"] = title
    if part is None or stated.is_nothing(part):
        number = table.cell(record, "number")
        return _named(title, stated.whole_code(number) if number else None) if title else None
    if not _LETTER.search(part.text) or stated.is_sum(part.text):
        return None
    code = table.cell(record, "subnumber") or stated.code_at(part)
    whole = titles.get("title")
    name = stated.clean(part.text)
    text = f"{stated.clean(whole.text)}: {name}" if whole and whole.text not in name else name
    numbers = [stated.number(code)] if code and stated.whole_code(code) else []
    return [stated.value("title", part, text), *numbers]


def _rest(table: KnownTable, record: Record) -> Iterator[Value]:
    """All that a row says of its measure but its name."""
    for field in ("leads", "partners"):
        for each in table.cells(record, field):
            yield from stated.parties(field, each.span.strip())
    for field in ("deadline", "period"):
        if cell := table.cell(record, field):
            yield from stated.when(cell, field)
    for field in ("description", "funding", "goal"):
        cell = table.cell(record, field)
        if cell and not stated.is_nothing(cell):
            text = " ".join(cell.text.split())
            normal = budget(text) if field == "funding" else None
            yield stated.value(field, cell, text, normal=normal)
    light, status = table.cell(record, "light"), table.cell(record, "status")
    if (cell := light or status) and not stated.is_nothing(cell):
        yield stated.value("status", cell, normal=stated.light_of(cell.text))


def _thought_of(table: KnownTable, record: Record, naming: list[Value]) -> Iterator[Claim]:
    """Who may answer for a measure, for somebody to look at: "Lidvik kommune?"."""
    found = [
        value
        for field in ("leads", "partners")
        for each in table.cells(record, field)
        for value in stated.parties(field, each.span.strip(), unsure=True)
    ]
    if found:
        yield Claim(FactKind.MEASURE, (*naming, *found), "table", _THOUGHT)


def _several(table: KnownTable, record: Record) -> Iterator[Claim]:
    """A light with the numbers that it holds for: "Rød | 1.1, 1.2, 4.2"."""
    title = table.cell(record, "title")
    status = table.cell(record, "light") or table.cell(record, "status")
    if title is None or status is None or table.has("number"):
        return
    codes = [stated.code_at(piece) for piece in title.split(_CODES)]
    pieces = list(title.split(_CODES))
    for code, piece in zip(codes, pieces, strict=True):
        if code is None or code.text != piece.text:
            return
    light = stated.value("status", status, normal=stated.light_of(status.text))
    for piece in pieces:
        yield Claim(FactKind.MEASURE, (stated.number(piece), light), "table", 0.9)


def _group(record: Record) -> Span | None:
    """A row that is one merged cell: the heading of the rows below it."""
    texts = [cell.span.text.strip() for cell in record.cells]
    if len(texts) > 2 and texts[0] and (not any(texts[1:]) or len(set(texts)) == 1):
        return record.cells[0].span.strip() if _LETTER.search(texts[0]) else None
    return None


def _group_value(heading: Span) -> Value | None:
    return None if stated.is_sum(heading.text) else stated.value("goal", heading)


def _first_text(record: Record) -> bool:
    return any(cell.span.text.strip() for cell in record.cells[:1])


def _same(known: list[Value], naming: list[Value], rest: list[Value]) -> bool:
    """Whether a row names the measure above it again and says nothing else of what that says."""
    names = {(value.field, value.text) for value in naming}
    said = {value.field: value.text for value in known}
    return names <= {(value.field, value.text) for value in known} and all(
        value.field in {"leads", "partners"} or said.get(value.field, value.text) == value.text
        for value in rest
    )


def _more(known: list[Value], values: list[Value]) -> Iterator[Value]:
    """Of a row that goes on: more parties, and what was not said before."""
    said = {value.field for value in known}
    for value in values:
        again = any((value.field, value.text) == (old.field, old.text) for old in known)
        if not again and (value.field in {"leads", "partners"} or value.field not in said):
            yield value
