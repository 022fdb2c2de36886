"""Build the PDF, DOCX and PPTX files of the example corpus.

Each file in ``sources/`` is a small Markdown document with a TOML head between two ``+++``
lines. The head names the file to build; its suffix decides the format. The result is the
same bytes every time (with the same versions of the libraries): dates come from the head, and
zip entries have a fixed order, date and compression.

Run it from anywhere: ``python examples/build.py``

The subset of Markdown that is understood:

* ``#`` to ``###`` headings (in a slide deck, ``#`` starts a new slide)
* paragraphs, ``- `` bullets (two spaces deeper for the second level), ``1. `` numbered points
* ``> `` boxes (in a slide deck: speaker notes)
* tables, with column widths in per cent in a ``<!-- widths: 20 80 -->`` line before them
* ``**bold**`` inside a text
* ``---`` starts a new page in a PDF
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
import pptx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from pptx.dml.color import RGBColor as SlideColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches
from pptx.util import Pt as SlidePt
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
CORPUS = HERE / "corpus"

LONG_TABLE = 12  # a table with more rows may be split over two pages
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
BLUE = "1F4E5F"
PALE = "E4EEF1"
GREY = "5F6B70"
SLIDE_BLUE = SlideColor(*bytes.fromhex(BLUE))  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Meta:
    """The head of a source file."""

    output: str
    title: str
    author: str
    language: str
    date: dt.date
    subtitle: str = ""
    header: str = ""
    footer: str = ""
    landscape: bool = False
    cover: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """One piece of a document: heading, paragraph, bullet, number, box, table or break."""

    kind: str
    text: str = ""
    level: int = 1
    rows: list[list[str]] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)


# --- Reading the sources -----------------------------------------------------------------


def read_source(path: Path) -> tuple[Meta, list[Block]]:
    """Read one source file: its head and its blocks."""
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    values: dict[str, Any] = tomllib.loads(head)
    values["cover"] = tuple(values.get("cover", ()))
    return Meta(**values), parse_blocks(body)


def parse_blocks(body: str) -> list[Block]:
    """Split a Markdown text into blocks."""
    blocks: list[Block] = []
    widths: list[float] = []
    for chunk in re.split(r"\n\s*\n", body.strip()):
        lines = chunk.splitlines()
        if lines[0].startswith("<!-- widths:"):
            widths = [float(number) for number in re.findall(r"\d+", lines.pop(0))]
        if lines[0].startswith("|"):
            blocks.append(parse_table(lines, widths))
            widths = []
        else:
            blocks.extend(parse_line(line) for line in lines)
    return blocks


def parse_table(lines: list[str], widths: list[float]) -> Block:
    """Read the lines of a table; the second line is the rule under the column names."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    del rows[1]
    count = len(rows[0])
    shares = [width / sum(widths) for width in widths] or [1 / count] * count
    return Block("table", rows=[row + [""] * (count - len(row)) for row in rows], widths=shares)


def parse_line(line: str) -> Block:
    """Read one line that is no part of a table."""
    if match := re.match(r"(#+) (.*)", line):
        return Block("heading", match[2], level=len(match[1]))
    if match := re.match(r"( *)- (.*)", line):
        return Block("bullet", match[2], level=1 + len(match[1]) // 2)
    if match := re.match(r"(\d+)\. (.*)", line):
        return Block("number", match[2], level=int(match[1]))
    if line == "---":
        return Block("break")
    if line.startswith("> "):
        return Block("box", line[2:])
    return Block("paragraph", line)


def bold_parts(text: str) -> list[tuple[str, bool]]:
    """Split a text at ``**`` into (text, is bold) parts."""
    parts = text.split("**")
    return [(part, index % 2 == 1) for index, part in enumerate(parts) if part]


# --- PDF ---------------------------------------------------------------------------------


def pdf_style(name: str, size: float, bold: bool = False, **values: Any) -> ParagraphStyle:
    """Make a paragraph style in Helvetica, which every PDF reader has."""
    font = "Helvetica-Bold" if bold else "Helvetica"
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.4, **values)


PDF_STYLES = {
    "title": pdf_style("title", 28, True, textColor=HexColor(f"#{BLUE}"), spaceAfter=10),
    "subtitle": pdf_style("subtitle", 16, textColor=HexColor(f"#{GREY}"), spaceAfter=90 * mm),
    "heading1": pdf_style(
        "heading1", 16, True, textColor=HexColor(f"#{BLUE}"), spaceBefore=16, spaceAfter=6,
        keepWithNext=1,
    ),
    "heading2": pdf_style("heading2", 11.5, True, spaceBefore=8, spaceAfter=3, keepWithNext=1),
    "paragraph": pdf_style("paragraph", 10, spaceBefore=4, spaceAfter=6),
    "bullet": pdf_style("bullet", 10, leftIndent=14, bulletIndent=4, spaceAfter=2),
    "box": pdf_style(
        "box", 10.5, backColor=HexColor(f"#{PALE}"), borderPadding=7, leftIndent=7,
        rightIndent=7, spaceBefore=10, spaceAfter=12,
    ),
    "cell": pdf_style("cell", 9),
    "head": pdf_style("head", 9, True, textColor=HexColor("#FFFFFF")),
    "toc1": pdf_style("toc1", 10.5, True, spaceBefore=5),
    "toc2": pdf_style("toc2", 10, leftIndent=14),
}  # fmt: skip


class PlanTemplate(BaseDocTemplate):
    """A PDF with a cover, a table of contents and a header and footer on every page."""

    def __init__(self, path: Path, meta: Meta) -> None:
        """Set up the two page templates."""
        super().__init__(
            str(path), pagesize=A4, invariant=1, lang=meta.language, title=meta.title,
            author=meta.author, subject=meta.subtitle, creator="examples/build.py",
        )  # fmt: skip
        self.meta = meta
        width, height = A4
        frame = Frame(24 * mm, 22 * mm, width - 48 * mm, height - 46 * mm, id="body")
        self.addPageTemplates(
            [
                PageTemplate("cover", [frame], onPage=draw_cover),
                PageTemplate("body", [frame], onPage=self.draw_edges),
            ]
        )

    def draw_edges(self, canvas: Any, _document: BaseDocTemplate) -> None:
        """Draw the header and the footer of a page."""
        width, height = A4
        canvas.saveState()
        canvas.setFont("Helvetica", 8)
        canvas.setFillColor(HexColor(f"#{GREY}"))
        canvas.setStrokeColor(HexColor(f"#{GREY}"))
        canvas.setLineWidth(0.4)
        canvas.drawString(24 * mm, height - 15 * mm, self.meta.header)
        canvas.line(24 * mm, height - 17 * mm, width - 24 * mm, height - 17 * mm)
        canvas.drawString(24 * mm, 13 * mm, self.meta.footer)
        canvas.drawRightString(width - 24 * mm, 13 * mm, f"Side {canvas.getPageNumber()}")
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 (reportlab's name)
        """Tell the table of contents about each heading."""
        if not isinstance(flowable, Paragraph) or "heading" not in flowable.style.name:
            return
        text = flowable.getPlainText()
        if text == "Innhold":
            return
        level = int(flowable.style.name[-1]) - 1
        self.canv.bookmarkPage(text)
        self.canv.addOutlineEntry(text, text, level)
        self.notify("TOCEntry", (level, escape(text), self.page, text))


def draw_cover(canvas: Any, _document: BaseDocTemplate) -> None:
    """Draw the coloured band at the foot of the cover."""
    canvas.saveState()
    canvas.setFillColor(HexColor(f"#{BLUE}"))
    canvas.rect(0, 0, A4[0], 30 * mm, stroke=0, fill=1)
    canvas.restoreState()


def pdf_text(text: str) -> str:
    """Turn a text with ``**bold**`` into reportlab's markup."""
    return "".join(
        f"<b>{escape(part)}</b>" if bold else escape(part) for part, bold in bold_parts(text)
    )


def pdf_cover(meta: Meta) -> list[Flowable]:
    """Lay out the cover."""
    story: list[Flowable] = [
        Spacer(1, 50 * mm),
        Paragraph(pdf_text(meta.title), PDF_STYLES["title"]),
        Paragraph(pdf_text(meta.subtitle), PDF_STYLES["subtitle"]),
    ]
    story += [Paragraph(pdf_text(line), PDF_STYLES["paragraph"]) for line in meta.cover]
    return [*story, NextPageTemplate("body"), PageBreak()]


def pdf_contents() -> list[Flowable]:
    """Lay out the page with the table of contents."""
    contents = TableOfContents(dotsMinLevel=0)
    contents.levelStyles = [PDF_STYLES["toc1"], PDF_STYLES["toc2"]]
    return [Paragraph("Innhold", PDF_STYLES["heading1"]), contents, PageBreak()]


def pdf_table(block: Block) -> Flowable:
    """Lay out a table; the row of column names is repeated on a new page."""
    cells = [
        [Paragraph(pdf_text(cell), PDF_STYLES["cell" if index else "head"]) for cell in row]
        for index, row in enumerate(block.rows)
    ]
    table = Table(
        cells,
        colWidths=[share * (A4[0] - 52 * mm) for share in block.widths],
        repeatRows=1,
        spaceBefore=6,
        spaceAfter=12,
    )
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), HexColor(f"#{BLUE}")),
                ("ROWBACKGROUNDS", (0, 1), (-1, -1), [None, HexColor(f"#{PALE}")]),
                ("LINEBELOW", (0, 0), (-1, -1), 0.3, HexColor(f"#{GREY}")),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    return table


def pdf_flowable(block: Block) -> Flowable:
    """Lay out one block."""
    if block.kind == "break":
        return PageBreak()
    if block.kind == "table":
        table = pdf_table(block)
        return KeepTogether([table]) if len(block.rows) <= LONG_TABLE else table
    style = f"heading{min(block.level, 2)}" if block.kind == "heading" else block.kind
    marks = {"bullet": "\u2022", "number": f"{block.level}."}
    style = "bullet" if block.kind == "number" else style
    text = pdf_text(block.text)
    paragraph = Paragraph(text, PDF_STYLES[style], bulletText=marks.get(block.kind))
    return KeepTogether([paragraph]) if block.kind == "box" else paragraph


def build_pdf(path: Path, meta: Meta, blocks: list[Block]) -> None:
    """Write a PDF."""
    story = pdf_cover(meta) + pdf_contents() + [pdf_flowable(block) for block in blocks]
    PlanTemplate(path, meta).multiBuild(story)


# --- DOCX --------------------------------------------------------------------------------


def build_docx(path: Path, meta: Meta, blocks: list[Block]) -> None:
    """Write a Word document."""
    document = docx.Document()
    set_properties(document.core_properties, meta)
    docx_page(document, meta)
    document.add_heading(meta.title, level=0)
    if meta.subtitle:
        document.add_paragraph(meta.subtitle, style="Subtitle")
    for block in blocks:
        docx_block(document, block)
    document.save(str(path))
    normalise_zip(path)


def docx_page(document: Any, meta: Meta) -> None:
    """Set paper, font, language, header and footer."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if meta.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20 if meta.landscape else 25)
    section.header.paragraphs[0].text = meta.header
    footer = section.footer.paragraphs[0]
    footer.text = f"{meta.footer}\tSide "
    docx_field(footer, "PAGE")
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), meta.language)
    document.styles["Title"].font.size = Pt(22)


def docx_field(paragraph: Any, code: str) -> None:
    """Add a field such as the page number."""
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), code)
    paragraph._p.append(element)


def docx_block(document: Any, block: Block) -> None:
    """Add one block."""
    if block.kind == "table":
        docx_table(document, block)
    elif block.kind == "heading":
        document.add_heading(block.text, level=block.level)
    elif block.kind == "number":
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(6)
        paragraph.paragraph_format.space_after = Pt(3)
        docx_runs(paragraph, f"{block.level}. {block.text}")
    else:
        styles = {"bullet": "List Bullet", "box": "Intense Quote"}
        docx_runs(document.add_paragraph(style=styles.get(block.kind)), block.text)


def docx_runs(paragraph: Any, text: str) -> None:
    """Add a text with ``**bold**`` parts to a paragraph."""
    for part, bold in bold_parts(text):
        paragraph.add_run(part).bold = bold or None


def docx_table(document: Any, block: Block) -> None:
    """Add a table."""
    section = document.sections[0]
    space = section.page_width - section.left_margin - section.right_margin
    table = document.add_table(rows=0, cols=len(block.widths), style="Table Grid")
    table.autofit = False
    for column, share in zip(table.columns, block.widths, strict=True):
        column.width = int(space * share)
    for index, texts in enumerate(block.rows):
        row = table.add_row()
        docx_row_property(row, "w:cantSplit")
        for cell, text, share in zip(row.cells, texts, block.widths, strict=True):
            cell.width = int(space * share)
            docx_cell(cell, text, head=index == 0)
    docx_row_property(table.rows[0], "w:tblHeader")
    document.add_paragraph()


def docx_cell(cell: Any, text: str, head: bool) -> None:
    """Fill one cell of a table."""
    paragraph = cell.paragraphs[0]
    docx_runs(paragraph, text)
    for run in paragraph.runs:
        run.font.size = Pt(9)
        if head:
            run.bold = True
            run.font.color.rgb = RGBColor(*bytes.fromhex(BLUE))


def docx_row_property(row: Any, name: str) -> None:
    """Switch on a property of a table row: kept on one page, or repeated on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


# --- PPTX --------------------------------------------------------------------------------


def build_pptx(path: Path, meta: Meta, blocks: list[Block]) -> None:
    """Write a slide deck."""
    deck = pptx.Presentation()
    set_properties(deck.core_properties, meta)
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    pptx_cover(deck, meta)
    slide: Any = None
    for block in blocks:
        if block.kind == "heading":
            slide = pptx_slide(deck, meta, block.text)
        elif block.kind == "table":
            pptx_table(slide, block)
        elif block.kind == "box":
            slide.notes_slide.notes_text_frame.text = block.text
        else:
            pptx_bullet(slide, block)
    deck.save(str(path))
    normalise_zip(path)


def pptx_cover(deck: Any, meta: Meta) -> None:
    """Add the title slide."""
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    title, subtitle = slide.placeholders
    place(title, 1, 2.2, 11.3, 1.4)
    place(subtitle, 1, 3.7, 11.3, 1.4)
    title.text_frame.text = meta.title
    subtitle.text_frame.text = f"{meta.subtitle}\n{meta.author}"
    for paragraph in subtitle.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.runs[0].font.size = SlidePt(22)
    pptx_title(title)


def pptx_slide(deck: Any, meta: Meta, heading: str) -> Any:
    """Add a slide with a heading, room for bullets and a footer."""
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    title, body = slide.placeholders
    place(title, 0.8, 0.4, 11.7, 1.0)
    place(body, 0.8, 1.6, 11.7, 5.0)
    title.text_frame.text = heading
    pptx_title(title)
    footer = slide.shapes.add_textbox(Inches(0.8), Inches(6.9), Inches(11.7), Inches(0.4))
    footer.text_frame.text = f"{meta.footer} · {len(deck.slides)}"
    footer.text_frame.paragraphs[0].runs[0].font.size = SlidePt(11)
    return slide


def pptx_bullet(slide: Any, block: Block) -> None:
    """Add a point to the body of a slide."""
    frame = slide.placeholders[1].text_frame
    empty = len(frame.paragraphs) == 1 and not frame.text
    paragraph = frame.paragraphs[0] if empty else frame.add_paragraph()
    paragraph.text = block.text
    paragraph.level = block.level - 1
    paragraph.runs[0].font.size = SlidePt(26 if block.level == 1 else 22)


def pptx_table(slide: Any, block: Block) -> None:
    """Add a table, and move the body of the slide below it."""
    height = 0.55 * len(block.rows)
    box = (Inches(0.8), Inches(1.6), Inches(11.7), Inches(height))
    table = slide.shapes.add_table(len(block.rows), len(block.widths), *box).table
    for index, row in enumerate(block.rows):
        for column, text in enumerate(row):
            table.cell(index, column).text = text
    for column, share in enumerate(block.widths):
        table.columns[column].width = Inches(11.7 * share)
    place(slide.placeholders[1], 0.8, 1.9 + height, 11.7, 4.7 - height)


def pptx_title(title: Any) -> None:
    """Give a title its colour, and set it from the left."""
    for paragraph in title.text_frame.paragraphs:
        paragraph.runs[0].font.color.rgb = SLIDE_BLUE
        paragraph.runs[0].font.bold = True
        paragraph.alignment = PP_ALIGN.LEFT


def place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    """Move a shape; all measures in inches."""
    shape.left, shape.top = Inches(left), Inches(top)
    shape.width, shape.height = Inches(width), Inches(height)


# --- Same bytes every time ---------------------------------------------------------------


def set_properties(properties: Any, meta: Meta) -> None:
    """Set the document properties, all times from the head of the source."""
    moment = dt.datetime.combine(meta.date, dt.time(12))
    properties.title = meta.title
    properties.subject = meta.subtitle
    properties.author = properties.last_modified_by = meta.author
    properties.language = meta.language
    properties.created = properties.modified = properties.last_printed = moment
    properties.revision = 1
    properties.comments = properties.keywords = ""


def normalise_zip(path: Path) -> None:
    """Rewrite a zip file with sorted entries of a fixed date."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    first = "[Content_Types].xml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(entries, key=lambda name: (name != first, name)):
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system = 0
            archive.writestr(info, entries[name], zipfile.ZIP_DEFLATED, compresslevel=9)


BUILDERS = {".pdf": build_pdf, ".docx": build_docx, ".pptx": build_pptx}


def main() -> None:
    """Build every source."""
    CORPUS.mkdir(exist_ok=True)
    for source in sorted(SOURCES.glob("*.md")):
        meta, blocks = read_source(source)
        target = CORPUS / meta.output
        BUILDERS[target.suffix](target, meta, blocks)
        print(f"{target.relative_to(HERE.parent)}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
