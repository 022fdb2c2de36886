"""Reads PDF files: text with its place on the page, in reading order, with its structure.

The steps, each in a module of its own: spans off the page (``pdf_page``), tables (``pdf_grids``,
``pdf_aligned``), headers and footers (``pdf_furniture``), columns and lines (``pdf_columns``,
``pdf_lines``), paragraphs and lists (``pdf_paragraphs``), headings (``pdf_headings``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.readers.limits import DEFAULT, Limits
from ingest.readers.pdf_furniture import furniture_of, margins_of
from ingest.readers.pdf_grids import ruled_tables, tagged_tables
from ingest.readers.pdf_headings import mark_headings
from ingest.readers.pdf_lines import Line, lines_of
from ingest.readers.pdf_outline import is_encrypted, read_outline, unlock
from ingest.readers.pdf_page import read_page
from ingest.readers.pdf_paragraphs import Draft, drafts_of, habits_of
from ingest.readers.pdf_scan import with_scans
from ingest.readers.pdf_settle import settle
from ingest.readers.pdf_types import Page, Span, Table
from plansvar.documents.types import BlockKind, Box, RawBlock, ReadFile
from plansvar.errors import ReadError

_HEADER_WITHIN = 1024  # bytes, as PDF readers allow
# A table of more objects than the format allows: pdfium would take memory for all of them.
_XREF_INDEX = re.compile(rb"/Index\s*\[([\d\s]{1,2000})\]")
_MOST_OBJECTS = 8_388_607
_SAME_COLUMN = 8.0  # points


def read(path: Path, limits: Limits = DEFAULT, scans: Path | None = None) -> ReadFile:
    """Reads a PDF.

    Args:
        path: The file.
        limits: How much of it is taken in.
        scans: The folder with what was recognised on its scanned pages, see :mod:`ingest.ocr`.

    Returns:
        What was read. It has no blocks if all there is stands on scanned pages that were not
        recognised yet.

    Raises:
        ReadError: ``read.empty``, ``read.not_this_format``, ``read.encrypted``,
            ``read.malformed``, ``read.too_many_pages``, ``read.too_much_text`` or
            ``read.no_text``.
    """
    _check_file(path)
    document = open_pdf(path)
    try:
        count = len(document)
        limits.check_pages(count)
        pages = _pages(document, limits)
    finally:
        document.close()
    if not pages and count:
        raise ReadError("read.malformed")
    hidden = sum(page.hidden for page in pages)
    pages, recognised, scanned = with_scans(pages, scans)
    items, margins = _items(settle(pages))
    habits = habits_of(items)
    drafts = drafts_of(items, habits)
    if not drafts and not scanned:
        raise ReadError("read.no_text")
    outline = read_outline(path)
    mark_headings(drafts, habits, outline.bookmarks)
    blocks = tuple(_blocks(drafts))
    return ReadFile(
        blocks,
        outline.metadata,
        outline.page_labels,
        margins=margins,
        recognised_pages=tuple(recognised),
        scanned_pages=tuple(scanned),
        hidden=hidden,
    )


def _check_file(path: Path) -> None:
    if path.stat().st_size == 0:
        raise ReadError("read.empty")
    data = path.read_bytes()
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise ReadError("read.not_this_format")
    for index in _XREF_INDEX.finditer(data):
        if any(int(number) > _MOST_OBJECTS for number in index[1].split()):
            raise ReadError("read.malformed")


def open_pdf(path: Path) -> pdfium.PdfDocument:
    """Opens a PDF, also one that only its owner's password locks, where that is empty.

    Raises:
        ReadError: ``read.encrypted`` or ``read.malformed``.
    """
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as exc:
        locked = getattr(exc, "err_code", 0) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        if locked or is_encrypted(path):
            if (unlocked := unlock(path)) is not None:
                return pdfium.PdfDocument(unlocked)
            raise ReadError("read.encrypted") from exc
        raise ReadError("read.malformed") from exc


def _pages(document: pdfium.PdfDocument, limits: Limits = DEFAULT) -> list[Page]:
    """Reads the pages that aren't damaged, counting their characters."""
    pages: list[Page] = []
    length = 0
    for number in range(1, len(document) + 1):
        page = _page(document, number)
        if page is not None:
            pages.append(page)
            length += sum(len(span.text) for span in page.spans)
            limits.check_characters(length)
    return pages


def _page(document: pdfium.PdfDocument, number: int) -> Page | None:
    """Reads one page; ``None`` for a damaged one, so that the others are still found."""
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        return None
    try:
        return read_page(page, number)
    except pdfium.PdfiumError:
        return None
    finally:
        page.close()


def _items(pages: Sequence[Page]) -> tuple[list[Line | Table], tuple[str, ...]]:
    """Returns the lines and tables of all pages in reading order, and the page furniture."""
    tables: dict[int, list[Table]] = {}
    in_tables: set[int] = set()
    for page in pages:
        tagged = tagged_tables(page, page.spans)
        held = {id(span) for _, spans in tagged for span in spans}
        ruled = ruled_tables(page, [span for span in page.spans if id(span) not in held])
        tables[page.number] = [table for table, _ in (*tagged, *ruled)]
        in_tables |= held | {id(span) for _, spans in ruled for span in spans}
    furniture = furniture_of(pages, in_tables)
    if all(id(span) in furniture for page in pages for span in page.spans):
        furniture = set()  # what looks like headers is all that the document says
    items: list[Line | Table] = []
    for page in pages:
        spans: list[Span] = [
            span for span in page.spans if id(span) not in furniture and id(span) not in in_tables
        ]
        items.extend(lines_of(page, spans, tables[page.number]))
    return items, margins_of(pages, furniture)


def _blocks(drafts: Sequence[Draft | Table]) -> Iterable[RawBlock]:
    """Yields the finished blocks; a table that goes on over a page break becomes one."""
    index = 0
    while index < len(drafts):
        draft = drafts[index]
        index += 1
        if isinstance(draft, Draft):
            yield RawBlock(
                kind=draft.kind,
                text=draft.text,
                level=draft.level,
                page=draft.first.page.number,
                boxes=tuple(_boxes(draft.lines)),
                label=draft.label,
            )
            continue
        parts = [draft]
        while index < len(drafts):
            following = drafts[index]
            if not isinstance(following, Table) or not _goes_on(parts[-1], following):
                break
            parts.append(following)
            index += 1
        if len(parts) == 1 and draft.remnant:
            yield from _remnant_blocks(draft)
        else:
            yield _table_block(parts)


def _goes_on(upper: Table, lower: Table) -> bool:
    """Tells whether a table at the top of a page goes on with the last one of the page before."""
    if lower.page.number != upper.page.number + 1 or len(upper.rows[0]) != len(lower.rows[0]):
        return False
    repeats = upper.header_rows > 0 and upper.rows[0] == lower.rows[0]
    shift = lower.columns[0] - upper.columns[0]  # left and right pages have different margins
    if lower.remnant:
        return repeats or abs(lower.right - upper.right) < 0.5 * lower.page.width
    agree = len(upper.columns) == len(lower.columns) and all(
        abs(b - a - shift) <= _SAME_COLUMN
        for a, b in zip(upper.columns, lower.columns, strict=True)
    )
    return repeats or agree


def _remnant_blocks(table: Table) -> Iterable[RawBlock]:
    """Yields the texts of what turned out to be no table."""
    box = table.page.box(table.left, table.top, table.right, table.bottom)
    for row in table.rows:
        for cell in row:
            if cell:
                yield RawBlock(BlockKind.PARAGRAPH, cell, page=table.page.number, boxes=(box,))


def _table_block(parts: Sequence[Table]) -> RawBlock:
    first = parts[0]
    rows = list(first.rows)
    for part in parts[1:]:
        rows.extend(part.rows[1:] if part.rows[0] == first.rows[0] else part.rows)
    return RawBlock(
        kind=BlockKind.TABLE,
        page=first.page.number,
        rows=tuple(rows),
        header_rows=first.header_rows,
        boxes=tuple(part.page.box(part.left, part.top, part.right, part.bottom) for part in parts),
    )


def _boxes(lines: Sequence[Line]) -> Iterable[Box]:
    """Yields one box for each page or column that the lines stand on."""
    stretch: list[Line] = []
    for line in lines:
        if stretch and (line.page is not stretch[0].page or line.column != stretch[0].column):
            yield _around(stretch)
            stretch = []
        stretch.append(line)
    yield _around(stretch)


def _around(lines: Sequence[Line]) -> Box:
    return lines[0].page.box(
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )
