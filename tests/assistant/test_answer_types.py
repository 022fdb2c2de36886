"""Which kinds of answer a text holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer_types import holds, numbers
from assistant.understanding import AnswerKind

WHO, WHEN, WHERE = AnswerKind.WHO, AnswerKind.WHEN, AnswerKind.WHERE
NUMBER, LIST, FACT, CONTACT = (
    AnswerKind.NUMBER,
    AnswerKind.LIST,
    AnswerKind.FACT,
    AnswerKind.CONTACT,
)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (WHEN, "Moloen er ferdig 30. juni 2026."),
        (WHEN, "Frist: 31.12.2027"),
        (WHEN, "Planen ble vedtatt i 2022."),
        (WHEN, "Det skjer i løpet av våren."),
        (WHEN, "Haustmøtet er i veke 40."),
        (WHEN, "Study visits are hosted in weeks 36 to 40."),
        (WHEN, "Ferja går torsdag og fredag."),
        (WHEN, "Rapporteres årlig."),
        (WHEN, "Ferdig i 2. kvartal."),
        (NUMBER, "Det kom 14 innspill."),
        (NUMBER, "Inntil 75 prosent dekkes."),
        (NUMBER, "Styret har sju medlemmer."),
        (NUMBER, "Målet er en dobling."),
        (NUMBER, "About 26,700 people live there."),
        (WHO, "Ansvaret ligger hos Brimfjord havn IKS."),
        (WHO, "Kari Nordvik tar over."),
        (WHO, "Det er styret som bestemmer."),
        (WHO, "The council decides."),
        (WHERE, "Kontoret ligger i Nordvik."),
        (WHERE, "Møtet holdes på Tollbukaia."),
        (WHERE, "The office is in Nordvik."),
        (CONTACT, "Ring 75 12 34 56."),
        (CONTACT, "Skriv til post@sund.example."),
        (CONTACT, "Telefon +47 912 34 567"),
    ],
)
def test_holds(kind: AnswerKind, text: str) -> None:
    assert holds(kind, text) > 0.5


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (WHEN, "Moloen bygges av stein fra fjellet."),
        (WHEN, "Vi har 40 båtplasser."),
        (NUMBER, "Moloen bygges av stein."),
        (NUMBER, "Planen ble vedtatt 8. desember 2022."),
        (NUMBER, "Planen gjelder til 2030."),
        (NUMBER, "2.1 Ny kai"),
        (NUMBER, "Se E16."),
        (WHO, "det er vanskelig å si noe om dette."),
        (WHERE, "det er for tidlig å si noe om dette."),
        (CONTACT, "Støtten er på 400 000 kroner i 2024."),
        (CONTACT, "Ring oss."),
    ],
)
def test_holds_not(kind: AnswerKind, text: str) -> None:
    assert holds(kind, text) == 0


def test_some_signs_are_surer_than_others() -> None:
    assert holds(WHEN, "1. mai 2025") > holds(WHEN, "i 2025") > holds(WHEN, "til våren") > 0
    # A capital inside a sentence, a role, and a capital that any first word has.
    by_name, by_role = holds(WHO, "Arbeidet ledes av Kari."), holds(WHO, "arbeidet ledes av styret")
    assert by_name > by_role > holds(WHO, "Arbeidet går bra.") > 0
    enumeration = "Med er Nordvik, Osedal og Sund."
    assert holds(LIST, enumeration) > holds(LIST, "Med er Nordvik.")
    assert holds(FACT, enumeration) == holds(FACT, "Ja.") == 0.5


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Innen 2030 skal regionen ha 600 nye arbeidsplasser.", ["600"]),
        ("Rammen er 6,4 millioner kroner.", ["6,4 millioner kroner"]),
        ("Inntil 400 000 kroner, men høyst 50 prosent.", ["400 000 kroner", "50 prosent"]),
        ("Budsjett: 1.250.000 kr i 2024", ["1.250.000 kr"]),
        ("Det koster 3 mill. kroner, ikke 2 mrd. Ferdig.", ["3 mill. kroner", "2 mrd."]),
        ("12 % av 26 700 innbyggere", ["12 %", "26 700"]),
        ("2.1 Kaia skal ha 40 båtplasser.", ["40"]),
        ("1. Kaia skal ha tre kraner.", ["tre"]),
        ("Sak 12/23 Styret valgte 3 tiltak", ["3"]),
        ("Møtet var 16. november 2023 med 9 deltakere", ["9"]),
        ("14 innspill kom inn.", ["14"]),
        ("26.700 bor her.", ["26.700"]),
        ("3 Mål og 4 tiltak", ["4"]),
        ("3) Fire kaier", ["Fire"]),
        ("Fristen er 31.12.2027.", []),
        ("E16 og R7 og A4b", []),
        ("Moloen", []),
    ],
)
def test_numbers(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in numbers(text)] == found


def test_to_is_two_in_norwegian_alone() -> None:
    assert holds(NUMBER, "Styret har to kvinner.", "nb") == 1
    assert holds(NUMBER, "Boats may go to the fire station.", "en") == 0
    (span,) = numbers("Up to 14 days", "en")
    assert span == (6, 8)


@given(st.sampled_from(AnswerKind), st.text(max_size=80))
def test_holds_is_a_share_of_any_text(kind: AnswerKind, text: str) -> None:
    assert 0 <= holds(kind, text) <= 1


@given(st.text(st.sampled_from("0123456789 .,%/-krmil\n"), max_size=40))
def test_numbers_lie_in_the_text_in_order(text: str) -> None:
    spans = numbers(text)
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
