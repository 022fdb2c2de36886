"""The register as a workbook (xlsx) that people like to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from plansvar.access import User
from plansvar.documents.stored import DocumentInfo
from plansvar.language.detect import Language
from plansvar.register.export.cells import cell_text
from plansvar.register.export.detail_rows import (
    conflicts_table,
    documents_table,
    evidence_table,
    history_table,
)
from plansvar.register.export.rows import (
    Cell,
    Table,
    day_cell,
    facts_table,
    review_table,
    say,
)
from plansvar.register.export.wording import when_text
from plansvar.register.facts import Fact
from plansvar.register.kinds import FactKind

_INK, _LINE, _HEAD, _SOFT = "#1F2933", "#D5DCE3", "#1F4E5F", "#5A6772"
# With the language of the months, which else is that of the reader's program.
_DATES = {"nb": "[$-414]d. mmm yyyy", "nn": "[$-814]d. mmm yyyy", "en": "[$-809]d mmm yyyy"}
_LINE_HEIGHT, _HIGHEST = 15.0, 409.0
# As many rows as a sheet takes, less the heading.
_MOST_ROWS = 1_048_575


@dataclass(frozen=True, slots=True)
class Scope:
    """What a workbook is of: for whom, as of when, out of which documents, and when it was made.

    ``documents`` are all that the reader may read, also those of which there is no fact;
    ``left_out`` is how many facts stand only in editions that are replaced, and aren't written.
    """

    user: User
    as_of: str | None
    documents: tuple[DocumentInfo, ...]
    made: dt.datetime
    left_out: int = 0


def write_workbook(path: Path, facts: Sequence[Fact], scope: Scope, language: Language) -> None:
    """Write facts, in the order of their kinds, with a first sheet that says what this is.

    Text stays text, whatever it begins with. A file that is there is replaced when the new one is
    whole.

    Raises:
        OSError: the file can't be written.
    """
    tables = list(_tables(facts, scope, language))
    draft = path.with_name(f".{path.name}.tmp")
    try:
        with draft.open("wb") as file:
            book = Workbook(file, {"in_memory": True, "strings_to_urls": False})
            book.set_properties({"title": say("title", language), "created": scope.made})
            styles = _Styles.of(book, language)
            _about_sheet(book, styles, tables, scope, language)
            for table in tables:
                _sheet(book, styles, table)
            book.close()
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_tables(
    path: Path,
    title: str,
    about: Sequence[tuple[str, str]],
    tables: Sequence[Table],
    language: Language,
) -> None:
    """Write other tables in the same way; the first sheet, called ``title``, says what they are.

    Raises:
        OSError: the file can't be written.
    """
    draft = path.with_name(f".{path.name}.tmp")
    try:
        with draft.open("wb") as file:
            book = Workbook(file, {"in_memory": True, "strings_to_urls": False})
            styles = _Styles.of(book, language)
            sheet = book.add_worksheet(title)
            sheet.hide_gridlines(2)
            _for_print(sheet)
            sheet.set_column(0, 0, 30)
            sheet.set_column(1, 1, 96)
            sheet.write_string(0, 0, title, styles.title)
            sheet.set_row(0, 32)
            for row, (name, value) in enumerate(about, start=2):
                sheet.write_string(row, 0, cell_text(name), styles.label)
                sheet.set_row(row, _height((value,), (96,)))
                _write(sheet, row, 1, value, styles)
            for table in tables:
                _sheet(book, styles, table)
            book.close()
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _tables(facts: Sequence[Fact], scope: Scope, language: Language) -> Iterator[Table]:
    known = [fact for fact in facts if fact.known]
    for kind in FactKind:
        of_kind = [fact for fact in known if fact.kind is kind]
        if of_kind:
            yield facts_table(of_kind, language)
    unsure = [fact for fact in facts if not fact.known]
    if unsure:
        yield review_table(unsure, language)
    for table in (
        conflicts_table(known, language),
        history_table(known, language),
        evidence_table(known, language),
        documents_table(_named(facts, scope.documents), language),
    ):
        if table.rows:
            yield table


def _named(facts: Iterable[Fact], documents: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """The documents behind the facts, in the order of all documents."""
    behind = {one.version_id for fact in facts for one in fact.documents}
    return [one for one in documents if one.version_id in behind]


@dataclass(frozen=True, slots=True)
class _Styles:
    """The formats of a workbook."""

    title: object
    label: object
    text: object
    date: object
    count: object
    kroner: object
    head: object
    link: object
    note: object

    @classmethod
    def of(cls, book: Workbook, language: Language) -> _Styles:
        base = {"font_name": "Calibri", "font_size": 11, "font_color": _INK, "valign": "top"}
        cell = {**base, "text_wrap": True, "bottom": 1, "bottom_color": _LINE}
        return cls(
            title=book.add_format({**base, "font_size": 20, "bold": True, "font_color": _HEAD}),
            label=book.add_format({**base, "bold": True, "text_wrap": True}),
            text=book.add_format(cell),
            date=book.add_format({**cell, "num_format": _DATES[language], "align": "left"}),
            count=book.add_format({**cell, "align": "left"}),
            kroner=book.add_format({**cell, "num_format": "#,##0"}),
            head=book.add_format(
                {**base, "bold": True, "font_color": "#FFFFFF", "bg_color": _HEAD}
                | {"text_wrap": True, "valign": "vcenter"}
            ),
            link=book.add_format({**base, "underline": 1, "font_color": "#0B5CAD"}),
            note=book.add_format({**base, "text_wrap": True, "font_color": _SOFT}),
        )


def _sheet(book: Workbook, styles: _Styles, table: Table) -> None:
    """A sheet with its heading in sight, a filter on each column, and ready to be printed."""
    sheet = book.add_worksheet(table.title)
    rows = table.rows[:_MOST_ROWS]
    for column, (name, width) in enumerate(table.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, styles.head)
    sheet.set_row(0, 32)
    widths = [width for _, width in table.columns]
    for row, cells in enumerate(rows, start=1):
        sheet.set_row(row, _height(cells, widths))
        for column, value in enumerate(cells):
            _write(sheet, row, column, value, styles)
    last = len(table.columns) - 1
    sheet.autofilter(0, 0, len(rows), last)
    sheet.freeze_panes(1, 1)
    # Numbers such as "2.1" are names, which Excel would mark as mistakes.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(rows) + 1}"})
    sheet.repeat_rows(0)
    _for_print(sheet)


def _for_print(sheet: Worksheet) -> None:
    """All columns on one page's width, A4 lying, with the sheet's name and page numbers."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _write(sheet: Worksheet, row: int, column: int, value: Cell, styles: _Styles) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, styles.text)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), styles.date)
    elif isinstance(value, str):
        # Never write(): it would take "=1+1" for a formula.
        sheet.write_string(row, column, cell_text(value), styles.text)
    else:
        style = styles.count if isinstance(value, int) else styles.kroner
        sheet.write_number(row, column, value, style)


def _height(cells: Sequence[Cell], widths: Sequence[int]) -> float:
    """The height of a row in points: not all programs find it themselves."""
    lines = 1
    for cell, width in zip(cells, widths, strict=True):
        if isinstance(cell, str):
            # Words don't break in the middle, so a line is mostly not filled.
            own = sum(1 + int(1.1 * len(line) / width) for line in cell.split("\n"))
            lines = max(lines, own)
    return min(_HIGHEST, lines * _LINE_HEIGHT)


def _about_sheet(
    book: Workbook,
    styles: _Styles,
    tables: Sequence[Table],
    scope: Scope,
    language: Language,
) -> None:
    """What it is, as of when, from how many documents and for whom; the way to each sheet."""
    sheet = book.add_worksheet(say("about", language))
    sheet.hide_gridlines(2)
    _for_print(sheet)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 96)
    sheet.write_string(0, 0, say("title", language), styles.title)
    sheet.set_row(0, 32)
    sheet.merge_range(1, 0, 1, 1, "", styles.note)
    sheet.write_string(1, 0, say("what_it_is", language), styles.note)
    sheet.set_row(1, 50)
    row = 3
    for name, value in _scope_rows(scope, language):
        sheet.write_string(row, 0, name, styles.label)
        _write(sheet, row, 1, value, styles)
        row += 1
    row += 1
    for table in tables:
        target = "internal:'" + table.title.replace("'", "''") + "'!A1"
        sheet.write_url(row, 0, target, styles.link, table.title)
        sheet.write_number(row, 1, len(table.rows), styles.count)
        row += 1
    row += 1
    for key in ("read_source", "read_conflict", "read_review", "read_more"):
        sheet.merge_range(row, 0, row, 1, "", styles.note)
        sheet.write_string(row, 0, say(key, language), styles.note)
        sheet.set_row(row, 34)
        row += 1


def _scope_rows(scope: Scope, language: Language) -> Iterator[tuple[str, Cell]]:
    dates = sorted(one.date for one in scope.documents if one.date)
    undated = len(scope.documents) - len(dates)
    yield say("as_of", language), day_cell(scope.as_of, language) or scope.made.date()
    yield say("made", language), scope.made.date()
    yield (
        say("for", language),
        say("reader", language, name=scope.user.name, groups=", ".join(scope.user.groups)),
    )
    yield (
        say("from", language),
        say(
            "coverage",
            language,
            count=len(scope.documents),
            latest=when_text(dates[-1], language) if dates else "–",
            undated=undated,
        ),
    )
    if scope.left_out:
        yield say("left_out", language), say("left_out_why", language, count=scope.left_out)
