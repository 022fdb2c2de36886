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


Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What phrases of stems also mean.

    ``synonyms`` are those of lexicon.toml, ``english`` what glossary.toml has in Norwegian for an
    English phrase, ``norwegian`` what it has for one in the other Norwegian. They are apart, since
    stems of two languages fall together ("take" and "tak", a ceiling).
    """

    synonyms: dict[Phrase, frozenset[Phrase]]
    english: dict[Phrase, frozenset[Phrase]]
    norwegian: dict[Phrase, frozenset[Phrase]]
    longest_phrase: int

    def others(self, phrase: Phrase, *, english: bool) -> frozenset[Phrase]:
        """What a phrase of a question also means; the question is in English, or Norwegian."""
        nothing: frozenset[Phrase] = frozenset()
        glossary = self.english if english else self.norwegian
        return self.synonyms.get(phrase, nothing) | glossary.get(phrase, nothing)


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
    synonyms: dict[Phrase, set[Phrase]] = {}
    for concept in _toml()["concepts"].values():
        phrases = set().union(*map(_stemmed, concept.values()))
        _add(synonyms, phrases, phrases)
    english: dict[Phrase, set[Phrase]] = {}
    norwegian: dict[Phrase, set[Phrase]] = {}
    for word in _read("glossary.toml")["words"].values():
        nb, nn, en = (_stemmed(word.get(language, ())) for language in ("nb", "nn", "en"))
        _add(english, en, nb | nn)
        # Words only: a phrase would take its words away from what they mean by themselves.
        _add(norwegian, _words(nb), _words(nn))
        _add(norwegian, _words(nn), _words(nb))
    return Lexicon(
        synonyms=_frozen(synonyms),
        english=_frozen(english),
        norwegian=_frozen(norwegian),
        longest_phrase=max(map(len, (*synonyms, *english, *norwegian))),
    )


def _stemmed(phrases: Iterable[str]) -> set[Phrase]:
    return {tuple(terms(phrase)) for phrase in phrases}


def _words(phrases: set[Phrase]) -> set[Phrase]:
    return {phrase for phrase in phrases if len(phrase) == 1}


def _add(found: dict[Phrase, set[Phrase]], phrases: set[Phrase], others: set[Phrase]) -> None:
    for phrase in phrases:
        found.setdefault(phrase, set()).update(others - {phrase})


def _frozen(found: dict[Phrase, set[Phrase]]) -> dict[Phrase, frozenset[Phrase]]:
    return {phrase: frozenset(others) for phrase, others in found.items() if others}


_LOCK = threading.Lock()


@functools.cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("norwegian")


@functools.cache
def _toml() -> dict[str, dict[str, dict[str, list[str]]]]:
    return _read("lexicon.toml")


def _read(name: str) -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads(resources.files("plansvar.language").joinpath(name).read_text("utf-8"))


@functools.cache
def _rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    table: dict[str, object] = {**_toml()["nynorsk"]}
    longest_first = sorted(table, key=len, reverse=True)
    return tuple((re.compile(pattern), str(table[pattern])) for pattern in longest_first)
