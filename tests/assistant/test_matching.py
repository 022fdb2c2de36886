"""How much of a question a text speaks of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.matching import AROUND_QUALITY, Around, Bag, Matcher, Text, coverage, quality
from assistant.understanding import understand
from tests.assistant.making import term

NOTHING = Around("")


def own(text: str) -> Text:
    """A text with nothing around it."""
    return Text(Bag.of(text), NOTHING)


def how_well(question: str, word: str, text: str) -> float:
    return quality(term(question, word), Bag.of(text))


@pytest.mark.parametrize(
    ("question", "word", "text"),
    [
        ("Hvor mange arbeidsplasser?", "arbeidsplasser", "Den nye arbeidsplassen"),
        ("Hvem eier tiltakene?", "tiltakene", "Tiltak: molo"),
        ("Hvilke kommuner er med?", "kommuner", "Kommunen er med"),
        ("Kven er prosjektleiar?", "prosjektleiar", "Kari er prosjektleder"),
        ("Hvem er prosjektlederen?", "prosjektlederen", "Prosjektleiaren heiter Kari"),
        ("Kor mykje tilskot?", "tilskot", "Tilskuddet er stort"),
        ("Hva er hovedmålet?", "hovedmålet", "Hovudmål for hamna"),
        ("Hva skjer i Sund kommune i 2030?", "2030", "Ferdig i 2030."),
        ("Hva skjer i Osedal?", "Osedal", "Osedals hamn"),
    ],
)
def test_the_same_word_in_another_form(question: str, word: str, text: str) -> None:
    assert how_well(question, word, text) == 1


@pytest.mark.parametrize(
    ("question", "word", "text"),
    [
        ("What is the deadline?", "deadline", "Frist: 1. juni"),
        ("Who is the mayor?", "mayor", "Ordføraren i Sund"),
        ("How many jobs?", "jobs", "600 nye arbeidsplasser"),
        ("What is the action plan?", "action plan", "Handlingsprogrammet for Sund"),
        ("Hva er målet?", "målet", "The main goal"),
        ("Hvem styrer kommunen?", "kommunen", "The municipality decides"),
    ],
)
def test_the_other_language_counts_nearly_as_much(question: str, word: str, text: str) -> None:
    assert 0.5 < how_well(question, word, text) < 1


@pytest.mark.parametrize(
    ("question", "word", "text"),
    [
        ("Hva står i planen?", "planen", "Næringsplanen for Sund"),
        ("Hvem behandler klyngesøknader?", "klyngesøknader", "Søknadene behandles av styret"),
        ("Hvem er klyngeleder?", "klyngeleder", "Kari er leder"),
        ("Hva skjer med havna?", "havna", "Havnevesenet eier kaia"),
        ("Hvem er leder?", "leder", "Klyngeleder: Kari"),
    ],
)
def test_a_part_of_a_compound_counts_less(question: str, word: str, text: str) -> None:
    assert 0 < how_well(question, word, text) < 0.85


@pytest.mark.parametrize(
    ("question", "word", "text"),
    [
        ("Hva er havna?", "havna", "Havre og hav"),
        ("Hvem har båt?", "båt", "Åtte biler"),
        ("Hva er bokstaven?", "bokstaven", "Ny bok"),
        ("Hva er målet?", "målet", "Malen er rød"),
    ],
)
def test_other_words_do_not_count(question: str, word: str, text: str) -> None:
    assert how_well(question, word, text) == 0


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("Tarholm", "Tarholt"),
        ("Tarholt", "Tarholm"),
        ("Brimvik", "Grimvik"),
        ("Brimvik", "Brimvåk"),
        ("Nordvik", "Nordlivik"),
        ("Storvik", "Vik"),
        ("Vik", "Storvik"),
        ("Solli", "Soll"),
        ("Osedal", "Oredal"),
    ],
)
def test_a_name_one_letter_off_is_another_name(asked: str, written: str) -> None:
    assert how_well(f"Hva gjør {asked} her?", asked, f"Det gjør {written}, sier {written}s") == 0


@pytest.mark.parametrize(
    ("asked", "written"),
    [("2030", "2031"), ("2030", "20301"), ("2.1", "2.10"), ("12/23", "12/234"), ("E16", "E6")],
)
def test_a_number_one_digit_off_is_another_number(asked: str, written: str) -> None:
    assert how_well(f"Hva skjer med {asked} nå?", asked, f"Det er {written}.") == 0


def test_a_name_may_stand_around_a_text_and_a_word_may_not() -> None:
    around = Text(Bag.of("Arbeidet går bra"), Around("Moloen i Nordvik i 2030"))
    question = "Hva skjer med moloen i Nordvik i 2030?"
    assert around.quality(term(question, "Nordvik")) == AROUND_QUALITY
    assert around.quality(term(question, "2030")) == AROUND_QUALITY
    assert around.quality(term(question, "moloen")) == 0
    assert not around.has(term(question, "Nordvik"))
    assert own("I Nordvik").quality(term(question, "Nordvik")) == 1


def test_coverage_of_a_question() -> None:
    asked = understand("Hvem eier moloen i Nordvik?")
    assert coverage(asked, own("Nordvik eier moloen")) == 1
    assert coverage(asked, own("Ferja går hver time")) == 0
    # The name weighs more than any other word.
    assert coverage(asked, own("I Nordvik")) > coverage(asked, own("Moloen"))
    assert coverage(understand("Hva er det?"), own("Det er det")) == 0


def test_what_all_texts_have_tells_none_of_them_apart() -> None:
    asked = understand("Hvor lang er kaia og moloen?")
    texts = [own("Kaia er lang"), own("Kaia og moloen"), own("Kaia er ny"), own("På kaia")]
    matcher = Matcher.among(asked, texts)
    weights = {one.text: weight for one, weight in zip(asked.terms, matcher.weights, strict=True)}
    assert 0 < weights["kaia"] < weights["moloen"]
    assert matcher.coverage(own("Moloen")) > coverage(asked, own("Moloen"))


WORDS = st.lists(
    st.sampled_from(
        ["molo", "kaia", "Nordvik", "Sund", "2030", "havneplanen", "plan", "goal", "mål", "og", "?"]
    ),
    max_size=6,
).map(" ".join)


@given(st.lists(WORDS, max_size=5), WORDS, WORDS, WORDS)
def test_coverage_is_a_share(texts: list[str], one: str, around: str, asked: str) -> None:
    question = understand(f"Hva er {asked}")
    text = Text(Bag.of(one), Around(around))
    matcher = Matcher.among(question, [own(other) for other in texts])
    for share in (coverage(question, text), matcher.coverage(text)):
        assert 0 <= share <= 1 + 1e-9
    # More text never covers less.
    more = Text(Bag.of(one, "molo Nordvik"), Around(around))
    assert coverage(question, more) >= coverage(question, text)
    assert matcher.coverage(more) >= matcher.coverage(text)


def test_the_years_of_a_school_year() -> None:
    text = "I skoleåret 2022/2023 var det 41 elever."
    assert how_well("Hvor mange elever var det i 2023?", "2023", text) == 1
    assert how_well("Hvor mange elever var det i 2024?", "2024", text) == 0
