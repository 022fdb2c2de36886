"""Writes a slide deck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from examples.builder.archive import normalise_zip, set_properties
from examples.builder.blocks import (
    Block,
    Box,
    Figure,
    Head,
    Heading,
    Item,
    Note,
    Paragraph,
    Source,
    SourceError,
    Table,
)
from examples.builder.inline import marks, plain, runs
from examples.builder.pdf_figure import amount
from examples.builder.source import texts
from examples.builder.theme import THEMES

LEFT, TOP, WIDTH, BOTTOM = 0.8, 1.5, 11.73, 6.75  # of the body of a slide, in inches
GAP = 0.2
SIZES = (26, 24, 22, 20, 18, 16, 14, 12)
ROW = 0.4  # height of one line of a table, in inches
TABLE_SIZE = 14
NUMBER_INDENT = 0.56  # room for the number of a point, in inches

Text = Heading | Paragraph | Item


def write_pptx(path: Path, source: Source) -> None:
    """Write a source as a slide deck."""
    deck = pptx.Presentation()
    set_properties(deck.core_properties, source.head)
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    writer = DeckWriter(deck, source)
    if source.head.title_block:
        writer.add_cover()
    slide: list[Block] = []
    for block in source.blocks:
        if isinstance(block, Heading) and block.level == 1:
            writer.add_slide(slide)
            slide = [block]
        elif slide:
            slide.append(block)
        else:
            raise SourceError(source.path, block.line, "a slide begins with a heading: # Title")
    writer.add_slide(slide)
    deck.save(str(path))
    normalise_zip(path, source.head)


class DeckWriter:
    """Adds slides to a deck."""

    def __init__(self, deck: Any, source: Source) -> None:
        self.deck = deck
        self.head: Head = source.head
        self.notes: Mapping[str, Note] = source.notes
        self.theme = THEMES[source.head.theme]
        self.ink = rgb(self.theme.ink)

    def add_cover(self) -> None:
        """Add the title slide."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[0])
        title, subtitle = slide.placeholders
        place(title, 1, 2.2, 11.3, 1.4)
        place(subtitle, 1, 3.7, 11.3, 1.4)
        title.text_frame.text = self.head.title
        lines = [line for line in (self.head.subtitle, self.head.author) if line]
        subtitle.text_frame.text = "\n".join(lines)
        for paragraph in subtitle.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT
            paragraph.runs[0].font.size = Pt(22)
        self.style_title(title)

    def add_slide(self, blocks: Sequence[Block]) -> None:
        """Add a slide; its first block is its title."""
        if not blocks:
            return
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[1])
        title, body = slide.placeholders
        place(title, LEFT, 0.4, WIDTH, 1.0)
        self.add_runs(title.text_frame.paragraphs[0], texts_of(blocks[0]))
        self.style_title(title)
        points = [block for block in blocks[1:] if isinstance(block, Heading | Paragraph | Item)]
        objects = [block for block in blocks[1:] if isinstance(block, Table | Figure)]
        notes = [text for block in blocks if isinstance(block, Box) for text in block.texts]
        used = sum(height_of(block) + GAP for block in objects)
        footnotes = [self.notes[m] for b in blocks for t in texts(b) for m in marks(t)]
        room = BOTTOM - TOP - used - 0.25 * len(footnotes)
        top = TOP
        text_first = bool(points) and blocks[1] is points[0]
        size, height = fit(points, room)
        if not points:
            body._element.getparent().remove(body._element)
        else:
            self.fill_body(body.text_frame, points, size)
        if text_first:
            place(body, LEFT, top, WIDTH, height if objects else room)
            top += height + GAP
        for block in objects:
            if isinstance(block, Table):
                self.add_table(slide, block, top)
            else:
                self.add_figure(slide, block, top)
            top += height_of(block) + GAP
        if points and not text_first:
            place(body, LEFT, top, WIDTH, room)
        if notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(plain(text) for text in notes)
        self.add_foot(slide, footnotes)

    def fill_body(self, frame: Any, points: Sequence[Text], size: int) -> None:
        """Add points and paragraphs to the body of a slide."""
        for index, block in enumerate(points):
            paragraph = frame.add_paragraph() if index else frame.paragraphs[0]
            properties = paragraph._p.get_or_add_pPr()
            if not isinstance(block, Item):
                properties.set("marL", "0")
                properties.set("indent", "0")
                properties.append(properties.makeelement(qn("a:buNone"), {}))
                self.add_runs(paragraph, block.text, size, bold=isinstance(block, Heading))
                continue
            paragraph.level = block.level - 1
            if block.number is not None:
                numbered = {"type": "arabicPeriod", "startAt": str(block.number)}
                properties.append(properties.makeelement(qn("a:buAutoNum"), numbered))
                properties.set("marL", str(Inches(NUMBER_INDENT * block.level)))
                properties.set("indent", str(-Inches(NUMBER_INDENT)))
            self.add_runs(paragraph, block.text, max(size - 3 * (block.level - 1), 11))

    def add_runs(
        self, paragraph: Any, text: str, size: int | None = None, bold: bool = False
    ) -> None:
        """Add a text to a paragraph."""
        for run in runs(text):
            added = paragraph.add_run()
            added.text = str(self.notes[run.mark].number) if run.mark else run.text
            added.font.bold = run.bold or bold or None
            added.font.italic = run.italic or None
            if size:
                added.font.size = Pt(size)
            if run.mark:
                added.font._element.set("baseline", "30000")

    def add_table(self, slide: Any, table: Table, top: float) -> None:
        """Add a table."""
        box = (Inches(LEFT), Inches(top), Inches(WIDTH), Inches(height_of(table)))
        grid = slide.shapes.add_table(len(table.rows), len(table.widths), *box).table
        grid.first_row = table.head_rows > 0
        grid.horz_banding = table.look == "striped"
        for index, row in enumerate(table.rows):
            for column, text in enumerate(row):
                cell = grid.cell(index, column)
                for number, line in enumerate(text.split("\n")):
                    frame = cell.text_frame
                    paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
                    head = index < table.head_rows
                    self.add_runs(paragraph, line, TABLE_SIZE, bold=head)
                    for run in paragraph.runs if head else ():
                        run.font.color.rgb = rgb("FFFFFF")
                pale = table.look == "striped" and (index - table.head_rows) % 2
                cell.fill.solid()
                if index < table.head_rows:
                    cell.fill.fore_color.rgb = self.ink
                else:
                    cell.fill.fore_color.rgb = rgb(self.theme.pale if pale else "FFFFFF")
        for column, share in enumerate(table.widths):
            grid.columns[column].width = Inches(WIDTH * share)
        for span in table.spans:
            grid.cell(span.row, span.column).merge(grid.cell(span.bottom, span.right))

    def add_figure(self, slide: Any, figure: Figure, top: float) -> None:
        """Draw a figure with shapes and text boxes."""
        self.add_label(slide, (LEFT, top, WIDTH, 0.4), figure.title, 16, bold=True)
        top += 0.5
        if figure.kind == "boxes":
            self.add_boxes(slide, figure, top)
            return
        largest = max(amount(value) for _, value in figure.items) or 1
        for index, (name, value) in enumerate(figure.items):
            at = top + index * ROW
            length = max((WIDTH - 5) * amount(value) / largest, 0.02)
            self.add_label(slide, (LEFT, at, 3.3, ROW), name, 14, PP_ALIGN.RIGHT)
            bar = add_shape(slide, MSO_SHAPE.RECTANGLE, (LEFT + 3.4, at + 0.06, length, ROW - 0.12))
            bar.fill.solid()
            bar.fill.fore_color.rgb = self.ink
            self.add_label(slide, (LEFT + 3.5 + length, at, 1.5, ROW), value, 14)

    def add_boxes(self, slide: Any, figure: Figure, top: float) -> None:
        """Draw a row of boxes with arrows between."""
        gap, count = 0.5, len(figure.items)
        width = (WIDTH - gap * (count - 1)) / count
        for index, (name, _) in enumerate(figure.items):
            left = LEFT + index * (width + gap)
            if index:
                arrow = (left - gap + 0.08, top + 0.4, gap - 0.16, 0.3)
                shape = add_shape(slide, MSO_SHAPE.RIGHT_ARROW, arrow)
                shape.fill.solid()
                shape.fill.fore_color.rgb = rgb(self.theme.grey)
            box = add_shape(slide, MSO_SHAPE.ROUNDED_RECTANGLE, (left, top, width, 1.1))
            box.fill.solid()
            box.fill.fore_color.rgb = self.ink
            box.text_frame.word_wrap = True
            self.add_runs(box.text_frame.paragraphs[0], name, 14, bold=True)
            box.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER

    def add_label(
        self,
        slide: Any,
        box: tuple[float, float, float, float],
        text: str,
        size: int,
        align: Any = PP_ALIGN.LEFT,
        bold: bool = False,
    ) -> None:
        """Add a text box; its place in inches: left, top, width, height."""
        frame = slide.shapes.add_textbox(*map(Inches, box)).text_frame
        frame.word_wrap = True
        self.add_runs(frame.paragraphs[0], text, size, bold=bold)
        frame.paragraphs[0].alignment = align

    def add_foot(self, slide: Any, notes: Sequence[Note]) -> None:
        """Add footnotes, the footer and the number of a slide."""
        for index, note in enumerate(reversed(notes), 1):
            box = (LEFT, BOTTOM - 0.25 * index, WIDTH, 0.3)
            self.add_label(slide, box, f"{note.number} {note.text}", 10)
        number = str(len(self.deck.slides)) if self.head.page_numbers else ""
        foot = " · ".join(filter(None, (self.head.footer, number)))
        if foot:
            self.add_label(slide, (LEFT, 6.9, WIDTH, 0.4), foot, 11)

    def style_title(self, title: Any) -> None:
        """Give a title its colour, and set it from the left."""
        for paragraph in title.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT
            for run in paragraph.runs:
                run.font.color.rgb = self.ink
                run.font.bold = True
                run.font.size = Pt(36 if len(paragraph.text) < 45 else 28)


def texts_of(block: Block) -> str:
    """Return the text of a block with one text."""
    return next(texts(block))


def fit(points: Sequence[Text], room: float) -> tuple[int, float]:
    """Find the largest type in which the points fit, and the height they take, in inches."""
    for size in SIZES:
        line = WIDTH * 72 / (0.5 * size)
        count = sum(1 + int(len(plain(block.text)) // line) for block in points)
        height = count * size * 1.45 / 72 + 0.15
        if height <= room:
            break
    return size, height


def height_of(block: Table | Figure) -> float:
    """Estimate the height of a table or a figure, in inches."""
    if isinstance(block, Figure):
        return 0.5 + (ROW * len(block.items) if block.kind == "bars" else 1.1)
    lines = 0
    for row in block.rows:
        lines += max(
            sum(1 + int(len(plain(part)) * 0.1 // (WIDTH * share)) for part in cell.split("\n"))
            for cell, share in zip(row, block.widths, strict=True)
        )
    return ROW * len(block.rows) + 0.24 * (lines - len(block.rows))


def rgb(code: str) -> RGBColor:
    """Make a colour of RRGGBB."""
    return RGBColor.from_string(code)  # type: ignore[no-untyped-call, no-any-return]


def add_shape(slide: Any, kind: Any, box: tuple[float, float, float, float]) -> Any:
    """Add a shape without an outline; its place in inches."""
    shape = slide.shapes.add_shape(kind, *map(Inches, box))
    shape.line.fill.background()
    return shape


def place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    """Move a shape; all measures in inches."""
    shape.left, shape.top = Inches(left), Inches(top)
    shape.width, shape.height = Inches(width), Inches(height)
