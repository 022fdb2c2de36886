import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.constants import PageLabelStyle
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

from ingest.readers import pdf
from ingest.readers.pdf_outline import is_encrypted, unlock
from plansvar.documents.types import BlockKind, ReadFile
from plansvar.errors import ReadError
from tests.ingest.readers.shapes import outline, tables

WIDTH, HEIGHT = A4
LEFT = 70.0
Draw = Callable[[Canvas], None]


def make(path: Path, *pages: Draw) -> Path:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def text(
    canvas: Canvas,
    top: float,
    *lines: str,
    left: float = LEFT,
    size: float = 11,
    bold: bool = False,
) -> float:
    """Writes lines from ``top`` (from the page's top) down and returns where they end."""
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    for line in lines:
        canvas.drawString(left, HEIGHT - top, line)
        top += 1.25 * size
    return top


def read(path: Path, *pages: Draw) -> ReadFile:
    return pdf.read(make(path / "a.pdf", *pages))


PROSE = (
    "Kommunen skal legge til rette for næringsutvikling i hele regionen, og",
    "samarbeide tett med fylkeskommunen om kompetanse og om nye arbeids-",
    "plasser i distriktene fram mot 2030.",
)
JOINED = (
    "Kommunen skal legge til rette for næringsutvikling i hele regionen, og samarbeide tett med "
    "fylkeskommunen om kompetanse og om nye arbeidsplasser i distriktene fram mot 2030."
)


def test_paragraphs_headings_and_lists(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        top = text(canvas, 80, "Handlingsprogram for næring", size=20, bold=True)
        top = text(canvas, top + 10, "1 Innledning", size=15, bold=True)
        top = text(canvas, top + 6, *PROSE)
        top = text(canvas, top + 8, *PROSE)
        top = text(canvas, top + 10, "1.1 Delmål", size=12, bold=True)
        top = text(canvas, top + 4, "Vi skal:")
        for marker, line in (("•", "styrke gründere"), ("•", "bygge nettverk som varer")):
            canvas.drawString(LEFT + 10, HEIGHT - top, marker)
            top = text(canvas, top, line, left=LEFT + 28)
        canvas.drawString(LEFT + 40, HEIGHT - top, "–")
        top = text(canvas, top, "med næringshagene", left=LEFT + 58)
        for number in (1, 2):
            canvas.drawString(LEFT, HEIGHT - top - 10, f"{number}.")
            top = text(canvas, top + 10, f"Tiltak nummer {number}", left=LEFT + 20)

    assert outline(read(tmp_path, draw)) == [
        "h1 Handlingsprogram for næring",
        "h2 1 Innledning",
        f"p {JOINED}",
        f"p {JOINED}",
        "h3 1.1 Delmål",
        "p Vi skal:",
        "- styrke gründere",
        "- bygge nettverk som varer",
        "  - med næringshagene",
        "1. Tiltak nummer 1",
        "2. Tiltak nummer 2",
    ]


def test_blocks_know_their_page_and_box(tmp_path: Path) -> None:
    file = read(
        tmp_path, lambda c: text(c, 100, *PROSE) and None, lambda c: text(c, 200, "Slutt.") and None
    )
    first, last = file.blocks
    assert (first.page, last.page) == (1, 2)
    (box,) = first.boxes
    assert (box.page, box.left) == (1, pytest.approx(LEFT, abs=1))
    assert box.top == pytest.approx(100 - 9, abs=4)
    assert box.bottom == pytest.approx(100 + 2 * 13.75 + 3, abs=4)


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 80, "En overskrift over begge spaltene på hele siden", size=18, bold=True)
        for n in range(12):
            text(
                canvas,
                120 + 14 * n,
                f"venstre linje {n} av det som står i spalten",
                left=60,
                size=10,
            )
            text(
                canvas,
                125 + 14 * n,
                f"Høyre linje {n} av det som står i spalten",
                left=320,
                size=10,
            )

    lines = outline(read(tmp_path, draw))
    assert len(lines) == 3
    assert lines[1].startswith("p venstre linje 0") and "Høyre" not in lines[1]
    assert lines[2].startswith("p Høyre linje 0") and "venstre" not in lines[2]


def test_headers_footers_and_page_numbers_go(tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            text(canvas, 30, "Regional plan for næring – Eksempel fylkeskommune", size=9)
            text(
                canvas,
                100,
                f"Dette er avsnittet på ark {number}.",
                f"Neste setning på ark {number}.",
            )
            text(canvas, HEIGHT - 30, f"Side {number} av 4", left=280, size=9)

        return draw

    lines = outline(read(tmp_path, *(page(n) for n in range(1, 5))))
    assert len(lines) == 4
    assert not any("Side" in line or "fylkeskommune" in line for line in lines)


def test_a_line_alone_on_each_page_is_no_header(tmp_path: Path) -> None:
    pages = [lambda c, n=n: text(c, 40, f"Lysark {n}") and None for n in range(1, 6)]
    assert len(read(tmp_path, *pages).blocks) == 5


def test_a_sentence_goes_on_over_the_page_break(tmp_path: Path) -> None:
    def one(canvas: Canvas) -> None:
        text(canvas, 700, *PROSE[:2])
        text(canvas, 770, "1 En fotnote med liten skrift.", size=8)

    file = read(tmp_path, one, lambda c: text(c, 80, PROSE[2]) and None)
    assert file.blocks[0].text == JOINED
    assert [box.page for box in file.blocks[0].boxes] == [1, 2]
    assert file.blocks[1].text == "1 En fotnote med liten skrift."


ROWS = [
    ["Tiltak", "Ansvarlig", "Frist"],
    ["Gründerhjelp", "Kommunen", "2025"],
    ["Fond", "Fylket", "2026"],
]


def ruled(rows: list[list[str]], top: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        table = Table(rows, colWidths=[150, 150, 100])
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
        _, height = table.wrapOn(canvas, 400, 700)
        table.drawOn(canvas, LEFT, HEIGHT - top - height)

    return draw


def test_a_ruled_table_keeps_rows_and_columns(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 80, "Tabellen viser tiltakene.")
        ruled(ROWS, 120)(canvas)
        text(canvas, 260, "Etter tabellen.")

    file = read(tmp_path, draw)
    assert outline(file) == [
        "p Tabellen viser tiltakene.",
        "| Tiltak | Ansvarlig | Frist",
        "| Gründerhjelp | Kommunen | 2025",
        "| Fond | Fylket | 2026",
        "p Etter tabellen.",
    ]
    assert tables(file)[0].header_rows == 1


def test_a_cell_merged_downwards_is_repeated(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        table = Table([["Mål", "Tiltak"], ["Vekst", "Fond"], ["", "Kurs"]], colWidths=[100, 200])
        style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("SPAN", (0, 1), (0, 2))]
        table.setStyle(TableStyle(style))
        table.wrapOn(canvas, 400, 700)
        table.drawOn(canvas, LEFT, 500)

    assert tables(read(tmp_path, draw))[0].rows == (
        ("Mål", "Tiltak"),
        ("Vekst", "Fond"),
        ("Vekst", "Kurs"),
    )


def test_a_table_over_two_pages_is_one(tmp_path: Path) -> None:
    more = [ROWS[0], ["Kurs", "Næringshagen", "2027"]]
    file = read(tmp_path, ruled(ROWS, 650), ruled(more, 60))
    (table,) = tables(file)
    assert [row[0] for row in table.rows] == ["Tiltak", "Gründerhjelp", "Fond", "Kurs"]
    assert [box.page for box in table.boxes] == [1, 2]


def test_aligned_columns_are_a_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 80, *PROSE)
        for n, row in enumerate([*ROWS, ["Kurs", "Næringshagen", "2027"]]):
            for left, cell in zip((70, 230, 400), row, strict=True):
                text(canvas, 160 + 16 * n, cell, left=left)
        text(canvas, 260, *PROSE)

    file = read(tmp_path, draw)
    assert [row[1] for row in tables(file)[0].rows] == [
        "Ansvarlig",
        "Kommunen",
        "Fylket",
        "Næringshagen",
    ]
    assert len(file.blocks) == 3


def test_a_table_of_contents_is_a_list(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(
            canvas,
            80,
            "Innledning ............................ 3",
            "Mål ............................ 12",
        )

    assert outline(read(tmp_path, draw)) == ["- Innledning … 3", "- Mål … 12"]


def test_a_turned_page_is_read_upright(tmp_path: Path) -> None:
    path = make(tmp_path / "flat.pdf", lambda c: text(c, 100, *PROSE) and None)
    writer = PdfWriter(clone_from=path)
    writer.pages[0].rotate(90)
    writer.write(tmp_path / "turned.pdf")
    (block,) = pdf.read(tmp_path / "turned.pdf").blocks
    assert block.text == JOINED
    assert block.boxes[0].bottom - block.boxes[0].top > 300  # as shown, the text runs downwards


def test_hidden_text_is_left_out(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 100, "Synlig tekst.")
        text(canvas, 130, "liten", size=0.5)
        text(canvas, -40, "utenfor")
        canvas.setFillColor(colors.white)
        text(canvas, 160, "hvit")
        canvas.setFillColor(colors.darkblue)
        canvas.rect(60, HEIGHT - 230, 300, 40, fill=1, stroke=0)
        canvas.setFillColor(colors.white)
        text(canvas, 215, "Hvit på blå.")
        ghost = canvas.beginText(LEFT, HEIGHT - 300)
        ghost.setTextRenderMode(3)
        ghost.textLine("usynlig")
        canvas.drawText(ghost)

    file = read(tmp_path, draw)
    assert [block.text for block in file.blocks] == ["Synlig tekst.", "Hvit på blå."]
    assert file.hidden == len("litenutenforhvitusynlig")


def test_a_program_that_names_itself_hides_nothing(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 100, "Synlig tekst.")
        mark = canvas.beginText(0, 1)
        mark.setTextRenderMode(3)
        mark.textLine("Powered by TCPDF (www.tcpdf.org)")
        canvas.drawText(mark)

    assert read(tmp_path, draw).hidden == 0


def test_the_text_layer_of_a_scan_is_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        from PIL import Image

        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)
        layer = canvas.beginText(LEFT, HEIGHT - 100)
        layer.setTextRenderMode(3)
        layer.textLine("Skannet vedtak.")
        canvas.drawText(layer)

    file = read(tmp_path, draw)
    assert (outline(file), file.hidden) == (["p Skannet vedtak."], 0)


def test_the_text_layer_of_a_scan_on_a_part_of_the_page(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        from PIL import Image

        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 50, 300, 400, 450)
        for y, words in ((500, "Lest av bildet"), (100, "Skjult under bildet")):
            layer = canvas.beginText(LEFT, y)
            layer.setTextRenderMode(3)
            layer.textLine(words)
            canvas.drawText(layer)

    assert outline(read(tmp_path, draw)) == ["p Lest av bildet"]


def test_letters_of_a_negative_size_are_letters(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        words = canvas.beginText()
        words.setTextTransform(-1, 0, 0, -1, LEFT, 600)
        words.setFont("Helvetica", -11)
        words.textOut("Kommunen eier tiltaket")
        canvas.drawText(words)

    (line,) = outline(read(tmp_path, draw))
    assert sorted(line.split()) == ["Kommunen", "eier", "p", "tiltaket"]


def test_what_is_all_furniture_is_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 20, "Side 1")

    assert outline(read(tmp_path, draw)) == ["p Side 1"]


def test_a_copy_without_encryption(tmp_path: Path) -> None:
    open_copy = unlock(encrypted(tmp_path / "open.pdf", ""))
    assert open_copy is not None
    (tmp_path / "copy.pdf").write_bytes(open_copy)
    assert not is_encrypted(tmp_path / "copy.pdf")
    assert pdf.read(tmp_path / "copy.pdf").blocks == pdf.read(tmp_path / "open.pdf").blocks
    assert unlock(encrypted(tmp_path / "locked.pdf", "hemmelig")) is None


def test_a_table_of_objects_without_end(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.5\n9 0 obj <</Type/XRef/W[0 0 0]/Index[0 100000000]>> endobj")
    assert fails(path) == "read.malformed"


def test_properties_page_labels_and_bookmarks(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        top = text(canvas, 150, "Bakgrunn for arbeidet")
        text(canvas, top + 20, *PROSE)

    writer = PdfWriter(clone_from=make(tmp_path / "plain.pdf", draw, draw))
    writer.add_metadata({"/Title": "Planprogram", "/Author": "Eksempel kommune"})
    writer.add_outline_item(title="Bakgrunn for arbeidet", page_number=0)
    writer.set_page_label(page_index_from=0, page_index_to=0, style=PageLabelStyle.LOWERCASE_ROMAN)
    writer.write(tmp_path / "rich.pdf")
    file = pdf.read(tmp_path / "rich.pdf")
    assert file.metadata["title"] == "Planprogram"
    assert file.metadata["author"] == "Eksempel kommune"
    assert file.page_labels[0] == "i"
    assert outline(file)[0] == "h1 Bakgrunn for arbeidet"
    assert file.blocks[2].kind is BlockKind.PARAGRAPH  # the bookmark is of page 1 only


def encrypted(path: Path, user_password: str) -> Path:
    writer = PdfWriter(
        clone_from=make(path.with_suffix(".plain"), lambda c: text(c, 90, *PROSE) and None)
    )
    writer.encrypt(user_password, "eier", algorithm="RC4-128")
    writer.write(path)
    return path


def test_an_empty_user_password_opens(tmp_path: Path) -> None:
    assert pdf.read(encrypted(tmp_path / "open.pdf", "")).blocks[0].text == JOINED


def fails(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        pdf.read(path)
    return caught.value.code


def test_every_failure_has_its_code(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"")
    assert fails(path) == "read.empty"
    path.write_bytes(b"<html><body>Nei</body></html>")
    assert fails(path) == "read.not_this_format"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    assert fails(path) == "read.malformed"
    assert fails(encrypted(path, "hemmelig")) == "read.encrypted"
    make(path, lambda c: c.rect(50 * mm, 50 * mm, 20 * mm, 20 * mm))
    assert fails(path) == "read.no_text"


def test_too_many_pages_is_an_error(tmp_path: Path) -> None:
    writer = PdfWriter()
    for _ in range(2_001):
        writer.add_blank_page(200, 200)
    writer.write(tmp_path / "long.pdf")
    assert fails(tmp_path / "long.pdf") == "read.too_many_pages"


def test_a_cut_off_file_gives_an_error_or_what_is_left(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole.pdf", *[lambda c: text(c, 90, *PROSE) and None] * 3).read_bytes()
    for share in (0.2, 0.5, 0.9):
        path = tmp_path / "cut.pdf"
        path.write_bytes(whole[: int(len(whole) * share)])
        try:
            assert pdf.read(path).blocks
        except ReadError as error:
            assert error.code in {"read.malformed", "read.no_text"}


def test_the_same_file_gives_the_same_blocks(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", ruled(ROWS, 100), lambda c: text(c, 90, *PROSE) and None)
    assert pdf.read(path) == pdf.read(path)
    assert io.BytesIO(path.read_bytes()).read(5) == b"%PDF-"
