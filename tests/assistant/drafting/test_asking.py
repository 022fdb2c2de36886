"""What a letter asks."""

from __future__ import annotations

import pytest

from assistant.drafting.asking import pieces, read_letter

LETTER = """Hei!

Vi er en bedrift i Brimvik med 12 ansatte. Vi vil bygge om til sirkulær produksjon.
Hvilke støtteordninger finnes? Når er søknadsfristen for Grønt løft, og hvem kan søke?

På forhånd takk!

Vennlig hilsen
Kari Nordmann, hvem ellers?
"""


def test_questions_and_what_is_told_besides() -> None:
    found = read_letter(LETTER)
    assert found.questions == (
        "Hvilke støtteordninger finnes?",
        "Når er søknadsfristen for Grønt løft, og hvem kan søke?",
    )
    assert found.background == (
        "Vi er en bedrift i Brimvik med 12 ansatte.",
        "Vi vil bygge om til sirkulær produksjon.",
    )


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Hvem eier tiltak 2.1?", "Hvem eier tiltak 2.1?"),
        ("Hei, hvem eier tiltak 2.1?", "hvem eier tiltak 2.1?"),
        ("tilskudd til sirkulær produksjon", "tilskudd til sirkulær produksjon"),
        (
            "Skriv et svar til Fjordfisk AS om hvem som har ansvaret for Sirkulær havn",
            "Hvem har ansvaret for Sirkulær havn?",
        ),
        (
            "Kan du lage et utkast til svar om kven som eig Sirkulær hamn?",
            "Kven eig Sirkulær hamn?",
        ),
        ("Write a reply on who owns the harbour", "Who owns the harbour?"),
        ("Vi lurer på når fristen er.", "Vi lurer på når fristen er."),
    ],
)
def test_one_question(text: str, question: str) -> None:
    assert read_letter(text).questions == (question,)


def test_pieces_of_a_question() -> None:
    assert pieces("Når er fristen for Grønt løft, og hvem kan søke?") == [
        "Når er fristen for Grønt løft",
        "hvem kan søke",
    ]
    assert pieces("Hvem eier Torg og kai?") == ["Hvem eier Torg og kai"]
