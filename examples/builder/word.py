"""Writes a Word document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from examples.builder.archive import normalise_zip, set_properties
from examples.builder.blocks import (
    Block,
    Box,
    Columns,
    Figure,
    Head,
    Heading,
    Item,
    Note,
    PageBreak,
    Paragraph,
    Source,
    Table,
)
from examples.builder.inline import runs
from examples.builder.table import column_widths, word_widths
from examples.builder.theme import THEMES, Theme
from examples.builder.word_parts import Footnotes, Numbering

COLOURED = ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption", "Intense Quote")
SIZES = {1: 14, 2: 12, 3: 11}
CELL = 9  # the size of type in a table
CELL_MARGIN = 5.4  # of Word, left and right in a cell, in points
BREAKS = r"\s+|(?<=\w-)(?=\w)"  # Word breaks a line at a hyphen too


def write_docx(path: Path, source: Source) -> None:
    """Write a source as a Word document."""
    document = docx.Document()
    set_properties(document.core_properties, source.head)
    writer = WordWriter(document, source.head, source.notes)
    writer.set_page()
    writer.set_styles()
    if source.title_needed:
        writer.add_title()
    for block in source.blocks:
        writer.add_block(block)
    document.save(str(path))
    normalise_zip(path, source.head)


class WordWriter:
    """Adds blocks to a Word document."""

    def __init__(self, document: Any, head: Head, notes: Mapping[str, Note]) -> None:
        self.document = document
        self.head = head
        self.theme: Theme = THEMES[head.theme]
        self.ink = RGBColor.from_string(self.theme.ink)
        self.numbering = Numbering(document)
        self.footnotes = Footnotes(document, notes)

    def set_page(self) -> None:
        """Set paper, header and footer."""
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        if self.head.landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(20 if self.head.landscape else 25)
        section.header.paragraphs[0].text = self.head.header
        footer = section.footer.paragraphs[0]
        footer.text = self.head.footer
        if self.head.page_numbers:
            for stop in list(self.document.styles["Footer"].paragraph_format.tab_stops):
                footer.paragraph_format.tab_stops.add_tab_stop(
                    stop.position, WD_TAB_ALIGNMENT.CLEAR
                )
            footer.paragraph_format.tab_stops.add_tab_stop(self.space, WD_TAB_ALIGNMENT.RIGHT)
            footer.add_run(f"\t{self.head.page_word} ")
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            footer._p.append(field)

    def set_styles(self) -> None:
        """Set typeface, language and colours."""
        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = self.theme.office, Pt(10.5)
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), self.head.language)
        styles["Title"].font.size = Pt(22)
        for name in COLOURED:
            styles[name].font.color.rgb = self.ink
            fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            fonts.attrib.clear()
            fonts.set(qn("w:ascii"), self.theme.office)
            fonts.set(qn("w:hAnsi"), self.theme.office)
            for line in styles[name].element.iter(qn("w:bottom")):
                line.set(qn("w:color"), self.theme.ink)
                line.attrib.pop(qn("w:themeColor"), None)

    @property
    def space(self) -> int:
        """The width of the text."""
        section = self.document.sections[0]
        return int(section.page_width - section.left_margin - section.right_margin)

    def add_title(self) -> None:
        """Add the title and the subtitle."""
        if self.head.headings == "bold":
            self.add_bold(self.head.title, 16)
        else:
            self.document.add_heading(self.head.title, level=0)
        if self.head.subtitle:
            bold = self.head.headings == "bold"
            self.document.add_paragraph(self.head.subtitle, style=None if bold else "Subtitle")

    def add_block(self, block: Block) -> None:
        """Add one block."""
        match block:
            case Heading() if self.head.headings == "bold":
                self.add_bold(block.text, SIZES[block.level] - 2)
            case Heading():
                self.add_runs(self.document.add_heading(level=block.level), block.text)
            case Paragraph():
                paragraph = self.document.add_paragraph()
                if block.right:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                self.add_runs(paragraph, block.text, size=8 if block.small else None)
            case Item():
                self.add_item(block)
            case Box():
                for text in block.texts:
                    self.add_runs(self.document.add_paragraph(style="Intense Quote"), text)
            case Table():
                self.add_table(block)
            case Figure():
                self.add_figure(block)
            case PageBreak():
                self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case Columns():
                pass

    def add_bold(self, text: str, size: float) -> None:
        """Add a heading as bold body text."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        self.add_runs(paragraph, text, size=size, bold=True)

    def add_item(self, item: Item) -> None:
        """Add a point of a list."""
        level = min(item.level, 3)
        kind = "List Bullet" if item.number is None else "List Number"
        paragraph = self.document.add_paragraph(style=kind if level == 1 else f"{kind} {level}")
        if item.number is not None:
            self.numbering.number(paragraph, level, item.number)
        self.add_runs(paragraph, item.text)

    def add_runs(
        self, paragraph: Any, text: str, size: float | None = None, bold: bool = False
    ) -> None:
        """Add a text to a paragraph."""
        for run in runs(text):
            if run.mark:
                self.footnotes.add(paragraph, run.mark)
                continue
            added = paragraph.add_run(run.text)
            added.bold = run.bold or bold or None
            added.italic = run.italic or None
            if size:
                added.font.size = Pt(size)

    def add_table(self, table: Table) -> None:
        """Add a table."""
        style = "Normal Table" if table.look == "bare" else "Table Grid"
        grid = self.document.add_table(len(table.rows), len(table.widths), style=style)
        grid.autofit = False
        widths = self.column_widths(table)
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        covered = {
            (row, column)
            for span in table.spans
            for row in range(span.row, span.bottom + 1)
            for column in range(span.column, span.right + 1)
            if (row, column) != (span.row, span.column)
        }
        for index, (row, texts) in enumerate(zip(grid.rows, table.rows, strict=True)):
            cells = list(row.cells)
            add_row_property(row, "w:cantSplit")
            if index < table.head_rows and table.repeat:
                add_row_property(row, "w:tblHeader")
            for column, (cell, text, width) in enumerate(zip(cells, texts, widths, strict=True)):
                cell.width = width
                if (index, column) not in covered:
                    self.fill_cell(cell, text, table, index)
        for span in table.spans:
            merge(grid, span.row, span.column, span.bottom, span.right)
        self.document.add_paragraph()

    def column_widths(self, table: Table) -> list[int]:
        """Share out the width of the text; typefaces differ, so words get some room to spare."""
        space = self.space / Pt(1)
        needed: list[float] = []
        for size in (CELL * 1.25, CELL * 1.1, CELL):
            needed = word_widths(table, self.theme.bold, size, CELL_MARGIN, BREAKS)
            if sum(needed) <= space:
                break
        return [int(Pt(1) * width) for width in column_widths(table, space, needed)]

    def fill_cell(self, cell: Any, text: str, table: Table, row: int) -> None:
        """Fill one cell of a table."""
        head = row < table.head_rows
        paragraph = cell.paragraphs[0]
        self.add_runs(paragraph, text, size=CELL, bold=head)
        for run in paragraph.runs if head else []:
            run.font.color.rgb = self.ink
        if table.look == "striped" and (head or (row - table.head_rows) % 2):
            shade(cell, self.theme.pale)

    def add_figure(self, figure: Figure) -> None:
        """Add a figure as a caption with a small table."""
        self.document.add_paragraph(figure.title, style="Caption")
        rows = [list(item) for item in figure.items]
        if figure.kind == "boxes":
            rows = [[name for name, _ in figure.items]]
        grid = self.document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for row, texts in zip(grid.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                self.add_runs(cell.paragraphs[0], text, size=9)
        self.document.add_paragraph()


def merge(grid: Any, row: int, column: int, bottom: int, right: int) -> None:
    """Merge cells, and drop the empty paragraphs that python-docx leaves."""
    merged = grid.cell(row, column).merge(grid.cell(bottom, right))
    for paragraph in merged.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)


def shade(cell: Any, colour: str) -> None:
    """Give a cell a background."""
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shading)


def add_row_property(row: Any, name: str) -> None:
    """Switch on a property of a table row: kept on one page, or repeated on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))
