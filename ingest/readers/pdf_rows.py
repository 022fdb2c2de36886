"""Puts spans that stand beside each other on a PDF page together to rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.readers.clean import clean
from ingest.readers.pdf_types import Span

_LEADERS = re.compile(r"(?:\s*[.…_]){4,}\s*")
_NUMBER = re.compile(r"^\s*\d{1,3}\s*$")
_LONG_WORD = re.compile(r"[^\W\d_]{4}$|[.,;:!?»)]$")
_CONTENTS_GAP = 2.5  # of the font size before a page number


def rows_of(spans: Iterable[Span]) -> list[list[Span]]:
    """Groups spans that stand beside each other, top row first, each from left to right."""
    rows: list[list[Span]] = []
    edges: list[tuple[float, float]] = []
    for span in sorted(spans, key=lambda item: (item.bottom, item.left)):
        for index in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            top, bottom = edges[index]
            shared = min(bottom, span.bottom) - max(top, span.top)
            if shared > 0.5 * min(bottom - top, span.bottom - span.top):
                rows[index].append(span)
                if span.bottom - span.top > bottom - top:
                    edges[index] = (span.top, span.bottom)
                break
        else:
            rows.append([span])
            edges.append((span.top, span.bottom))
    for row in rows:
        row.sort(key=lambda item: item.left)
    return rows


def row_text(row: Sequence[Span]) -> str:
    """Returns the cleaned text of the spans of one row, from left to right.

    " … " stands for the dots or the gap before a page number in a table of contents.
    """
    parts: list[str] = []
    for before, span in zip((None, *row), row, strict=False):
        text = span.text
        if before is not None:
            if _is_note_mark(before, span):
                continue
            if span.left - before.right > 0.12 * max(before.size, span.size):
                parts.append(" ")
        parts.append(text)
    text = clean(_LEADERS.sub(" … ", "".join(parts)))
    if len(row) > 1 and _NUMBER.match(row[-1].text):
        gap = row[-1].left - row[-2].right
        if gap > _CONTENTS_GAP * row[-1].size and any(char.isalpha() for char in text):
            head, _, number = text.rpartition(" ")
            return f"{head.rstrip(' …')} … {number}"
    return text


def has_leaders(row: Sequence[Span]) -> bool:
    """Tells whether dots lead the eye over a row, as in a table of contents."""
    return any(_LEADERS.search(span.text) for span in row)


def _is_note_mark(before: Span, span: Span) -> bool:
    """Tells whether a raised small number after a word refers to a footnote.

    It would make "tjenesten1" of "tjenesten". Units such as "m2" keep theirs.
    """
    raised = span.size < 0.8 * before.size and span.bottom < before.bottom - 0.1 * before.size
    return (
        raised
        and _NUMBER.match(span.text) is not None
        and _LONG_WORD.search(before.text.rstrip()) is not None
    )
