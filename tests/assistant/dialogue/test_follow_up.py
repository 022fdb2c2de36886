"""Follow-ups as full questions, from a register that is made by hand."""

from __future__ import annotations

import pytest

from assistant.dialogue.follow_up import full_question, in_full
from assistant.dialogue.things import Things
from plansvar.asking import Earlier
from tests.register.making import document, measure, register

PLAN = document("plan", "2023-01-10", title="Kystplan 2023–2030")
THINGS = Things(
    lambda: register(
        measure(PLAN, "Fyrlykta på Neset", number="1.1", leads="Sundet kommune"),
        measure(PLAN, "Felles mottak for treavfall", number="1.2", leads="Trevirke AS"),
        measure(PLAN, "Kystkultursti", number="1.3", leads="Sundet kommune"),
    )
)
OWNER = Earlier("Hvem eier Fyrlykta på Neset?", ("Sundet kommune har ansvaret.",), "Sundet kommune")
LISTED = Earlier(
    "Hva har Sundet kommune ansvar for?",
    ("Sundet kommune har ansvaret for 2 tiltak:", "1.1 «Fyrlykta på Neset»", "1.3 «Kystkultursti»"),
    "2",
)


@pytest.mark.parametrize(
    ("before", "written", "full"),
    [
        # A pronoun, or nothing at all, for what was spoken of.
        (OWNER, "og når er fristen for det?", "Når er fristen for Fyrlykta på Neset?"),
        (OWNER, "hvem har ansvaret for det?", "Hvem har ansvaret for Fyrlykta på Neset?"),
        (OWNER, "Kven er partnarar i det?", "Kven er partnarar i Fyrlykta på Neset?"),
        (OWNER, "og når er fristen?", "Når er fristen for Fyrlykta på Neset?"),
        (OWNER, "What is its deadline?", "What is Fyrlykta på Neset's deadline?"),
        (OWNER, "and who owns it?", "Who owns Fyrlykta på Neset?"),
        (OWNER, "og fristen?", "Hva er fristen for Fyrlykta på Neset?"),
        (
            Earlier("Hvem får ikke lov til å levere til felles mottak?"),
            "og når er fristen?",
            "Når er fristen for Felles mottak?",
        ),
        (
            Earlier("Kva er materialsentralen på Tollbukaia for noko?"),
            "Kven har ansvaret for han?",
            "Kven har ansvaret for materialsentralen på Tollbukaia?",
        ),
        (
            OWNER,
            "Og når er det meningen at det skal stå ferdig?",
            "Når er det meningen at Fyrlykta på Neset skal stå ferdig?",
        ),
        (
            Earlier("Er det noko tiltak for utleigebustader i den nye planen?"),
            "Kven er ansvarleg?",
            "Kven er ansvarleg for utleigebustader?",
        ),
        (
            OWNER,
            "And what is it estimated to cost?",
            "What is Fyrlykta på Neset estimated to cost?",
        ),
        (
            OWNER,
            "ok, og hvem driver det for oss fra høsten? Hvor lenge?",
            "Hvem driver Fyrlykta på Neset for oss fra høsten? Hvor lenge?",
        ),
        (
            OWNER,
            "Hvorfor ble det flyttet andre gang?",
            "Hvorfor ble Fyrlykta på Neset flyttet andre gang?",
        ),
        (
            Earlier("Which companies are in the working group for the new sauna?"),
            "And who chairs it?",
            "Who chairs the working group for the new sauna?",
        ),
        # Somebody.
        (OWNER, "hva har de ansvar for?", "Hva har Sundet kommune ansvar for?"),
        (OWNER, "What are they responsible for?", "What are Sundet kommune responsible for?"),
        # The same at another time.
        (OWNER, "og i 2021?", "Hvem eier Fyrlykta på Neset i 2021?"),
        (OWNER, "and in 2021?", "Hvem eier Fyrlykta på Neset in 2021?"),
        (OWNER, "2021?", "Hvem eier Fyrlykta på Neset i 2021?"),
        (OWNER, "og før det?", "Hvem eier Fyrlykta på Neset tidligere?"),
        (Earlier("Hvem eide Fyrlykta i 2021?"), "og nå?", "Hvem eide Fyrlykta?"),
        (Earlier("Hvem eier Fyrlykta nå?"), "og i mai 2022?", "Hvem eier Fyrlykta i mai 2022?"),
        # The same of something else.
        (OWNER, "hva med treavfallsmottaket?", "Hvem eier treavfallsmottaket?"),
        (OWNER, "og Kystkultursti?", "Hvem eier Kystkultursti?"),
        (LISTED, "og Trevirke AS?", "Hva har Trevirke AS ansvar for?"),
        (
            Earlier("Hva koster en barnehageplass i Brimvik?"),
            "og i Skarlund?",
            "Hva koster en barnehageplass i Skarlund?",
        ),
        (
            Earlier("Hva er ambisjonene for havna?"),
            "og for reiselivet?",
            "Hva er ambisjonene for reiselivet?",
        ),
        # The same in other documents.
        (OWNER, "og i referatene fra 2020?", "Hvem eier Fyrlykta på Neset i referatene fra 2020?"),
        (OWNER, "hva med nynorskplanen?", "Hvem eier Fyrlykta på Neset ifølge nynorskplanen?"),
    ],
)
def test_a_follow_up_is_read_as_a_full_question(before: Earlier, written: str, full: str) -> None:
    meant = full_question(written, (before,), THINGS)
    assert (meant.question, meant.asked, meant.open) == (full, written, False)


@pytest.mark.parametrize(
    "question",
    [
        "Hvem eier Kystkultursti?",
        "Finnes det noen åpne spørsmål?",
        "Hva er de viktigste målene?",
        "Hvilke tiltak har Trevirke AS?",
        "Hvor mange båtplasser er det i gjestehavna?",
        "Which measures are overdue?",
        "Hvilke støtteordninger finnes det?",
        "Kva tilskotsordningar finst det?",
    ],
)
def test_a_question_of_its_own_stays(question: str) -> None:
    assert full_question(question, (OWNER,), THINGS).question == question
    assert full_question(question, (OWNER,), THINGS).asked is None


def test_a_subject_is_kept_over_a_question_that_leaned_on_it() -> None:
    before = in_full((Earlier("Hvor mange plasser ble det?"), OWNER), THINGS)
    meant = full_question("og hvem driver den fra høsten?", before, THINGS)
    assert meant.question == "Hvem driver Fyrlykta på Neset fra høsten?"
    leaning = full_question("og hvor mange kom der?", before, THINGS)
    assert leaning.about is not None
    assert leaning.about.startswith("Hvem eier Fyrlykta på Neset?")


PLACES = Earlier("Hvor mange plasser ble det?")
OF_THEM = Earlier("Og hvor mange av dem var fra Brimvik?")
APPLICATIONS = Earlier("Hvor mange søknader kom det inn?")


@pytest.mark.parametrize(
    ("turns", "written", "full", "about"),
    [
        # At another time it is the last question that is asked again, and what it leaned on stays.
        (
            (PLACES, OWNER),
            "og i 2021?",
            "Hvor mange plasser ble det i 2021?",
            "Hvem eier Fyrlykta på Neset?",
        ),
        # Another thing stands where the first one was named: in what was leaned on, or in itself.
        ((PLACES, OWNER), "og Kystkultursti?", "Hvor mange plasser ble det?", "Kystkultursti"),
        (
            (OF_THEM, APPLICATIONS),
            "og Skarlund?",
            "Og hvor mange av dem var fra Skarlund?",
            "Hvor mange søknader kom det inn?",
        ),
    ],
)
def test_after_a_question_that_leaned_on_another_only_one_is_asked_again(
    turns: tuple[Earlier, ...], written: str, full: str, about: str
) -> None:
    meant = full_question(written, in_full(turns, THINGS), THINGS)
    assert meant.question == full
    assert about in (meant.about or "")
    assert "Fyrlykta" not in (meant.about or "") or "Kystkultursti" not in written


def test_without_a_conversation_nothing_is_read_into_a_question() -> None:
    assert full_question("og hvem eier det?", (), THINGS).question == "og hvem eier det?"


def test_several_things_are_asked_back_and_then_chosen() -> None:
    meant = full_question("når er fristen for det?", (LISTED,), THINGS)
    assert meant.open
    assert meant.options == ("Fyrlykta på Neset", "Kystkultursti")
    asked = Earlier(meant.question, options=meant.options)
    for choice in ("den andre", "2", "kystkultursti", "Kystkultursti"):
        chosen = full_question(choice, (asked, LISTED), THINGS)
        assert chosen.question == "Når er fristen for Kystkultursti?"
        assert chosen.asked == choice


def test_so_many_that_somebody_must_name_it() -> None:
    names = [f"Tiltak nummer {n}" for n in "abcdefgh"]
    many = Things(lambda: register(*(measure(PLAN, name) for name in names)))
    meant = full_question("når er fristen for det?", (Earlier("Hva gjøres?", tuple(names)),), many)
    assert (meant.open, meant.options) == (True, ())


def test_the_thing_may_have_been_named_before_the_last_question() -> None:
    between = Earlier("Takk")
    meant = full_question("og hva er status?", (between, OWNER), THINGS)
    assert meant.question == "Hva er status for Fyrlykta på Neset?"


@pytest.mark.parametrize(
    ("written", "leans"),
    [
        ("Og hvem av dem kom for sent?", True),
        ("Hvor mange boliger er det snakk om der, og hva er prisen?", True),
        ("Hvor mange innbyggere har Nordre kommune?", False),
    ],
)
def test_what_cannot_be_made_full_leans_on_the_question_before(written: str, leans: bool) -> None:
    before = Earlier("Hvor mange søknader kom det inn?")
    meant = full_question(written, (before,), THINGS)
    assert (meant.about == before.question) is leans
    assert meant.question == written


def test_thanks_are_nothing_to_go_back_to() -> None:
    before = in_full([Earlier("Takk!"), OWNER], THINGS)
    assert [one.question for one in before] == [OWNER.question]
    assert full_question("og når er fristen?", before, THINGS).question == (
        "Når er fristen for Fyrlykta på Neset?"
    )
