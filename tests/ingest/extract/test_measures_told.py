"""Measures in other shapes than tables of them: brackets, packages, prose; unclear cells; goals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract import extract
from ingest.extract.spans import Span
from ingest.extract.stated import parties, when
from plansvar.register.claims import SURE, Claim
from plansvar.register.kinds import FactKind
from tests.ingest.extract.documents import of_table, texts
from tests.ingest.extract.texts import markdown


def _measures(text: str) -> list[Claim]:
    return [one for one in extract(markdown(text)) if one.kind is FactKind.MEASURE]


def _goals(text: str) -> dict[str, Claim]:
    found = (one for one in extract(markdown(text)) if one.kind is FactKind.GOAL)
    return {one.name.text: one for one in found if one.name}


def _span(text: str) -> Span:
    return Span(text, 0, len(text))


@pytest.mark.parametrize(
    "cell",
    [
        "Dal kommune?", "Dal kommune (foreslått)", "Dal kommune (?)", "ev. Dal kommune",
        "trolig Dal kommune", "Dal kommune eller Li kommune", "Dal kommune (må avklares)",
        "Dal kommune (tbc)", "Dal kommune skal spørres", "kanskje Dal kommune",
        "Enten Dal kommune eller Li kommune", "Dal kommune – ingen ansvarlig ennå",
    ],
)  # fmt: skip
def test_who_is_only_thought_of_leads_nothing(cell: str) -> None:
    assert list(parties("leads", _span(cell))) == []
    assert "Dal kommune" in {value.text for value in parties("leads", _span(cell), unsure=True)}


@pytest.mark.parametrize(
    "cell", ["ikke Dal kommune", "Ikkje utpeikt", "uten eier", "~~Dal kommune~~"]
)
def test_who_is_denied_or_struck_out_is_nobody(cell: str) -> None:
    assert list(parties("leads", _span(cell))) == []
    assert list(parties("leads", _span(cell), unsure=True)) == []


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Dal k., BL", ["Dal kommune", "BL"]),
        ("Smia AS (leder), Li k. (areal)", ["Smia AS", "Li kommune"]),
        ("Dal og Li kommuner, skolene", ["Dal kommune", "Li kommune", "skolene"]),
        ("idrettslaget og skolen", ["idrettslaget", "skolen"]),
        ("Landbruk og miljøkontoret", ["Landbruk og miljøkontoret"]),
        ("Finansiering: Dal kommune. Drift: Smia AS", ["Dal kommune", "Smia AS"]),
        ("Dal kommune – areal; Smia AS – drift", ["Dal kommune", "Smia AS"]),
        ("Bua/Smia AS 1)", ["Bua", "Smia AS"]),
        ("Høgskolen as project partner", ["Høgskolen"]),
    ],
)
def test_names_of_a_cell(cell: str, names: list[str]) -> None:
    assert [value.text for value in parties("partners", _span(cell))] == names


@pytest.mark.parametrize(
    ("cell", "normal"),
    [
        ("1.1.2026 (utsatt til 1.6.2027)", "2027-06-01"),
        ("1.1.2026, ny frist 1.6.2027", "2027-06-01"),
        ("etter 2026", None),
        ("ikke før 2026", None),
        ("2026?", None),
        ("ca. 2026", None),
        ("fra 2026", None),
        ("31.12.99", None),
        ("01.01.1900", None),
        ("31.12.2099", None),
        ("2026 eller 2027", None),
        ("snarest", None),
        ("innen 2027", "2027"),
        ("1. mars 2027 (opprinnelig 1. mars 2026)", "2027-03-01"),
    ],
)
def test_a_deadline_that_is_none_has_no_day(cell: str, normal: str | None) -> None:
    (found,) = when(_span(cell))
    assert (found.field, found.normal) == ("deadline", normal)


def test_a_lead_in_doubt_is_for_review() -> None:
    table = of_table([["Tiltak", "Ansvarlig", "Frist"], ["Ny kai", "Dal kommune?", "2027"]], 1)
    claims = [one for one in extract(table) if one.kind is FactKind.MEASURE]
    sure = [one for one in claims if one.confidence >= SURE]
    assert [texts(one, "leads") for one in sure] == [[]]
    assert [texts(one, "leads") for one in claims if one not in sure] == [["Dal kommune"]]


def test_brackets_name_who_answers() -> None:
    claims = _measures(
        "# Temaplan for idrett 2027–2030\n\nAnsvarlig enhet står i parentes.\n\n"
        "### Satsingsområde 1: Haller\n\n"
        "**Strategi 1.1 – Åpne dører**\n\n* Åpen hall (Kultur og fritid)\n"
        "* Lysløype, ferdig 2029 (Teknisk drift) – 90 000 kr\n"
        "* Utlån av ski innen 01.06.2028 (Kultur og fritid, Bygda idrettslag)\n"
        "* Natteløp (frivillige – ingen ansvarlig ennå)\n"
    )
    told = {one.name.text: one for one in claims if one.name}
    assert texts(told["Åpen hall"], "leads") == ["Kultur og fritid"]
    assert texts(told["Åpen hall"], "goal") == ["Åpne dører"]
    assert texts(told["Lysløype"], "funding") == ["90 000 kr"]
    assert [value.normal for value in told["Lysløype"].all("deadline")] == ["2029"]
    assert texts(told["Utlån av ski"], "leads") == ["Kultur og fritid", "Bygda idrettslag"]
    assert texts(told["Natteløp"], "leads") == []


def test_brackets_that_name_no_party_say_nothing() -> None:
    assert not _measures(
        "# Plan for 2027\n\n## Bakgrunn\n\n- fisk (mest torsk)\n- frukt (epler)\n- korn (bygg)\n"
    )


def test_a_package_is_told_in_sentences() -> None:
    (claim,) = _measures(
        "# Project description\n\n## Work packages\n\n**WP1 – Power.** "
        "Led by Dal Municipality, which owns it. "
        "Partners: Li AS and Bua AS. Budget NOK 8 million.\n"
    )
    assert claim.name is not None
    assert claim.name.text == "Power"
    assert texts(claim, "leads") == ["Dal Municipality"]
    assert texts(claim, "partners") == ["Li AS", "Bua AS"]


def test_prose_of_a_plan_that_lists_nothing() -> None:
    (claim,) = _measures(
        "# Klimaplan for Dal 2027–2030\n\n## Kva vi gjer\n\n"
        "Kommunen skal byte ut alle varebilar innan 1. juli 2029. Eigedom har ansvaret.\n\n"
        "Kommunen skal redusere utsleppa innan 2029.\n"
    )
    assert claim.name is not None
    assert claim.name.text == "byte ut alle varebilar"
    assert texts(claim, "leads") == ["Eigedom"]
    assert [value.normal for value in claim.all("deadline")] == ["2029-07-01"]


def test_a_measure_serves_the_goal_of_its_number() -> None:
    claims = _measures(
        "# Næringsplan for Dal 2027–2030\n\n## 2 Mål\n\nPlanen har to hovedmål:\n\n"
        "1. Flere bedrifter i hele dalen.\n"
        "2. Unge folk skal velge dalen.\n\n## 3 Tiltak\n\n### 1.1 Gründerhus\n\n"
        "Et hus for nye bedrifter.\n\n"
        "**Ansvarlig:** Dal kommune\n\n### 2.1 Lærlingløft\n\n**Ansvarlig:** Li AS\n"
    )
    goals = {texts(one, "title")[0]: texts(one, "goal") for one in claims}
    assert goals == {
        "Gründerhus": ["Flere bedrifter i hele dalen"],
        "Lærlingløft": ["Unge folk skal velge dalen"],
    }
    assert [texts(one, "description") for one in claims] == [["Et hus for nye bedrifter."], []]


def test_the_goal_column_of_a_table_of_measures_holds_goals() -> None:
    text = (
        "# Handlingsprogram 2027\n\n| Mål | Nr. | Tiltak | Ansvar | Med |\n|---|---|---|---|---|\n"
        "| A. Meir foredling i dalen | A1 | Felles lager | Li AS | Dal k. |\n"
        "| B. Folk skal trivast her | B1 | Fiber | Dal k. | |\n\n"
        "## Indikatorar\n\n- Mål A: Tal på bedrifter skal auke frå 14 til 22 innan 2030.\n"
    )
    goals = _goals(text)
    assert texts(goals["Meir foredling i dalen"], "level") == ["main_goal"]
    (indicator,) = (one for one in goals.values() if texts(one, "level") == ["indicator"])
    assert texts(indicator, "parent") == ["Meir foredling i dalen"]
    assert [value.normal for value in indicator.all("target")] == ["22"]


def test_a_sentence_about_a_goal_says_how_it_is_measured() -> None:
    goals = _goals(
        "# Plan\n\n## Mål\n\nHovedmål 1: Dal skal vokse.\n\nHovedmål 2: Dal skal være grønn.\n\n"
        "Hovedmål 2 følges opp med én indikator: antall elbiler i 2030.\n\n"
        "Hovedmål 1 gjelder hele dalen.\n"
    )
    assert set(goals) == {"Dal skal vokse", "Dal skal være grønn", "antall elbiler i 2030"}
    assert texts(goals["antall elbiler i 2030"], "parent") == ["Dal skal være grønn"]


@given(st.text(alphabet="aAbegknørs .,:;?()/–-12k\n", max_size=200))
def test_any_cell_is_read_within_itself(text: str) -> None:
    span = _span(text)
    for unsure in (False, True):
        for value in parties("leads", span, unsure=unsure):
            assert 0 <= value.start <= value.end <= len(text)
    assert len(list(when(span))) <= 1
