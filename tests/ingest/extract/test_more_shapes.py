"""Other shapes in which plans and minutes tell of measures, goals and roles."""

from __future__ import annotations

import pytest

from ingest.extract import extract
from plansvar.register.claims import SURE, Claim
from plansvar.register.kinds import FactKind
from tests.ingest.extract.documents import texts
from tests.ingest.extract.texts import markdown


def _sure(text: str, kind: FactKind) -> list[Claim]:
    found = extract(markdown(text))
    return [one for one in found if one.kind is kind and one.confidence >= SURE]


@pytest.mark.parametrize(
    "header", ["Ansvarlig nå", "Ansvarleg no", "Ny ansvarlig", "Responsible now"]
)
def test_a_column_of_who_answers_today(header: str) -> None:
    head = f"| Tiltak | {header} | Status |\n|---|---|---|\n"
    table = f"{head}| 1.1 Utleiehytter | Lia kommune | I gang |\n"
    (claim,) = _sure(f"# Status\n\n{table}", FactKind.MEASURE)
    assert texts(claim, "leads") == ["Lia kommune"]


def test_activities_with_letters_below_a_bold_line() -> None:
    text = (
        "# Project\n\n**3.1 Activities**\n\nB1 Boat shed. Lia Municipality is responsible. "
        "Ready by May 2026.\n\n"
        "B2 Workshops. Lia University College, in the first year.\n"
    )
    found = _sure(text, FactKind.MEASURE)
    assert [texts(one, "title") for one in found] == [["Boat shed"], ["Workshops"]]
    assert texts(found[1], "leads") == ["Lia University College"]


def test_work_packages_in_one_paragraph() -> None:
    text = "# Referat\n\nAP1 Brygga: Anbudet er ute. AP2 Kurs: 3 av 4 er holdt.\n"
    assert [texts(one, "number") for one in _sure(text, FactKind.MEASURE)] == [["AP1"], ["AP2"]]


def test_a_title_ends_where_it_goes_on_with_who_leads() -> None:
    text = "# Prosjekt\n\nArbeidspakke 2 – Kartlegging: ledes av Lia kommune, ferdig 31.12.2025.\n"
    (claim,) = _sure(text, FactKind.MEASURE)
    assert texts(claim, "title") == ["Kartlegging"]
    assert texts(claim, "leads") == ["Lia kommune"]


def test_how_a_measure_stands_in_a_sentence() -> None:
    text = "# Status\n\nTiltak 1.3 Hyttegrend er ferdig. Tiltak 1.4 Sti bør være ferdig i 2030.\n"
    (claim,) = _sure(text, FactKind.MEASURE)
    assert (texts(claim, "title"), texts(claim, "status")) == (["Hyttegrend"], ["ferdig"])


@pytest.mark.parametrize(
    ("sentence", "party"),
    [
        ("Sekretariatet ligger hos Lia kommune.", "Lia kommune"),
        ("Sekretariatet for nettverket er lagt til Lia fylkeskommune.", "Lia fylkeskommune"),
        ("Prosjektleiinga for brygga går over til Lia kommune.", "Lia kommune"),
    ],
)
def test_a_role_that_lies_with_somebody(sentence: str, party: str) -> None:
    found = _sure(f"# Plan for Lia\n\n## Om arbeidet\n\n{sentence}\n", FactKind.RESPONSIBILITY)
    assert [texts(one, "party") for one in found] == [[party]]


def test_an_adviser_on_a_staff_is_for_review() -> None:
    text = "# Brev\n\nKari Lund, rådgiver i Lia kommune\n"
    assert not _sure(text, FactKind.RESPONSIBILITY)


@pytest.mark.parametrize(
    "sentence",
    [
        "Vårt mål er at alle stier er merket innen 2029.",
        "Vi tar sikte på at alle stier er merket innen 2029.",
        "For friluftslivet er målet at alle stier er merket innen 2029.",
        "Prosjektets mål er at alle stier er merket innen 2029.",
    ],
)
def test_a_goal_in_a_plans_sentence(sentence: str) -> None:
    text = f"# Kommunedelplan for friluftsliv 2025–2030\n\n## Stier\n\n{sentence}\n"
    (claim,) = _sure(text, FactKind.GOAL)
    assert "alle stier er merket" in texts(claim, "text")[0]
