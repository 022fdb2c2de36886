"""Other names of parties, times by which something is due, duties that point at something."""

from __future__ import annotations

import pytest

from ingest.extract.aliases import aliases_in
from ingest.extract.duties import duties
from ingest.extract.roles import people_with_roles
from ingest.extract.schemes import schemes
from ingest.extract.spans import Span
from ingest.extract.stated import when
from plansvar.register.claims import SURE
from tests.ingest.extract.documents import texts
from tests.ingest.extract.texts import markdown


def _span(text: str) -> Span:
    return Span(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "listed", "expected"),
    [
        (
            "Forkortelser: DK = Dal kommune, NH = Nes havn AS.",
            False,
            {("Dal kommune", "DK"), ("Nes havn AS", "NH")},
        ),
        (
            "DT: Dal Trenettverk, som skiftet navn til Kvist 1. mai 2024.",
            True,
            {("Dal Trenettverk", "DT"), ("Kvist", "Dal Trenettverk")},
        ),
        ("DR: brukes i eldre papirer om Dal regionråd.", True, {("Dal regionråd", "DR")}),
        ("Kvist (tidligere Dal Trenettverk) søker.", False, {("Kvist", "Dal Trenettverk")}),
        ("Dal regionråd ble omtalt, og treklyngen heter nå Kvist.", False, set()),
        ("ROS: Risiko og sårbarhet.", True, set()),
    ],
)
def test_other_names(text: str, listed: bool, expected: set[tuple[str, str]]) -> None:
    found = aliases_in(_span(text), abbreviations=listed, english=False)

    assert {(one.name.text, one.alias.text) for one in found} == expected


def test_a_list_of_abbreviations_tells_no_duties() -> None:
    document = markdown(
        "# Forkortelser og roller\n\n- DK: Dal kommune, vertskommunen\n"
        "- AU: Utvalget, fem medlemmer\n\n## Hvem gjør hva\n\nKari Nes leder DK.\n"
    )

    assert list(duties(document)) == []


@pytest.mark.parametrize(
    ("text", "field", "normal"),
    [
        ("Ferdig 1.10.2025", "deadline", "2025-10-01"),
        ("Innan utgangen av 2026", "deadline", "2026-12-31"),
        ("Første utgave juni 2025", "deadline", "2025-06"),
        ("Oppstart 2026", "period", "2026/2026"),
        ("2025–2026", "period", "2025/2026"),
    ],
)
def test_a_time_by_which_something_is_there_is_a_deadline(
    text: str, field: str, normal: str
) -> None:
    assert [(one.field, one.normal) for one in when(_span(text), "period")] == [(field, normal)]


_TWO = (
    "Det er Nes havn AS som sitter med ansvaret for kaiene, "
    "mens Dal kommune holder i arbeidet med veiene."
)


def _duties(text: str) -> set[tuple[str, str]]:
    return {
        (texts(one, "party")[0], texts(one, "area")[0])
        for one in duties(markdown(text))
        if one.confidence >= SURE
    }


@pytest.mark.parametrize(
    ("text", "party", "area"),
    [
        ("Dal klynge SA tar hånd om dette innsatsområdet.", "Dal klynge SA", "Havn og sjø"),
        (
            "Ordningen Ung i Dal skal føres videre, og regionrådets sekretariat administrerer den.",
            "regionrådets sekretariat",
            "Ordningen Ung i Dal",
        ),
        (_TWO, "Nes havn AS", "kaiene"),
        (_TWO, "Dal kommune", "veiene"),
        (
            "Opplev Dal AS er et felles selskap og har ansvaret for markedsføringen.",
            "Opplev Dal AS",
            "markedsføringen",
        ),
        ("Dal kommune leder kulturarbeidet på vegne av alle.", "Dal kommune", "kulturarbeidet"),
        (
            "Det faglige ansvaret for elanlegget ligger hos innleid rådgiver Volt AS.",
            "Volt AS",
            "elanlegget",
        ),
        ("Rådgiveren, Kari Nes, står for målinger av støy.", "Kari Nes", "målinger av støy"),
    ],
)
def test_duties_in_prose(text: str, party: str, area: str) -> None:
    assert (party, area) in _duties(f"# Plan\n\n## Havn og sjø\n\n{text}\n")


def test_a_project_manager_leads_the_project_of_the_group() -> None:
    document = markdown(
        "# Styringsgruppa for Ny kai, referat nr. 2\n\nMøte 3. april 2025\n\n"
        "## 3. Prosjektleder\n\nOla Moen tar over som prosjektleder fra 1. juni 2025.\n"
    )
    found = [one for one in people_with_roles(document) if one.confidence >= SURE]

    assert [(texts(one, "party"), texts(one, "area")) for one in found] == [
        (["Ola Moen"], ["Ny kai"])
    ]


def test_what_is_said_behind_gives_no_place_to_what_stands_before() -> None:
    document = markdown("# Notat\n\nNestleder er Åse Lid, ordfører i Skard.\n")
    areas = {texts(one, "role")[0]: texts(one, "area") for one in people_with_roles(document)}

    assert areas["Nestleder"] == []


def test_a_window_with_two_days_is_one() -> None:
    document = markdown(
        "# Kurspotten\n\nKurspotten gir tilskudd til kurs.\n\n"
        "## Hvem kan søke?\n\nBedrifter i Dal.\n\n"
        "## Når kan dere søke?\n\n- Vår: 1. februar til 15. mars\n- Høst: 1. september\n"
    )
    (scheme,) = schemes(document)

    assert texts(scheme, "window") == ["1. februar til 15. mars", "1. september"]
