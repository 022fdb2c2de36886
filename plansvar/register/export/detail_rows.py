"""Rows that tell more than the facts themselves: disagreement, history, evidence, documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plansvar.documents.stored import DocumentInfo
from plansvar.language.detect import Language
from plansvar.messages.catalogue import message
from plansvar.register.export.rows import (
    ID,
    NAME,
    SHORT,
    TEXT,
    Cell,
    Table,
    day_cell,
    say,
    source_cells,
    source_columns,
)
from plansvar.register.export.wording import field_text, ground_text, kind_text, value_text
from plansvar.register.facts import Entry, Fact
from plansvar.register.kinds import FIELDS

_Columns = tuple[tuple[str, int], ...]


def conflicts_table(facts: Iterable[Fact], language: Language) -> Table:
    """Each value that somebody disagrees with, the one that the register goes by first."""
    rows = [
        row
        for fact in facts
        for conflict in fact.conflicts
        for place, entry in enumerate(conflict.entries)
        for row in _rows(
            fact, conflict.field, entry, language, (say("yes", language) if place == 0 else "",)
        )
    ]
    columns = _columns(language, ((say("goes_by", language), SHORT + 4),))
    return Table(say("conflicts", language), columns, tuple(rows))


def history_table(facts: Iterable[Fact], language: Language) -> Table:
    """Each value that held or holds where something has changed, the oldest first."""
    rows = [
        row
        for fact in facts
        for field, entries in fact.history.items()
        for entry in entries
        for row in _rows(
            fact,
            field,
            entry,
            language,
            (day_cell(entry.since, language), day_cell(entry.until, language)),
        )
    ]
    times = ((say("since", language), SHORT + 3), (say("until", language), SHORT + 3))
    return Table(say("history", language), _columns(language, times), tuple(rows))


def evidence_table(facts: Iterable[Fact], language: Language) -> Table:
    """Every piece of evidence of what holds, field by field."""
    rows = [
        row
        for fact in facts
        for field in FIELDS[fact.kind]
        for entry in fact.fields.get(field.name, ())
        for row in _rows(fact, field.name, entry, language)
    ]
    return Table(say("evidence", language), _columns(language), tuple(rows))


def documents_table(documents: Iterable[DocumentInfo], language: Language) -> Table:
    """The documents that the facts were read from."""
    columns = (
        (say("document", language), NAME),
        (say("document_date", language), SHORT + 3),
        (say("authority", language), SHORT),
        (say("path", language), 70),
    )
    rows = tuple(
        (
            one.title,
            day_cell(one.date, language),
            message(f"cli.authority.{one.authority.value}", language),
            one.path,
        )
        for one in documents
    )
    return Table(say("documents", language), columns, rows)


def _columns(language: Language, extra: _Columns = ()) -> _Columns:
    return (
        (say("sheet_kind", language), SHORT + 2),
        (say("what", language), NAME),
        (say("field", language), SHORT + 4),
        (say("value", language), TEXT),
        *extra,
        (say("grounds", language), TEXT),
        *source_columns(language),
        ("Id", ID),
    )


def _rows(
    fact: Fact, field: str, entry: Entry, language: Language, extra: tuple[Cell, ...] = ()
) -> Iterator[tuple[Cell, ...]]:
    """A row for each piece of evidence of a value; one for what only a person has said."""
    head = (
        kind_text(fact.kind, language),
        fact.name,
        field_text(fact.kind, field, language),
        value_text(fact.kind, field, entry, language),
        *extra,
        "\n".join(ground_text(one, language) for one in entry.grounds),
    )
    for piece in entry.evidence or (None,):
        yield (*head, *source_cells(piece, language), fact.id)
