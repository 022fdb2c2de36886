"""What parties answer for, in the many ways that plans and minutes say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.duties import duties
from ingest.extract.roles import people_with_roles
from plansvar.documents.types import Document
from plansvar.register.claims import SURE, Claim
from tests.ingest.extract.texts import markdown

ROLES = "# Havneplan for Fjelldal\n\n## 5 Organisering og oppfølging\n\n{}\n"
PLAN = "# Havneplan for Fjelldal\n\n## 2 Bakgrunn\n\n{}\n"


def _text(claim: Claim, field: str) -> str:
    value = claim.first(field)
    return value.text if value else ""


def _told(text: str) -> set[tuple[str, str, str]]:
    return {
        (_text(one, "party"), _text(one, "role"), _text(one, "area"))
        for one in duties(markdown(text))
    }


def _people(document: Document) -> set[tuple[str, str, str, bool]]:
    return {
        (_text(one, "party"), _text(one, "role"), _text(one, "area"), one.confidence >= SURE)
        for one in people_with_roles(document)
    }


@pytest.mark.parametrize(
    ("sentence", "party", "role", "area"),
    [
        (
            "Sekretariatet rapporterer til kommunestyrene.",
            "Sekretariatet",
            "",
            "rapporterer til kommunestyrene",
        ),
        ("Fylkestinget vedtek planen.", "Fylkestinget", "", "vedtek planen"),
        ("Plan og miljø samordner arbeidet.", "Plan og miljø", "", "samordner arbeidet"),
        ("Teknisk eining følgjer opp kaiene.", "Teknisk eining", "", "følgjer opp kaiene"),
        ("The steering group decides on changes.", "steering group", "", "decides on changes"),
        (
            "Formannskapet er styringsgruppe for planen.",
            "Formannskapet",
            "styringsgruppe",
            "planen",
        ),
        (
            "Fjelldal Vekst AS er pådriver for ny ferje.",
            "Fjelldal Vekst AS",
            "pådriver",
            "ny ferje",
        ),
        (
            "Regionrådet skal legge fram en rapport.",
            "Regionrådet",
            "",
            "skal legge fram en rapport",
        ),
        (
            "Beslutninger om budsjettet fattes av styret.",
            "styret",
            "fattes",
            "Beslutninger om budsjettet",
        ),
        ("Arbeidet ledes av Fjelldal kommune.", "Fjelldal kommune", "ledes", "Arbeidet"),
    ],
)
def test_a_chapter_on_roles_tells_standing_tasks(
    sentence: str, party: str, role: str, area: str
) -> None:
    assert (party, role, area) in _told(ROLES.format(sentence))


@pytest.mark.parametrize(
    ("sentence", "party", "area"),
    [
        ("Fjelldal havn KF tar hånd om kaiene.", "Fjelldal havn KF", "kaiene"),
        ("Fjelldal kommune tek hand om vassforsyninga.", "Fjelldal kommune", "vassforsyninga"),
        (
            "Fjelldal kommune har ansvaret for vannforsyningen.",
            "Fjelldal kommune",
            "vannforsyningen",
        ),
        (
            "Fjelldal Municipality is responsible for the quays.",
            "Fjelldal Municipality",
            "the quays",
        ),
        (
            "Rådmannen rapporterer hvert år på planen.",
            "Rådmannen",
            "rapporterer hvert år på planen",
        ),
        ("Ordninga blir forvalta av Fjelldal kommune.", "Fjelldal kommune", "Ordninga"),
    ],
)
def test_anywhere_some_verbs_say_it(sentence: str, party: str, area: str) -> None:
    assert (party, area) in {(who, what) for who, _, what in _told(PLAN.format(sentence))}


@pytest.mark.parametrize(
    "sentence",
    [
        "Fjelldal kommune har ansvaret for kaitiltaket.",
        "It coordinates the plan.",
        "Styret vedtok planen i fjor.",
        "Bør Fjelldal kommune lede arbeidet?",
        "Industrien står for om lag 40 prosent av utslippene.",
        "Regionrådet har ikke ansvar for driften.",
        "Fjelldal kommune skal kanskje lede arbeidet dersom noen betaler.",
        "Planen følger opp regional plan.",
    ],
)
def test_a_measure_a_doubt_or_a_tale_is_no_duty(sentence: str) -> None:
    assert _told(PLAN.format(sentence)) == set()
    assert _told(ROLES.format(sentence)) == set()


def test_what_a_sentence_takes_back_is_left_out() -> None:
    told = _told(ROLES.format("Vareforum Fjelldal er høringspart, men har ikke ansvar for tiltak."))
    assert {(party, role) for party, role, _ in told} == {("Vareforum Fjelldal", "høringspart")}


def test_a_row_of_a_table_is_one_duty() -> None:
    table = (
        "# Plan\n\n| Organ | Oppgaver |\n|---|---|\n"
        "| Styret | Vedtar budsjettet. Følger opp planen. |\n"
        "| Fjelldal kommune | Grunnfinansiering. Ansvarlig for tiltak 2.1. |\n"
    )
    assert _told(table) == {
        ("Styret", "", "Vedtar budsjettet. Følger opp planen"),
        ("Fjelldal kommune", "", "Grunnfinansiering"),
    }


def test_a_list_under_what_a_party_does() -> None:
    heading = "# Plan\n\n## Kommunenes rolle\n\n- klargjøre tomter\n- veilede bedrifter\n"
    assert {what for _, _, what in _told(heading)} == {"klargjøre tomter", "veilede bedrifter"}
    lead = ROLES.format("Fylkeskommunen skal også:\n\n- drive karttjenesten\n- lage statistikk\n")
    assert ("Fylkeskommunen", "", "drive karttjenesten") in _told(lead)


def test_below_a_column_of_municipalities_the_name_is_whole() -> None:
    table = "# Plan\n\n| Kommune | Tek hand om |\n|---|---|\n| Fjelldal | Skog og tre |\n"
    assert _told(table) == {("Fjelldal kommune", "", "Skog og tre")}


def test_a_part_of_a_duty_is_not_told_again() -> None:
    told = _told(
        ROLES.format("Styret vedtar planen.\n\nStyret vedtar planen og følger opp kaiene.")
    )
    assert {what for _, _, what in told} == {"vedtar planen og følger opp kaiene"}


def test_two_persons_who_share_a_verb() -> None:
    told = _told(PLAN.format("Ola Strandnes har ansvar for kaiene, Kari Nordli for lagrene."))
    assert {(party, what) for party, _, what in told} == {
        ("Ola Strandnes", "kaiene"),
        ("Kari Nordli", "lagrene"),
    }


def test_the_members_of_a_steering_group() -> None:
    members = "Ola Strandnes (leder), ordfører Kari Nordli (Fjelldal kommune)"
    line = f"# Prosjekt\n\nStyringsgruppe: {members}."
    assert {(who, role) for who, role, _, _ in _people(markdown(line))} >= {
        ("Ola Strandnes", "leder"),
        ("Kari Nordli", "medlem"),
    }


def test_who_leads_a_meeting_body_by_its_minutes() -> None:
    minutes = (
        "# Møteprotokoll – Havneutvalget\n\n| Utvalg | Havneutvalget |\n|---|---|\n"
        "| Dato | 3. mars 2027 |\n"
        "| Til stede | Ola Strandnes (leder), Kari Nordli (nestleder) |\n\n"
        "## Sak 1/27 Kaier\n\n### Vedtak\n\nKaien bygges. Enstemmig vedtatt.\n"
    )
    assert ("Kari Nordli", "nestleder", "Havneutvalget", True) in _people(markdown(minutes))


@given(st.text(alphabet=" .,:;()\nabegikrstøASK-–", max_size=300))
def test_any_text_is_read(text: str) -> None:
    document = markdown(ROLES.format(text))
    for claim in duties(document):
        assert all(0 <= value.start < value.end <= len(document.text) for value in claim.values)
