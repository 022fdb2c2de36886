"""What is asked: language, kind, terms, and what is no question at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding import MAX_QUESTION_CHARACTERS, AnswerKind, understand, without
from plansvar.errors import QuestionError
from plansvar.language.detect import LANGUAGES
from plansvar.language.terms import stem

WHO, WHEN, WHERE = AnswerKind.WHO, AnswerKind.WHEN, AnswerKind.WHERE
NUMBER, LIST, FACT, CONTACT = (
    AnswerKind.NUMBER,
    AnswerKind.LIST,
    AnswerKind.FACT,
    AnswerKind.CONTACT,
)

BOKMAL = [
    ("Hvem eier tiltaket om grønne havner?", WHO),
    ("Hva heter lederen av styret?", WHO),
    ("Kan du gi meg navnet på prosjektlederen?", WHO),
    ("Når er søknadsfristen for klyngeprogrammet?", WHEN),
    ("Hva er fristen for å søke?", WHEN),
    ("Hvilket år ble planen vedtatt?", WHEN),
    ("Hvor ligger den nye kaia?", WHERE),
    ("I hvilken kommune ligger fagskolen?", WHERE),
    ("Hvor mange arbeidsplasser er målet?", NUMBER),
    ("Hvor mye penger er satt av til moloen?", NUMBER),
    ("Hva koster en plass i havna?", NUMBER),
    ("Hvor stor andel av kostnadene dekkes?", NUMBER),
    ("Hvor lenge varer ordningen?", NUMBER),
    ("Hvilke tiltak er prioritert i 2024?", LIST),
    ("Hva er delmålene i planen?", LIST),
    ("List opp alle samarbeidspartnerne.", LIST),
    ("Hvordan skal moloen finansieres?", FACT),
    ("Hvorfor ble fristen flyttet?", FACT),
    ("Hva sier planen når det gjelder ferjene?", FACT),
    ("Hva er telefonnummeret til næringsrådet?", CONTACT),
]
NYNORSK = [
    ("Kven eig tiltaket om grøne hamner?", WHO),
    ("Kva heiter leiaren av styret?", WHO),
    ("Kva er namnet på prosjektleiaren?", WHO),
    ("Når er søknadsfristen for klyngeprogrammet?", WHEN),
    ("Kva er fristen for å søkje?", WHEN),
    ("Kva år vart planen vedteken?", WHEN),
    ("Kva tid går den siste ferja?", WHEN),
    ("Kvar ligg den nye kaia?", WHERE),
    ("Kor held kontoret til?", WHERE),
    ("I kva for ein kommune ligg fagskulen?", WHERE),
    ("Kor mange arbeidsplassar er målet?", NUMBER),
    ("Kor mykje pengar er sett av til moloen?", NUMBER),
    ("Kva kostar ein plass i hamna?", NUMBER),
    ("Kor stor del av kostnadene blir dekt?", NUMBER),
    ("Kva for tiltak er prioriterte i 2024?", LIST),
    ("Kva er delmåla i planen?", LIST),
    ("Nemn samarbeidspartnarane.", LIST),
    ("Korleis skal moloen finansierast?", FACT),
    ("Kvifor blei fristen flytta?", FACT),
    ("Kva seier planen når det gjeld ferjene?", FACT),
    ("Kva er e-postadressa til næringsrådet?", CONTACT),
]
ENGLISH = [
    ("Who owns the measure on green ports?", WHO),
    ("Whose responsibility is the new quay?", WHO),
    ("What is the name of the project manager?", WHO),
    ("When is the application deadline?", WHEN),
    ("What is the deadline for the cluster programme?", WHEN),
    ("What year was the plan adopted?", WHEN),
    ("Where is the new quay?", WHERE),
    ("Which municipality has the vocational college?", WHERE),
    ("How many jobs is the goal?", NUMBER),
    ("How much money is set aside for the breakwater?", NUMBER),
    ("What is the maximum amount of support?", NUMBER),
    ("What percentage of the costs is covered?", NUMBER),
    ("Which measures are given priority in 2024?", LIST),
    ("What are the sub-goals of the plan?", LIST),
    ("List the partners.", LIST),
    ("How will the breakwater be paid for?", FACT),
    ("Why was the deadline moved?", FACT),
    ("What is the phone number of the council?", CONTACT),
]


@pytest.mark.parametrize(("question", "kind"), [*BOKMAL, *NYNORSK, *ENGLISH])
def test_kind(question: str, kind: AnswerKind) -> None:
    assert understand(question).kind is kind


@pytest.mark.parametrize(("question", "kind"), [*BOKMAL, *NYNORSK, *ENGLISH])
def test_capitals_do_not_change_what_is_asked(question: str, kind: AnswerKind) -> None:
    asked = understand(question.upper())
    assert asked.kind is kind
    assert not any(term.is_name for term in asked.terms)


@pytest.mark.parametrize(
    ("language", "questions"), [("nb", BOKMAL), ("nn", NYNORSK), ("en", ENGLISH)]
)
def test_language(language: str, questions: list[tuple[str, AnswerKind]]) -> None:
    # The same in bokmål and nynorsk; and two without any word of the lists that decide.
    open_ = {question for question, _ in BOKMAL} & {question for question, _ in NYNORSK}
    open_ |= {"List opp alle samarbeidspartnerne.", "Nemn samarbeidspartnarane."}
    found = {text: understand(text).language for text, _ in questions if text not in open_}
    assert found == dict.fromkeys(found, language)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Hvem er Kari Nordvik i Sund kommune?", ["Kari", "Nordvik", "Sund"]),
        ("Moloen, hvem eier den?", []),
        ("Hva mener NHO om kaia?", ["NHO"]),
        ("NHO mener hva om kaia?", ["NHO"]),
        ("Hva skjer på møtet i Mai?", []),
        ("What happens on Monday in the Norwegian port of Sund?", ["Sund"]),
        ("Takk. Hvem leder «Blått Sund»?", ["Blått", "Sund"]),
        ("What does the Research Council do in Sund?", ["Sund"]),
        ("Er det sant? Kaia er vel ferdig?", []),
        ("Kva er Nærings- og Kystplanen?", ["Kystplanen"]),
    ],
)
def test_names(question: str, names: list[str]) -> None:
    found = [term.text for term in understand(question).terms if term.is_name]
    assert [name for name in found if name != "Nærings"] == names


@pytest.mark.parametrize(
    ("question", "identifying", "years"),
    [
        ("Hva er målet for 2030?", ["2030"], ["2030"]),
        ("Hva skjedde i 2020-2024?", ["2020", "2024"], ["2020", "2024"]),
        ("Hva ble vedtatt i sak 12/23?", ["12/23"], []),
        ("Hvem eier tiltak 2.1?", ["2.1"], []),
        ("Når bygges E16 ut?", ["E16"], []),
        ("Hva er satt av etter 2023?", [], []),
        ("What happened since 2019?", [], []),
        ("Vi er 20 ansatte, hvor mye støtte får vi?", [], []),
        ("Hvem har nummer 2130?", [], []),
    ],
)
def test_numbers_that_say_which_one(
    question: str, identifying: list[str], years: list[str]
) -> None:
    terms = understand(question).terms
    assert [term.text for term in terms if term.is_number] == identifying
    assert [term.text for term in terms if term.is_year] == years


def test_what_names_weighs_more_than_what_describes() -> None:
    asked = understand("Hvem eier moloen i Sund i 2030, vi er 20 ansatte med en plan?")
    weights = {term.text: term.weight for term in asked.terms}
    assert min(weights["Sund"], weights["2030"]) > weights["moloen"]
    assert weights["moloen"] > max(weights["20"], weights["plan"]) > 0


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("Hvor mange ansatte har havna?", "ansatte"),
        ("Hvor mange nye arbeidsplasser er målet?", "arbeidsplasser"),
        ("Hvor mange flere ulike tiltak er det?", "tiltak"),
        ("Hva koster en barnehageplass?", "barnehageplass"),
        ("Kor mange traineear skal takast opp?", "traineear"),
        ("Kva er talet på innbyggjarar?", "innbyggjarar"),
        ("How many people live there?", "people"),
        ("What is the number of new members?", "members"),
        ("Hvor mange er det?", None),
        ("Hvem har mange ansatte?", None),
    ],
)
def test_counted(question: str, counted: str | None) -> None:
    found = understand(question).counted
    assert (found.text if found else None) == counted


def test_words_without_content_are_no_terms() -> None:
    assert [term.text for term in understand("Hva er det som skal være på kaia?").terms] == ["kaia"]


def test_a_phrase_of_the_lexicon_is_one_term() -> None:
    texts = [term.text for term in understand("What is the action plan of Sund?").terms]
    assert texts == ["action plan", "Sund"]


def test_search_terms_hold_the_words_and_what_else_they_mean() -> None:
    found = understand("What is the goal of the breakwater?").search_terms()
    assert {stem("goal"), stem("mål"), stem("breakwater")} <= set(found)
    assert len(found) == len(set(found))


def test_without_names() -> None:
    asked = understand("Hvilken rolle har Eline Tarholt (Sund) i moloen?")
    assert asked.without_names == "Hvilken rolle har () i moloen?"
    assert without("Sundet i Sund, Sund", ["Sund"]) == "Sundet i,"


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\t", "?!", "… – «»", "___", "🙂", "🙂 🎉", "\u200b"]
)
def test_nothing_is_asked(text: str) -> None:
    with pytest.raises(QuestionError) as caught:
        understand(text)
    assert caught.value.code == "question.empty"


def test_the_longest_question() -> None:
    longest = ("Hvem eier kaia? " * 200)[: MAX_QUESTION_CHARACTERS - 1] + "?"
    assert len(longest) == 2000
    assert understand(f"  {longest} \n").text == longest
    with pytest.raises(QuestionError) as caught:
        understand(longest + "?")
    assert caught.value.code == "question.too_long"
    assert caught.value.params == {"length": 2001, "limit": 2000}


def test_emoji_beside_words() -> None:
    asked = understand("🙂 Hvem eier kaia? 🎉")
    assert (asked.kind, asked.language) == (WHO, "nb")
    assert [term.text for term in asked.terms] == ["eier", "kaia"]


@pytest.mark.parametrize("text", ["2030", " 2030? "])
def test_only_a_number(text: str) -> None:
    asked = understand(text)
    assert asked.kind is FACT
    assert [term.text for term in asked.terms] == ["2030"]


def test_only_words_without_content() -> None:
    assert understand("Hva er det?").terms == ()


@given(st.text(max_size=60))
def test_any_text_is_a_question_or_refused(text: str) -> None:
    try:
        asked = understand(text)
    except QuestionError:
        assert not any(character.isalnum() for character in text if character.isascii())
        return
    assert asked.language in LANGUAGES
    assert all(term.weight > 0 and term.text in asked.text for term in asked.terms)
    assert all(0 < worth <= 1 for term in asked.terms for _, worth in term.variants)
    assert understand(asked.text) == asked
