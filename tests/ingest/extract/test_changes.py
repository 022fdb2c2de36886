"""What decisions change."""

from __future__ import annotations

import pytest

from ingest.extract.changes import changes_in
from ingest.extract.measure_refs import measures_in
from ingest.extract.spans import Span
from plansvar.register.claims import Claim
from plansvar.register.kinds import FactKind


def _span(text: str) -> Span:
    return Span(text, 0, len(text))


def _changes(text: str, case: str = "") -> list[Claim]:
    known = next(measures_in(_span(case)), None)
    return list(changes_in(_span(text), known))


def _one(text: str, case: str = "") -> tuple[str, str, str, str | None]:
    """Number, field, what it is now, and from when."""
    (claim,) = _changes(text, case)
    assert claim.changes
    assert claim.kind is FactKind.MEASURE
    number, value = claim.first("number"), claim.values[-1]
    assert number is not None
    return number.text, value.field, value.normal or value.text, claim.effective


@pytest.mark.parametrize(
    ("sentence", "party", "effective"),
    [
        (
            "Ansvaret for tiltak 3.1 Badestrand overføres fra Dal kommune til Strand Drift AS "
            "fra 1. mars 2025.",
            "Strand Drift AS",
            "2025-03-01",
        ),
        ("Ansvaret for tiltak 3.1 blir overført til Dal kommune.", "Dal kommune", None),
        (
            "Strand Drift AS tek over ansvaret for tiltak 3.1 frå 1. mars 2025.",
            "Strand Drift AS",
            "2025-03-01",
        ),
        ("Dal kommune er fortsatt ansvarlig for tiltak 3.1.", "Dal kommune", None),
        ("Ansvarlig for tiltak 3.1 er Dal kommune.", "Dal kommune", None),
        (
            "The responsibility for measure 3.1 is transferred from Dal Municipality to Shore Ltd "
            "from 1 March 2025.",
            "Shore Ltd",
            "2025-03-01",
        ),
    ],
)
def test_a_new_lead(sentence: str, party: str, effective: str | None) -> None:
    assert _one(sentence) == ("3.1", "leads", party, effective)


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("Fristen for tiltak 3.1 flyttes fra 1. mai 2024 til 31. august 2025.", "2025-08-31"),
        ("Fristen for tiltak 3.1 blir sett til 31. august 2025.", "2025-08-31"),
        ("Fristen settes til 31. august 2025 i stedet for 1. mai 2024.", "2025-08-31"),
        ("Ny frist er 31. august 2025.", "2025-08-31"),
        ("Fristen 31. august 2025 står fast.", "2025-08-31"),
        ("The deadline is extended from 1 May 2024 to 31 August 2025.", "2025-08-31"),
    ],
)
def test_a_new_deadline(sentence: str, date: str) -> None:
    assert _one(sentence, "Tiltak 3.1 Badestrand – ny frist")[:3] == ("3.1", "deadline", date)


def test_a_deadline_without_a_year_has_no_date() -> None:
    (claim,) = _changes("Fristen for tiltak 3.1 flyttes til 31. august.")
    assert claim.values[-1].text == "31. august"
    assert claim.values[-1].normal is None


def test_partners_come_and_go() -> None:
    (come,) = _changes("Dal kommune og Strand Drift AS tas inn som samarbeidsparter i tiltak 3.1.")
    assert [(value.text, value.operation) for value in come.all("partners")] == [
        ("Dal kommune", "add"),
        ("Strand Drift AS", "add"),
    ]
    (gone,) = _changes("Dal kommune går ut som samarbeidspart i tiltak 3.1.")
    assert [value.operation for value in gone.all("partners")] == ["remove"]


def test_measures_that_leave_the_plan() -> None:
    claims = _changes("Tiltak 1.4 Badebrygge og tiltak 2.2 Stupetårn tas ut av planen.")
    assert [claim.values[0].text for claim in claims] == ["1.4", "2.2"]
    assert {claim.values[-1].field for claim in claims} == {"status"}


def test_a_new_frame() -> None:
    case = "Tiltak 3.1 Badestrand"
    assert _one("Rammen økes fra 1,2 til 1,5 mill. kroner.", case)[1:3] == (
        "funding",
        "1500000",
    )


def test_a_goal_a_call_and_a_role() -> None:
    (goal,) = _changes("Målet for nye boliger økes fra 100 til 140.")
    assert goal.kind is FactKind.GOAL
    assert [value.text for value in goal.values] == ["Målet for nye boliger", "140"]
    (call,) = _changes("Det blir ingen utlysning av Strandfondet i 2026.")
    assert call.kind is FactKind.SCHEME
    assert call.values[0].text == "Strandfondet"
    (role,) = _changes("Anne Lie tar over som prosjektleder fra 1. juni 2025.", "Tiltak 3.1 Bad")
    assert role.kind is FactKind.RESPONSIBILITY
    assert [value.text for value in role.values] == ["Anne Lie", "prosjektleder", "Bad"]
    assert role.effective == "2025-06-01"


@pytest.mark.parametrize(
    "sentence",
    [
        "Søknadsfristen settes til 1. mars 2024.",
        "Styret ber kommunen prioritere reguleringsplanen.",
        "Fristen for å klage er tre uker.",
        "Skal ansvaret for tiltak 3.1 overføres til Dal kommune?",
        "Budsjettet for 2025 vedtas med en ramme på 6,9 millioner kroner.",
    ],
)
def test_what_changes_no_measure(sentence: str) -> None:
    assert not _changes(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Tiltak 2.1 strykes ikke.",
        "Fristen for tiltak 2.1 ble ikke flyttet til 1. mai 2026.",
        "Det foreslås at fristen for tiltak 2.1 flyttes til 1. mai 2026.",
        "Det vurderes å flytte fristen for tiltak 2.1 til 1. mai 2026.",
        "Rammen for tiltak 2.1 økes ikke til 2 millioner kroner.",
        "Styret tilrår at ansvaret for tiltak 2.1 overføres til Dal kommune.",
        "Ansvaret for tiltak 2.1 overføres til Dal kommune dersom kommunestyret samtykker.",
        "Ansvaret for tiltak 2.1 skal ikkje overførast til Dal kommune.",
        "The responsibility for measure 2.1 is not transferred to Shore Ltd.",
    ],
)
def test_what_is_denied_supposed_or_proposed_changes_nothing(sentence: str) -> None:
    assert _changes(sentence) == []
