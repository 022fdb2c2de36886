"""An overview as a table: for the terminal, as CSV and as a workbook.

Cells of files are text, whatever they begin with: no program takes them for a formula.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from plansvar.documents.stored import DocumentInfo
from plansvar.drafts.overview_types import Finding, Overview
from plansvar.drafts.view import clean
from plansvar.language.detect import Language
from plansvar.messages.catalogue import date_text, message
from plansvar.register.export.cells import plain_cell
from plansvar.register.export.rows import Table, day_cell
from plansvar.register.export.workbook import write_tables

_COLUMNS = (
    ("document", 44),
    ("type", 16),
    ("date", 17),
    ("page", 8),
    ("finding", 80),
    ("evidence", 40),
    ("kind", 14),
    ("path", 40),
)
_DOCUMENT_COLUMNS = ("document", "type", "date", "path")
_NAMED = 12


def summary(overview: Overview, language: Language) -> list[str]:
    """How many documents were gone through, which had nothing, and what is not in it."""
    hits = len({one.document.id for one in overview.findings})
    lines = [
        _say(
            "documents",
            language,
            documents=overview.documents,
            scope=_scope(overview, language),
            findings=len(overview.findings),
            hits=hits,
        )
    ]
    for key, documents in (("without", overview.without), ("unread", overview.unread)):
        if documents:
            titles = [clean(one.title) for one in documents[:_NAMED]]
            more = f" (+{len(documents) - _NAMED})" if len(documents) > _NAMED else ""
            lines.append(_say(key, language, titles="; ".join(titles) + more))
    if overview.undated:
        lines.append(_say("undated", language, count=overview.undated))
    if overview.remaining:
        lines.append(_say("stopped", language, remaining=overview.remaining, id=overview.id))
    return lines


def overview_csv(overview: Overview, language: Language) -> str:
    """One finding a line, as RFC 4180 has it, under the names of the columns."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_say(f"column.{name}", language) for name, _ in _COLUMNS])
    for finding in overview.findings:
        cells = _cells(finding, language)
        date = finding.document.date or ""
        writer.writerow(plain_cell(str(cell)) for cell in (*cells[:2], date, *cells[3:]))
    return out.getvalue()


def write_overview(path: Path, overview: Overview, reader: str, language: Language) -> None:
    """A workbook: what it is, the findings, and the documents without any.

    Raises:
        OSError: the file can't be written.
    """
    columns = tuple((_say(f"column.{name}", language), width) for name, width in _COLUMNS)
    rows = tuple(
        (*cells[:2], day_cell(one.document.date, language), one.page, *cells[4:])
        for one in overview.findings
        for cells in [_cells(one, language)]
    )
    tables = [Table(_say("sheet", language), columns, rows)]
    for key, documents in (("without", overview.without), ("unread", overview.unread)):
        if documents:
            tables.append(_documents_table(f"sheet_{key}", documents, language))
    about = [
        (_say("question", language), clean(overview.question)),
        (_say("looked_for", language), clean(overview.topic)),
        (_say("made", language), date_text(dt.datetime.now(dt.UTC).date().isoformat(), language)),
        (_say("for_whom", language), reader),
        *(("", line) for line in summary(overview, language)),
    ]
    write_tables(path, _say("title", language), about, tables, language)


def lines(overview: Overview, language: Language) -> Iterator[str]:
    """For the terminal: each document, and under it what was found there."""
    document = ""
    for one in overview.findings:
        if one.document.id != document:
            if document:
                yield ""
            document = one.document.id
            date = one.document.date
            day = date_text(date, language) if date else message("cli.undated", language)
            yield f"{clean(one.document.title)} · {day}"
        page = "" if one.page is None else message("cli.page", language, page=one.page) + ": "
        yield f"• {page}{clean(one.text)}"
    if not overview.findings:
        yield _say("nothing", language)


def _cells(finding: Finding, language: Language) -> tuple[str, ...]:
    document = finding.document
    return (
        clean(document.title),
        message(f"answer.register.type.{document.type.value}", language),
        document.date or "",
        "" if finding.page is None else str(finding.page),
        clean(finding.text),
        " › ".join(map(clean, finding.heading)),
        _say(f"kind.{finding.kind.value}", language),
        document.path,
    )


def _documents_table(key: str, documents: Sequence[DocumentInfo], language: Language) -> Table:
    widths = dict(_COLUMNS)
    return Table(
        _say(key, language),
        tuple((_say(f"column.{name}", language), widths[name]) for name in _DOCUMENT_COLUMNS),
        tuple(
            (
                clean(one.title),
                message(f"answer.register.type.{one.type.value}", language),
                day_cell(one.date, language),
                one.path,
            )
            for one in documents
        ),
    )


def _scope(overview: Overview, language: Language) -> str:
    """The limits in words: "protokoll, etter 2023"."""
    words = [message(f"answer.register.type.{one.value}", language) for one in overview.types]
    words += [message(f"cli.authority.{one.value}", language) for one in overview.authorities]
    if overview.issuer:
        words.append(clean(overview.issuer))
    for key in ("after", "since", "before", "until"):
        if date := getattr(overview, key):
            words.append(_say(key, language, date=date_text(date, language)))
    return ", ".join(words) or _say("all", language)


def _say(key: str, language: Language, **params: object) -> str:
    return message(f"overview.{key}", language, **params)
