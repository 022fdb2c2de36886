"""Sources that questions name, and what is said in passing."""

from __future__ import annotations

import pytest

from assistant.dialogue.sources import named_sources
from assistant.dialogue.talk import is_outside, small_talk
from assistant.scoping import told
from plansvar.asking import Scope
from plansvar.documents.types import DocumentType
from tests.register.making import document

SHELF = [
    document("plan", "2023-01-10", title="Kystplan 2023–2030"),
    document(
        "program",
        "2024-01-10",
        title="Handlingsprogram 2024–2025",
        type_=DocumentType.ACTION_PROGRAMME,
    ),
    document(
        "referat",
        "2020-05-02",
        title="Referat fra møte i havneutvalget",
        type_=DocumentType.MINUTES,
    ),
]
MINUTES = (DocumentType.MINUTES,)


@pytest.mark.parametrize(
    ("question", "scope", "rest"),
    [
        (
            "Hva ble sagt om moloen i referatene fra 2020?",
            Scope(types=MINUTES, since="2020", until="2020"),
            "Hva ble sagt om moloen?",
        ),
        (
            "Kva står det om moloen i møteprotokollane etter 2019?",
            Scope(types=MINUTES, since="2020"),
            "Kva står det om moloen?",
        ),
        (
            "According to the minutes from May 2020, who runs the café?",
            Scope(types=MINUTES, since="2020-05", until="2020-05"),
            "Who runs the café?",
        ),
        (
            "Hvem skal drive kafeen ifølge handlingsprogrammet?",
            Scope(documents=("id-program",)),
            "Hvem skal drive kafeen?",
        ),
        (
            "Hvem skal drive kafeen ifølge nynorskplanen?",
            Scope(types=(DocumentType.PLAN,), languages=("nn",)),
            "Hvem skal drive kafeen?",
        ),
        (
            "Hva sier referatene fra 2020 om moloen?",
            Scope(types=MINUTES, since="2020", until="2020"),
            "Hva står det om moloen?",
        ),
    ],
)
def test_sources_become_filters(question: str, scope: Scope, rest: str) -> None:
    found = named_sources(question, SHELF)
    assert found is not None
    assert (found.scope, found.question) == (scope, rest)


@pytest.mark.parametrize(
    "question",
    [
        "Hvem eier Fyrlykta?",
        "Hvilke mål har planen for havna?",
        "Hvor mange tiltak er det i planen?",
        "Hva er status for planarbeidet?",
        "Hvem skrev søknaden fra Trevirke AS?",
        "When is the annual report due?",
        "Hvor kom tallet i referatet fra mai 2020 fra, og ble det rettet?",
        "Hva betyr BMV når folk skriver det i lysark?",
    ],
)
def test_other_questions_name_no_source(question: str) -> None:
    assert named_sources(question, SHELF) is None


def test_what_was_searched_in_words() -> None:
    scope = Scope(types=MINUTES, since="2020", until="2020")
    assert told(scope, (), "nb") == "Søkt i møtereferater fra 2020."
    assert told(scope, (), "nn") == "Søkt i møtereferat frå 2020."
    assert told(scope, (), "en") == "Searched in minutes from 2020."
    languages = Scope(types=(DocumentType.PLAN,), languages=("nn",), until="2023-05")
    assert told(languages, (), "nb") == "Søkt i planer på nynorsk til og med mai 2023."
    named = ["A", "B", "C", "D"]
    assert told(Scope(documents=("x",)), named, "nb") == "Søkt i «A», «B», «C» og 1 til."


@pytest.mark.parametrize(
    ("said", "language", "word"),
    [
        ("Hei!", "nb", "Spør meg"),
        ("tusen takk", "nb", "hyggelig"),
        ("Kva kan du svare på?", "nn", "Eg er Plansvar"),
        ("Thank you!", "en", "welcome"),
        ("What can you do?", "en", "I am Plansvar"),
    ],
)
def test_small_talk(said: str, language: str, word: str) -> None:
    found = small_talk(said)
    assert found is not None
    assert found[1] == language
    assert word in found[0]


@pytest.mark.parametrize(
    "said", ["Hei, hvem eier Fyrlykta?", "Takk, og når er fristen?", "Bra kommune"]
)
def test_a_question_after_a_greeting_is_a_question(said: str) -> None:
    assert small_talk(said) is None


def test_what_no_plan_answers() -> None:
    assert is_outside("Hva blir været i morgen?")
    assert is_outside("2 + 2")
    assert not is_outside("Hvem eier Fyrlykta?")
