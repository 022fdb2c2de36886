"""What stands around the text: page headers and footers, watermarks, sensitivity labels."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx as python_docx
import pptx as python_pptx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pptx.util import Inches
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from ingest.readers import docx, pdf, pptx
from ingest.readers.sensitivity import chosen_label
from plansvar.documents.types import ReadFile
from tests.ingest.readers.office import rezip
from tests.ingest.readers.test_pdf import make, read, text

CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}</Properties>'
)
PROPERTY = '<property name="MSIP_Label_0a-1_{}"><vt:lpwstr>{}</vt:lpwstr></property>'


def word(tmp_path: Path, fill: Callable[[Any], object]) -> ReadFile:
    document = python_docx.Document()
    document.add_paragraph("Moloen skal bygges av stein.")
    fill(document)
    document.save(tmp_path / "a.docx")
    return docx.read(tmp_path / "a.docx")


def test_headers_and_footers_of_word(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        section = document.sections[0]
        section.header.paragraphs[0].text = "Unntatt offentlighet"
        section.footer.paragraphs[0].text = "Sund kommune"
        hidden = section.footer.add_paragraph().add_run("Fortrolig")
        hidden.font.hidden = True

    found = word(tmp_path, fill)
    assert sorted(found.margins) == ["Sund kommune", "Unntatt offentlighet"]
    assert [block.text for block in found.blocks] == ["Moloen skal bygges av stein."]


def test_a_watermark_of_word(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        paragraph = document.sections[0].header.paragraphs[0]
        run = paragraph.add_run()
        run._r.append(
            parse_xml(
                f"<w:pict {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'>"
                "<v:shape><v:textpath string='KONFIDENSIELT'/></v:shape></w:pict>"
            )
        )

    assert word(tmp_path, fill).margins == ("KONFIDENSIELT",)


def test_a_damaged_header_costs_no_text(tmp_path: Path) -> None:
    document = python_docx.Document()
    document.add_paragraph("Moloen skal bygges.")
    document.sections[0].header.paragraphs[0].text = "Sund kommune"
    document.save(tmp_path / "a.docx")
    found = docx.read(rezip(tmp_path / "a.docx", {"word/header1.xml": b"<w:hdr"}))
    assert (found.margins, len(found.blocks)) == ((), 1)


def test_footers_of_slides(tmp_path: Path) -> None:
    deck = python_pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Ny molo"
    box = slide.shapes.add_textbox(Inches(1), Inches(6), Inches(3), Inches(1))
    box.text_frame.text = "Internt"
    properties = box._element.find(".//{*}nvPr")
    properties.append(
        parse_xml(
            '<p:ph type="ftr" '
            'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'
        )
    )
    deck.save(tmp_path / "a.pptx")
    found = pptx.read(tmp_path / "a.pptx")
    assert found.margins == ("Internt",)
    assert [block.text for block in found.blocks] == ["Ny molo"]


def test_page_headers_and_turned_text_of_a_pdf(tmp_path: Path) -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            text(canvas, 40, "Unntatt offentlighet", size=9)
            text(canvas, 200, f"Avsnitt {number} handler om moloen som skal bygges i havna.")
            text(canvas, 230, "Den skal bygges av stein, og den skal tåle bølger og is.")
            canvas.saveState()
            canvas.translate(300, 300)
            canvas.rotate(55)
            canvas.drawString(0, 0, "UTKAST")
            canvas.restoreState()

        return draw

    found = read(tmp_path, *(page(number) for number in range(1, 5)))
    assert set(found.margins) == {"Unntatt offentlighet", "UTKAST"}
    assert "Unntatt offentlighet" not in [block.text for block in found.blocks]


def test_the_label_that_somebody_chose() -> None:
    label = [("MSIP_Label_0a-1_Enabled", "true"), ("MSIP_Label_0a-1_Name", "Fortrolig")]
    assert chosen_label([*label, ("MSIP_Label_0a-1_Method", "Privileged")]) == "Fortrolig"
    assert chosen_label([*label, ("MSIP_Label_0a-1_Method", "Standard")]) == ""
    assert chosen_label(label) == ""
    assert chosen_label([]) == ""


def test_labels_in_files(tmp_path: Path) -> None:
    document = python_docx.Document()
    document.add_paragraph("Moloen skal bygges.")
    document.save(tmp_path / "a.docx")
    values = (("Enabled", "true"), ("Method", "Privileged"), ("Name", "Fortrolig"))
    custom = CUSTOM.format("".join(PROPERTY.format(*pair) for pair in values))
    labelled = rezip(tmp_path / "a.docx", {"docProps/custom.xml": custom.encode()})
    assert docx.read(labelled).metadata["sensitivity"] == "Fortrolig"

    make(tmp_path / "a.pdf", lambda canvas: text(canvas, 100, "Moloen skal bygges."))
    writer = PdfWriter(clone_from=tmp_path / "a.pdf")
    writer.add_metadata({f"/MSIP_Label_0a-1_{key}": value for key, value in values})
    writer.write(tmp_path / "b.pdf")
    assert pdf.read(tmp_path / "b.pdf").metadata["sensitivity"] == "Fortrolig"
