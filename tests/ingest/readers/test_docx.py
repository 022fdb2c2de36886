from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from ingest.readers import docx
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError
from tests.ingest.readers.office import rezip
from tests.ingest.readers.shapes import outline, tables


def read(tmp_path: Path, fill: Callable[[Any], object]) -> ReadFile:
    document = python_docx.Document()
    fill(document)
    document.save(tmp_path / "a.docx")
    return docx.read(tmp_path / "a.docx")


def add_xml(document: Any, xml: str) -> None:
    """Puts block-level XML at the end of the body."""
    head, _, rest = xml.partition(">")
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(f"{head} {nsdecls('w')}>{rest}"))


def test_headings_by_style_also_norwegian_ones_and_derived_ones(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        norwegian = document.styles.add_style("Overskrift 3", WD_STYLE_TYPE.PARAGRAPH)
        own = document.styles.add_style("Kapittel", WD_STYLE_TYPE.PARAGRAPH)
        own.base_style = document.styles["Heading 1"]
        document.add_paragraph("Handlingsprogram 2025", style="Title")
        document.add_paragraph("Bakgrunn", style=own)
        document.add_heading("Mål", 2)
        document.add_paragraph("Delmål", style=norwegian)
        document.add_paragraph("Vi skal vokse.")

    lines = outline(read(tmp_path, fill))
    assert lines == [
        "h1 Handlingsprogram 2025",
        "h1 Bakgrunn",
        "h2 Mål",
        "h3 Delmål",
        "p Vi skal vokse.",
    ]


def test_a_bold_line_over_text_is_a_heading(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.add_heading("Mål", 1)
        document.add_paragraph().add_run("Samarbeid med næringslivet").bold = True
        document.add_paragraph("Kommunene skal samarbeide om en felles plan for næring.")
        document.add_paragraph().add_run("Merk at dette er en hel setning.").bold = True
        document.add_paragraph("Den er ikke en overskrift.")

    lines = outline(read(tmp_path, fill))
    assert lines[1] == "h2 Samarbeid med næringslivet"
    assert lines[3] == "p Merk at dette er en hel setning."


def test_lists_have_level_and_label(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("Vi skal:")
        for style, text in (
            ("List Bullet", "styrke gründere"),
            ("List Bullet 2", "også unge"),
            ("List Number", "først"),
            ("List Number", "så"),
        ):
            document.add_paragraph(text, style=style)

    lines = outline(read(tmp_path, fill))
    assert lines[1:3] == ["- styrke gründere", "  - også unge"]
    assert lines[3:] == ["1. først", "2. så"]


def test_tracked_insertions_stay_and_deletions_and_hidden_text_go(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        add_xml(
            document,
            "<w:p><w:r><w:t>Kommunen </w:t></w:r><w:ins><w:r><w:t>eier </w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>leier </w:delText></w:r></w:del>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult </w:t></w:r>"
            "<w:hyperlink><w:r><w:t>tiltaket</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r></w:p>",
        )
        white = document.add_paragraph().add_run("hvitt")
        white.font.color.rgb = RGBColor(255, 255, 255)
        document.add_paragraph().add_run("liten").font.size = Pt(1)

    file = read(tmp_path, fill)
    assert outline(file) == ["p Kommunen eier tiltaket."]
    assert file.hidden == len("skjulthvittliten")


def test_content_controls_are_read_but_not_their_prompts(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        for properties, text in (("", "Vedtak i saken"), ("<w:showingPlcHdr/>", "Klikk her")):
            add_xml(
                document,
                f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent><w:p><w:r><w:t>{text}</w:t>"
                "</w:r></w:p></w:sdtContent></w:sdt>",
            )

    assert outline(read(tmp_path, fill)) == ["p Vedtak i saken"]


def test_merged_cells_fill_a_rectangle(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        table = document.add_table(rows=4, cols=3)
        for row, texts in enumerate(
            (("Mål", "Tiltak", "Ansvarlig"), ("Vekst", "Fond", "Fylket"), ("", "Kurs", "Kommunen"))
        ):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(3, 0).merge(table.cell(3, 1)).text = "Samlet for begge"
        table.cell(3, 2).text = "Alle"

    (table,) = tables(read(tmp_path, fill))
    assert table.rows == (
        ("Mål", "Tiltak", "Ansvarlig"),
        ("Vekst", "Fond", "Fylket"),
        ("Vekst", "Kurs", "Kommunen"),
        ("Samlet for begge", "", "Alle"),
    )
    assert table.header_rows == 1


def test_a_frame_of_one_cell_is_no_table(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "Viktig i rammen"
        cell.add_paragraph("Mer i rammen")

    assert outline(read(tmp_path, fill)) == ["p Viktig i rammen", "p Mer i rammen"]


def test_an_absurd_span_is_refused(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        cell = "<w:tc>{}<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
        wide = cell.format('<w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr>', "a")
        add_xml(document, f"<w:tbl><w:tr>{wide}{cell.format('', 'b')}</w:tr></w:tbl>")

    with pytest.raises(ReadError, match=r"read\.malformed"):
        read(tmp_path, fill)


def test_text_boxes_come_once_after_their_paragraph(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>I boksen</w:t></w:r></w:p></w:txbxContent>"

    def fill(document: Any) -> None:
        namespaces = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        add_xml(
            document,
            f"<w:p {namespaces}><w:r><w:t>Ved siden av</w:t></w:r><w:r><mc:AlternateContent>"
            f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        )

    assert outline(read(tmp_path, fill)) == ["p Ved siden av", "p I boksen"]


def test_pages_are_known_only_where_the_file_has_breaks(tmp_path: Path) -> None:
    def broken(document: Any) -> None:
        document.add_paragraph("Først")
        document.add_page_break()
        rendered = document.add_paragraph()
        rendered.add_run()._r.append(parse_xml(f"<w:lastRenderedPageBreak {nsdecls('w')}/>"))
        rendered.add_run("Så")
        third = document.add_paragraph()
        third.add_run()._r.append(parse_xml(f"<w:lastRenderedPageBreak {nsdecls('w')}/>"))
        third.add_run("Sist")

    assert [block.page for block in read(tmp_path, broken).blocks] == [1, 2, 3]
    assert read(tmp_path, lambda d: d.add_paragraph("Ett")).blocks[0].page is None


def test_footnotes_come_last_and_headers_not_at_all(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Topptekst"
        paragraph = document.add_paragraph("Med note")
        reference = f'<w:footnoteReference {nsdecls("w")} w:id="2"/>'
        paragraph.add_run()._r.append(parse_xml(reference))
        document.add_paragraph("Etter")

    read(tmp_path, fill)
    notes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:id='0' w:type='separator'><w:p/></w:footnote>"
        "<w:footnote w:id='2'><w:p><w:r><w:t>Se vedtak 12/20.</w:t></w:r></w:p></w:footnote>"
        "</w:footnotes>"
    )
    link = (
        '<Relationship Id="rIdNotes" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    path = rezip(
        tmp_path / "a.docx",
        {"word/footnotes.xml": notes.encode()},
        {"word/_rels/document.xml.rels": (b"</Relationships>", link.encode())},
    )
    assert outline(docx.read(path)) == ["p Med note", "p Etter", "p Se vedtak 12/20."]


def test_properties_become_metadata(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.core_properties.title = "Referat"
        document.core_properties.author = "Sekretariatet"
        document.add_paragraph("Sak 1")

    metadata = read(tmp_path, fill).metadata
    assert (metadata["title"], metadata["author"]) == ("Referat", "Sekretariatet")
    assert metadata["created"].startswith("2")


def test_a_table_of_contents_shows_page_numbers_apart(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        style = document.styles.add_style("toc 2", WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("Mål og tiltak\t12", style=style)

    assert outline(read(tmp_path, fill)) == ["  - Mål og tiltak … 12"]


def test_only_a_word_file_is_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path, lambda d: d.add_paragraph(" \u200b "))
    assert caught.value.code == "read.no_text"
    other = rezip(tmp_path / "a.docx", {"word/document.xml": b"<workbook/>"})
    with pytest.raises(ReadError) as caught:
        docx.read(other)
    assert caught.value.code == "read.not_this_format"


def numbered(tmp_path: Path, definitions: str) -> list[str]:
    """The numbered lines of a document whose lists 901, 902 … have the definitions 901, 902 …"""

    def fill(document: Any) -> None:
        part = document.part.numbering_part.element
        for definition in parse_xml(f"<w:all {nsdecls('w')}>{definitions}</w:all>"):
            own = definition.get(qn("w:abstractNumId"))
            part.append(definition)
            link = f'<w:abstractNumId w:val="{own}"/>'
            part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{own}">{link}</w:num>'))
        for number, level, text in (
            *(("902", 0, "Mål"), ("902", 1, "Havn"), ("901", 0, "Tiltak")),
            *(("902", 1, "Molo"), ("902", 1, "Kai")),
        ):
            properties = document.add_paragraph(text).paragraph_format.element.get_or_add_pPr()
            listed = properties.get_or_add_numPr()
            listed.get_or_add_ilvl().val = level
            listed.get_or_add_numId().val = int(number)

    return outline(read(tmp_path, fill))


def test_a_list_has_the_numbers_of_its_list_style(tmp_path: Path) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in enumerate(("%1", "%1.%2"))
    )
    lines = numbered(
        tmp_path,
        f'<w:abstractNum w:abstractNumId="901"><w:styleLink w:val="Kapitler"/>{levels}'
        "</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="902"><w:numStyleLink w:val="Kapitler"/></w:abstractNum>',
    )
    assert [line.strip() for line in lines] == [
        "1 Mål",
        "1.1 Havn",
        "2 Tiltak",
        "2.1 Molo",
        "2.2 Kai",
    ]


def test_list_styles_that_name_each_other(tmp_path: Path) -> None:
    lines = numbered(
        tmp_path,
        '<w:abstractNum w:abstractNumId="901"><w:styleLink w:val="A"/><w:numStyleLink w:val="B"/>'
        '</w:abstractNum><w:abstractNum w:abstractNumId="902"><w:styleLink w:val="B"/>'
        '<w:numStyleLink w:val="A"/></w:abstractNum>',
    )
    assert [line.lstrip(" -").strip() for line in lines] == ["Mål", "Havn", "Tiltak", "Molo", "Kai"]
