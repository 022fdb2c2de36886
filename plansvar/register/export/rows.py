"""Facts as the rows of a workbook's sheets: which columns, and what stands in each cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plansvar.language.detect import Language
from plansvar.messages.catalogue import message
from plansvar.register.export.evidence import main_evidence
from plansvar.register.export.wording import (
    field_text,
    ground_text,
    kind_text,
    mark_texts,
    value_text,
    when_text,
)
from plansvar.register.facts import Evidence, Fact
from plansvar.register.kinds import FIELDS, Field, FieldType, key_field

Cell = str | int | float | dt.date | None

# Widths in characters.
NAME, TEXT, _PARTY, SHORT, _QUOTE, ID = 44, 34, 28, 14, 56, 17
_WIDTHS = {
    FieldType.TEXT: TEXT,
    FieldType.DATE: SHORT + 3,
    FieldType.PERIOD: SHORT,
    FieldType.AMOUNT: 20,
    FieldType.PARTY: _PARTY,
    FieldType.CODE: SHORT + 2,
    FieldType.FACT: TEXT,
}
_NARROW = frozenset({"number", "case_number", "point", "level"})
# That nobody owns a measure is told too: these columns stay where they are empty.
_STAY = frozenset({"leads", "deadline", "status", "outcome", "date", "answered_by"})
_MONEY = frozenset({"funding", "amount", "ceiling"})
_OWNING = ("leads", "party", "administrators")
_DAY = 10  # characters of a whole ISO date


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its columns with their widths in characters, and its rows, cell by cell.

    A whole number is a count or a page, any other number is kroner.
    """

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]


def facts_table(facts: Sequence[Fact], language: Language) -> Table:
    """Facts of one kind: their fields, then how sure they are and where they stand.

    Fields of which no fact tells anything are left out, but for those whose absence matters.
    """
    kind = facts[0].kind
    fields = [
        field
        for field in FIELDS[kind]
        if field.name in _STAY or any(fact.fields.get(field.name) for fact in facts)
    ]
    owning = next((name for name in _OWNING if any(one.name == name for one in fields)), None)
    columns = [column for field in fields for column in _columns(facts[0], field, language)]
    if owning:
        columns.append((say("grounds", language), TEXT))
    columns += _about_columns(language)
    rows = []
    for fact in facts:
        cells = [cell for field in fields for cell in _cells(fact, field, language)]
        if owning:
            cells.append(_grounds(fact, owning, language))
        rows.append((*cells, *_about(fact, language)))
    return Table(kind_text(kind, language), tuple(columns), tuple(rows))


def review_table(facts: Sequence[Fact], language: Language) -> Table:
    """Facts that may have been read wrong: nothing of them may be taken as known."""
    columns = (
        (say("sheet_kind", language), SHORT + 2),
        (say("what", language), NAME),
        (say("says", language), _QUOTE),
        (say("confidence", language), 11),
        *source_columns(language),
        ("Id", ID),
    )
    rows = tuple(
        (
            kind_text(fact.kind, language),
            fact.name,
            "\n".join(_said(fact, language)),
            round(100 * fact.confidence),
            *source_cells(main_evidence(fact), language),
            fact.id,
        )
        for fact in facts
    )
    return Table(say("review", language), columns, rows)


def say(key: str, language: Language, **params: object) -> str:
    """Words of the workbook."""
    return message(f"register.workbook.{key}", language, **params)


def day_cell(value: str | None, language: Language) -> Cell:
    """A whole day as a date; what is known less exactly as words, never filled in."""
    if not value:
        return None
    if len(value) == _DAY:
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return when_text(value, language)


def _columns(fact: Fact, field: Field, language: Language) -> Iterator[tuple[str, int]]:
    title = field_text(fact.kind, field.name, language)
    if field.name == key_field(fact.kind):
        yield title, NAME
    else:
        yield title, 10 if field.name in _NARROW else _WIDTHS[field.type]
    if field.name in _MONEY:
        yield say("kroner", language, field=title), SHORT


def _cells(fact: Fact, field: Field, language: Language) -> Iterator[Cell]:
    entries = fact.fields.get(field.name, ())
    if len(entries) == 1 and field.type is FieldType.DATE and entries[0].normal:
        yield day_cell(entries[0].normal, language)
    else:
        yield "\n".join(value_text(fact.kind, field.name, one, language) for one in entries)
    if field.name in _MONEY:
        normal = (entries[0].normal or "") if len(entries) == 1 else ""
        yield float(normal) if normal.isdecimal() and normal.isascii() else None


def _grounds(fact: Fact, field: str, language: Language) -> str:
    found = [
        ground_text(entry.grounds[0], language)
        for entry in fact.fields.get(field, ())
        if entry.grounds
    ]
    return "\n".join(dict.fromkeys(found))


def _about_columns(language: Language) -> tuple[tuple[str, int], ...]:
    return (
        (say("notes", language), _PARTY),
        *source_columns(language),
        ("Id", ID),
    )


def _about(fact: Fact, language: Language) -> tuple[Cell, ...]:
    notes = "\n".join(mark_texts(fact, language))
    return (notes, *source_cells(main_evidence(fact), language), fact.id)


def source_columns(language: Language) -> tuple[tuple[str, int], ...]:
    """The columns that tell where something stands."""
    return (
        (say("document", language), TEXT),
        (say("document_date", language), SHORT + 3),
        (say("page", language), 7),
        (say("quote", language), _QUOTE),
    )


def source_cells(piece: Evidence | None, language: Language) -> tuple[Cell, ...]:
    """Where it stands; empty for what only a person has said."""
    if piece is None:
        return (None, None, None, None)
    document = piece.document
    return (document.title, day_cell(document.date, language), piece.page, piece.quote)


def _said(fact: Fact, language: Language) -> Iterator[str]:
    for field in FIELDS[fact.kind][1:]:
        for entry in fact.fields.get(field.name, ()):
            name = field_text(fact.kind, field.name, language)
            yield f"{name}: {value_text(fact.kind, field.name, entry, language)}"
