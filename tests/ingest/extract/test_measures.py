"""Measures in tables, sheets, fact boxes, lines and lists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.measure_sheets import measures_in_text
from ingest.extract.measure_tables import measures_in_tables
from plansvar.documents.types import Document, DocumentType
from plansvar.register.claims import SURE, Claim
from tests.ingest.extract.documents import markdown, of_table, texts


def _measures(document: Document) -> list[Claim]:
    return [*measures_in_tables(document), *measures_in_text(document)]


def _only(document: Document) -> Claim:
    (claim,) = _measures(document)
    return claim


def _titles(document: Document) -> list[str]:
    return [claim.name.text for claim in _measures(document) if claim.name]


HEADER = ["Nr.", "Tiltak", "Ansvarlig", "Partnere", "Frist", "Budsjett", "Status"]
BRIDGE = ["1.1", "Ny bru", "Dal kommune*", "Li lag og NHO", "1.6.2027", "4 mill. kr", "Gul"]


def test_a_row_is_a_measure() -> None:
    claim = _only(of_table([HEADER, BRIDGE, ["Sum", "", "", "", "", "4 mill. kr", ""]], 1))
    assert claim.name is not None
    assert claim.name.text == "Ny bru"
    assert texts(claim, "number") == ["1.1"]
    assert texts(claim, "leads") == ["Dal kommune"]
    assert texts(claim, "partners") == ["Li lag", "NHO"]
    deadline, status = claim.first("deadline"), claim.first("status")
    assert deadline is not None
    assert deadline.normal == "2027-06-01"
    assert texts(claim, "funding") == ["4 mill. kr"]
    assert status is not None
    assert (status.text, status.normal) == ("Gul", "yellow")


@pytest.mark.parametrize(
    ("frist", "field", "normal"),
    [
        ("31.12.2027", "deadline", "2027-12-31"),
        ("juni 2027", "deadline", "2027-06"),
        ("1. juni", "deadline", None),
        ("Årlig, første gang 2027", "deadline", None),
        ("ikke fastsatt", "deadline", None),
        ("31.02.2027", "deadline", None),
        ("1.6.2027 (før 1.6.2026)", "deadline", "2027-06-01"),
        ("2025–2027", "period", "2025/2027"),
        ("Sep 2025 – Aug 2028", "period", "2025-09/2028-08"),
    ],
)
def test_no_date_is_guessed(frist: str, field: str, normal: str | None) -> None:
    claim = _only(of_table([["Tiltak", "Frist"], ["Ny bru", frist]], 1))
    value = claim.first(field)
    assert value is not None
    assert (value.text, value.normal) == (frist, normal)


def test_a_table_goes_on_after_a_page_break() -> None:
    rows = [HEADER, BRIDGE, ["1.2", "Ny vei", "Dal kommune", "", "2028", "", "Rød"]]
    rows += [
        ["1.3", "Ny kai", "Dal kommune", "", "2028", "", "Rød"],
        ["1.4", "Ny skole", *BRIDGE[2:]],
    ]
    assert _titles(of_table(rows, 1, count=2)) == ["Ny bru", "Ny vei", "Ny kai", "Ny skole"]


def test_parts_of_a_measure_are_called_by_both_names() -> None:
    header = ["Nr.", "Tiltak", "Del", "Deltiltak", "Ansvarlig"]
    rows = [["2.1", "Ny bru", "2.1a", "Grunnarbeid", "Dal"], ["", "", "2.1b", "Rekkverk", "Li"]]
    first, second = _measures(of_table([header, *rows], 1))
    assert (texts(first, "title"), texts(first, "number")) == (["Ny bru: Grunnarbeid"], ["2.1a"])
    assert (texts(second, "title"), texts(second, "leads")) == (["Ny bru: Rekkverk"], ["Li"])


def test_a_row_across_is_the_area_of_those_below_it() -> None:
    rows = [["Tiltak", "Ansvarlig", "Frist"], ["Reiseliv", "", ""], ["Ny bru", "Dal", "2027"]]
    assert texts(_only(of_table(rows, 1)), "goal") == ["Reiseliv"]


def test_a_row_without_name_goes_on_with_the_one_above() -> None:
    rows = [["Tiltak", "Ansvarlig", "Frist"], ["Ny bru", "Dal", "2027"], ["", "Li lag", ""]]
    assert texts(_only(of_table(rows, 1)), "leads") == ["Dal", "Li lag"]


def test_a_cell_merged_over_rows_is_one_measure() -> None:
    rows = [["Tiltak", "Ansvarlig", "Frist"], ["Ny bru", "Dal", "2027"], ["Ny bru", "Li lag", ""]]
    assert texts(_only(of_table(rows, 1)), "leads") == ["Dal", "Li lag"]
    assert len(_measures(of_table([*rows, ["Ny bru", "Li lag", "2030"]], 1))) == 2


def test_a_light_holds_for_several_numbers() -> None:
    rows = [["Farge", "Tiltak"], ["Rød", "1.1, 1.2 og 4.2"], ["Grønn", "2.1"]]
    claims = _measures(of_table(rows, 1))
    found = [(texts(claim, "number"), claim.first("status")) for claim in claims]
    assert [(number, status.normal if status else None) for number, status in found] == [
        (["1.1"], "red"),
        (["1.2"], "red"),
        (["4.2"], "red"),
        (["2.1"], "green"),
    ]


def test_the_first_row_may_be_the_header_in_all_but_name() -> None:
    assert _titles(of_table([HEADER, BRIDGE], 0)) == ["Ny bru"]


def test_action_points_of_a_meeting_are_no_measures() -> None:
    document = of_table([["Hva", "Hvem", "Når"], ["Kjøpe kaffe", "Kari Li", "1. mars"]], 1)
    assert _titles(document) == ["Kjøpe kaffe"]
    assert not _measures(replace(document, type=DocumentType.MINUTES))


def test_a_table_without_header_is_a_guess() -> None:
    rows = [
        ["1.1", "Ny bru", "Dal kommune", "2027"],
        ["1.2", "Ny vei over fjellet", "Li lag", "2028"],
    ]
    claims = _measures(of_table(rows, 0))
    assert [texts(claim, "leads") for claim in claims] == [["Dal kommune"], ["Li lag"]]
    assert all(claim.confidence < SURE for claim in claims)
    assert not _measures(of_table([["Kari", "12"], ["Ola", "14"]], 0))


SHEETS = """# Plan for Dal

## Tiltak

### Tiltak 1.1: Felles pakkeri

Vi bygger et felles pakkeri for alle gårdene i dalen, med kjølerom og kontor.

**Ansvarlig:** Dal bondelag
**Samarbeidspartnere:** Dal kommune, Li næringshage
**Frist:** 1. juni 2027

### Tiltak 1.2 – Gründerskole

| Ansvarlig | Li næringshage |
|---|---|
| Periode | 2026–2028 |

### Buss til fabrikken

Ansvar: Fylkeskommunen. Frist: 31.12.2026.

### Andre tiltak

- Nye skilt (ansvarlig: Dal kommune, frist: 2026)
- Ladestasjoner
  - Ansvarlig: Dal Energi AS

## Tiltak som ikke er tatt med

- Flyplass

## Risiko

- For lite penger. Tiltak: søke mer.
"""


def test_sheets_lists_and_lines_with_labels(tmp_path: Path) -> None:
    claims = _measures(markdown(tmp_path, SHEETS))
    assert [(texts(claim, "title")[0], texts(claim, "leads")) for claim in claims] == [
        ("Felles pakkeri", ["Dal bondelag"]),
        ("Gründerskole", ["Li næringshage"]),
        ("Buss til fabrikken", ["Fylkeskommunen"]),
        ("Nye skilt", ["Dal kommune"]),
        ("Ladestasjoner", ["Dal Energi AS"]),
    ]
    sheet = claims[0]
    assert texts(sheet, "number") == ["1.1"]
    assert texts(sheet, "partners") == ["Dal kommune", "Li næringshage"]
    assert texts(sheet, "deadline") == ["1. juni 2027"]
    assert texts(sheet, "description")[0].startswith("Vi bygger")


@pytest.mark.parametrize(
    ("text", "title", "lead"),
    [
        (
            "### AP1 Trygg mat\n\nAnsvarleg: Li SA ved dagleg leiar. Periode: 2024–2026.",
            "Trygg mat",
            "Li SA",
        ),
        ("## WP2: Testing\n\nLead: Port of Weir", "Testing", "Port of Weir"),
        ("## Prosjekt: Gondol\n\nProsjekteigar: Li AS\nProsjektleiar: Kari Li", "Gondol", "Li AS"),
        ("## Hei–Hav (4.2)\n\n- Eier: Dal kommune", "Hei–Hav", "Dal kommune"),
        (
            "##### Kommune (tilrettelegger):\n\n- Prosjekt: Bedre innkjøp",
            "Bedre innkjøp",
            "Kommune",
        ),
    ],
)
def test_a_measure_is_named_in_many_ways(tmp_path: Path, text: str, title: str, lead: str) -> None:
    claim = _only(markdown(tmp_path, f"# Plan\n\n{text}\n"))
    assert (texts(claim, "title"), texts(claim, "leads")) == ([title], [lead])


def test_a_measure_knows_the_area_that_it_stands_under(tmp_path: Path) -> None:
    text = "# Notat\n\n## Innsatsområde 2: Landbruk\n\nTiltak:\n\n- Felles slakteri\n- Nye kart\n"
    claims = _measures(markdown(tmp_path, text, "notat.md"))
    assert [texts(claim, "title") for claim in claims] == [["Felles slakteri"], ["Nye kart"]]
    assert all(texts(claim, "goal") == ["Landbruk"] for claim in claims)
    # Outside of a plan an item of a list says little: somebody should look at it.
    assert all(claim.confidence < SURE for claim in claims)


@pytest.mark.parametrize(
    "text",
    [
        "Tiltak 1.1 er forsinket, og ansvarlig er bedt om en redegjørelse.",
        "- Tiltak 1.1 Ny bru … 14",
        "- Tiltak 1.1, 2.1 og 3.3 prioriteres i år.",
        "- Tiltak 1.1 Ny bru er satt på vent til våren.",
        "Vi må sette i gang tiltak: det haster.",
        "## Ny E16\n\nVeien er viktig.",
    ],
)
def test_what_only_speaks_of_measures_is_none(tmp_path: Path, text: str) -> None:
    assert not _measures(markdown(tmp_path, f"# Notat\n\n{text}\n"))


_CELLS = st.sampled_from(
    [
        "",
        "Tiltak",
        "Ansvarlig",
        "Frist",
        "1.1",
        "Ny bru",
        "Dal kommune, Li og NHO*",
        "2027",
        "Sum",
        "–",
    ]
)


@given(
    st.lists(st.lists(_CELLS, min_size=3, max_size=3), min_size=1, max_size=6), st.integers(0, 2)
)
def test_all_values_stand_where_they_say(rows: list[list[str]], header_rows: int) -> None:
    document = of_table(rows, header_rows)
    for claim in _measures(document):
        for value in claim.values:
            assert 0 <= value.start < value.end <= len(document.text)
            assert value.text
            assert value.text.split()[0].strip(":") in document.text
