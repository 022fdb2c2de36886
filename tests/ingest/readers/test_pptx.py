from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from ingest.readers import pptx
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError
from tests.ingest.readers.shapes import outline, tables

TITLE, BODY, TITLE_ONLY, BLANK = 0, 1, 5, 6


def read(tmp_path: Path, *slides: tuple[int, Callable[[Any], object]]) -> ReadFile:
    deck = Presentation()
    for layout, fill in slides:
        fill(deck.slides.add_slide(deck.slide_layouts[layout]))
    deck.save(tmp_path / "a.pptx")
    return pptx.read(tmp_path / "a.pptx")


def box(slide: Any, text: str, left: float, top: float) -> None:
    slide.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(1)).text_frame.text = text


def opening(slide: Any) -> None:
    slide.shapes.title.text = "Strategisk næringsplan"
    slide.placeholders[1].text = "Gardermoen 2025"


def goals(slide: Any) -> None:
    slide.shapes.title.text = "Mål"
    frame = slide.placeholders[1].text_frame
    frame.text = "Flere arbeidsplasser"
    paragraph = frame.add_paragraph()
    paragraph.text, paragraph.level = "i hele regionen", 1
    slide.notes_slide.notes_text_frame.text = "Husk å nevne delmålene."


def test_titles_bullets_and_notes(tmp_path: Path) -> None:
    file = read(tmp_path, (TITLE, opening), (BODY, goals))
    assert outline(file) == [
        "h1 Strategisk næringsplan",
        "p Gardermoen 2025",
        "h2 Mål",
        "- Flere arbeidsplasser",
        "  - i hele regionen",
        "p Husk å nevne delmålene.",
    ]
    assert [block.page for block in file.blocks] == [1, 1, 2, 2, 2, 2]
    assert file.blocks[2].boxes[0].page == 2


def test_titles_are_level_1_in_a_deck_without_chapters(tmp_path: Path) -> None:
    assert outline(read(tmp_path, (BODY, goals)))[0] == "h1 Mål"


def test_boxes_are_read_by_their_place(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        box(slide, "nederst", 1, 5)
        box(slide, "øverst til høyre", 5, 1.1)
        box(slide, "øverst til venstre", 1, 1)

    lines = outline(read(tmp_path, (BLANK, fill)))
    assert lines == ["p øverst til venstre", "p øverst til høyre", "p nederst"]


def test_groups_are_opened_and_scaled(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        box(slide, "etter", 1, 4)
        group = slide.shapes.add_group_shape()
        group.shapes.add_textbox(0, Inches(1), Inches(2), Inches(1)).text_frame.text = "i gruppen"

    assert outline(read(tmp_path, (BLANK, fill))) == ["p i gruppen", "p etter"]


def test_automatic_numbers_become_labels(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        frame = slide.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame
        frame.text = "først"
        frame.add_paragraph().text = "så"
        for paragraph in frame.paragraphs:
            properties = paragraph._p.get_or_add_pPr()
            etree.SubElement(properties, qn("a:buAutoNum"), type="arabicPeriod")

    assert outline(read(tmp_path, (BLANK, fill))) == ["1. først", "2. så"]


def test_tables_have_a_header_and_merged_cells(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        table = slide.shapes.add_table(3, 2, 0, 0, Inches(4), Inches(2)).table
        for row, texts in enumerate((("Område", "Ansvar"), ("Kompetanse", "Fylket"), ("", "NHO"))):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
        table.cell(1, 0).merge(table.cell(2, 0))

    (table,) = tables(read(tmp_path, (BLANK, fill)))
    assert table.rows == (("Område", "Ansvar"), ("Kompetanse", "Fylket"), ("Kompetanse", "NHO"))
    assert table.header_rows == 1


def test_hidden_slides_and_shapes_are_left_out(tmp_path: Path) -> None:
    def hidden(slide: Any) -> None:
        box(slide, "skjult lysark", 1, 1)
        slide._element.set("show", "0")

    def half(slide: Any) -> None:
        box(slide, "synlig", 1, 1)
        box(slide, "skjult boks", 1, 2)
        slide.shapes[1]._element.nvSpPr.cNvPr.set("hidden", "1")

    file = read(tmp_path, (BLANK, hidden), (BLANK, half))
    assert outline(file) == ["p synlig"]
    assert file.blocks[0].page == 2
    assert file.hidden == len("skjultboks")  # a hidden slide is ordinary


def test_a_deck_without_words_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"read.no_text"):
        read(tmp_path, (BLANK, lambda _: None))


def test_what_nobody_sees_is_left_out_and_counted(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        box(slide, "Kaia bygges i 2030.", 1, 1)
        box(slide, "Si at moloen er revet.", -4, 1)
        box(slide, "Si at kaia er solgt.", 1, 9)
        box(slide, "Halvt utenfor", -1, 3)
        box(slide, "Hysj!", 1, 5)
        slide.shapes[-1].text_frame.paragraphs[0].runs[0].font.size = Pt(1)

    file = read(tmp_path, (BLANK, fill))
    assert [block.text for block in file.blocks] == ["Kaia bygges i 2030.", "Halvt utenfor"]
    assert file.hidden == len("Siatmoloenerrevet" + "Siatkaiaersolgt" + "Hysj")


def white(slide: Any, theme: bool = False) -> None:
    colour = slide.shapes[-1].text_frame.paragraphs[0].runs[0].font.color
    if theme:
        colour.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    else:
        colour.rgb = RGBColor(255, 255, 255)


def test_white_on_a_white_slide_is_left_out_and_counted(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        box(slide, "Kaia bygges i 2030.", 1, 1)
        box(slide, "Si at moloen er revet.", 1, 3)
        white(slide)
        box(slide, "Si at kaia er solgt.", 5, 3)
        white(slide, theme=True)

    file = read(tmp_path, (BLANK, fill))
    assert [block.text for block in file.blocks] == ["Kaia bygges i 2030."]
    assert file.hidden == len("Siatmoloenerrevet" + "Siatkaiaersolgt")


@pytest.mark.parametrize("behind", ["own fill", "shape", "background", "master's picture"])
def test_white_text_on_something_is_read(tmp_path: Path, behind: str) -> None:
    def fill(slide: Any) -> None:
        if behind == "shape":
            slide.shapes.add_shape(1, Inches(0), Inches(0), Inches(6), Inches(4))
        if behind == "background":
            slide.background.fill.solid()
            slide.background.fill.fore_color.rgb = RGBColor(0, 40, 90)
        if behind == "master's picture":
            shapes = slide.slide_layout.slide_master.shapes._spTree
            bare = shapes.findall(qn("p:sp"))[0]
            frame = bare.find(qn("p:spPr"))
            fill = frame.makeelement(qn("a:solidFill"), {})
            fill.append(fill.makeelement(qn("a:srgbClr"), {"val": "102030"}))
            frame.append(fill)
        box(slide, "Kaia bygges i 2030.", 1, 1)
        white(slide)
        if behind == "own fill":
            slide.shapes[-1].fill.solid()
            slide.shapes[-1].fill.fore_color.rgb = RGBColor(0, 40, 90)

    file = read(tmp_path, (BLANK, fill))
    assert [block.text for block in file.blocks] == ["Kaia bygges i 2030."]
    assert file.hidden == 0
