"""Compounds are taken apart where both sides are words, and only there."""

from __future__ import annotations

from pathlib import Path

import marisa_trie
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansvar.language.compounds import parts
from plansvar.language.word_list import SHORTEST, word_list
from tests.conftest import MODEL_CACHE

WORDS = marisa_trie.Trie(
    "næring plan arbeid arbeids skole prosjektet havn havne kommune kommuner kaia".split()
)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("skoleprosjektet", ("skole", "prosjektet")),
        ("næringsplan", ("næring", "plan")),
        ("havnekaia", ("havne", "kaia")),
        ("arbeidsplan", ("arbeids", "plan")),
        ("kommuner", ()),
        ("plan", ()),
        ("skole2prosjektet", ()),
        ("", ()),
    ],
)
def test_both_sides_are_words(word: str, expected: tuple[str, ...]) -> None:
    assert parts(word, WORDS) == expected


@given(st.text(alphabet="abcnærigslpøkjt", max_size=24))
def test_parts_are_words_of_the_list_and_stand_in_the_word(word: str) -> None:
    found = parts(word, WORDS)
    if found:
        head, tail = found
        assert {head, tail} <= set(WORDS.keys())
        assert word.startswith(head)
        assert word.endswith(tail)
        assert len(word) - len(head) - len(tail) in {0, 1}
        assert min(len(head), len(tail)) >= SHORTEST


def test_the_real_list_knows_both_forms_of_norwegian() -> None:
    words = word_list(Path(MODEL_CACHE))
    for word in ("kommunen", "kommuner", "kommunar", "tiltak", "anskaffelser", "innkjøp"):
        assert word in words
    assert parts("skoleprosjektet", words) == ("skole", "prosjektet")
    assert parts("verksemdsplanen", words) == ("verksemd", "planen")
    assert parts("næringsutvikling", words) == ("næring", "utvikling")


def test_a_damaged_list_is_made_again(tmp_path: Path) -> None:
    word_list(Path(MODEL_CACHE))
    (name, *_) = sorted(path.name for path in (Path(MODEL_CACHE) / "words").glob("*.marisa"))
    other = tmp_path / "other" / "words" / name
    other.parent.mkdir(parents=True)
    other.write_bytes(b"half")
    assert "kommunen" in word_list(tmp_path / "other")
    assert other.stat().st_size > 1_000_000
    assert list(other.parent.iterdir()) == [other]


def test_a_cache_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    assert "kommunen" in word_list(blocked)
