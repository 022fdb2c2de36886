"""The workbook, opened again by another library."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from plansvar.access import user
from plansvar.language.detect import LANGUAGES, Language
from plansvar.register.export.workbook import Scope, write_workbook
from plansvar.register.kinds import FactKind
from tests.register.export.building import (
    FACTS,
    MEASURE,
    MINUTES,
    NEWS,
    PLAN,
    UNOWNED,
    UNSURE,
    entry,
    fact,
)

SCOPE = Scope(
    user("kari", ["internal"]), "2025-12-31", (PLAN, MINUTES, NEWS), dt.datetime(2026, 1, 2, 3)
)


def _book(path: Path, facts: Any = FACTS, language: Language = "nb") -> Any:
    write_workbook(path / "r.xlsx", facts, SCOPE, language)
    assert [one.name for one in path.iterdir()] == ["r.xlsx"]
    return openpyxl.load_workbook(path / "r.xlsx")


def _rows(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    assert len(set(head)) == len(head)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_sheet_for_each_kind_with_real_dates_and_numbers(tmp_path: Path) -> None:
    book = _book(tmp_path)
    assert book.sheetnames == [
        "Om",
        "Mål",
        "Tiltak",
        "Vedtak",
        "Aktører",
        "Til kontroll",
        "Uenighet",
        "Endringer",
        "Belegg",
        "Dokumenter",
    ]
    row = _rows(book["Tiltak"])[0]
    assert row["Tiltak"] == "Landstrøm på alle kaier"
    assert row["Nummer"] == "2.1"
    assert row["Ansvarlig"] == "Vik havn KF"
    assert row["Deltar"] == "Nett AS\nKystlaget"
    assert row["Frist"] == dt.datetime(2026, 12, 31)
    assert row["Finansiering i kroner"] == 3_500_000
    assert row["Grunnlag"] == "endret i «Protokoll fra havnestyret» (20. mars 2025)"
    assert row["Merknad"] == "Kildene er uenige: frist"
    assert (row["Dokument"], row["Side"], row["Sitat"]) == (
        "Kystplan 2024–2030",
        3,
        "Landstrøm på alle kaier",
    )


def test_a_date_that_is_not_whole_stays_as_it_is_known(tmp_path: Path) -> None:
    rows = _rows(_book(tmp_path)["Tiltak"])
    assert rows[1]["Frist"] == "2025"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "https://example.com"])
def test_text_stays_text(tmp_path: Path, start: str) -> None:
    odd = fact(FactKind.MEASURE, "m-0", start, fields={"status": (entry(start),)})
    book = _book(tmp_path, (odd,))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                assert cell.hyperlink is None or cell.hyperlink.target is None
    assert _rows(book["Tiltak"])[0]["Status"] == start


def test_what_no_cell_can_hold_is_cut(tmp_path: Path) -> None:
    odd = fact(FactKind.MEASURE, "m-0", "a\x00b\x1f\ud800c " + "lang " * 10_000)
    text = _rows(_book(tmp_path, (odd,))["Tiltak"])[0]["Tiltak"]
    assert text.startswith("abc lang")
    assert text.endswith(" …")
    assert len(text) <= 32_767


def test_sheets_are_made_for_reading(tmp_path: Path) -> None:
    book = _book(tmp_path)
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet["A2"].alignment.wrap_text
        assert all(7 <= one.width <= 80 for one in sheet.column_dimensions.values())


def test_the_first_sheet_says_what_it_is(tmp_path: Path) -> None:
    sheet = _book(tmp_path)["Om"]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert cells[0] == "Planregisteret"
    assert dt.datetime(2025, 12, 31) in cells
    assert (
        "kari (grupper: internal, public). Bare det som kan leses av denne brukeren, er med."
        in cells
    )
    assert "Dokumenter: 3. Det nyeste er datert: 20. mars 2025. Uten dato: 1." in cells


def test_what_is_unsure_stands_by_itself(tmp_path: Path) -> None:
    book = _book(tmp_path)
    assert [row["Hva"] for row in _rows(book["Til kontroll"])] == [UNSURE.name]
    for sheet in book.worksheets[1:]:
        if sheet.title != "Til kontroll":
            assert UNSURE.name not in {cell for row in sheet.values for cell in row}


def test_disagreement_history_and_evidence(tmp_path: Path) -> None:
    book = _book(tmp_path)
    marks = [(row["Verdi"], row["Registeret følger denne"]) for row in _rows(book["Uenighet"])]
    assert marks == [("31. desember 2026", "ja"), ("2027", None)]
    held = [(row["Verdi"], row["Fra"], row["Til"]) for row in _rows(book["Endringer"])]
    assert held == [
        ("Vik kommune", dt.datetime(2024, 2, 15), dt.datetime(2025, 6, 1)),
        ("Vik havn KF", dt.datetime(2025, 6, 1), None),
    ]
    quotes = [row["Sitat"] for row in _rows(book["Belegg"]) if row["Id"] == MEASURE.id]
    assert "Vik havn KF overtar tiltaket fra 1. juni 2025." in quotes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language(tmp_path: Path, language: Language) -> None:
    book = _book(tmp_path, FACTS, language)
    assert len(book.sheetnames) == 10


def test_nothing_at_all(tmp_path: Path) -> None:
    assert _book(tmp_path, ()).sheetnames == ["Om"]


def test_a_file_that_is_there_stays_when_the_new_one_fails(tmp_path: Path) -> None:
    write_workbook(tmp_path / "r.xlsx", (UNOWNED,), SCOPE, "nb")
    before = (tmp_path / "r.xlsx").read_bytes()
    broken: Any = (UNOWNED, None)
    with pytest.raises(AttributeError):
        write_workbook(tmp_path / "r.xlsx", broken, SCOPE, "nb")
    assert (tmp_path / "r.xlsx").read_bytes() == before
