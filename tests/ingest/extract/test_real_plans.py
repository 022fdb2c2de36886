"""How municipalities, counties and ministries write: "Kommunen vil:", "… har ansvar for …"."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.duty_sentences import answers_in
from ingest.extract.goals import goals
from ingest.extract.measure_sheets import measures_in_text
from ingest.extract.measure_tables import measures_in_tables
from ingest.extract.spans import Span
from plansvar.register.claims import SURE, Claim
from tests.ingest.extract.documents import of_table
from tests.ingest.extract.documents import texts as values
from tests.ingest.extract.texts import markdown


def _duties(text: str) -> list[tuple[str, str]]:
    return [
        (values(claim, "party")[0], values(claim, "area")[0])
        for sentence in Span(text, 0, len(text)).sentences()
        for claim in answers_in(sentence)
        if claim.confidence >= SURE
    ]


def _measures(text: str) -> list[tuple[str, list[str]]]:
    claims = measures_in_text(markdown(text))
    return [(claim.name.text, values(claim, "leads")) for claim in claims if claim.name]


def _goals(text: str) -> list[tuple[str, str]]:
    return [
        (values(claim, "level")[0], values(claim, "text")[0])
        for claim in goals(markdown(text))
        if claim.confidence >= SURE
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "Fylkeskommunene har blant annet ansvar for videregående skoler, vei og kultur.",
            [("Fylkeskommunene", "videregående skoler, vei og kultur")],
        ),
        (
            "De regionale nettselskapene og kommunene har ansvaret for beredskapsplanene.",
            [
                ("De regionale nettselskapene", "beredskapsplanene"),
                ("kommunene", "beredskapsplanene"),
            ],
        ),
        (
            "Styrene i helseforetakene har ansvar for at driften er forsvarlig, mens staten eier.",
            [("Styrene i helseforetakene", "at driften er forsvarlig")],
        ),
        (
            "Det er statsforvalteren som har ansvaret for å føre tilsyn med skogen.",
            [("statsforvalteren", "å føre tilsyn med skogen")],
        ),
        (
            "Kommunen skal sørge for at alle barn har en barnehageplass.",
            [("Kommunen", "at alle barn har en barnehageplass")],
        ),
        (
            "Ansvaret for nødnettet ligger hos Direktoratet for brann og redning.",
            [("Direktoratet for brann og redning", "nødnettet")],
        ),
        (
            "Det er kommunestyrets ansvar å vedta arealplanen.",
            [("kommunestyret", "å vedta arealplanen")],
        ),
        (
            "The municipalities are responsible for waste collection.",
            [("The municipalities", "waste collection")],
        ),
        (
            "Her har fylkeskommunen det samlede ansvaret for den kollektive transporten.",
            [("fylkeskommunen", "den kollektive transporten")],
        ),
        (
            "Kommunen har plikt til å lage en beredskapsplan, jf. den nye loven § 3.",
            [("Kommunen", "å lage en beredskapsplan")],
        ),
        ("Det finnes havner der kommunen har ansvar for kaiene.", []),
        ("Kommunen har ikke ansvar for riksveiene.", []),
        ("Har kommunen ansvar for kaiene som staten bygde?", []),
        ("Hvis kommunen har ansvar for kaiene, må den føre tilsyn.", []),
        ("Utvalget foreslår at fylkeskommunen får ansvar for legevakten.", []),
        ("Kommunen har ansvar for det.", []),
    ],
)
def test_sentences_say_who_answers_for_what(sentence: str, found: list[tuple[str, str]]) -> None:
    assert _duties(sentence) == found


def test_what_somebody_will_do_is_a_list_of_measures() -> None:
    text = """# Samferdselsplan for Fjordlia

## Sykkel

Kommunen vil:

- bygge sykkelvei til skolen
- merke fjellruta. Det skjer i samarbeid med turlaget, som kjenner hver meter av ruta fra før
- Fylkeskommunen skal rydde langs hovedveien

Folk sykler mer enn før.

- bare en observasjon
"""
    assert _measures(text) == [
        ("bygge sykkelvei til skolen", ["Kommunen"]),
        ("merke fjellruta", ["Kommunen"]),
        ("Fylkeskommunen skal rydde langs hovedveien", ["Fylkeskommunen"]),
    ]


def test_a_box_says_in_its_heading_who_will_do_what_it_lists() -> None:
    text = """# Melding om fjellskred

## Boks 2.1 Regjeringen vil

Regjeringen vil gjøre bygdene tryggere.

- kartlegge alle bratte lier
- styrke varslingen

Det har gått mange skred de siste tretti årene, og de fleste kom om våren, da snøen smeltet fort.

- dette er ingen del av boksen
"""
    assert _measures(text) == [
        ("kartlegge alle bratte lier", ["Regjeringen"]),
        ("styrke varslingen", ["Regjeringen"]),
    ]


def test_who_proposes_does_not_lead() -> None:
    text = """# Rapport

Utvalget foreslår:

1. Opprette et felles sekretariat
2. Samle arkivene

Vi anbefaler derfor at kommunen særlig vurderer:

- et nytt hefte
"""
    assert _measures(text) == [
        ("Opprette et felles sekretariat", []),
        ("Samle arkivene", []),
        ("et nytt hefte", []),
    ]


def test_what_stands_below_a_heading_of_strategies_is_no_measure() -> None:
    text = """# Plan for Fjordlia

## Strategier

Kommunen vil:

- samarbeide med nabokommunene
"""
    assert _measures(text) == []
    assert ("strategy", "samarbeide med nabokommunene") in _goals(text)


def test_headings_of_plans_that_people_read() -> None:
    text = """# Kommuneplan for Fjordlia

## Dette vil vi oppnå

Innbyggerne skal ha gode møteplasser.

- Flere bor i sentrum

## Slik gjør vi det

- Åpne biblioteket om kvelden

## Prioriterte områder

- Kyst og hav
"""
    found = _goals(text)
    assert ("sub_goal", "Innbyggerne skal ha gode møteplasser") in found
    assert ("sub_goal", "Flere bor i sentrum") in found
    assert ("strategy", "Åpne biblioteket om kvelden") in found
    assert ("focus_area", "Kyst og hav") in found


def test_a_heading_may_ask_for_the_goals() -> None:
    text = "# Plan for Fjordlia\n\n## Hva er prosjektets mål?\n\n- Flere tør å bade\n"
    assert ("sub_goal", "Flere tør å bade") in _goals(text)


def test_lists_that_are_numbered_by_hand() -> None:
    text = """# Melding om skog

Regjeringens overordnede mål for skogbruket er:

1\\. Mer trevirke til bygg

2\\. Flere løvtrær
"""
    assert _goals(text) == [
        ("main_goal", "Mer trevirke til bygg"),
        ("main_goal", "Flere løvtrær"),
    ]


@pytest.mark.parametrize(
    ("sentence", "goal"),
    [
        ("Det er et mål at alle elver er rene.", "alle elver er rene"),
        ("Kommunen har som mål å halvere avfallet.", "halvere avfallet"),
        ("Regjeringens mål er god bruk av skogen.", "god bruk av skogen"),
        ("Målet med planen er å få flere til å gå.", "få flere til å gå"),
    ],
)
def test_goals_in_running_text(sentence: str, goal: str) -> None:
    assert (
        "sub_goal",
        goal,
    ) in _goals(f"# Handlingsplan for vann 2024–2028\n\n{sentence}\n")


def test_goals_of_others_are_left_to_a_person() -> None:
    assert _goals("# Handlingsplan\n\nKurset har som mål å lære bort knuter.\n") == []


@pytest.mark.parametrize(
    ("header", "field"),
    [
        (["Tiltak 2025-2028", "Ansvarleg verksemd"], "leads"),
        (["Tiltak", "Økonomiske konsekvenser"], "funding"),
        (["Kva skal vi gjere?", "Kven har ansvaret?"], "leads"),
        (["Tiltak", "Medaktører"], "partners"),
    ],
)
def test_headers_that_real_plans_use(header: list[str], field: str) -> None:
    (claim,) = measures_in_tables(of_table([header, ["Rydde stien", "Fjordlia kommune"]], 1))
    assert values(claim, field) == ["Fjordlia kommune"]


@given(
    st.lists(
        st.sampled_from(
            [
                "Kommunen",
                "har",
                "ansvar",
                "for",
                "skal",
                "sørge",
                "det er",
                "som",
                "og",
                ",",
                "(",
                "å gå",
                "ligger hos",
                "staten",
            ]
        ),
        max_size=14,
    )
)
def test_each_value_lies_in_its_sentence(words: list[str]) -> None:
    text = " ".join(words)
    claims: list[Claim] = list(answers_in(Span(text, 0, len(text))))
    for claim in claims:
        for value in claim.values:
            assert 0 <= value.start < value.end <= len(text)
            if value.field != "role":
                assert value.text in " ".join(text[value.start : value.end].split())
