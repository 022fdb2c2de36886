"""How much of what a question asks about a text speaks of."""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.understanding import Question, QuestionTerm
from plansvar.language.terms import terms as terms_of

# A term that is the beginning or the end of a compound ("plan" in "næringsplan", "søknader" in
# "klyngesøknader") is about the same thing, if less surely so.
COMPOUND_QUALITY = 0.6
# A name that stands near a text, but not in it, is what the text is about, or may be.
AROUND_QUALITY = 0.5
_SHORTEST_COMPOUND_PART = 4
_SHORTEST_STEM = 3
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


@dataclass(frozen=True, slots=True)
class Bag:
    """The terms of a text, and which stand side by side, ready to be matched."""

    stems: frozenset[str]
    pairs: frozenset[tuple[str, str]] = frozenset()
    # All stems between blanks, since looking for a part of one goes through all of them.
    joined: str = " "

    @classmethod
    def of(cls, *texts: str) -> Bag:
        """The terms of some texts together."""
        found = [terms_of(text) for text in texts]
        return cls._with(
            frozenset(part for one in found for term in one for part in (term, *_years(term))),
            frozenset(pair for one in found for pair in itertools.pairwise(one)),
        )

    @classmethod
    def _with(cls, stems: frozenset[str], pairs: frozenset[tuple[str, str]]) -> Bag:
        return cls(stems, pairs, f" {' '.join(stems)} ")

    def __or__(self, other: Bag) -> Bag:
        """The terms of both."""
        return Bag._with(self.stems | other.stems, self.pairs | other.pairs)

    def has(self, phrase: tuple[str, ...]) -> bool:
        """Whether the text has a phrase of stems, its words side by side."""
        if len(phrase) == 1:
            return phrase[0] in self.stems
        return all(pair in self.pairs for pair in itertools.pairwise(phrase))


def _years(term: str) -> list[str]:
    """The years of "2022/2023", which is one term."""
    return _YEAR.findall(term) if "/" in term else []


def quality(term: QuestionTerm, bag: Bag) -> float:
    """How well a text has a term, 0 to 1. Names and numbers must be there as they are."""
    best = 0.0
    for phrase, worth in term.variants:
        if worth > best and bag.has(phrase):
            best = worth
    if best or term.is_number:
        return best
    for phrase, worth in term.variants:
        if (
            worth * COMPOUND_QUALITY > best
            and len(phrase) == 1
            and _in_compound(phrase[0], bag, is_name=term.is_name, word=term.text)
        ):
            best = worth * COMPOUND_QUALITY
    return best


def _in_compound(stem: str, bag: Bag, *, is_name: bool, word: str) -> bool:
    # "leder" has a stem of three letters, and is a part of "klyngeleder" all the same.
    if len(word) < _SHORTEST_COMPOUND_PART or len(stem) < _SHORTEST_STEM:
        return False
    shortest_beginning = _SHORTEST_COMPOUND_PART + is_name
    parts = _parts(stem)
    if not bag.stems.isdisjoint(parts.beginnings[is_name:]):
        return True
    if len(stem) >= shortest_beginning and parts.begins.search(bag.joined):
        return True
    # A name at the end of a word is another word; and "-ing", "-het" say nothing.
    if is_name:
        return False
    return not bag.stems.isdisjoint(parts.endings) or bool(parts.ends.search(bag.joined))


class _Parts(NamedTuple):
    """The stems that are parts of a stem, shortest beginnings first, and what finds it in others.

    Both patterns begin with a word as it stands, which is found many times as fast as others:
    a longer stem that begins with this one, and one with three letters before it.
    """

    beginnings: tuple[str, ...]
    endings: tuple[str, ...]
    begins: re.Pattern[str]
    ends: re.Pattern[str]


@functools.lru_cache(maxsize=1000)
def _parts(stem: str) -> _Parts:
    own = re.escape(stem)
    return _Parts(
        tuple(stem[:length] for length in range(_SHORTEST_COMPOUND_PART, len(stem))),
        tuple(stem[start:] for start in range(3, len(stem) - _SHORTEST_STEM + 1)),
        re.compile(rf" {own}\S"),
        re.compile(rf"{own} (?<=\S\S\S{own} )"),
    )


class Around:
    """What stands around a text; its terms are read when one is first looked for there."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts
        self._quality: dict[QuestionTerm, float] = {}

    def quality(self, term: QuestionTerm) -> float:
        """How well it has a term."""
        if term not in self._quality:
            self._quality[term] = quality(term, self.bag)
        return self._quality[term]

    @functools.cached_property
    def bag(self) -> Bag:
        """The terms."""
        return Bag.of(*self._texts)


class Text:
    """A text that competes for being the answer: its own terms, and those of what is around it.

    Each feature asks how well it has each term of the question, so what was found is kept.
    """

    def __init__(self, own: Bag, around: Around) -> None:
        self._own = own
        self._around = around
        self._has: dict[QuestionTerm, float] = {}
        self._quality: dict[QuestionTerm, float] = {}

    def has(self, term: QuestionTerm) -> bool:
        """Whether the text itself has a term."""
        return self._in_own(term) > 0

    def quality(self, term: QuestionTerm) -> float:
        """How well the text has a term. A name may stand around it, as what all this is about."""
        if term not in self._quality:
            best = self._in_own(term)
            if best < AROUND_QUALITY and (term.is_name or term.is_number):
                best = max(best, AROUND_QUALITY * self._around.quality(term))
            self._quality[term] = best
        return self._quality[term]

    def _in_own(self, term: QuestionTerm) -> float:
        if term not in self._has:
            self._has[term] = quality(term, self._own)
        return self._has[term]


@dataclass(frozen=True, slots=True)
class Matcher:
    """Matches a question against texts that compete for being its answer.

    ``weights`` are the terms' weights, times how well each tells the competitors apart: what all of
    them speak of (the region that the plan is for) says nothing about which of them answers.
    """

    terms: tuple[QuestionTerm, ...]
    weights: tuple[float, ...]

    @classmethod
    def among(cls, question: Question, texts: Sequence[Text]) -> Matcher:
        """A matcher for a question and the texts that compete."""
        weights: list[float] = []
        for term in question.terms:
            holding = sum(text.quality(term) for text in texts)
            # The inverse document frequency of BM25, over the competitors.
            rarity = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            weights.append(term.weight * rarity)
        return cls(question.terms, tuple(weights))

    def coverage(self, text: Text) -> float:
        """The share of the question, by weight, that a text has; 0 to 1."""
        return _share(self.terms, self.weights, text)


def coverage(question: Question, text: Text) -> float:
    """The share of the question's terms, by weight, that a text has; 0 to 1."""
    return _share(question.terms, [term.weight for term in question.terms], text)


def _share(terms: Sequence[QuestionTerm], weights: Sequence[float], text: Text) -> float:
    total = sum(weights)
    if not total:
        return 0.0
    found = (weight * text.quality(term) for term, weight in zip(terms, weights, strict=True))
    return sum(found) / total
