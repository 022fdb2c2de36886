"""What the register tells of a thing that a question names in words of its own."""

from __future__ import annotations

import pytest

from assistant.register.answering import answerer
from assistant.register.beside import Beside, beside
from assistant.register.subject import asked_fields, subject
from assistant.understanding import understand
from plansvar.register.evidence import StoredClaim
from plansvar.register.facts import Register
from plansvar.register.kinds import FactKind
from tests.assistant.register.asking import Shelf
from tests.assistant.register.test_answers import LATER, PLAN, moved, plan_measures
from tests.register.making import TODAY, claim, measure, register


def _claims() -> list[StoredClaim]:
    return [
        *plan_measures(),
        moved(),
        measure(PLAN, "Kompetanseløftet", leads="Kystskolen", funding="2 mill. kr"),
        measure(PLAN, "Forstudie av biogass i Sundet", funding="350 000 kr", deadline="2025-12-31"),
        claim(
            LATER,
            FactKind.SCHEME,
            name="Grønt løft Kysten",
            ceiling="400 000 kroner",
            rate="Inntil 50 prosent",
            eligible="Små bedrifter",
        ),
    ]


def _beside(question: str) -> Beside | None:
    shelf = Shelf(*_claims())

    def facts(as_of: str | None) -> Register:
        return register(*shelf.claims, as_of=as_of)

    answer = answerer(facts, shelf.documents, shelf.text_of, TODAY, None)
    return beside(understand(question), facts, answer)


def _told(question: str) -> str:
    found = _beside(question)
    assert found is not None, question
    return "\n".join(one.text for one in found.reply.sentences)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Hvem er det egentlig som styrer med treavfallsmottaket om dagen?", "Trevirke AS"),
        ("Biogassforstudien i Sundet: hva koster den, og hvem betaler?", "350 000 kr"),
        ("Kva tid skal forstudien om biogass vere klar, når alt går som det skal?", "2025-12-31"),
        ("Hvor mye kan vi maksimalt få fra Grønt løft?", "400 000 kroner"),
    ],
)
def test_what_is_asked_for_is_told_however_it_is_asked(question: str, expected: str) -> None:
    assert expected in _told(question)


def test_the_whole_story_has_who_and_when() -> None:
    told = _told("Gi meg kort historien om Fyrlykta på Neset")
    assert "Fyrlaget AS" in told
    assert "Sundet kommune" in told
    assert "Fristen" in told


def test_who_has_a_role_is_told_where_a_document_names_them() -> None:
    role = claim(
        PLAN,
        FactKind.RESPONSIBILITY,
        area="Kompetanseløftet",
        party="Kari Holm",
        role="prosjektleder",
    )
    shelf = Shelf(*_claims(), role)

    def facts(as_of: str | None) -> Register:
        return register(*shelf.claims, as_of=as_of)

    answer = answerer(facts, shelf.documents, shelf.text_of, TODAY, None)
    found = beside(understand("Hvem er prosjektleder for Kompetanseløftet?"), facts, answer)
    assert found is not None
    told = "\n".join(one.text for one in found.reply.sentences)
    assert "Kari Holm" in told
    assert "Kystskolen" not in told


def test_a_compound_may_say_what_kind_of_thing_it_is() -> None:
    assert "Kystskolen" in _told("Hvem driver kompetanseløftprosjektet?")


def test_a_season_is_a_time() -> None:
    assert _told("Fyrlykta på Neset våren 2024: hvem hadde ansvaret da?").startswith(
        "Ved utgangen av juni 2024: Fyrlaget AS"
    )
    assert "Sundet kommune" in _told("Hvem hadde ansvaret for fyrlykta rundt nyttår 2023/24?")


@pytest.mark.parametrize(
    "question",
    [
        "Hvem leder kulturskolen i Sundet?",  # a place alone is no measure
        "Når er fristen for den nye løftebrua?",
        "Hvem får ikke lov til å søke Grønt løft?",  # who can apply is no answer
        "Hvem har ansvaret for løft?",  # a part of a word is no name
        "Hvem er prosjektleder for fyrlykta på Neset?",  # a role that nobody is named in
        "Kven måler lyset frå fyrlykta på Neset?",  # who does that owns nothing
        "Hvor mye kan vi maksimalt få fra Grønt løft i 2031?",  # of a year it says nothing of
        "Hvor høyt er taket i Grønt løft for 2031?",
        "Hva er et biogassanlegg?",  # no field is asked for
        "Hvem har ansvaret for Fyrlykta i Bergen?",  # a name that it isn't about
    ],
)
def test_nothing_is_told_where_nothing_is_surely_meant(question: str) -> None:
    assert _beside(question) is None


def test_all_of_a_question_may_be_explained() -> None:
    claims = Shelf(*_claims()).claims
    facts = register(*claims).of(FactKind.MEASURE)
    whole = subject(understand("Hvem eier Kompetanseløftet?"), facts)
    part = subject(understand("Hvem vedlikeholder nettsidene til Kompetanseløftet?"), facts)
    assert whole is not None
    assert part is not None
    assert whole.explained == 1
    assert part.explained < 1


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("Hvem eier det, og når er fristen?", ["leads", "deadline"]),
        ("Hva vet vi når det gjelder torsk?", []),
        ("Who pays for it?", ["funding"]),
        ("Hvem er daglig leder, og hvem har ansvaret?", ["role", "leads"]),
        ("Kven sit i styret?", ["role"]),
        ("Hvem skal følge det opp?", ["leads"]),
    ],
)
def test_fields_come_in_the_order_of_the_question(question: str, fields: list[str]) -> None:
    found = [one for one in asked_fields(question) if one not in {"window", "everybody"}]
    assert found == fields


def test_an_application_is_told_under_its_applicant() -> None:
    application = document_of_application()
    shelf = Shelf(application)

    def facts(as_of: str | None) -> Register:
        return register(*shelf.claims, as_of=as_of)

    answer = answerer(facts, shelf.documents, shelf.text_of, TODAY, None)
    found = beside(understand("Hvor mye penger hadde Kystklynga søkt om?"), facts, answer)
    assert found is not None
    assert any("3 millioner kroner" in one.text for one in found.reply.sentences)


def document_of_application() -> StoredClaim:
    return claim(
        LATER,
        FactKind.APPLICATION,
        applicant="Kystklynga SA",
        scheme="Klyngeprogrammet",
        amount="3 millioner kroner",
    )
