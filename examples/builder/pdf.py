"""Writes a PDF."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus.doctemplate import LayoutError
from reportlab.platypus.tableofcontents import TableOfContents

from examples.builder.blocks import (
    Block,
    Box,
    Columns,
    Figure,
    Head,
    Heading,
    Item,
    Note,
    Source,
    SourceError,
    Table,
)
from examples.builder.blocks import PageBreak as PageBreakBlock
from examples.builder.blocks import Paragraph as TextParagraph
from examples.builder.inline import marks, plain
from examples.builder.pdf_figure import pdf_figure
from examples.builder.pdf_style import colour, markup, pdf_styles
from examples.builder.pdf_table import LONG, pdf_table
from examples.builder.source import texts
from examples.builder.theme import THEMES

MARGIN = 24 * mm
GUTTER = 8 * mm


def write_pdf(path: Path, source: Source) -> None:
    """Write a source as a PDF."""
    check_characters(source)
    story = Story(source)
    flow = story.build()
    template = PlanTemplate(path, source.head, story.first_page)
    try:
        template.multiBuild(flow)
    except LayoutError as error:
        raise SourceError(source.path, template.line, "too large for a page") from error


def check_characters(source: Source) -> None:
    """Refuse what the standard fonts don't have."""
    head = source.head
    lines = [(1, text) for text in (head.title, head.subtitle, head.header, head.footer)]
    lines += [(1, text) for text in head.cover]
    lines += [(block.line, text) for block in source.blocks for text in texts(block)]
    lines += [(note.line, note.text) for note in source.notes.values()]
    for line, text in lines:
        for sign in text:
            if not sign.isspace() and not can_encode(sign):
                raise SourceError(
                    source.path, line, f"{sign} (U+{ord(sign):04X}) isn't in the fonts"
                )


def can_encode(sign: str) -> bool:
    """Tell whether a character is in the standard fonts."""
    try:
        sign.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


class PlanTemplate(BaseDocTemplate):
    """A PDF with a cover, pages of one or two columns, and a header and footer."""

    def __init__(self, path: Path, head: Head, first: str) -> None:
        self.head = head
        self.theme = THEMES[head.theme]
        self.outline_level = -1
        self.line = 1
        super().__init__(
            str(path), pagesize=page_size(head), invariant=1, lang=head.language,
            title=head.title, author=head.author, subject=head.subtitle, creator="Plansvar",
        )  # fmt: skip
        pages = [
            PageTemplate("cover", frames(head, 1), onPage=self.draw_cover),
            PageTemplate("1", frames(head, 1), onPage=self.draw_edges),
            PageTemplate("2", frames(head, 2), onPage=self.draw_edges),
        ]
        self.addPageTemplates(sorted(pages, key=lambda page: page.id != first))

    def beforeDocument(self) -> None:  # noqa: N802 (reportlab's name)
        """Start a pass over the document."""
        self.outline_level = -1
        self.canv.setDateFormatter(lambda *_: f"D:{self.head.date:%Y%m%d}120000Z")

    def handle_flowable(self, flowables: list[Flowable]) -> None:
        """Place the first of the flowables, and note the line that it was made of."""
        self.line = getattr(flowables[0], "source_line", self.line)
        super().handle_flowable(flowables)

    def draw_cover(self, canvas: Any, _document: BaseDocTemplate) -> None:
        """Draw the coloured band at the foot of the cover."""
        canvas.saveState()
        canvas.setFillColor(colour(self.theme.ink))
        canvas.rect(0, 0, self.pagesize[0], (3 if self.theme.plain else 30) * mm, 0, 1)
        canvas.restoreState()

    def draw_edges(self, canvas: Any, _document: BaseDocTemplate) -> None:
        """Draw the header and the footer of a page."""
        width, height = self.pagesize
        canvas.saveState()
        canvas.setFillColor(colour(self.theme.grey))
        canvas.setStrokeColor(colour(self.theme.grey))
        canvas.setLineWidth(0.4)
        if self.head.header:
            self.set_size(canvas, self.head.header, width - 2 * MARGIN)
            canvas.drawString(MARGIN, height - 14 * mm, self.head.header)
            canvas.line(MARGIN, height - 16 * mm, width - MARGIN, height - 16 * mm)
        if self.head.footer:
            self.set_size(canvas, self.head.footer, width - 2 * MARGIN - 20 * mm)
            canvas.drawString(MARGIN, 13 * mm, self.head.footer)
        if self.head.page_numbers:
            number = f"{self.head.page_word} {canvas.getPageNumber()}"
            self.set_size(canvas, number, 20 * mm)
            canvas.drawRightString(width - MARGIN, 13 * mm, number)
        canvas.restoreState()

    def set_size(self, canvas: Any, text: str, space: float) -> None:
        """Choose a size of type in which a line fits."""
        size = min(8.0, 8.0 * space / stringWidth(text, self.theme.face, 8.0))
        canvas.setFont(self.theme.face, size)

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 (reportlab's name)
        """Tell the outline and the table of contents about each heading."""
        if not isinstance(flowable, HeadingParagraph):
            return
        heading = flowable.heading
        text, key = plain(heading.text), f"line{heading.line}"
        self.outline_level = min(heading.level - 1, self.outline_level + 1)
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(text, key, self.outline_level)
        if heading.level < 3:
            self.notify("TOCEntry", (heading.level - 1, escape(text), self.page, key))


def page_size(head: Head) -> tuple[float, float]:
    """Return width and height of a page, in points."""
    return landscape(A4) if head.landscape else A4


def column_width(head: Head, count: int) -> float:
    """Return the width of one of ``count`` text columns, in points."""
    return (page_size(head)[0] - 2 * MARGIN - GUTTER * (count - 1)) / count


def frames(head: Head, count: int) -> list[Frame]:
    """Make the frames of a page with ``count`` text columns."""
    width, height = column_width(head, count), page_size(head)[1] - 46 * mm
    return [
        Frame(MARGIN + index * (width + GUTTER), 23 * mm, width, height, 0, 0, 0, 0)
        for index in range(count)
    ]


class HeadingParagraph(Paragraph):
    """A paragraph that knows the heading it was made of."""

    heading: Heading


class Story:
    """Lays out the blocks of a source one after the other."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.theme = THEMES[source.head.theme]
        self.styles = pdf_styles(self.theme)
        self.columns: int = source.head.columns
        self.flow: list[Flowable] = []
        self.line = 1
        self.first_page = ""
        self.next_page = str(self.columns)  # not empty: what follows starts a page of this kind
        self.open_notes: list[Note] = []

    def add(self, *flowables: Flowable) -> None:
        """Add flowables, on a new page if one was asked for."""
        if self.next_page and self.flow:
            self.flow += [NextPageTemplate(self.next_page), PageBreak()]
        elif self.next_page:
            self.first_page = self.next_page
        self.next_page = ""
        for flowable in flowables:
            vars(flowable)["source_line"] = self.line
        self.flow += flowables

    def build(self) -> list[Flowable]:
        """Lay out everything."""
        head = self.source.head
        if head.cover:
            self.add_cover()
        if bool(head.cover) if head.contents is None else head.contents:
            self.add_contents()
        if not head.cover and self.source.title_needed:
            self.add(self.paragraph(head.title, "docTitle"))
            if head.subtitle:
                self.add(self.paragraph(head.subtitle, "docSubtitle"))
        for block in self.source.blocks:
            self.add_block(block)
        self.end_section()
        return self.flow

    def add_cover(self) -> None:
        """Lay out the cover."""
        head = self.source.head
        self.next_page = "cover"
        self.add(
            Spacer(1, 50 * mm),
            self.paragraph(head.title, "title"),
            self.paragraph(head.subtitle, "subtitle"),
            *(self.paragraph(line, "paragraph") for line in head.cover),
        )
        self.next_page = str(self.columns)

    def add_contents(self) -> None:
        """Lay out the page with the table of contents."""
        contents = TableOfContents(dotsMinLevel=0)
        contents.levelStyles = [self.styles["toc1"], self.styles["toc2"]]
        self.next_page = "1"
        self.add(self.paragraph(self.source.head.contents_word, "contents"), contents)
        self.next_page = str(self.columns)

    def add_block(self, block: Block) -> None:
        """Lay out one block."""
        self.line = block.line
        match block:
            case PageBreakBlock():
                self.end_section()
                self.next_page = str(self.columns)
            case Columns():
                self.end_section()
                self.columns = block.count
                self.next_page = str(self.columns)
            case Heading():
                self.add_heading(block)
            case TextParagraph():
                names = {
                    (False, False): "paragraph",
                    (True, False): "small",
                    (False, True): "right",
                }
                name = names.get((block.small, block.right), "smallRight")
                self.add(self.paragraph(block.text, name))
            case Item():
                mark = "\u2022" if block.number is None else f"{block.number}."
                self.add(self.paragraph(block.text, f"item{min(block.level, 3)}", mark))
            case Box():
                lines = [re.sub(r"^- ", "\u2022 ", text) for text in block.texts]
                self.add_together(self.paragraph("\n".join(lines), "box"))
            case Table():
                notes = self.source.notes
                table = pdf_table(block, self.width, self.theme, self.styles, notes)
                if len(block.rows) > LONG:
                    self.add(table)
                else:
                    self.add_together(table)
            case Figure():
                caption = self.paragraph(block.title, "caption")
                figure = pdf_figure(block, self.width, self.theme)
                self.add_together(caption, figure, Spacer(1, 12))
        for mark in (mark for text in texts(block) for mark in marks(text)):
            self.open_notes.append(self.source.notes[mark])

    def add_together(self, *flowables: Flowable) -> None:
        """Add flowables that stay on one page, with the heading before them."""
        if not self.next_page and self.flow and isinstance(self.flow[-1], HeadingParagraph):
            # The heading keeps what follows, but not where that keeps together by itself.
            self.add(*flowables)
        else:
            self.add(KeepTogether(list(flowables)))

    def add_heading(self, heading: Heading) -> None:
        """Lay out a heading."""
        if heading.level < 3:
            self.end_section()
        style = self.styles[f"heading{heading.level}"]
        paragraph = HeadingParagraph(markup(heading.text, self.source.notes), style)
        paragraph.heading = heading
        if not (self.flow and isinstance(self.flow[-1], HeadingParagraph)):
            self.add(CondPageBreak(32 * mm))
        self.add(paragraph)

    def end_section(self) -> None:
        """Set the footnotes of a section, with a rule above."""
        if not self.open_notes:
            return
        rule = HRFlowable(
            60 * mm, 0.4, color=colour(self.theme.grey), spaceBefore=10, spaceAfter=4, hAlign="LEFT"
        )
        notes = [self.paragraph(note.text, "note", str(note.number)) for note in self.open_notes]
        self.add(KeepTogether([rule, *notes]))
        self.open_notes = []

    @property
    def width(self) -> float:
        """The width of a text column, in points."""
        return column_width(self.source.head, self.columns)

    def paragraph(self, text: str, style: str, mark: str | None = None) -> Paragraph:
        """Set a text."""
        return Paragraph(markup(text, self.source.notes), self.styles[style], bulletText=mark)
