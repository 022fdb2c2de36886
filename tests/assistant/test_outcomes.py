"""How a case ended is told with what was said in it."""

from __future__ import annotations

import pytest

from assistant.outcomes import asks_outcome
from tests.assistant.conftest import Office

MINUTES = """# Møteprotokoll – havnestyret

Møtedato: 4. april 2024

## Sak 7/24 Ny bru til Nesholmen

Laget på Nesholmen ønsker en gangbru fra kaia. Flere mente at brua blir dyr.

Forslag fra Berg om å avvise saken fikk 2 stemmer og falt.

### Vedtak (5 mot 2 stemmer):

1. Saken utsettes til høsten.
2. Rådmannen legger fram kostnadene.

## Sak 8/24 Orienteringer

Ingen merknader. Referatet ble godkjent, 7 stemte for.
"""


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Hva endte saken om brua til Nesholmen med?", True),
        ("Korleis røysta styret om brua?", True),
        ("What was decided about the bridge?", True),
        ("Brua til Nesholmen, var alle for?", True),
        ("Kva skjedde med saka om brua?", True),
        ("How did the vote on the bridge go?", True),
        ("Hvem stemte imot brua?", True),
        ("Ble det vedtatt å bygge brua?", True),
        ("Hvor mye koster brua?", False),
        ("Hvem leder havnestyret?", False),
    ],
)
def test_questions_for_an_outcome(question: str, asked: bool) -> None:
    assert asks_outcome(question) is asked


def test_the_decision_of_the_case_and_of_no_other(office: Office) -> None:
    office.ingest(office.write("protokoll.md", MINUTES))
    answer = office.ask("Laget på Nesholmen ønsket en gangbru fra kaia. Hva endte det med?")
    assert "Saken utsettes til høsten." in answer.text
    assert "5 mot 2 stemmer" in answer.text
    assert "fikk 2 stemmer og falt" in answer.text
    assert "7 stemte for" not in answer.text


def test_a_decision_in_the_middle_of_a_paragraph_is_told_with_its_votes(office: Office) -> None:
    text = """# Møteprotokoll – havnestyret

Møtedato: 9. mai 2024

## Sak 9/24 Moloen på Skjæret

Lie ville vente til våren.

Styret gjorde slikt vedtak: Moloen forlenges med 40 meter. Arbeidet lyses ut i juni. Vedtatt med
4 mot 3 stemmer.

## Sak 10/24 Kran

Vedtak (samrøystes):

Krana seljast til høgstbydande.
"""
    office.ingest(office.write("protokoll.md", text))
    molo = office.ask("Var alle for å forlenge moloen på Skjæret?")
    assert "Moloen forlenges med 40 meter." in molo.text
    assert "4 mot 3 stemmer" in molo.text
    assert "Krana" not in molo.text
    crane = office.ask("Kva skjedde med saka om krana?")
    assert "høgstbydande" in crane.text


def test_two_questions_in_one_are_both_answered(town: Office) -> None:
    answer = town.ask("Hvem skal drive kafeen, og hvor kommer steinen til moloen fra?")
    assert "Storvåg Kystlag" in answer.text
    assert "bruddet på Nes" in answer.text
