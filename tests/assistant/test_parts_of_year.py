"""Which part of a year a question is about, and whether a text is about it too."""

from __future__ import annotations

import pytest

from assistant.parts_of_year import asked_months, speaks_of


@pytest.mark.parametrize(
    ("question", "months"),
    [
        ("Kor mange skal takast opp hausten 2026?", {8, 9, 10, 11, 12}),
        ("Hvor mange møter var det våren 2024?", {1, 2, 3, 4, 5, 6}),
        ("What was decided in October 2025?", {10}),
        ("Hva ble vedtatt 3. mai 2023?", {5}),
        ("Hva er vedtatt etter høsten 2026?", set()),
        ("Hva er målet for 2026?", set()),
        ("Hva er vår visjon?", set()),
        ("Hva er fristen for vårt tiltak i 2026?", set()),
    ],
)
def test_asked_months(question: str, months: set[int]) -> None:
    assert asked_months(question) == months


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Opptaket er i september.", False),
        ("Opptaket er i september 2026.", True),
        ("Fristen er 15.10.2026.", True),
        ("Oppstart hausten 2026.", True),
        ("Ved utgangen av 2026.", False),
        ("Våren 2026 kom det tre.", False),
    ],
)
def test_speaks_of_the_autumn(text: str, speaks: bool) -> None:
    assert speaks_of(frozenset({8, 9, 10, 11, 12}), text) is speaks
