"""Reads OpenDocument texts: headings, lists, tables, text boxes and notes, in order.

The XML is walked here, as that of Word files is: odfpy, the usual library, builds its own tree
without any limit, and knows nothing of what is hidden or deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from ingest.readers.clean import clean
from ingest.readers.docx_headings import Candidate, settle_headings
from ingest.readers.limits import DEFAULT, Limits
from ingest.readers.odt_lists import Lists
from ingest.readers.odt_styles import OFFICE, TABLE, TEXT, Styles
from ingest.readers.odt_tables import read_table
from ingest.readers.odt_text import Paragraph, ParagraphReader, letters_in
from ingest.readers.office_cells import only_places_text
from ingest.readers.office_zip import Package
from plansvar.documents.types import BlockKind, RawBlock, ReadFile
from plansvar.errors import ReadError

_KINDS = (
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.sun.xml.writer",
)
_MOST_XML = 32_000_000  # bytes; a tree takes some fifteen times as many
_DC = "{http://purl.org/dc/elements/1.1/}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_PROPERTIES = {
    f"{_DC}title": "title",
    f"{_META}initial-creator": "author",
    f"{_DC}language": "language",
    f"{_META}creation-date": "created",
    f"{_DC}date": "modified",
}
_INDEXES = frozenset(
    f"{TEXT}{name}"
    for name in (
        "table-of-content", "illustration-index", "table-index", "object-index", "user-index",
        "alphabetical-index", "bibliography",
    )
)  # fmt: skip


def read(path: Path, limits: Limits = DEFAULT) -> ReadFile:
    """Reads an OpenDocument text (.odt).

    Raises:
        ReadError: see :class:`ingest.readers.office_zip.Package`, and ``read.no_text``.
    """
    with Package(path, limits) as package:
        kind = package.bytes("mimetype")
        if kind is not None and not kind.strip().startswith(_KINDS):
            raise ReadError("read.not_this_format")
        if b"encryption-data" in (package.bytes("META-INF/manifest.xml") or b""):
            raise ReadError("read.encrypted")
        root = _part(package, "content.xml")
        body = root.find(f"{OFFICE}body/{OFFICE}text") if root is not None else None
        if root is None or body is None:
            raise ReadError("read.not_this_format" if kind is None else "read.malformed")
        styles = Styles(root, _part(package, "styles.xml"))
        metadata = _metadata(package)
    walker = _Walker(styles)
    walker.walk(body, on_ground=False)
    walker.add_notes()
    blocks = settle_headings(walker.found)
    if not blocks:
        raise ReadError("read.no_text")
    return ReadFile(tuple(blocks), metadata, hidden=walker.hidden)


def _part(package: Package, name: str) -> etree._Element | None:
    if len(package.bytes(name) or b"") > _MOST_XML:
        raise ReadError("read.too_large", megabytes=_MOST_XML // 1_000_000)
    return package.xml(name)


def _metadata(package: Package) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        root = package.xml("meta.xml")
    except ReadError:
        return found  # properties are no reason to lose the text
    for item in root.iter() if root is not None else ():
        key = _PROPERTIES.get(str(item.tag))
        if key and (text := clean(item.text or "")):
            found.setdefault(key, text)
    return found


class _Walker:
    """Collects blocks while it walks through the document."""

    def __init__(self, styles: Styles) -> None:
        self.found: list[Candidate] = []
        self.hidden = 0  # letters and digits that nobody sees
        self._styles = styles
        self._reader = ParagraphReader(styles)
        self._lists = Lists(styles)
        self._notes: list[etree._Element] = []

    def walk(self, holder: etree._Element, *, on_ground: bool) -> None:
        """Reads what ``holder`` holds, in order."""
        for element in holder:
            tag = element.tag
            if tag in {f"{TEXT}p", f"{TEXT}h"}:
                self._paragraph(element, on_ground=on_ground)
            elif tag == f"{TEXT}list":
                self._list(element, on_ground=on_ground)
            elif tag == f"{TABLE}table":
                self._table(element)
            elif tag == f"{TEXT}section":
                if self._styles.hides_section(element):
                    self.hidden += letters_in(element)
                else:
                    self.walk(element, on_ground=on_ground)
            elif tag in _INDEXES:
                self._index(element)
            elif tag == f"{TEXT}numbered-paragraph":
                self.walk(element, on_ground=on_ground)
            elif isinstance(tag, str) and tag.endswith("}frame"):
                for box in self._reader.boxes(element):
                    self.walk(box, on_ground=True)

    def add_notes(self) -> None:
        """Adds the footnotes and endnotes that the text refers to."""
        for note in self._notes:
            body = note.find(f"{TEXT}note-body")
            if body is None:
                continue
            read = [self._reader.read(p, on_ground=True) for p in body.iter(f"{TEXT}p")]
            self.hidden += sum(one.hidden for one in read)
            if text := " ".join(one.text for one in read if one.text):
                self.found.append(Candidate(RawBlock(BlockKind.PARAGRAPH, text)))
        self._notes.clear()

    def _paragraph(
        self,
        element: etree._Element,
        *,
        on_ground: bool,
        item: tuple[int, str] | None = None,
    ) -> None:
        """Adds a paragraph, heading or list item, then what floats beside it.

        Args:
            element: The ``text:p`` or ``text:h``.
            on_ground: It stands in a table or box, whose colour may be anything.
            item: Depth and label when it is the first paragraph of a list's item.
        """
        paragraph = self._reader.read(element, on_ground=on_ground)
        self._notes.extend(paragraph.notes)
        self.hidden += paragraph.hidden
        if paragraph.text:
            block = self._block(element, paragraph, item)
            self.found.append(Candidate(block, paragraph.bold, paragraph.size))
        for box in paragraph.boxes:
            self.walk(box, on_ground=True)

    def _block(
        self, element: etree._Element, paragraph: Paragraph, item: tuple[int, str] | None
    ) -> RawBlock:
        level = self._styles.heading_level(element)
        if level:
            label = item[1] if item else self._lists.heading_label(element, level)
            text = f"{label} {paragraph.text}".strip()
            return RawBlock(BlockKind.HEADING, text, level=min(level, 6))
        if item is not None:
            depth, label = item
            return RawBlock(BlockKind.LIST_ITEM, paragraph.text, level=depth, label=label)
        return RawBlock(BlockKind.PARAGRAPH, paragraph.text)

    def _list(self, element: etree._Element, *, on_ground: bool) -> None:
        self._lists.enter(element)
        for child in element:
            if child.tag not in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                continue
            counted = child.tag == f"{TEXT}list-item"
            item: tuple[int, str] | None = None
            for part in child:
                if part.tag == f"{TEXT}list":
                    self._list(part, on_ground=on_ground)
                elif part.tag in {f"{TEXT}p", f"{TEXT}h"}:
                    if counted and self._reader.read(part, on_ground=on_ground).text:
                        item = self._lists.item(child)
                        counted = False  # a further paragraph of the item is a paragraph
                    self._paragraph(part, on_ground=on_ground, item=item)
                    item = None
        self._lists.leave()

    def _index(self, element: etree._Element) -> None:
        """Adds a table of contents: one item a line, with the page after a leader."""
        for entry in element.iter(f"{TEXT}p"):
            text = self._reader.read(entry, on_ground=True).tabbed
            if text:
                self.found.append(Candidate(RawBlock(BlockKind.LIST_ITEM, text)))

    def _table(self, element: etree._Element) -> None:
        cells: list[Sequence[Candidate]] = []

        def content(cell: etree._Element) -> list[Candidate]:
            before = len(self.found)
            self.walk(cell, on_ground=True)
            held = self.found[before:]
            del self.found[before:]
            cells.append(held)
            return held

        table = read_table(element, content)
        if table is None or only_places_text(cells):
            for held in cells:
                self.found.extend(held)
            return
        self.found.append(Candidate(table))
