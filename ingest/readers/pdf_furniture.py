"""Finds page headers, footers and page numbers of a PDF: they interrupt the text of every page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from ingest.readers.pdf_rows import row_text, rows_of
from ingest.readers.pdf_types import Page, Span

_ZONE = 0.12  # of the page's height, at the top and at the bottom
_SAME_PLACE = 8.0  # points
_LARGE = 1.25  # of the body's size: a slide's title may repeat, but it is no page header
_MOST_MARGINS = 100  # lines
_LONGEST_MARGIN = 300  # characters
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"^(?:side|page|s\.)?\W*(\d{1,4})\W*(?:(?:av|of)?\W*\d{1,4}\W*)?$", re.I)


def furniture_of(pages: Sequence[Page], in_tables: Iterable[int]) -> set[int]:
    """Returns the ids (``id(span)``) of the spans that belong to page headers and footers.

    A row in the outer part of the page is one when it comes back in the same place on several
    pages, numbers apart, or when the PDF marks it as an artifact, or when it is a page number.

    Args:
        pages: All pages of the document.
        in_tables: Ids of spans inside of tables, which are left in peace.
    """
    kept = set(in_tables)
    body = body_size(span for page in pages for span in page.spans)
    rows = [(page, row, row_text(row)) for page in pages for row in _outer_rows(page, kept)]
    bare = {page.number for page in pages if not _has_body(page, kept)}
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for page, row, text in rows:
        places[_key(text)].append((page.number, row[0].bottom))
    found: set[int] = set()
    for page, row, text in rows:
        others = {
            number
            for number, bottom in places[_key(text)]
            if abs(bottom - row[0].bottom) <= _SAME_PLACE
        }
        repeats = len(others) >= 3 or (len(others) == 2 and len(pages) <= 4)
        # A line that stands alone on its pages is what they say, not their header.
        repeats = repeats and 2 * len(others & bare) <= len(others)
        is_large = min(span.size for span in row) >= _LARGE * body
        tagged_heading = any(span.tag is not None and span.tag.kind == "heading" for span in row)
        numbered = _PAGE_NUMBER.match(text)
        is_number = numbered is not None and int(numbered[1]) == page.number
        artifact = all(span.tag is not None and span.tag.kind == "artifact" for span in row)
        if artifact or is_number or (repeats and not is_large and not tagged_heading):
            found.update(id(span) for span in row)
    return found


def margins_of(pages: Sequence[Page], furniture: set[int]) -> tuple[str, ...]:
    """Returns the lines of the furniture and of text set across the page, each once."""
    found: dict[str, str] = {}
    for page in pages:
        outer = [span for span in page.spans if id(span) in furniture]
        turned = [[span] for span in page.spans if span.turned and id(span) not in furniture]
        for row in (*rows_of(outer), *turned):
            if (text := row_text(row)) and len(found) < _MOST_MARGINS:
                found.setdefault(_key(text), text[:_LONGEST_MARGIN])
    return tuple(found.values())


def body_size(spans: Iterable[Span]) -> float:
    """Returns the font size, to half a point, in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for span in spans:
        sizes[round(span.size * 2) / 2] += len(span.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _outer_rows(page: Page, kept: set[int]) -> list[list[Span]]:
    edge = _ZONE * page.height
    spans = [
        span
        for span in page.spans
        if id(span) not in kept
        and not span.turned
        and (span.bottom <= edge or span.top >= page.height - edge)
    ]
    return rows_of(spans)


def _has_body(page: Page, kept: set[int]) -> bool:
    """Tells whether a page has text besides its outer rows."""
    outer = {id(span) for row in _outer_rows(page, kept) for span in row}
    return any(id(span) not in outer for span in page.spans)


def _key(text: str) -> str:
    return _NUMBER.sub("#", text.casefold())
