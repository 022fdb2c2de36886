"""A question is understood whole, or not at all."""

import time

import pytest

from assistant.register.lexicon import Intent
from assistant.register.reading import readings
from assistant.understanding import understand


@pytest.mark.parametrize(
    ("question", "intent", "slots"),
    [
        ("Hvem eier Fyrlykta?", Intent.OWNER, {"measure": "Fyrlykta"}),
        ("Kven har ansvaret for Fyrlykta no?", Intent.OWNER, {"measure": "Fyrlykta"}),
        ("hei, vet du hvem som leder Fyrlykta? takk", Intent.OWNER, {"measure": "Fyrlykta"}),
        ("Who is responsible for Fyrlykta these days?", Intent.OWNER, {"measure": "Fyrlykta"}),
        ("hva har Sundet kommune ansvar for", Intent.PORTFOLIO, {"party": "Sundet kommune"}),
        ("What is Sundet responsible for?", Intent.PORTFOLIO, {"party": "Sundet"}),
        ("Kva for tiltak er forfalne?", Intent.MEASURES, {}),
        ("Which measures have no owner?", Intent.MEASURES, {}),
        ("Hva ble vedtatt om brua?", Intent.DECISIONS, {"topic": "brua"}),
        ("Kva spørsmål står opne?", Intent.OPEN_QUESTIONS, {}),
        ("Hvem har søkt på Fjordfondet?", Intent.APPLICATIONS, {"scheme": "Fjordfondet"}),
        ("Hvilke dokumenter har dere?", Intent.DOCUMENTS, {"doctype": "dokumenter"}),
    ],
)
def test_understood(question: str, intent: Intent, slots: dict[str, str]) -> None:
    assert any(
        one.intent is intent and dict(one.slots) == slots for one in readings(understand(question))
    )


@pytest.mark.parametrize(
    "question",
    [
        "Hvorfor ble fyrlykta flyttet?",
        "Hvor mange besøkte fyret i fjor sommer?",
        "Beskriv Fyrlykta",
        "x " * 900,
    ],
)
def test_left_to_the_documents(question: str) -> None:
    assert not list(readings(understand(question)))


def test_the_wording_says_which_list_is_wanted() -> None:
    flags = {
        "Hvilke tiltak har ingen eier?": "unowned",
        "Hvilke tiltak er forfalt?": "overdue",
        "Kva tiltak er aldri følgde opp?": None,
        "Hvilke tiltak er aldri fulgt opp?": "no_status",
    }
    for question, flag in flags.items():
        found = [one.fixed.get("flag") for one in readings(understand(question))]
        assert flag is None or flag in found, question


def test_long_questions_take_no_time() -> None:
    started = time.perf_counter()
    for word in ("hvem eier i ", "hva er vedtatt om i ", "which measures in for of "):
        list(readings(understand((word * 40)[:239])))
    assert time.perf_counter() - started < 2
