"""Puts the spans of a PDF page together to lines and tables, in the order of reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.readers.clean import clean
from ingest.readers.pdf_aligned import aligned_tables
from ingest.readers.pdf_columns import columns_of
from ingest.readers.pdf_rows import row_text, rows_of
from ingest.readers.pdf_settle import order_is_tagged
from ingest.readers.pdf_types import Page, Span, Table, Tag

_LONGEST_MARKER = 6  # characters
_LONGEST_LABEL = 30
_FARTHEST_DOT = 3.0  # of the font size before the text


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column.

    ``column`` numbers the stretches of a page in reading order and ``limit`` is the right edge of
    its running text; ``marker`` is a short first part that stands apart, and ``text_left`` the
    left edge of what follows it.
    """

    text: str
    page: Page
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    tag: Tag | None
    column: int
    limit: float
    marker: str
    text_left: float

    @property
    def tag_is_heading(self) -> bool:
        """Whether the PDF itself calls the line a heading."""
        return self.tag is not None and self.tag.kind == "heading"


def lines_of(page: Page, spans: Sequence[Span], tables: Sequence[Table]) -> list[Line | Table]:
    """Returns the page's lines and tables in reading order, column by column where it has columns.

    Args:
        page: The page.
        spans: Its spans without those of ``tables`` and without page headers and footers.
        tables: The tables already found on it.
    """
    upright = [span for span in spans if not span.turned]
    upright.extend(_stand_in(table) for table in tables)
    items: list[Line | Table] = []
    if order_is_tagged([span for span in upright if span.table is None]):
        for element in _by_element(upright):
            limit = _limit(element)
            for part in _stretches(element):
                items.append(part if isinstance(part, Table) else _line(part, page, 0, limit))
    else:
        for number, column in enumerate(columns_of(upright)):
            limit = _limit(column)
            for part in aligned_tables(page, _stretches(column)):
                items.append(part if isinstance(part, Table) else _line(part, page, number, limit))
    turned = [span for span in spans if span.turned]
    items.extend(_line([span], page, 10_000 + n, span.right) for n, span in enumerate(turned))
    return _join_labels([item for item in items if isinstance(item, Table) or item.text])


def _join_labels(items: Sequence[Line | Table]) -> list[Line | Table]:
    """Joins a label to what stands beside it, where the tags keep them apart ("Til:", "Dato:")."""
    result: list[Line | Table] = []
    for item in items:
        label = result[-1] if result else None
        if (
            isinstance(item, Line)
            and isinstance(label, Line)
            and label.text.endswith(":")
            and len(label.text) <= _LONGEST_LABEL
            and item.left > label.right
            and abs(item.bottom - label.bottom) < 0.5 * label.size
        ):
            text = f"{label.text} {item.text}"
            result[-1] = replace(item, text=text, left=label.left, top=min(item.top, label.top))
        else:
            result.append(item)
    return result


def _by_element(spans: Sequence[Span]) -> list[list[Span]]:
    """Returns spans grouped by their element in the order of the tags.

    What has no tag goes with the element above it.
    """
    orders = {id(span): (span.order, _element(span)) for span in spans}
    tagged = [span for span in spans if span.order >= 0]
    for span in spans:
        if span.order < 0:
            above = [other for other in tagged if other.bottom <= span.bottom]
            nearest = max(above, key=lambda other: other.bottom, default=None)
            orders[id(span)] = orders[id(nearest)] if nearest is not None else (-1, -1)
    in_order = sorted(spans, key=lambda span: orders[id(span)][0])
    return [list(group) for _, group in groupby(in_order, key=lambda span: orders[id(span)][1])]


def _element(span: Span) -> int:
    """Returns the element that a span belongs to; every table is one of its own."""
    if span.table is not None:
        return -2 - id(span.table)
    return span.tag.element if span.tag is not None else -1


def _stand_in(table: Table) -> Span:
    """Returns a span in the place of a table, so that it takes part in the reading order."""
    box = (table.left, table.top, table.right, table.bottom)
    return Span("table", *box, 10.0, False, None, table=table)


def _stretches(column: list[Span]) -> list[list[Span] | Table]:
    """Returns a column's rows from top to bottom, with the tables between them."""
    tables = sorted((span for span in column if span.table is not None), key=lambda s: s.top)
    rest = [span for span in column if span.table is None]
    parts: list[list[Span] | Table] = []
    for stand_in in tables:
        middle = (stand_in.top + stand_in.bottom) / 2
        above = [span for span in rest if (span.top + span.bottom) / 2 < middle]
        parts.extend(rows_of(above))
        if stand_in.table is not None:
            parts.append(stand_in.table)
        done = {id(span) for span in above}
        rest = [span for span in rest if id(span) not in done]
    parts.extend(rows_of(rest))
    return parts


def _limit(column: Sequence[Span]) -> float:
    """Returns the right edge of a column's running text, whatever larger titles stick out."""
    sizes: Counter[float] = Counter()
    for span in column:
        if span.table is None:
            sizes[round(span.size)] += len(span.text)
    if not sizes:
        return max(span.right for span in column)
    body = sizes.most_common(1)[0][0]
    return max(s.right for s in column if s.table is None and round(s.size) == body)


def _line(row: list[Span], page: Page, column: int, limit: float) -> Line:
    letters: Counter[float] = Counter()
    bold = plain = 0
    for span in row:
        weight = len(span.text.strip())
        letters[round(span.size * 2) / 2] += weight
        bold, plain = (bold + weight, plain) if span.bold else (bold, plain + weight)
    marker, text_left = "", row[0].left
    if len(row) > 1:
        gap = row[1].left - row[0].right
        first = clean(row[0].text)
        is_label = row[0].tag is not None and row[0].tag.kind == "label"
        if len(first) <= _LONGEST_MARKER and (gap > 0.25 * row[0].size or is_label):
            marker, text_left = first, row[1].left
    text = row_text(row)
    dot = _dot_before(row, page)
    if dot is not None:
        text, marker, text_left = f"• {text}", "•", row[0].left
    tags = [span.tag for span in row if span.tag is not None]
    # A list's own label is part of the item beside it.
    tag = next((tag for tag in tags if tag.kind != "label"), tags[0] if tags else None)
    return Line(
        text=text,
        page=page,
        left=dot if dot is not None else row[0].left,
        top=min(span.top for span in row),
        right=max(span.right for span in row),
        bottom=max(span.bottom for span in row),
        size=letters.most_common(1)[0][0],
        bold=bold > 4 * plain,
        tag=tag,
        column=column,
        limit=limit,
        marker=marker,
        text_left=text_left,
    )


def _dot_before(row: Sequence[Span], page: Page) -> float | None:
    """Returns the x of a bullet that is drawn, not written, before a row."""
    first = row[0]
    for x, y in page.shapes.dots:
        if first.top < y < first.bottom and 1 < first.left - x < _FARTHEST_DOT * first.size:
            return x
    return None
