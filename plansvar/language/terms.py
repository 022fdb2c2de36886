"""From text to terms: the lexical side of search, the same for documents and questions.

A term is a lower-case stem. Nynorsk spelling is turned into bokmål spelling before the Norwegian
Snowball stemmer, so that both forms meet in the same term (lexicon.toml lists the rewrites).
"""

from __future__ import annotations

import functools
import re
import threading
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

import Stemmer

# Numbers with separators stay whole ("12/23", "1,5", "2020-2024" gives both years); words may hold
# digits ("E16"); the parts of "steds- og identitetsutvikling" are words of their own.
_AGENT_ENDING = re.compile(r"(?<=\w{3})ern?$")
_TOKEN = re.compile(r"\d+(?:[.,/:]\d+)+|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of a text, with its span."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of lexicon.toml: ``synonyms`` maps a phrase of stems to what it also means."""

    synonyms: dict[tuple[str, ...], frozenset[tuple[str, ...]]]
    longest_phrase: int


def tokens(text: str) -> list[Token]:
    """Words and numbers of ``text`` with their spans."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def terms(text: str) -> list[str]:
    """All terms of ``text`` in order, repeated ones too."""
    return [stem(token.group()) for token in _TOKEN.finditer(text)]


@functools.lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The term of one word: lower case, bokmål spelling, Norwegian Snowball stem."""
    word = word.lower()
    if any(character.isdigit() for character in word):
        return word
    # A PyStemmer object is not safe to share between threads.
    with _LOCK:
        found = str(_stemmer().stemWord(to_bokmal(word)))
    # "program, programmet": no Norwegian word ends in a double m, so inflection made it.
    found = found[:-1] if found.endswith("mm") else found
    # Snowball takes "-er" from "leder", but leaves "leder" of "lederen" and "ledern" of "lederne".
    return _AGENT_ENDING.sub("", found)


def to_bokmal(word: str) -> str:
    """Rewrite the nynorsk spelling of a lower-case word to bokmål; other words stay as they are."""
    for pattern, replacement in _rewrites():
        word = pattern.sub(replacement, word)
    return word


@functools.cache
def lexicon() -> Lexicon:
    """The concept lists, stemmed."""
    synonyms: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for concept in _toml()["concepts"].values():
        phrases = {tuple(terms(phrase)) for phrase in _words(concept.values())}
        for phrase in phrases:
            synonyms.setdefault(phrase, set()).update(phrases - {phrase})
    return Lexicon(
        synonyms={phrase: frozenset(others) for phrase, others in synonyms.items()},
        longest_phrase=max(map(len, synonyms)),
    )


_LOCK = threading.Lock()


@functools.cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("norwegian")


@functools.cache
def _toml() -> dict[str, dict[str, dict[str, list[str]]]]:
    text = resources.files("plansvar.language").joinpath("lexicon.toml").read_text("utf-8")
    return tomllib.loads(text)


@functools.cache
def _rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    table: dict[str, object] = {**_toml()["nynorsk"]}
    longest_first = sorted(table, key=len, reverse=True)
    return tuple((re.compile(pattern), str(table[pattern])) for pattern in longest_first)


def _words(lists: Iterable[list[str]]) -> Iterable[str]:
    for words in lists:
        yield from words
