"""Reads Word files: the body in order, with headings, lists, tables, text boxes and notes.

The XML is walked here and not through python-docx, which leaves out tracked insertions and content
controls, and which one cell with a span of 10^8 columns keeps busy for minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from ingest.readers.docx_headings import Candidate, settle_headings
from ingest.readers.docx_margins import read_margins
from ingest.readers.docx_styles import Numbering, Styles, W, is_placeholder, value
from ingest.readers.docx_tables import read_table
from ingest.readers.docx_text import Paragraph, ParagraphReader
from ingest.readers.limits import DEFAULT, Limits
from ingest.readers.office_cells import only_places_text
from ingest.readers.office_zip import Package
from plansvar.documents.types import BlockKind, RawBlock, ReadFile
from plansvar.errors import ReadError

# What only wraps blocks: content controls, tracked insertions and moves, custom XML.
_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
)


def read(path: Path, limits: Limits = DEFAULT) -> ReadFile:
    """Reads a Word file (.docx).

    Raises:
        ReadError: see :class:`ingest.readers.office_zip.Package`, and ``read.no_text``.
    """
    with Package(path, limits) as package:
        name, root = package.main_part()
        body = root.find(f"{W}body")
        if root.tag != f"{W}document" or body is None:
            raise ReadError("read.not_this_format")
        links = {link.kind: link.target for link in package.links(name).values()}

        def part(kind: str) -> etree._Element | None:
            return package.xml(links[kind]) if kind in links else None

        styles = Styles(part("styles"))
        white_is_hidden = root.find(f"{W}background") is None
        walker = _Walker(
            ParagraphReader(styles, white_is_hidden=white_is_hidden),
            styles,
            Numbering(part("numbering")),
        )
        walker.walk(body, on_ground=False)
        for sign, kind in (("f", "footnotes"), ("e", "endnotes")):
            walker.add_notes(sign, part(kind))
        metadata = package.properties()
        margins = read_margins(package, name, root)
    blocks = settle_headings(walker.found)
    if not blocks:
        raise ReadError("read.no_text")
    if not walker.has_pages:
        blocks = [replace(block, page=None) for block in blocks]
    return ReadFile(tuple(blocks), metadata, margins=margins, hidden=walker.hidden)


class _Walker:
    """Collects blocks while it walks through the document."""

    def __init__(self, reader: ParagraphReader, styles: Styles, numbering: Numbering) -> None:
        self.found: list[Candidate] = []
        self.hidden = 0  # letters and digits that nobody sees
        self._reader = reader
        self._styles = styles
        self._numbering = numbering
        self._notes: list[str] = []

    @property
    def has_pages(self) -> bool:
        """Whether any page break told on which page the text is."""
        return self._reader.pages.any

    def walk(self, holder: etree._Element, *, on_ground: bool) -> None:
        """Reads what ``holder`` holds, in order."""
        for element in _blocks_in(holder):
            if element.tag == f"{W}p":
                self._paragraph(element, on_ground=on_ground)
            else:
                self._table(element)

    def add_notes(self, sign: str, root: etree._Element | None) -> None:
        """Adds the footnotes or endnotes that the text refers to."""
        notes = {
            note.get(f"{W}id", ""): note
            for note in (root if root is not None else ())
            if note.get(f"{W}type", "normal") == "normal"
        }
        for name in self._notes:
            note = notes.get(name[1:]) if name[0] == sign else None
            if note is None:
                continue
            read = [self._reader.read(p, on_ground=True) for p in note.iter(f"{W}p")]
            self.hidden += sum(one.hidden for one in read)
            if text := " ".join(one.text for one in read if one.text):
                block = RawBlock(BlockKind.PARAGRAPH, text, page=self._reader.pages.number)
                self.found.append(Candidate(block))

    def _paragraph(self, element: etree._Element, *, on_ground: bool) -> None:
        paragraph = self._reader.read(element, on_ground=on_ground)
        self._notes.extend(paragraph.notes)
        self.hidden += paragraph.hidden
        if paragraph.text:
            self.found.append(self._candidate(element, paragraph))
        for box in paragraph.boxes:
            self.walk(box, on_ground=True)

    def _candidate(self, element: etree._Element, paragraph: Paragraph) -> Candidate:
        """Returns the block that a paragraph is by its style and numbering."""
        properties = element.find(f"{W}pPr")
        style_id = ""
        numbering = outline = None
        if properties is not None:
            style_id = value(properties.find(f"{W}pStyle"))
            numbering = properties.find(f"{W}numPr")
            outline = properties.find(f"{W}outlineLvl")
        style = self._styles.get(style_id or self._styles.default_paragraph)
        item = self._item(style_id, numbering)
        heading = style.heading
        if outline is not None and not style.contents and value(outline).isdecimal():
            level = int(value(outline)) + 1
            heading = level if level <= 6 else 0
        block = RawBlock(BlockKind.PARAGRAPH, paragraph.text, page=paragraph.page)
        if heading:
            text = f"{item[1]} {paragraph.text}".strip() if item else paragraph.text
            block = replace(block, kind=BlockKind.HEADING, level=heading, text=text)
        elif style.contents:
            text, level = paragraph.tabbed, style.contents - 1
            block = replace(block, kind=BlockKind.LIST_ITEM, level=level, text=text)
        elif item is not None:
            level, label = max(item[0], style.list_level), item[1]
            block = replace(block, kind=BlockKind.LIST_ITEM, level=level, label=label)
        elif style.list_level >= 0:
            block = replace(block, kind=BlockKind.LIST_ITEM, level=style.list_level)
        return Candidate(block, paragraph.bold, paragraph.size)

    def _item(self, style_id: str, numbering: etree._Element | None) -> tuple[int, str] | None:
        """Returns the level and label of a list's item, counting it; ``None`` if it is none."""
        style = self._styles.get(style_id or self._styles.default_paragraph)
        list_id, level = style.numbering or ("", None)
        if numbering is not None:
            own_id, own_level = numbering.find(f"{W}numId"), numbering.find(f"{W}ilvl")
            list_id = value(own_id) if own_id is not None else list_id
            if own_level is not None and value(own_level).isdecimal():
                level = int(value(own_level))
        if not list_id or list_id == "0":
            return None
        return self._numbering.item(list_id, level, style_id)

    def _table(self, element: etree._Element) -> None:
        start = len(self.found)
        page = self._reader.pages.number
        cells: list[Sequence[Candidate]] = []

        def content(cell: etree._Element) -> list[Candidate]:
            before = len(self.found)
            self.walk(cell, on_ground=True)
            held = self.found[before:]
            del self.found[before:]
            cells.append(held)
            return held

        table = read_table(element, content)
        del self.found[start:]
        if table is None or only_places_text(cells):
            for held in cells:
                self.found.extend(held)
            return
        self.found.append(Candidate(replace(table, page=page)))


def _blocks_in(holder: etree._Element) -> Iterator[etree._Element]:
    """Yields the paragraphs and tables in ``holder``, also those in controls and insertions."""
    for element in holder:
        if element.tag in {f"{W}p", f"{W}tbl"}:
            yield element
        elif element.tag in _WRAPPERS and not is_placeholder(element):
            yield from _blocks_in(element)
        elif isinstance(element.tag, str) and element.tag.endswith("}AlternateContent"):
            yield from _blocks_in(element[0]) if len(element) else ()
