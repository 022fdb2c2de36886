"""The text of the documents, read without the product's own readers."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pypdfium2 as pdfium
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

HYPHENS = re.compile("[\u2010\u2011\u0002\ufffe]")
ITEM = re.compile(r"\s*(?:[-*•–] |\d+[.)] |#|>|\|)")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that a quote must fit into; ``page`` for PDF pages and slides."""

    text: str
    page: int | None = None
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", normalise(self.text))
        object.__setattr__(self, "key", key(self.text))


def normalise(text: str) -> str:
    """Put white space, hyphens and accents in one form."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    return " ".join(HYPHENS.sub("-", text).split())


def key(text: str) -> str:
    """Make two texts the same that differ in white space or where a line ends at a hyphen."""
    return re.sub(r"\s*-\s*", "", normalise(text))


def read_blocks(path: Path) -> list[Block]:
    """Read the blocks of a document."""
    return [block for block in READERS[path.suffix](path) if block.text]


def read_pdf(path: Path) -> Iterator[Block]:
    """Read the pages of a PDF, each as one block."""
    document = pdfium.PdfDocument(path)
    try:
        for index in range(len(document)):
            yield Block(document[index].get_textpage().get_text_range(), index + 1)
    finally:
        document.close()


def read_docx(path: Path) -> Iterator[Block]:
    """Read the paragraphs, cells, footnotes, headers and footers of a Word document."""
    document = docx.Document(str(path))
    yield from docx_blocks(document.iter_inner_content())
    for part in document.part.rels.values():
        if part.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            for note in parse_xml(part.target_part.blob).iter(qn("w:footnote")):
                yield Block("".join(text.text or "" for text in note.iter(qn("w:t"))))
    for section in document.sections:
        for edge in (section.header, section.footer):
            yield from docx_blocks(edge.iter_inner_content())


def docx_blocks(content: Any) -> Iterator[Block]:
    """Read paragraphs and tables; a merged cell once."""
    for item in content:
        if isinstance(item, Paragraph):
            yield Block(item.text)
        elif isinstance(item, Table):
            cells = {cell._tc: cell for row in item.rows for cell in row.cells}
            yield from (Block(cell.text) for cell in cells.values())


def read_pptx(path: Path) -> Iterator[Block]:
    """Read the paragraphs, cells and notes of the slides."""
    for number, slide in enumerate(pptx.Presentation(str(path)).slides, 1):
        for shape in slide.shapes:
            if shape.has_text_frame:
                for paragraph in shape.text_frame.paragraphs:
                    yield Block(paragraph.text, number)
            if shape.has_table:
                for cell in shape.table.iter_cells():
                    yield Block(cell.text, number)
        if slide.has_notes_slide:
            for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
                yield Block(paragraph.text, number)


def read_xlsx(path: Path) -> Iterator[Block]:
    """Read the cells of a workbook, as a Norwegian Excel shows them."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        yield Block(sheet.title)
        for row in sheet.iter_rows():
            yield from (Block(shown(cell.value, cell.number_format)) for cell in row)


def shown(value: object, number_format: str) -> str:
    """Write the value of a cell as it is shown."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        decimals = len(number_format.partition(".")[2])
        text = f"{value:,.{decimals}f}" if "," in number_format else f"{value:.{decimals}f}"
        return text.replace(",", " ").replace(".", ",")
    return str(value)


def read_html(path: Path) -> Iterator[Block]:
    """Read the block elements of a page."""
    parser = PageParser()
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    parser.end_block()
    yield from map(Block, parser.blocks)


class PageParser(HTMLParser):
    """Collects the texts of block elements."""

    INLINE = frozenset(
        "a abbr b bdi br cite code del dfn em i ins kbd mark q s small span strong sub sup time u"
        " wbr".split()
    )
    HIDDEN = frozenset({"script", "style", "template", "noscript"})

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, unless the element stands inside a text."""
        self.hidden += tag in self.HIDDEN
        if tag == "br":
            self.parts.append(" ")
        elif tag not in self.INLINE:
            self.end_block()

    def handle_endtag(self, tag: str) -> None:
        """End a block."""
        self.hidden -= tag in self.HIDDEN
        if tag not in self.INLINE:
            self.end_block()

    def handle_data(self, data: str) -> None:
        """Collect text."""
        if not self.hidden:
            self.parts.append(data)

    def end_block(self) -> None:
        """Keep what was collected as a block."""
        self.blocks.append("".join(self.parts))
        self.parts = []


def read_eml(path: Path) -> Iterator[Block]:
    """Read the headers and the text of a message."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    for name in ("subject", "from", "to", "cc", "date"):
        yield Block(str(message.get(name, "")))
    body = message.get_body(("plain", "html"))
    yield from text_blocks(body.get_content() if body else "")


def read_text(path: Path) -> Iterator[Block]:
    """Read the paragraphs of a text file."""
    return text_blocks(path.read_text(encoding="utf-8"))


def read_markdown(path: Path) -> Iterator[Block]:
    """Read the paragraphs, points and cells of a Markdown file, without its marks."""
    text = re.sub(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", path.read_text("utf-8"))
    for block in text_blocks(text):
        if block.text.startswith("|"):
            yield from map(Block, block.text.strip("|").split("|"))
        else:
            yield block


def text_blocks(text: str) -> Iterator[Block]:
    """Split a text at empty lines, and where a point, heading or table row begins."""
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        if lines and (not line.strip() or ITEM.match(line)):
            yield Block("\n".join(lines))
            lines = []
        if line.strip():
            lines.append(line)


READERS: dict[str, Callable[[Path], Iterator[Block]]] = {
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".pptx": read_pptx,
    ".xlsx": read_xlsx,
    ".html": read_html,
    ".eml": read_eml,
    ".txt": read_text,
    ".md": read_markdown,
}
