"""Walks through the content of a web page and makes blocks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.readers.clean import clean
from ingest.readers.limits import MOST_CELLS, WIDEST_SPAN
from ingest.readers.tables import header_rows, rectangle
from plansvar.documents.types import BlockKind, RawBlock

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "s", "samp",
        "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
_BOLD = frozenset(("b", "strong"))
_LISTS = frozenset(("ul", "ol", "menu"))
_DROPPED = frozenset(("img", "picture", "source", "area", "rp", "rt", "del", "s", "strike"))
_DEEPEST = 150
_LONGEST_CELL = 1_500  # characters; a table with longer cells only places text on the page
_LONGEST_HEADING = 120
_SENTENCE = re.compile(r"[.,;:…]$")


def blocks_of(content: HtmlElement) -> list[RawBlock]:
    """Returns the blocks of an element in order."""
    walker = _Walker()
    walker.walk(content, 0)
    walker.flush()
    return walker.blocks


class _Walker:
    """Collects text until a block ends."""

    def __init__(self) -> None:
        self.blocks: list[RawBlock] = []
        self._parts: list[str] = []
        self._bold = True
        self._level = -1  # of the innermost list, -1 outside of lists
        self._label: str | None = None  # of an item whose text hasn't come yet
        self._heading = 0

    def flush(self) -> None:
        """Ends the current paragraph, list item or heading-like line."""
        text = clean("".join(self._parts))
        bold = self._bold
        self._parts.clear()
        self._bold = True
        if not text:
            return
        if self._label is not None:
            level = max(self._level, 0)
            self.blocks.append(RawBlock(BlockKind.LIST_ITEM, text, level, label=self._label))
            self._label = None
        elif bold and self._level < 0 and _is_heading_like(text):
            level = min(self._heading + 1, 6)
            self.blocks.append(RawBlock(BlockKind.HEADING, text, level))
        else:
            self.blocks.append(RawBlock(BlockKind.PARAGRAPH, text))

    def walk(self, element: HtmlElement, depth: int, *, bold: bool = False) -> None:
        """Reads an element's content."""
        self._add(element.text, bold=bold)
        was_break = False
        for child in element:
            tag = child.tag
            if tag == "br":
                if was_break:
                    self.flush()
                self._add(" ", bold=bold)
            elif depth >= _DEEPEST:
                self._add(child.text_content(), bold=bold)
            elif isinstance(tag, str) and tag not in _DROPPED:
                self._element(child, depth + 1, bold=bold)
            was_break = tag == "br" and not (child.tail or "").strip()
            self._add(child.tail, bold=bold)

    def _add(self, text: str | None, *, bold: bool) -> None:
        if text:
            self._parts.append(text)
            if text.strip():
                self._bold = self._bold and bold

    def _element(self, element: HtmlElement, depth: int, *, bold: bool) -> None:
        tag = element.tag
        if tag in _INLINE and not _holds_block(element):
            self.walk(element, depth, bold=bold or tag in _BOLD)
            return
        if tag in _LISTS:
            self._list(element, depth)
            return
        self.flush()
        if tag in _HEADINGS:
            if text := clean(element.text_content()):
                self._heading = _HEADINGS[tag]
                self.blocks.append(RawBlock(BlockKind.HEADING, text, self._heading))
        elif tag == "dl":
            self._definitions(element)
        elif tag == "table":
            self._table(element, depth)
        else:
            self.walk(element, depth, bold=bold or tag in _BOLD)
            self.flush()

    def _list(self, element: HtmlElement, depth: int) -> None:
        self.flush()
        self._label = None
        self._level += 1
        number = _integer(element.get("start"), 1)
        for child in element:
            if child.tag != "li":
                if isinstance(child.tag, str):  # a list in a list, which HTML doesn't allow
                    self._element(child, depth + 1, bold=False)
                continue
            number = _integer(child.get("value"), number)
            self._label = f"{number}." if element.tag == "ol" else ""
            number += 1
            self.walk(child, depth + 1)
            self.flush()
            self._label = None
        self._level -= 1

    def _definitions(self, element: HtmlElement) -> None:
        """Adds a definition list: each term with what is said of it."""
        term = ""
        for child in element.iter("dt", "dd"):
            text = clean(child.text_content())
            if child.tag == "dt":
                self._definition(term)
                term = text
            elif text:
                glue = " " if term.endswith((":", "?", ".")) or not term else ": "
                self._definition(f"{term}{glue}{text}".strip())
                term = ""
        self._definition(term)

    def _definition(self, text: str) -> None:
        if text:
            self.blocks.append(RawBlock(BlockKind.LIST_ITEM, text, max(self._level, 0)))

    def _table(self, element: HtmlElement, depth: int) -> None:
        rows = list(_rows(element))
        cells = [cell for row in rows for cell in row.iterchildren("td", "th")]
        places_only = (
            (element.get("role") or "") in {"presentation", "none"}
            or any(next(cell.iter("table", *_HEADINGS), None) is not None for cell in cells)
            or any(len(cell.text_content()) > 2 * _LONGEST_CELL for cell in cells)
            or len(cells) > MOST_CELLS
        )
        grid = () if places_only else rectangle(_grid(rows))
        if not grid or len(grid[0]) < 2:
            for cell in cells:
                self.walk(cell, depth + 1)
                self.flush()
            return
        caption = element.find("caption")
        if caption is not None and (text := clean(caption.text_content())):
            self.blocks.append(RawBlock(BlockKind.PARAGRAPH, text))
        named = 0  # rows at the top that the page itself calls headers
        for row in rows:
            if not _names_columns(row) and clean(row.text_content()):
                break
            named += int(bool(clean(row.text_content())))
        marked = 0 < named < len(grid)
        form = not marked and all(
            next(row.iterchildren("td", "th")).tag == "th" for row in rows if len(row)
        )
        count = named if marked else header_rows(grid, first_column_marked=form)
        self.blocks.append(RawBlock(BlockKind.TABLE, rows=grid, header_rows=count))


def _names_columns(row: HtmlElement) -> bool:
    """Tells whether a row consists of header cells."""
    cells = list(row.iterchildren("td", "th"))
    return row.getparent().tag == "thead" or (
        bool(cells) and all(cell.tag == "th" for cell in cells)
    )


def _holds_block(element: HtmlElement) -> bool:
    """Tells whether an inline element holds blocks, as a link around a card does."""
    return any(
        isinstance(item.tag, str) and item.tag not in _INLINE and item.tag not in {"br", "img"}
        for item in element.iterdescendants()
    )


def _is_heading_like(text: str) -> bool:
    letters = sum(char.isalpha() for char in text)
    return (
        len(text) <= _LONGEST_HEADING
        and not text[0].islower()
        and letters >= max(2, 0.5 * len(text))
        and not _SENTENCE.search(text)
    )


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """Yields the table's own rows, header first."""
    for part in ("thead", None, "tbody", "tfoot"):
        if part is None:
            yield from table.iterchildren("tr")
        else:
            for group in table.iterchildren(part):
                yield from group.iterchildren("tr")


def _grid(rows: list[HtmlElement]) -> list[list[str]]:
    """Returns the cells' texts in a rectangle; a cell over several rows is repeated in each."""
    grid: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}  # column -> rows still to fill, text
    for row in rows:
        texts: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while len(texts) in below:
                texts.append(_next_below(below, len(texts)))
            text = clean(" ".join(cell.itertext()))
            tall = min(_integer(cell.get("rowspan"), 1), WIDEST_SPAN)
            wide = max(1, min(_integer(cell.get("colspan"), 1), WIDEST_SPAN))
            for offset in range(wide):
                if tall > 1:
                    below[len(texts)] = (tall - 1, text if offset == 0 else "")
                texts.append(text if offset == 0 else "")
        while len(texts) in below:
            texts.append(_next_below(below, len(texts)))
        grid.append(texts)
    return grid


def _next_below(below: dict[int, tuple[int, str]], column: int) -> str:
    left, text = below.pop(column)
    if left > 1:
        below[column] = (left - 1, text)
    return text
