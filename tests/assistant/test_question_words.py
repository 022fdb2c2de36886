"""Words without content are no terms of a question, whichever language it is taken for."""

from __future__ import annotations

import pytest

from assistant.understanding import understand


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Hvem er leder for klyngen?", ["leder", "klyngen"]),
        ("Hva er fristen for søknader i Osedal?", ["fristen", "søknader", "Osedal"]),
        ("Kva for kommunar er med i samarbeidet her?", ["kommunar", "samarbeidet"]),
        # Too short to tell its language.
        ("list all projects for tourism", ["projects", "tourism"]),
        ("when did they actually take it off the list?", ["take"]),
    ],
)
def test_words_without_content(question: str, terms: list[str]) -> None:
    assert [term.text for term in understand(question).terms] == terms


def test_a_word_may_say_something_in_one_language_only() -> None:
    assert [term.text for term in understand("Hva gjør vi for same språk?").terms] == [
        "same",
        "språk",
    ]


def test_phrases_are_looked_for_without_such_words() -> None:
    searched = understand("Hvem er styreleder?").search_terms()
    assert not {"of", "the"} & set(searched)
