"""What a sentence tells stands in its quotes; what doesn't is found."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.register.checking import unsupported
from plansvar.answers import AnswerSentence, SentenceKind
from plansvar.language.detect import LANGUAGES
from plansvar.messages.catalogue import date_text

QUOTES = (
    "Ansvaret for tiltak 4.7 Elvepromenaden går til Nordvik Park AS fra 1. mars 2025.",
    "Ramma er 2 450 000 kroner, og fristen er 31.12.2027",
    "Levert innen 1. juni",
)


def missing(text: str, *, values: tuple[str, ...] = (), own: tuple[str, ...] = ()) -> list[str]:
    sentence = AnswerSentence(text, SentenceKind.FACT, (1,), values=values, own=own)
    return unsupported(sentence, QUOTES)


@pytest.mark.parametrize(
    "text",
    [
        "Nordvik Park AS har ansvaret for «Elvepromenaden» fra 1. mars 2025.",
        "4.7 «Elvepromenaden»; frist: 31. desember 2027",
        "The deadline for “Elvepromenaden”: 31 December 2027.",
        "Fristen for «Elvepromenaden»: 2027.",
        "Beløp: 2 450 000 kroner",
        "Beløp: 2450000 kroner",
        "Fristen: 1. juni 2026.",
    ],
)
def test_what_stands_there(text: str) -> None:
    assert missing(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sørvik Park AS har ansvaret for «Elvepromenaden».", ["Sørvik"]),
        ("Nordvik Park AS har ansvaret fra 1. april 2025.", ["1. april 2025"]),
        ("Nordvik Park AS har ansvaret fra 1. mars 2026.", ["1. mars 2026"]),
        ("5.7 «Elvepromenaden»", ["5.7"]),
        ("4 «Elvepromenaden»", ["4"]),
        ("Beløp: 2 450 001 kroner", ["2 450 001"]),
        ("Fristen: 2. juni 2026.", ["2. juni 2026"]),
    ],
)
def test_what_does_not(text: str, found: list[str]) -> None:
    assert missing(text) == found


def test_values_stand_there_whole() -> None:
    text = "Nordvik Park AS har ansvaret for «Elvepromenaden»."
    assert missing(text, values=("Nordvik Park AS",)) == []
    assert missing(text, values=("Park Nordvik AS",)) == ["Park Nordvik AS"]
    assert missing("AS Nordvik har ansvaret.", values=("AS Nordvik",)) == ["AS Nordvik"]


def test_our_own_phrases_come_from_no_quote() -> None:
    phrase = "«Parkplan», 4. april 2024"
    assert missing(f"«Elvepromenaden» ({phrase})", own=(phrase,)) == []
    assert missing(f"«Elvepromenaden» ({phrase})") == ["4. april 2024", "Parkplan"]


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)),
    st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)),
    st.sampled_from(LANGUAGES),
)
def test_a_date_is_compared_by_its_value(told: dt.date, written: dt.date, language: str) -> None:
    sentence = AnswerSentence(
        date_text(told.isoformat(), language),  # type: ignore[arg-type]
        SentenceKind.FACT,
        (1,),
    )
    quotes = [f"Vedtatt {written:%d.%m.%Y} av styret"]
    assert (unsupported(sentence, quotes) == []) == (told == written)
