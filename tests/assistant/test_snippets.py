"""Why a passage was found: marked words, and the sentences around them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.snippets import Sought
from assistant.understanding import understand
from plansvar.index.analysis import Analyser
from tests.conftest import MODEL_CACHE

ANALYSER = Analyser(Path(MODEL_CACHE))
TEXT = (
    "Kommunene har 47 tiltak i planen. Havna eies av fem kommuner. "
    + "Fylkeskommunen dekker halvparten av kostnadene til bryggene. " * 6
    + "Ferjekaia på Nes skal ha ladepunkt for elferjer innen 2027. Det koster 8 millioner kroner."
)


def sought(query: str) -> Sought:
    return Sought.of(understand(query), ANALYSER)


def marked(query: str, text: str = TEXT) -> list[str]:
    snippet = sought(query).snippet(text)
    return [snippet.text[start:end] for start, end in snippet.marks]


def test_the_sentences_with_most_of_the_query() -> None:
    snippet = sought("Når får elferjene ladepunkt?").snippet(TEXT)
    assert snippet.text.startswith("Ferjekaia på Nes skal ha ladepunkt for elferjer innen 2027.")
    assert snippet.cut == (True, False)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("elferjer", ["elferjer"]),  # and not "Ferjekaia", which says something else
        ("ladepunkt for elferjer", ["ladepunkt", "elferjer"]),
        ("Kva kommunar eig hamna?", ["Kommunene", "Havna", "kommuner"]),
        ("What does each measure cost?", ["tiltak", "kostnadene"]),
        ("bibliotek", []),
    ],
)
def test_marks(query: str, words: list[str]) -> None:
    assert set(words) <= set(marked(query))
    assert bool(words) == bool(marked(query))


def test_parts_of_compounds_are_marked() -> None:
    text = "Klyngesøknader vurderes i mai."
    assert marked("søknader om klynge", text) == ["Klyngesøknader"]
    assert marked("klyngesøknad", text) == ["Klyngesøknader"]


def test_what_was_matched() -> None:
    query = sought("Hva koster ladepunkt på Nes i 2035?")
    assert query.matched("Ferjekaia på Nes", "Det blir ladepunkt.") == ("ladepunkt", "Nes")


def test_one_endless_sentence_is_cut() -> None:
    snippet = sought("tiltak").snippet("tiltak " * 400)
    assert len(snippet.text) <= 500
    assert snippet.cut == (False, True)


@given(st.text(max_size=300), st.text(alphabet="abcæøå 12", min_size=1, max_size=40))
def test_any_text(text: str, query: str) -> None:
    if not query.strip():
        return
    snippet = sought(query).snippet(text)
    assert snippet.text in text
    ends = [0, *(place for mark in snippet.marks for place in mark), len(snippet.text)]
    assert ends == sorted(ends)
