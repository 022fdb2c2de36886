import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table

from ingest.readers import sheet_grid, xlsx
from ingest.readers.xlsx_formats import show_number, show_text
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError
from tests.ingest.readers.office import rezip
from tests.ingest.readers.shapes import outline, tables

SHEET = "xl/worksheets/sheet1.xml"


def read(tmp_path: Path, fill: Callable[[Any], object]) -> ReadFile:
    """Reads a workbook whose first sheet, "Ark1", was filled."""
    book = openpyxl.Workbook()
    book.active.title = "Ark1"
    fill(book.active)
    book.save(tmp_path / "a.xlsx")
    return xlsx.read(tmp_path / "a.xlsx")


def rows(*texts: str) -> Callable[[Any], None]:
    """Rows of cells parted by a bar; an empty text is an empty row."""

    def fill(sheet: Any) -> None:
        for text in texts:
            sheet.append([cell.strip() or None for cell in text.split("|")])

    return fill


def test_a_table_with_its_header_under_a_title(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        rows("Tiltak i handlingsprogrammet", "", "Nr. | Tiltak | Ansvarlig | Frist")(sheet)
        sheet.append([1, "Grønn havn", "Storvik kommune", dt.date(2026, 6, 30)])
        sheet.append([2, "Landstrøm", "Fylket", dt.date(2027, 1, 1)])

    file = read(tmp_path, fill)
    assert outline(file) == [
        "h1 Tiltak i handlingsprogrammet",
        "| Nr. | Tiltak | Ansvarlig | Frist",
        "| 1 | Grønn havn | Storvik kommune | 30.06.2026",
        "| 2 | Landstrøm | Fylket | 01.01.2027",
    ]
    assert tables(file)[0].header_rows == 1


def test_each_sheet_is_a_heading_hidden_ones_are_left_out(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        rows("Navn | Folk", "Storvik | 900", "Lillevik | 80")(sheet)
        rows("Post | Sum", "Lønn | 5", "Reise | 2")(sheet.parent.create_sheet("Budsjett 2026"))
        for name, state in (("Skjult", "hidden"), ("Godt skjult", "veryHidden")):
            other = sheet.parent.create_sheet(name)
            rows("hemmelig | tall")(other)
            other.sheet_state = state

    lines = outline(read(tmp_path, fill))
    assert [line for line in lines if line.startswith("h")] == ["h1 Ark1", "h1 Budsjett 2026"]
    assert not any("hemmelig" in line for line in lines)


def test_a_single_sheet_is_a_heading_if_its_name_says_something(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.title = "Tiltaksliste"
        rows("Havna | skal bygges")(sheet)

    assert outline(read(tmp_path, fill))[0] == "h1 Tiltaksliste"
    assert outline(read(tmp_path, rows("Havna | skal bygges"))) == ["| Havna | skal bygges"]


def test_numbers_look_as_on_the_sheet(tmp_path: Path) -> None:
    shown = [
        (1500000, "#,##0", "1 500 000"),
        (0.45, "General", "0,45"),
        (0.25, "0%", "25 %"),
        (0.1 + 0.2, "General", "0,3"),
        (2026, "General", "2026"),
        (dt.datetime(2026, 6, 30, 12, 15), "dd.mm.yyyy hh:mm", "30.06.2026 12:15"),
        (dt.date(2026, 6, 30), "mmmm yyyy", "juni 2026"),
        (dt.time(9, 30), "hh:mm", "09:30"),
        (1234.5, '#,##0.00 "kr"', "1 234,50 kr"),
        (True, "General", "SANN"),
    ]

    def fill(sheet: Any) -> None:
        sheet.append(["Hva", "Verdi"])
        for number, (value, code, _) in enumerate(shown, 2):
            sheet.cell(number, 1, f"rad {number}")
            sheet.cell(number, 2, value).number_format = code

    table = tables(read(tmp_path, fill))[0]
    assert [row[1] for row in table.rows[1:]] == [text for _, _, text in shown]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (46203.0, "d. mmmm yyyy", "30. juni 2026"),
        (46203.0, "d/m/yy", "30.06.2026"),
        (46203.0, "yyyy", "2026"),
        (46203.0, "dddd", "30"),
        (46203.5, "[$-414]d. mmm", "30. juni"),
        (1.5, "[h]:mm", "36:00"),
        (60.0, "dd.mm.yyyy", "28.02.1900"),
        (-3.0, "dd.mm.yyyy", "-3"),
        (-5.0, "0;[Red]0", "-5"),
        (-5.0, "0;(0)", "(5)"),
        (-1234.0, "[$kr-414] #,##0;[Red]-[$kr-414] #,##0", "-kr 1 234"),
        (0.0, '0;-0;"-"', "-"),
        (12.0, ";;;", ""),
        (1250000.0, '#,##0.0,, "mill."', "1,3 mill."),
        (2.5, "0", "3"),
        (7.0, "000", "007"),
        (1.5, "0.0#", "1,5"),
        (0.0000001, "General", "0,0000001"),
        (1e300, "0", "1,00000E+300"),
        (float("inf"), "0", ""),
        (3.0, '"Mål "0', "Mål 3"),
    ],
)
def test_formats(value: float, code: str, text: str) -> None:
    assert show_number(value, code) == text


def test_formats_of_text() -> None:
    assert show_text("Havn", '0;0;0;"Tiltak: "@') == "Tiltak: Havn"
    assert show_text("Havn", "0;0;0;") == ""
    assert show_text("Havn", "0") == "Havn"


@given(st.floats(), st.text(alphabet='0#?.,%;"\\[]hmsdyE@_*-+kr $', max_size=30))
def test_any_format_gives_a_text(value: float, code: str) -> None:
    assert len(show_number(value, code)) < 500


@given(st.dates(dt.date(1904, 1, 2), dt.date(9999, 12, 31)))
def test_any_day_is_shown_as_itself(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    assert show_number(serial, "dd.mm.yyyy") == day.strftime("%d.%m.%Y")
    assert show_number(serial - 1462, "dd.mm.yyyy", since_1904=True) == day.strftime("%d.%m.%Y")


def test_merged_cells_complete_each_row(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        rows("Tema | Tiltak | Ansvar", "Havn | Landstrøm | Kari", " | Ny kai | Ola")(sheet)
        sheet.merge_cells("A2:A3")

    table = tables(read(tmp_path, fill))[0]
    assert table.rows[2] == ("Havn", "Ny kai", "Ola")


def test_merged_headers_stand_over_each_column(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        rows(
            "Post | Budsjett | | Regnskap |", " | 2025 | 2026 | 2025 | 2026", "Lønn | 1 | 2 | 3 | 4"
        )(sheet)
        for area in ("A1:A2", "B1:C1", "D1:E1"):
            sheet.merge_cells(area)

    table = tables(read(tmp_path, fill))[0]
    assert table.header_rows == 2
    assert table.rows[0] == ("Post", "Budsjett", "Budsjett", "Regnskap", "Regnskap")
    assert table.rows[1] == ("Post", "2025", "2026", "2025", "2026")


def test_a_title_over_all_columns_stands_once(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        rows("Budsjett for næring", "Post | 2025 | 2026", "Lønn | 1 | 2")(sheet)
        sheet.merge_cells("A1:C1")

    file = read(tmp_path, fill)
    assert outline(file)[:2] == ["h1 Budsjett for næring", "| Post | 2025 | 2026"]
    assert tables(file)[0].header_rows == 1


def test_hidden_rows_columns_and_letters_are_left_out(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        rows("Tiltak | Lønn | Ansvar | Merknad", "Kai | 900 | Kari | a", "Hemmelig | 1 | x | b")(
            sheet
        )
        sheet.append(["Vei", 500, "Ola", "usynlig"])
        for place in ("C3", "D4"):
            sheet[place].font = Font(color="FFFFFFFF")
        sheet["A1"].font = Font(color="FFFFFFFF")
        sheet["A1"].fill = PatternFill("solid", fgColor="FF003366")
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True

    file = read(tmp_path, fill)
    assert outline(file) == [
        "| Tiltak | Ansvar | Merknad",
        "| Kai | Kari | a",
        "| Vei | Ola | ",
    ]
    assert file.hidden == len("usynlig")  # hidden rows and columns are ordinary


def test_regions_apart_are_tables_of_their_own(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        rows(
            "Kommune | Folk | | Tiltak | Ansvar",
            "Storvik | 900 | | Ny kai | Kari",
            "Lillevik | 80 | | Ny vei | Ola",
            "",
            "Tabell 2 Frister",
            "Tiltak | Frist",
            "Ny kai | 2027",
        )(sheet)

    file = read(tmp_path, fill)
    assert [table.rows[0] for table in tables(file)] == [
        ("Kommune", "Folk"),
        ("Tiltak", "Ansvar"),
        ("Tiltak", "Frist"),
    ]
    assert "h1 Tabell 2 Frister" in outline(file)


def test_an_empty_column_that_only_makes_room_parts_nothing(tmp_path: Path) -> None:
    texts = ("Post | | 2025 | 2026", "Lønn | | 1 | 2", "Reise | | 3 | 4")
    assert tables(read(tmp_path, rows(*texts)))[0].rows[1] == ("Lønn", "1", "2")


def test_a_table_goes_on_below_an_empty_row(tmp_path: Path) -> None:
    texts = (
        "Tiltak | Ansvar | Sum",
        "Ny kai | Kari | 5",
        "",
        "Sum | | 5",
        "",
        "Kilde: Storvik kommune",
    )
    file = read(tmp_path, rows(*texts))
    assert outline(file)[2:] == ["| Sum |  | 5", "p Kilde: Storvik kommune"]


def test_a_table_of_the_file_itself_says_where_it_is(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        rows("Merk: tall i tusen", "Tiltak | Frist", "Ny kai | snart", "Ny vei | siden")(sheet)
        sheet.add_table(Table(displayName="Tiltak", ref="A2:B4"))

    file = read(tmp_path, fill)
    assert outline(file)[:2] == ["p Merk: tall i tusen", "| Tiltak | Frist"]
    assert tables(file)[0].header_rows == 1


def test_columns_of_text_are_lines_and_lists(tmp_path: Path) -> None:
    lines = outline(read(tmp_path, rows("Kommuner", "Storvik", "Lillevik", "Nes")))
    assert lines == ["h1 Kommuner", "- Storvik", "- Lillevik", "- Nes"]
    long = "Tallene er foreløpige og blir oppdatert når regnskapet er ferdig."
    assert outline(read(tmp_path, rows(long))) == [f"p {long}"]


def test_comments_errors_and_uncalculated_formulas_are_left_out(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        rows("Tiltak | Sum", "Kai | x", "Vei | y")(sheet)
        sheet["B2"] = "=SUM(1,2)"
        sheet["B3"] = "#REF!"
        sheet["A2"].comment = Comment("ikke si det", "Kari")

    lines = outline(read(tmp_path, fill))
    assert lines == ["| Tiltak | Sum", "| Kai | ", "| Vei | "] or lines[1:] == ["| Kai", "| Vei"]


def test_properties(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        rows("a | b")(sheet)
        sheet.parent.properties.title = "Tiltaksplan"

    assert read(tmp_path, fill).metadata["title"] == "Tiltaksplan"


def with_sheet(tmp_path: Path, body: str, after: str = "") -> Path:
    """A workbook with this XML as its only sheet."""
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<worksheet xmlns="{name}"><sheetData>{body}</sheetData>{after}</worksheet>'
    return rezip(tmp_path / "a.xlsx", {SHEET: xml.encode()})


def fails(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        xlsx.read(path)
    return caught.value.code


def test_a_merge_over_the_whole_sheet_fills_only_what_is_there(tmp_path: Path) -> None:
    body = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="C{n}" t="str"><v>x{n}</v></c></row>'
        for n in range(1, 50)
    )
    after = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    (table,) = tables(xlsx.read(with_sheet(tmp_path, body, after)))
    assert len(table.rows) == 49


def test_too_many_rows_and_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 12))
    path = with_sheet(tmp_path, body)
    monkeypatch.setattr("ingest.readers.xlsx_sheet.MOST_ROWS", 10)
    assert fails(path) == "read.too_many_rows"
    monkeypatch.undo()
    monkeypatch.setattr("ingest.readers.xlsx_sheet.MOST_CELLS", 10)
    assert fails(path) == "read.too_many_cells"
    monkeypatch.undo()
    assert sheet_grid.MOST_ROWS == 100_000
    assert xlsx.read(path)


def test_odd_cells_cost_nothing_but_themselves(tmp_path: Path) -> None:
    body = (
        '<row r="1"><c t="s"><v>99</v></c><c><v>nei</v></c><c s="-7"><v>2</v></c>'
        '<c t="d"><v>2026-06-30</v></c><c r="ZZZZ1"><v>1e999</v></c><c t="b"><v>9</v></c></row>'
    )
    assert outline(xlsx.read(with_sheet(tmp_path, body))) == ["| nei | 2 | 30.06.2026"]


def test_bad_files(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"")
    assert fails(path) == "read.empty"
    path.write_bytes(b"Tiltak;Ansvar")
    assert fails(path) == "read.not_this_format"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    assert fails(path) == "read.encrypted"
    openpyxl.Workbook().save(path)
    assert fails(path) == "read.no_text"
    good = with_sheet(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>')
    assert fails(rezip(good, {SHEET: b"<worksheet"})) == "read.malformed"
    doctype = b'<!DOCTYPE w [<!ENTITY e "x">]><w><row/></w>'
    assert fails(rezip(good, {SHEET: doctype})) in {"read.malformed", "read.no_text"}
    path.write_bytes(good.read_bytes()[:1500])
    assert fails(path) == "read.malformed"
