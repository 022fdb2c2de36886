"""Files from Word, PowerPoint and Excel 97 to 2003, which LibreOffice makes for the tests."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

from ingest.readers import registry
from ingest.readers.limits import DEFAULT, Limits
from plansvar.errors import ReadError
from plansvar.messages.catalogue import failure_message
from tests.ingest.old_files import make_old, needs_libreoffice
from tests.ingest.readers.ole import ole
from tests.ingest.readers.shapes import outline

NO_OFFICE = Limits(office_program="/finnes/ikke/soffice")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("med mellomrom og æ")


@pytest.fixture(scope="module")
def new_docx(folder: Path) -> Path:
    document = docx.Document()
    document.core_properties.title = "Plan for Brimvik"
    document.add_heading("Mål for næringslivet", level=1)
    document.add_paragraph("Vi vil ha flere bedrifter på øya.")
    document.add_paragraph("Flere lærlinger", style="List Bullet")
    document.add_page_break()
    document.add_heading("Tiltak", level=2)
    table = document.add_table(rows=2, cols=2)
    for number, text in enumerate(("Tiltak", "Ansvar", "Ny kai", "Kommunen")):
        table.cell(number // 2, number % 2).text = text
    document.add_paragraph("Vedtatt i fjor.")  # as Word has it, a table isn't the last
    path = folder / "ny.docx"
    document.save(str(path))
    return path


@pytest.fixture(scope="module")
def doc(folder: Path, new_docx: Path) -> Path:
    return make_old(new_docx, folder / "plan fra før.doc")


@needs_libreoffice
def test_a_doc(doc: Path) -> None:
    file = registry.read(doc)
    assert outline(file) == [
        "h1 Mål for næringslivet",
        "p Vi vil ha flere bedrifter på øya.",
        "- Flere lærlinger",
        "h2 Tiltak",
        "| Tiltak | Ansvar",
        "| Ny kai | Kommunen",
        "p Vedtatt i fjor.",
    ]
    assert file.metadata["title"] == "Plan for Brimvik"
    # LibreOffice's pages aren't Word's, and its language isn't the document's.
    assert {block.page for block in file.blocks} == {None}
    assert "language" not in file.metadata


@needs_libreoffice
def test_nothing_is_left_beside_the_file(doc: Path) -> None:
    before = sorted(doc.parent.iterdir())
    registry.read(doc)
    assert sorted(doc.parent.iterdir()) == before


@needs_libreoffice
def test_a_ppt_has_the_numbers_of_its_slides(folder: Path) -> None:
    deck = Presentation()
    for layout, title, text in ((0, "Status", "Styret"), (1, "Mål", "200 lærlinger")):
        slide = deck.slides.add_slide(deck.slide_layouts[layout])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
    box = deck.slides[1].shapes.add_textbox(Inches(1), Inches(6), Inches(4), Inches(1))
    box.text_frame.text = "Kilde: fylket"
    hidden = deck.slides.add_slide(deck.slide_layouts[1])
    hidden.shapes.title.text = "Hemmelig"
    hidden._element.set("show", "0")
    path = folder / "ny.pptx"
    deck.save(str(path))
    file = registry.read(make_old(path, folder / "status.ppt"))
    found = [(line, block.page) for line, block in zip(outline(file), file.blocks, strict=True)]
    assert found[0] == ("h1 Status", 1)
    assert ("h2 Mål", 2) in found
    assert {page for line, page in found if "lærlinger" in line or "Kilde" in line} == {2}
    assert not [line for line, _ in found if "Hemmelig" in line]


@needs_libreoffice
def test_an_xls(folder: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Tiltak", "Kroner"], ["Kai", 1_500_000], ["Bru", 200]):
        sheet.append(row)
    book.create_sheet("Skjult").append(["Hemmelig"])
    book["Skjult"].sheet_state = "hidden"
    path = folder / "ny.xlsx"
    book.save(path)
    file = registry.read(make_old(path, folder / "tall.xls"))
    assert outline(file)[:3] == ["| Tiltak | Kroner", "| Kai | 1500000", "| Bru | 200"]
    assert "Hemmelig" not in str(file.blocks)


@needs_libreoffice
def test_the_content_says_what_it_is_and_not_the_name(doc: Path) -> None:
    path = doc.with_name("egentlig word.ppt")
    path.write_bytes(doc.read_bytes())
    assert outline(registry.read(path)) == outline(registry.read(doc))


@needs_libreoffice
def test_other_files_are_not_drawn_in(folder: Path) -> None:
    secret = folder / "hemmelig.txt"
    secret.write_text("Det hemmelige innholdet", "utf-8")
    document = docx.Document()
    paragraph = document.add_paragraph("Synlig tekst")
    field = paragraph._p.makeelement(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}fldSimple",
        {
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}instr": (
                f'INCLUDETEXT "{secret.as_uri()}"'
            )
        },
    )
    paragraph._p.append(field)
    path = folder / "lenke.docx"
    document.save(str(path))
    file = registry.read(make_old(path, folder / "lenke.doc"))
    assert outline(file) == ["p Synlig tekst"]


def _as_doc(folder: Path, content: bytes) -> Path:
    path = folder / "navn.doc"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"{\\rtf1\\ansi Hei p\\'e5 deg}",
        "<html><body><p>Hei på deg</p></body></html>".encode(),
        '<?xml version="1.0"?>\n<!DOCTYPE html><p>Hei på deg'.encode(),
        "\ufeff<html><body>Hei på deg".encode("utf-16-le"),
    ],
    ids=["rtf", "html", "xhtml", "utf-16"],
)
def test_what_only_has_the_name_needs_no_libreoffice(tmp_path: Path, content: bytes) -> None:
    file = registry.read(_as_doc(tmp_path, content), NO_OFFICE)
    assert outline(file) == ["p Hei på deg"]


def test_a_docx_named_doc(tmp_path: Path, new_docx: Path) -> None:
    path = _as_doc(tmp_path, new_docx.read_bytes())
    assert registry.read(path, NO_OFFICE).blocks == registry.read(new_docx).blocks


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_without_libreoffice_the_error_tells_how_to_get_it(tmp_path: Path, language: str) -> None:
    path = _as_doc(tmp_path, ole({"WordDocument": bytes(5000)}))
    with pytest.raises(ReadError, match=r"read\.needs_libreoffice") as error:
        registry.read(path, NO_OFFICE)
    text = failure_message(error.value.code, error.value.params, language)
    assert "LibreOffice" in text
    assert ".doc" in text
    assert str(error.value.params["command"]) in text


def _damage(content: bytes) -> bytes:
    return content[: len(content) // 3]


def _lock(content: bytes) -> bytes:
    """Sets the flag in Word's first block that says that the file is encrypted."""
    start = content.index(b"\xec\xa5")
    return content[: start + 11] + bytes([content[start + 11] | 1]) + content[start + 12 :]


@needs_libreoffice
@pytest.mark.parametrize(
    ("change", "code"), [(_damage, "read.malformed"), (_lock, "read.encrypted")]
)
def test_a_bad_doc(doc: Path, tmp_path: Path, change: Callable[[bytes], bytes], code: str) -> None:
    with pytest.raises(ReadError) as error:
        registry.read(_as_doc(tmp_path, change(doc.read_bytes())))
    assert error.value.code == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (ole({"EncryptedPackage": bytes(5000)}), "read.encrypted"),
        (ole({"Annet": bytes(5000)}), "read.not_this_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "read.malformed"),
        (b"bare tekst", "read.not_this_format"),
        (b"PK\x03\x04" + bytes(100), "read.malformed"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(ReadError) as error:
        registry.read(_as_doc(tmp_path, content), NO_OFFICE)
    assert error.value.code == code


@pytest.mark.parametrize("name", ["plan.docx", "lysark.pptx", "ark.xlsx"])
def test_an_old_file_with_a_new_name_is_told_as_such(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(ole({"WordDocument": bytes(5000)}))
    with pytest.raises(ReadError, match=r"read\.not_this_format"):
        registry.read(path, DEFAULT)
