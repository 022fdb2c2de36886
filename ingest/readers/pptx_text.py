"""Reads the text of a slide's shapes: paragraphs, bullets with their level, tables."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.readers.clean import clean
from ingest.readers.limits import check_cells
from ingest.readers.pptx_shapes import A, P, Shape, placeholder_of
from ingest.readers.tables import header_rows, rectangle
from ingest.readers.unseen import letters
from plansvar.documents.types import BlockKind, RawBlock

_BULLETS = (f"{A}buChar", f"{A}buAutoNum", f"{A}buBlip")
_NO_BULLET = f"{A}buNone"
_BODIES = frozenset({"body", "obj"})
_CHANGING_FIELDS = frozenset({"slidenum"})
_SMALLEST = 110  # hundredths of a point; smaller letters nobody reads


class BulletStyles:
    """Says which paragraphs have bullets where they don't say it themselves."""

    def __init__(self, layout: etree._Element | None, master: etree._Element | None) -> None:
        self._layout = _list_styles(layout)
        self._master = _list_styles(master)
        body = None if master is None else master.find(f"{P}txStyles/{P}bodyStyle")
        self._body = body

    def bullet(self, shape: Shape, level: int) -> etree._Element | None:
        """Returns the bullet of a shape's paragraphs at ``level``, ``None`` for none."""
        name = f"{A}lvl{level + 1}pPr"
        own = shape.element.find(f"{P}txBody/{A}lstStyle")
        chain = [own]
        if shape.placeholder in _BODIES:
            chain += [
                self._layout.get(f"idx {shape.index}", self._layout.get(shape.placeholder)),
                self._master.get("body"),
                self._body,
            ]
        elif shape.placeholder:
            chain += [self._layout.get(f"idx {shape.index}", self._layout.get(shape.placeholder))]
        for styles in chain:
            properties = styles.find(name) if styles is not None else None
            if properties is not None and (found := _said(properties)) is not None:
                return None if found.tag == _NO_BULLET else found
        return None


def _list_styles(root: etree._Element | None) -> dict[str, etree._Element]:
    """Returns the list styles of a layout's or master's placeholders, by type and by index."""
    styles: dict[str, etree._Element] = {}
    for element in root.iter(f"{P}sp") if root is not None else ():
        kind, index = placeholder_of(element)
        found = element.find(f"{P}txBody/{A}lstStyle")
        if kind and found is not None:
            styles.setdefault(kind, found)
            styles[f"idx {index}"] = found
    return styles


def _said(properties: etree._Element) -> etree._Element | None:
    """Returns what paragraph properties say of bullets, ``None`` if nothing."""
    return next((item for item in properties if item.tag in {*_BULLETS, _NO_BULLET}), None)


def read_text(shape: Shape, styles: BulletStyles) -> Iterator[RawBlock]:
    """Yields the paragraphs and list items of a shape."""
    counts: dict[int, int] = {}
    for paragraph in shape.element.iterfind(f"{P}txBody/{A}p"):
        text = _text(paragraph)
        if not text:
            continue
        properties = paragraph.find(f"{A}pPr")
        level, bullet = 0, None
        if properties is not None:
            given = properties.get("lvl", "0")
            level = min(int(given), 8) if given.isdecimal() else 0
            bullet = _said(properties)
        if bullet is None:
            bullet = styles.bullet(shape, level)
        if bullet is None or bullet.tag == _NO_BULLET:
            counts.clear()
            yield RawBlock(BlockKind.PARAGRAPH, text)
            continue
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        label = ""
        if bullet.tag == f"{A}buAutoNum":
            start = bullet.get("startAt", "1")
            first = int(start) if start.isdecimal() else 1
            counts[level] = counts.get(level, first - 1) + 1
            label = _label(counts[level], bullet.get("type", ""))
        else:
            counts.pop(level, None)
        yield RawBlock(BlockKind.LIST_ITEM, text, level, label=label)


def drop_tiny(root: etree._Element) -> int:
    """Empties the runs that are too small to be read; returns their letters and digits."""
    dropped = 0
    for run in root.iter(f"{A}r", f"{A}fld"):
        properties, text = run.find(f"{A}rPr"), run.find(f"{A}t")
        size = properties.get("sz", "") if properties is not None else ""
        if text is not None and size.isdigit() and int(size) < _SMALLEST:
            dropped += letters(text.text or "")
            text.text = ""
    return dropped


def _text(paragraph: etree._Element) -> str:
    parts: list[str] = []
    for item in paragraph:
        if item.tag == f"{A}br":
            parts.append("\n")
        elif item.tag in {f"{A}r", f"{A}fld"} and item.get("type") not in _CHANGING_FIELDS:
            parts.append(item.findtext(f"{A}t", ""))
    return clean("".join(parts))


def _label(count: int, kind: str) -> str:
    """Returns an automatic number as it is shown, such as "1." or "b)"."""
    if kind.startswith("alpha"):
        sign = chr(ord("A" if "Uc" in kind else "a") + (count - 1) % 26)
    else:
        sign = str(count)
    if kind.endswith("ParenBoth"):
        return f"({sign})"
    return sign + (")" if kind.endswith("ParenR") else "." if kind.endswith("Period") else "")


def read_table(table: etree._Element) -> Iterator[RawBlock]:
    """Yields the block of a table, merged cells filled in downwards.

    Raises:
        ReadError: ``read.too_many_cells``.
    """
    rows: list[list[str]] = []
    bold: list[bool] = []
    count = 0
    for row in table.iterfind(f"{A}tr"):
        texts: list[str] = []
        cells = list(row.iterfind(f"{A}tc"))
        count += len(cells)
        check_cells(count)
        for cell in cells:
            text = clean(" ".join(filter(None, map(_text, cell.iter(f"{A}p")))))
            if cell.get("vMerge") in {"1", "true"} and rows and len(texts) < len(rows[-1]):
                text = rows[-1][len(texts)]
            texts.append(text)
        rows.append(texts)
        runs = [run.find(f"{A}rPr") for cell in cells for run in cell.iter(f"{A}r")]
        bold.append(bool(runs) and all(r is not None and r.get("b") in {"1", "true"} for r in runs))
    grid = rectangle(rows)
    if not grid:
        return
    if len(grid[0]) < 2:
        yield from (RawBlock(BlockKind.PARAGRAPH, row[0]) for row in grid)
        return
    properties = table.find(f"{A}tblPr")
    styled = properties is not None and properties.get("firstRow") in {"1", "true"}
    marked = styled or (bold[0] and not all(bold))
    yield RawBlock(BlockKind.TABLE, rows=grid, header_rows=header_rows(grid, marked=marked))
