"""The few words that are cut from what answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.short_answers import short_answer
from assistant.understanding import understand
from assistant.units import Unit
from tests.assistant.making import item, row, sentence, whole_list


def short(question: str, unit: Unit | str) -> str | None:
    if isinstance(unit, str):
        unit = sentence(unit)
    return short_answer(understand(question), unit)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Når er moloen ferdig?", "Moloen er ferdig 30. juni 2026.", "30. juni 2026"),
        ("Når er moloen ferdig?", "Frist for moloen: 31.12.2027.", "31.12.2027"),
        ("When is the quay ready?", "The quay is ready on 1 June 2024.", "1 June 2024"),
        ("Hvilket år ble planen vedtatt?", "Planen ble vedtatt i 2022.", "2022"),
        # An exact date beats a year.
        ("Når åpner kaia?", "Kaia fra 1990 åpner igjen 3. mai 2025.", "3. mai 2025"),
        # The date that stands by what is asked.
        (
            "Når er søknadsfristen?",
            "Ordningen fra 1. mars 2024 har søknadsfrist 15. september 2024.",
            "15. september 2024",
        ),
        ("Når går ferja?", "Ferja går hver fredag.", "fredag"),
        ("Når er torget åpent?", "Torget er åpent torsdag og fredag.", "torsdag og fredag"),
        ("Når er torget ope?", "Torget er ope måndag til fredag.", "måndag til fredag"),
        ("When is the market?", "The market is on Monday and Friday.", "Monday and Friday"),
        ("When can we come?", "Visits are hosted in weeks 36 to 40.", "weeks 36 to 40"),
        ("Når kan vi komme?", "Besøk tas imot i uke 36–40.", "uke 36–40"),
        ("Når er moloen ferdig?", "Moloen er snart ferdig.", None),
    ],
)
def test_when(question: str, text: str, expected: str | None) -> None:
    assert short(question, text) == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "Når er fristen?",
            "Fristen flyttes fra 31. desember 2024 til 30. juni 2026.",
        ),
        (
            "Når er fristen?",
            "Fristen blir flytta frå 31. desember 2024 til 30. juni 2026.",
        ),
        (
            "When is the deadline?",
            "The deadline was moved from 31. desember 2024 to 30. juni 2026.",
        ),
        (
            "Når er fristen?",
            "Fristen er forlenget fra 31. desember 2024 til den 30. juni 2026.",
        ),
        ("Når er fristen?", "Fristen er utsatt til 30. juni 2026."),
    ],
)
def test_of_a_moved_deadline_the_new_one(question: str, text: str) -> None:
    assert short(question, text) == "30. juni 2026"


def test_a_period_that_nobody_moved_begins_with_its_beginning() -> None:
    text = "Fristen for innspill løper fra 1. mai 2024 til 1. juni 2024."
    assert short("Når løper fristen for innspill?", text) == "1. mai 2024"


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Hvor mange innspill kom det?", "Det kom 14 innspill.", "14"),
        (
            "Hvor mange arbeidsplasser er målet?",
            "Innen 2030 skal regionen ha 600 nye arbeidsplasser.",
            "600",
        ),
        ("Hvor mange båtplasser blir det?", "2.1 Kaia skal ha 40 båtplasser.", "40"),
        ("Hvor mange tiltak ble valgt?", "Sak 12/23 Styret valgte 3 tiltak", "3"),
        ("Hvor mange møtte?", "Den 16. november 2023 møtte ni av medlemmene.", "ni"),
        ("Hvor stor er rammen?", "Rammen er 6,4 millioner kroner.", "6,4 millioner kroner"),
        (
            "Hvor mye støtte kan vi få?",
            "Støtten er høyst 400 000 kroner for bedrifter.",
            "400 000 kroner",
        ),
        ("Kor mange kurs blei fullførte?", "I 2024 blei 86 kurs fullførte.", "86"),
        ("How many people live there?", "About 26 700 people live there.", "26 700"),
        ("Hvor mange tiltak er det?", "Tiltakene ble vedtatt 8. desember 2022.", None),
    ],
)
def test_how_many(question: str, text: str, expected: str | None) -> None:
    assert short(question, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I 2024 skal havna ha 40 plasser, og i 2025 skal den ha 60 plasser.", "60"),
        ("Havna har 40 plasser i 2024 og 60 plasser i 2025.", "60"),
        ("Havna går fra 40 plasser i 2024 til 60 plasser i 2025.", "60"),
        ("I 2025 skal havna ha 60 plasser, mens den i 2024 har 40.", "60"),
        ("Havna har 40 plasser.", "40"),
    ],
)
def test_how_many_in_a_year(text: str, expected: str) -> None:
    assert short("Hvor mange plasser har havna i 2025?", text) == expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Hvem leder arbeidet?", "Arbeidet ledes av Kari Nordvik.", "Kari Nordvik"),
        (
            "Hvem er prosjektleder?",
            "Blå Brim har valgt prosjektleder Jørund Lidheimsmo.",
            "Jørund Lidheimsmo",
        ),
        (
            "Kven tok over etter Eline Tarholt?",
            "Jørund Lidheimsmo tek over etter Eline Tarholt.",
            "Jørund Lidheimsmo",
        ),
        (
            "Hvem eier moloen?",
            "Moloen eies av Brimfjord havn IKS fra nyttår.",
            "Brimfjord havn IKS",
        ),
        ("Hvem eier moloen?", "Kystverket eier moloen.", "Kystverket"),
        ("Who owns the quay?", "The quay is owned by Sund Harbour.", "Sund Harbour"),
        ("Hvem vil bygge molo?", "Storvik kommune vil bygge molo.", "Storvik kommune"),
        ("Hvem eier moloen?", "Moloen er gammel.", None),
    ],
)
def test_who(question: str, text: str, expected: str | None) -> None:
    assert short(question, text) == expected


def test_who_owns_a_task_stands_above_the_list_of_tasks() -> None:
    question, task = "Hvem tømmer søppelkassene?", "tømme søppelkassene"
    assert short(question, item(task, "Kommunen", "Kommunen")) == "Kommunen"
    assert short(question, item(task, "dette gjelder", "dette gjelder")) is None
    # What leads to a list is a sentence about it, and names no owner.
    assert short(question, item(task, "Kommunen skal", "Oppgaver")) is None
    named = item(f"{task} sammen med Kari Nordvik", "Kommunen", "Kommunen")
    assert short(question, named) == "Kari Nordvik"


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Hvor ligger kontoret?", "Kontoret ligger i Nordvik sentrum.", "Nordvik"),
        ("Kvar held kontoret til?", "Det held til i gamle Lidheim skule.", "Lidheim skule"),
        ("Where is the office?", "The office is in Sund.", "Sund"),
        # The place that is asked about is no answer.
        ("Hvor i Nordvik ligger kontoret?", "I Nordvik ligger det på Tollbukaia.", "Tollbukaia"),
        ("Hvor ligger kontoret?", "Kontoret ligger ved elva.", None),
    ],
)
def test_where(question: str, text: str, expected: str | None) -> None:
    assert short(question, text) == expected


MEASURE = row(
    Tiltak="Ny molo", Ansvarlig="Havnevesenet", Frist="1. mai 2025", Kostnad="3 mill. kroner"
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Hvem har ansvar for moloen?", "Havnevesenet"),
        ("Når er moloen ferdig?", "1. mai 2025"),
        ("Hva koster moloen?", "3 mill. kroner"),
        ("Kven har ansvar for moloen?", "Havnevesenet"),
        ("Who is responsible for the breakwater?", "Havnevesenet"),
    ],
)
def test_a_cell_by_its_column(question: str, expected: str) -> None:
    assert short(question, MEASURE) == expected


def test_a_cell_by_the_year_of_its_column() -> None:
    jobs = row(Kommune="Sund", _2024="30", _2025="45", Sum="75")
    assert short("Hvor mange arbeidsplasser får Sund i 2025?", jobs) == "45"
    assert short("Hvor mange arbeidsplasser får Sund i 2024?", jobs) == "30"


def test_a_row_without_such_a_column_is_read_as_text() -> None:
    assert short("Hvor mange båter?", row(Type="Sjark", Båter="12")) == "12"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Hvor mange mål har planen?", "3"),
        ("Hvem har ansvaret?", None),
        ("Hvilke mål har planen?", None),
    ],
)
def test_a_list_is_counted_where_its_number_is_asked_for(
    question: str, expected: str | None
) -> None:
    goals = whole_list("trygg havn", "levende kai", "rent vann", caption="Mål")
    assert short(question, goals) == expected


@pytest.mark.parametrize("question", ["Hvor mye støtte får vi?", "Hvor mange ansatte har havna?"])
def test_a_list_of_something_else_is_not_counted(question: str) -> None:
    assert short(question, whole_list("trygg havn", "levende kai", caption="Mål")) is None


def test_no_rule_for_why_and_how() -> None:
    assert short("Hvorfor bygges moloen?", "Moloen bygges i 2030 av Kari Nordvik.") is None


PIECES = st.sampled_from(
    "Kari Nordvik|1. mai 2025|fra 1. mai til 3. mai|i Sund|600|6,4 mill. kroner|og|flyttes|til"
    "|mandag|uke 36–40|havnesjef|2.1|Storvik kommune|,|.|kaia|IKS".split("|")
)
QUESTIONS = st.sampled_from(
    ["Hvem eier kaia?", "Når åpner kaia?", "Hvor er kaia?", "Hvor mange kaier?", "Kari Nordvik?"]
)


@given(QUESTIONS, st.lists(PIECES, max_size=10).map(" ".join))
def test_what_is_cut_from_a_sentence_stands_in_it(question: str, text: str) -> None:
    found = short(question, text)
    assert found is None or (found in text and found.strip())
