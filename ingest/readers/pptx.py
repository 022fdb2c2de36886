"""Reads PowerPoint files: slide by slide, the title first, then from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from ingest.readers.clean import clean
from ingest.readers.limits import DEFAULT, Limits
from ingest.readers.office_zip import Link, Package
from ingest.readers.pptx_shapes import A, P, Place, Shape, hidden_letters, shapes_of
from ingest.readers.pptx_text import BulletStyles, drop_tiny, read_table, read_text
from ingest.readers.pptx_white import Whiteness
from ingest.readers.unseen import letters
from plansvar.documents.types import BlockKind, Box, RawBlock, ReadFile
from plansvar.errors import ReadError

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})
_MARGINS = frozenset({"ftr", "hdr"})
_MOST_MARGINS = 20
_LONGEST_MARGIN = 300  # characters
_POINT = 12_700  # English metric units
_SAME_ROW = 0.05  # of the slide's height
_CHAPTER_LAYOUTS = frozenset({"title", "secHead"})


def read(path: Path, limits: Limits = DEFAULT) -> ReadFile:
    """Reads a PowerPoint file (.pptx).

    Raises:
        ReadError: see :class:`ingest.readers.office_zip.Package`, and ``read.too_many_pages`` and
            ``read.no_text``.
    """
    with Package(path, limits) as package:
        name, root = package.main_part()
        if root.tag != f"{P}presentation":
            raise ReadError("read.not_this_format")
        links = package.links(name)
        ids = [item.get(f"{_RELATION}id", "") for item in root.iter(f"{P}sldId")]
        limits.check_pages(len(ids))
        size = root.find(f"{P}sldSz")
        width, height = (
            int(size.get(name, "0") or 0) if size is not None else 0 for name in ("cx", "cy")
        )
        deck = _Deck(package, width or 12_192_000, height or 6_858_000)
        blocks = [
            block
            for number, link_id in enumerate(ids, start=1)
            if link_id in links
            for block in deck.slide(links[link_id].target, number)
        ]
        metadata = package.properties()
    if not blocks:
        raise ReadError("read.no_text")
    if not any(block.level == 1 for block in blocks if block.kind is BlockKind.HEADING):
        blocks = [
            replace(block, level=1) if block.kind is BlockKind.HEADING else block
            for block in blocks
        ]
    return ReadFile(tuple(blocks), metadata, margins=tuple(deck.margins), hidden=deck.hidden)


class _Deck:
    """Reads the slides of one file, with the layouts and masters that they share."""

    def __init__(self, package: Package, width: int, height: int) -> None:
        self._package = package
        self._width = width
        self._height = height
        self._roots: dict[str, etree._Element | None] = {}
        self.margins: dict[str, None] = {}
        self.hidden = 0  # letters and digits that nobody sees

    def slide(self, name: str, number: int) -> Iterator[RawBlock]:
        """Yields the blocks of a slide and of its notes; nothing for a hidden slide."""
        root = self._package.xml(name)
        if root is None or root.get("show") in {"0", "false"}:
            return
        self.hidden += hidden_letters(root) + drop_tiny(root)
        links = self._package.links(name)
        layout, master, theme = self._behind(links)
        styles = BulletStyles(layout, master)
        is_chapter = layout is not None and layout.get("type") in _CHAPTER_LAYOUTS
        places = Place.of_placeholders(layout, master)
        found = [shape for shape in shapes_of(root, places) if self._is_on_slide(shape)]
        self.hidden += Whiteness(layout, master, theme).drop(root, found)
        for shape in found:
            if shape.placeholder in _MARGINS and len(self.margins) < _MOST_MARGINS:
                texts = (item.text or "" for item in shape.element.iter(f"{A}t"))
                if text := clean("".join(texts)).strip():
                    self.margins[text[:_LONGEST_MARGIN]] = None
        shapes = [shape for shape in found if shape.placeholder not in _FURNITURE]
        titles = [shape for shape in shapes if shape.placeholder in _TITLES]
        others = [shape for shape in shapes if shape.placeholder not in _TITLES]
        for shape in titles:
            text = " ".join(block.text for block in read_text(shape, styles))
            if text:
                level = 1 if is_chapter or shape.placeholder == "ctrTitle" else 2
                block = RawBlock(BlockKind.HEADING, text, level)
                yield replace(block, page=number, boxes=_boxes(shape, number))
        for shape in self._in_order(others):
            for block in self._content(shape, styles, links):
                yield replace(block, page=number, boxes=_boxes(shape, number))
        yield from self._notes(links, number)

    def _is_on_slide(self, shape: Shape) -> bool:
        """Tells whether any of a shape is within the slide; what isn't is counted as hidden.

        A title may stand outside so that programs have a name for a slide that shows none.
        """
        place = shape.place
        if place is None or shape.placeholder in _TITLES:
            return True
        across = place.left < self._width and place.left + place.width > 0
        down = place.top < self._height and place.top + place.height > 0
        if across and down:
            return True
        self.hidden += letters("".join(item.text or "" for item in shape.element.iter(f"{A}t")))
        return False

    def _behind(self, links: dict[str, Link]) -> tuple[etree._Element | None, ...]:
        """Returns a slide's layout, its master and its theme."""
        name = _target(links, "slideLayout")
        layout = self._shared(name)
        master = _target(self._package.links(name), "slideMaster") if name else ""
        theme = _target(self._package.links(master), "theme") if master else ""
        return layout, self._shared(master), self._shared(theme)

    def _shared(self, name: str) -> etree._Element | None:
        if name not in self._roots:
            self._roots[name] = self._package.xml(name) if name else None
        return self._roots[name]

    def _in_order(self, shapes: list[Shape]) -> list[Shape]:
        """Returns shapes row by row from the top, each row from left to right."""
        rows: list[list[Shape]] = []
        for shape in sorted(shapes, key=lambda item: item.top):
            if rows and shape.top - rows[-1][0].top <= _SAME_ROW * self._height:
                rows[-1].append(shape)
            else:
                rows.append([shape])
        return [shape for row in rows for shape in sorted(row, key=lambda item: item.left)]

    def _content(
        self, shape: Shape, styles: BulletStyles, links: dict[str, Link]
    ) -> Iterator[RawBlock]:
        table = shape.element.find(f".//{A}tbl")
        if table is not None:
            yield from read_table(table)
        elif shape.element.tag == f"{P}graphicFrame":
            yield from self._diagram(shape.element, links)
        else:
            yield from read_text(shape, styles)

    def _diagram(self, frame: etree._Element, links: dict[str, Link]) -> Iterator[RawBlock]:
        """Yields the texts of a SmartArt diagram, which lie in a part of their own."""
        reference = frame.find(f".//{_DIAGRAM}relIds")
        link = links.get(reference.get(f"{_RELATION}dm", "")) if reference is not None else None
        root = self._package.xml(link.target) if link is not None else None
        for point in root.iter(f"{_DIAGRAM}pt") if root is not None else ():
            if point.get("type", "node") not in {"node", "asst"}:
                continue
            text = clean(" ".join(item.text or "" for item in point.iter(f"{A}t")))
            if text:
                yield RawBlock(BlockKind.LIST_ITEM, text)

    def _notes(self, links: dict[str, Link], number: int) -> Iterator[RawBlock]:
        name = _target(links, "notesSlide")
        root = self._package.xml(name) if name else None
        if root is None:
            return
        styles = BulletStyles(None, None)
        for shape in shapes_of(root, {}):
            if shape.placeholder == "body":
                for block in read_text(shape, styles):
                    yield replace(block, page=number)


def _target(links: dict[str, Link], kind: str) -> str:
    return next((link.target for link in links.values() if link.kind == kind), "")


def _boxes(shape: Shape, number: int) -> tuple[Box, ...]:
    """Returns the shape's box in points; nothing where the file doesn't say where it stands."""
    if shape.place is None:
        return ()
    place = shape.place
    edges = (place.left, place.top, place.left + place.width, place.top + place.height)
    return (Box(number, *(round(edge / _POINT, 1) for edge in edges)),)
