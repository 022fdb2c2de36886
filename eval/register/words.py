"""When two texts say the same: by their stems, their numbers, their quotes."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from plansvar.language.terms import terms

_HYPHEN = re.compile(r"(?<=\w)[-\u00ad]\s*\n\s*(?=[^\W\d])")
_LEADING_NUMBER = re.compile(
    r"^\s*(?:(?:tiltak|mål|delmål|measure|goal)\s+)?\d+(?:\.\d+)*[a-z]?[.):]?\s+", re.IGNORECASE
)
_AMOUNT = re.compile(
    r"(?P<number>\d{1,3}(?:[ \u00a0.]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
    r"\s*(?P<unit>mrd|milliard|mill|mkr|kkr|tusen|thousand|bn\b)?",
    re.IGNORECASE,
)
_UNITS = {
    "mrd": 1e9, "milliard": 1e9, "bn": 1e9, "mill": 1e6, "mkr": 1e6,
    "kkr": 1e3, "tusen": 1e3, "thousand": 1e3,
}  # fmt: skip
# Words that stand in every text; two texts with only these in common say nothing in common.
_COMMON = frozenset(
    term
    for word in "og i på for av til med en ei et eit den det de dei som er skal å fra frå om ved "
    "the of and to in for a an on by with is will".split()
    for term in terms(word)
)


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Lower case, one space, hyphens at line ends gone, and no punctuation."""
    joined = _HYPHEN.sub("", text)
    return " ".join(re.findall(r"[^\W_]+", joined.casefold()))


@lru_cache(maxsize=100_000)
def stems(text: str) -> tuple[str, ...]:
    """The terms of a text that carry meaning, without a number before it ("2.1 Havn")."""
    all_terms = terms(_HYPHEN.sub("", _LEADING_NUMBER.sub("", text)))
    return tuple(term for term in all_terms if term not in _COMMON)


def similarity(one: str, other: str) -> float:
    """How much of their words two texts share, 0 to 1 (Dice coefficient of their stems)."""
    first, second = Counter(stems(one)), Counter(stems(other))
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def containment(one: str, other: str) -> float:
    """How much of the shorter text's words stand in the longer one, 0 to 1."""
    first, second = Counter(stems(one)), Counter(stems(other))
    least = min(first.total(), second.total())
    return (first & second).total() / least if least else 0.0


def says_the_same(one: str, other: str) -> bool:
    """Whether two texts of a field agree: they share words, or one is mostly in the other.

    The gold says in short, and often in the other written standard, what a document says at length:
    two words of five are enough. A part has three words at least, or it could be of anything.
    """
    if plain(one) == plain(other) or similarity(one, other) >= 0.4:
        return True
    shorter = min(len(stems(one)), len(stems(other)))
    return shorter >= 3 and containment(one, other) >= 0.6


def overlaps(one: str, other: str) -> bool:
    """Whether two quotes of the same document are of the same place, as far as words can tell.

    One holds the other, or, since a scan is read with errors, most words of a long one.
    """
    first, second = plain(one), plain(other)
    if not first or not second:
        return False
    if f" {first} " in f" {second} " or f" {second} " in f" {first} ":
        return True
    words, others = Counter(first.split()), Counter(second.split())
    least = min(words.total(), others.total())
    return least >= 6 and (words & others).total() >= 0.8 * least


def numbers(text: str) -> frozenset[float]:
    """The numbers of a text, with "mill." and its like worked in."""
    found = set()
    for match in _AMOUNT.finditer(text):
        digits = re.sub(r"[ \u00a0]", "", match["number"])
        if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits):
            digits = digits.replace(".", "")
        unit = _UNITS.get((match["unit"] or "").lower(), 1.0)
        found.add(round(float(digits.replace(",", ".")) * unit, 4))
    return frozenset(found)
