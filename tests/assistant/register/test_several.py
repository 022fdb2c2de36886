"""Two questions in one, yes or no, and that there is nothing."""

from __future__ import annotations

import pytest

from plansvar.documents.types import Authority, DocumentType
from plansvar.register.evidence import StoredClaim
from plansvar.register.kinds import FactKind
from tests.assistant.register.asking import Shelf
from tests.register.making import claim, document, measure

PLAN = document("plan", "2023-01-10", title="Skogplan 2023–2030")
DRAFT = document("utkast", "2022-03-01", Authority.DRAFT, title="Skogplan, utkast")
MINUTES = document("protokoll", "2024-05-02", Authority.MINUTES, title="Protokoll fra styremøte")


def forest() -> list[StoredClaim]:
    return [
        measure(PLAN, "Ny flislade", number="1.1", leads="Lia kommune", deadline="2025-06-30"),
        measure(
            PLAN,
            "Tømmerkai i Sundet",
            number="1.2",
            leads="Sundet havn KF",
            partners=["Skogeierlaget"],
            deadline="2027-12-31",
            status="Forsinket",
        ),
        measure(PLAN, "Skogsveier", number="1.3", leads="Skogeierlaget", deadline="2028-01-01"),
        measure(DRAFT, "Ny flislade", number="1.1", leads="Skogeierlaget"),
        measure(MINUTES, number="1.1", leads="Flis AS", changes=True, effective="2024-06-01"),
        claim(
            MINUTES,
            FactKind.DECISION,
            what="Flis AS legger fram et kostnadsoverslag innen høsten.",
            body="Styret",
            date="2024-05-02",
            case_number="9/24",
            outcome="adopted",
        ),
        claim(PLAN, FactKind.PARTY, name="Holmen kommune"),
    ]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Hvem eier 1.1, og når er fristen?",
            ["Flis AS har ansvaret", "Fristen for «Ny flislade»"],
        ),
        ("Kven eig flislada og når skal ho vere ferdig?", ["Flis AS har ansvaret"]),
        ("Who owns 1.2 and what is the status?", ["Sundet havn KF", "Status of", "Forsinket"]),
        ("hvem eier 1.1 og hvem eier 1.2", ["Flis AS har ansvaret", "Sundet havn KF har ansvaret"]),
        ("hvem eier 1.1 og 1.3?", ["Flis AS har ansvaret", "Skogeierlaget har ansvaret"]),
        ("Hvem leder skogsveier? Når er fristen?", ["Skogeierlaget har ansvaret", "2028-01-01"]),
    ],
)
def test_both_are_answered(question: str, said: list[str]) -> None:
    told = Shelf(*forest()).tell(question)
    assert all(one in told for one in said), told


def test_what_is_not_found_of_two_is_said() -> None:
    found = Shelf(*forest()).ask("Hvem eier 1.1, og hvorfor ble fristen flyttet?")
    assert found is not None
    assert found.sentences[0].text.startswith("Flis AS har ansvaret")
    assert any("«hvorfor ble fristen flyttet»" in one for one in found.notices)


@pytest.mark.parametrize(
    "question",
    [
        "Hvorfor ble fristen flyttet, og hvem likte det?",
        "hvem eier 1.1 og romfergen?",
        # What is said first may limit what is asked; and the second half alone may mislead.
        "Vi er et lite sagbruk. Hvem eier 1.1?",
        "Hvem skal betale, og hvem eier 1.1?",
        "Hvem eier hytta og når er fristen?",
    ],
)
def test_nothing_of_it_is_known(question: str) -> None:
    assert Shelf(*forest()).ask(question) is None


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Har Flis AS ansvar for flislada?", "Ja. Flis AS har ansvaret for «Ny flislade»"),
        ("Er det Lia kommune som eier 1.1?", "Nei, ikke lenger. Flis AS har ansvaret"),
        ("Eier Sundet havn KF tømmerkaia?", "Ja. Sundet havn KF"),
        ("Eig Skogeierlaget tømmerkaia?", "Nei, Skogeierlaget er samarbeidspart. Sundet havn KF"),
        ("Is Lia municipality responsible for the measure Skogsveier?", "No. "),
        ("stemmer det at Flis AS leder skogsveier", "Nei. Skogeierlaget"),
        ("Har Månebasen AS ansvar for 1.2?", "«Månebasen AS» står ikke i registeret. Sundet"),
        # A draft's owner never was one.
        ("Har Skogeierlaget ansvaret for flislada?", "Nei. Flis AS"),
    ],
)
def test_yes_or_no_comes_with_who_it_is(question: str, first: str) -> None:
    found = Shelf(*forest()).ask(question)
    assert found is not None
    assert found.sentences[0].text.startswith(first)
    assert found.citations
    assert found.short_answer is None


def test_yes_or_no_about_what_is_not_known_is_left_to_the_documents() -> None:
    shelf = Shelf(*forest())
    assert shelf.ask("Har Lia kommune ansvar for månelandingen?") is None
    # Who is adviser there doesn't say who answers for it.
    role = claim(
        PLAN, FactKind.RESPONSIBILITY, area="Fjellhallen", party="Kari Li", role="rådgiver"
    )
    assert Shelf(*forest(), role).ask("Har Flis AS ansvar for Fjellhallen?") is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hvilke tiltak har Holmen kommune ansvar for?", "ingen tiltak eller ansvarsområder med"),
        ("What is Holmen municipality responsible for?", "The register has no measures or areas"),
        ("Kva tiltak er Holmen kommune med i?", "ingen tiltak med Holmen kommune som samarbeid"),
        ("Hva har Holmen kommune søkt om?", "ingen søknader fra Holmen kommune (3 dokumenter lest"),
        ("Hva har styret vedtatt i 2025?", "ingen vedtak av styret i 2025 (3 dokumenter lest)"),
        ("Hva skal Holmen kommune følge opp etter møtet?", "ingenting som Holmen kommune skal"),
    ],
)
def test_a_known_party_with_nothing_is_told_so(question: str, said: str) -> None:
    found = Shelf(*forest()).ask(question)
    assert found is not None
    assert said in found.sentences[0].text
    assert found.short_answer == "0"


def test_who_has_nothing_may_be_a_partner() -> None:
    claims = [one for one in forest() if one.first("number") is None or one.id]
    claims.append(measure(PLAN, "Sagbruk", leads="Lia kommune", partners=["Holmen kommune"]))
    told = Shelf(*claims).tell("hva har holmen kommune ansvar for")
    assert "Holmen kommune er samarbeidspart i 1 tiltak:" in told
    assert "«Sagbruk»" in told


def test_a_name_with_a_letter_wrong_is_told() -> None:
    found = Shelf(*forest()).ask("Hva har Skogeierlagt ansvar for?")
    assert found is not None
    assert any("Skogeierlagt" in one for one in found.notices)


def test_late_are_those_reported_and_those_past_their_deadline() -> None:
    told = Shelf(*forest()).tell("hvilke tiltak er forsinket").splitlines()
    assert told[0].startswith("2 tiltak er meldt forsinket eller har passert fristen")
    assert told[1] == "Meldt forsinket: 1"
    assert "Tømmerkai" in told[2]
    assert told[3] == "Har passert fristen uten å være meldt ferdig: 1"
    assert "flislade" in told[4]
    past = Shelf(*forest()).tell("hvilke tiltak har passert fristen")
    assert "Tømmerkai" not in past


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("hvilke tiltak har frist i 2027?", ["Tømmerkai i Sundet"]),
        ("Which measures are due before 2026?", ["Ny flislade"]),
        ("frister etter 2027", ["Skogsveier"]),
        ("tiltak med frist i 2040", []),
    ],
)
def test_what_is_due(question: str, named: list[str]) -> None:
    found = Shelf(*forest()).ask(question)
    assert found is not None
    assert found.short_answer == str(len(named))
    told = "\n".join(one.text for one in found.sentences)
    assert all(name in told for name in named)


@pytest.mark.parametrize(
    "question",
    [
        "Hva har styret vedtatt siden 2024?",
        "Kva har styret vedteke sidan mai 2024?",
        "What did the board decide since March 2024?",
        "hva bestemte styret 2. mai 2024",
        "vedtak i styret i 2024",
        "Hva skal Flis AS følge opp etter møtet?",
        "Kva fekk Flis AS i oppgåve?",
    ],
)
def test_decisions_of_a_body_and_a_time(question: str) -> None:
    assert "kostnadsoverslag" in Shelf(*forest()).tell(question)


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("eier av flislada?", "Flis AS"),
        ("ansvarlig 1.2", "Sundet havn KF"),
        ("frist for tiltak 1.3", "Fristen for «Skogsveier»"),
        ("frist 1.2", "Fristen for «Tømmerkai"),
        ("status 1.2", "Status for «Tømmerkai"),
        ("tømmerkaia status", "Status for «Tømmerkai"),
        ("hvordan går det med tømmerkaia", "Status for «Tømmerkai"),
        ("partnere tømmerkaia", "Samarbeidspart i «Tømmerkai"),
        ("hva gjør skogeierlaget", "Skogeierlaget har ansvaret for 1 tiltak"),
        ("tiltak skogeierlaget", "Skogeierlaget har ansvaret for 1 tiltak"),
        ("hvem har skogsveiene", "Skogeierlaget har ansvaret"),
    ],
)
def test_as_people_write_in_a_chat(question: str, start: str) -> None:
    assert Shelf(*forest()).tell(question).startswith(start)


def test_editions_by_their_years() -> None:
    old = document("p1", "2020-11-30", title="Skogplan 2021–2025", work="w")
    new = document("p2", "2025-02-01", title="Skogplan 2025–2030", work="w")
    shelf = Shelf(
        measure(old, "Ny flislade", number="1.1", deadline="2024-01-01"),
        measure(new, "Ny flislade", number="1.1", deadline="2027-01-01"),
        measure(new, "Frøhage", number="1.2"),
    )
    for question in (
        "What changed between the 2021 and the 2025 plan?",
        "Hva er endret mellom de to versjonene av skogplanen?",
        "Kva er skilnaden på skogplanen frå 2021 og skogplanen frå 2025?",
        "endringer i skogplanen",
    ):
        told = shelf.tell(question)
        assert "Frøhage" in told, question
        assert "2024-01-01" in told, question
    assert shelf.ask("What changed between the 2011 and the 2025 plan?") is None


def test_an_only_edition_has_nothing_to_compare_with() -> None:
    alone = document("p1", "2020-11-30", title="Skogplan 2021–2025", type_=DocumentType.PLAN)
    shelf = Shelf(measure(alone, "Ny flislade", number="1.1"))
    assert "bare én vedtatt utgave" in shelf.tell("Hva er endret i skogplanen?")


def test_of_a_name_that_is_only_likely_nothing_is_denied() -> None:
    claims = [*forest(), claim(PLAN, FactKind.PARTY, name="Opplæringskontoret i Dalen Frist")]
    assert Shelf(*claims).ask("hvilke tiltak har frist?") is None
    assert Shelf(*claims).ask("hva har opplæringskontoret ansvar for") is None
    assert Shelf(*claims).ask("hva har holmne kommune søkt om") is None


def test_of_an_organisation_and_its_bodies_the_organisation_is_meant() -> None:
    body = claim(PLAN, FactKind.PARTY, name="Styret i Skogeierlaget")
    assert "Skogeierlaget har ansvaret for 1 tiltak" in Shelf(*forest(), body).tell(
        "hva har skogeierlaget ansvar for"
    )


def test_who_only_has_a_role_is_not_said_to_answer_for_it() -> None:
    role = claim(
        PLAN, FactKind.RESPONSIBILITY, area="Skogeierlaget", party="Ola Li", role="nestleder"
    )
    told = Shelf(*forest(), role).tell("Hva har Ola Li ansvar for?").splitlines()
    assert "ingen tiltak eller ansvarsområder" in told[0]
    assert told[1] == "Roller:"
    assert told[2].startswith("nestleder, «Skogeierlaget»")


def test_a_meeting_is_named_once() -> None:
    other = claim(
        MINUTES,
        FactKind.DECISION,
        what="Budsjettet er godkjent.",
        body="Styret",
        date="2024-05-02",
        case_number="8/24",
        outcome="adopted",
    )
    told = Shelf(*forest(), other).tell("hva har styret vedtatt i 2024")
    assert told.count("Protokoll fra styremøte") == 1
    assert "sak 8/24: Budsjettet er godkjent\n" in told
