"""Decisions in tables: a row with a case and what was decided, or what changed and where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract import decision_words as words
from ingest.extract.changes import Frame, changes_in
from ingest.extract.measure_refs import measure_of_cell
from ingest.extract.meeting_heads import any_date_in, body_in, is_minutes
from ingest.extract.meetings import case_number, cases
from ingest.extract.outcomes import outcome_of
from ingest.extract.tables import Record, tables
from plansvar.documents.types import Document
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind


def decisions_in_tables(document: Document) -> Iterator[Claim]:
    """The decisions that stand in a document's tables."""
    minutes = is_minutes(document)
    meeting = next(cases(document)).frame if minutes else ()
    for _, records in tables(document):
        for record in records:
            yield from _of_record(record, meeting)


def _of_record(record: Record, meeting: tuple[Value, ...]) -> Iterator[Claim]:
    """A row of a table of decisions: case and what; or what changed, and where it was decided."""
    cells = {
        name: cell.span.strip()
        for cell in reversed(record.cells)
        for name, pattern in words.COLUMNS.items()
        if cell.column and pattern.match(cell.column)
    }
    decided = cells.get("decision")
    if not decided or len(decided.text) < 3:
        return
    change = cells.get("change")
    referred = change is not None and (case_number(decided) or body_in(decided)) is not None
    what = change if change and referred else decided
    frame = [decided] if referred else [cells[name] for name in ("case", "date") if name in cells]
    body = next((body for cell in frame if (body := body_in(cell))), None)
    date = next((date for cell in frame if (date := any_date_in(cell))), None)
    number = next((number for cell in frame if (number := case_number(cell))), None)
    if not number and "case" in cells and (match := re.fullmatch(words.NUMBER, cells["case"].text)):
        number = Value("case_number", match[0], cells["case"].start, cells["case"].end)
    if not number and not (body and date):
        return
    text = " ".join(what.text.split())
    about = cells.get("measure") or cells.get("about")
    if about and about.text not in text and len(about) > 0:
        text = f"{' '.join(about.text.split())}: {text}"
    values = [Value("what", text, what.start, what.end)]
    framed = {value.field: value for value in (*meeting, body, date, number) if value}
    values += framed.values()
    if later := words.LATER_REPEALED.search(what.text):
        said = what.part(later.start(), later.end())
        values.append(Value("outcome", said.text, said.start, said.end, "repealed"))
    else:
        values.append(outcome_of(what, decided))
    yield Claim(FactKind.DECISION, tuple(values), "decision-table", 1.0)
    measure = measure_of_cell(cells["measure"]) if "measure" in cells else None
    if measure and change and referred:
        yield from changes_in(change, measure, frame=Frame(since=date.normal if date else None))
