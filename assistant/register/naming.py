"""Which facts, plans and schemes a name in a question means.

Common words may be inflected, misspelt, or joined to one word ("restråstoffmottaket" for "Felles
mottak for restråstoff"). Every word asked for must be found in the name: a name that only has some
of them is another thing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from plansvar.language.terms import stem, tokens
from plansvar.register.names import stems

_T = TypeVar("_T")
# Shorter words are other words when a letter differs, and parts of too many compounds.
_SHORTEST_MISSPELT = 6
_SHORTEST_PART = 4
_ALIKE = 0.85
# How much of a name must be asked for: a word or two of a long title may mean another thing.
_ENOUGH = 0.5
# A long word that stands in one name only tells what is meant, however long the name is.
_TELLING = 9
_ENDINGS = frozenset({"a", "n", "en", "et"})
_NUMBER = re.compile(r"(?:\w+\s+)?([A-ZÆØÅ]{0,2}\d+(?:\.\d+)+|[A-ZÆØÅ]{1,2}\d+)(?:\s+(.*))?", re.I)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a name fits: ``share`` of the name that was asked for, 1 where it is all."""

    share: float
    misspelt: bool = False


def best(
    asked: str, things: Iterable[_T], names_of: Callable[[_T], Iterable[str]]
) -> list[tuple[_T, Fit]]:
    """The things whose names fit best what is asked for; several where it is open which."""
    words = words_of(asked)
    if not words:
        return []
    found: list[tuple[_T, Fit]] = []
    for thing in things:
        fits = [fit for name in names_of(thing) if (fit := _fit(words, name)) is not None]
        if fits:
            found.append((thing, max(fits, key=_order)))
    if not found:
        return []
    top = max(_order(fit) for _, fit in found)
    chosen = [(thing, fit) for thing, fit in found if _order(fit) == top]
    if top[1] >= _ENOUGH:
        return chosen
    telling = max(len(word) for word in words) >= _TELLING
    # What else has the word are parts of the thing, or the thing under a longer name.
    own = [set(stems(name)) for thing, _ in chosen for name in names_of(thing)]
    parts = all(
        any(one <= set(stems(name)) for one in own for name in names_of(thing))
        for thing, _ in found
    )
    return chosen if telling and len(chosen) == 1 and parts else []


def numbered(asked: str) -> tuple[str, str] | None:
    """A number such as "2.1" and the words after it: "tiltak 2.1 Sirkulær havn"."""
    match = _NUMBER.fullmatch(asked.strip())
    return (match[1], match[2] or "") if match else None


def mentions(asked: str, texts: Iterable[str]) -> bool:
    """Whether all words asked for stand in some of the texts together, also within compounds."""
    words = words_of(asked)
    there = {word for text in texts for word in words_of(text)}
    return bool(words) and all(
        word in there or any(_is_part(word, one) or _inflected(word, one) for one in there)
        for word in words
    )


@functools.lru_cache(maxsize=50_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words, as stems, that tell a name. No small word ends one: "Ny by" is about a town."""
    found, last = stems(name), tokens(name)[-1:]
    ending = tuple(stem(one.text) for one in last if stem(one.text) not in found)
    return (*found, *ending)


def _order(fit: Fit) -> tuple[bool, float]:
    return not fit.misspelt, round(fit.share, 3)


def _fit(words: Sequence[str], name: str) -> Fit | None:
    own = words_of(name)
    if not own:
        return None
    if tuple(words) == own:
        return Fit(1.0)
    touched: dict[str, float] = {}
    misspelt = False
    for word in words:
        found = hits(word, own)
        if not found:
            found = {one: 1.0 for one in own if _misspelt(word, one)}
            misspelt = misspelt or bool(found)
        if not found:
            return None
        for one, worth in found.items():
            touched[one] = max(worth, touched.get(one, 0.0))
    return Fit(sum(touched.values()) / len(set(own)), misspelt)


def hits(word: str, own: Sequence[str]) -> dict[str, float]:
    """The words of a name that a word asked for stands for, and how fully."""
    if word in own:
        return {word: 1.0}
    if inflected := {one: 1.0 for one in own if _inflected(word, one)}:
        return inflected
    inside = {one: 1.0 for one in own if _is_part(one, word)}
    if inside and _made_of(word, list(inside)):
        return inside
    return {one: 0.6 for one in own if _is_part(word, one)}


def _is_part(part: str, whole: str) -> bool:
    return (
        len(part) >= _SHORTEST_PART
        and part != whole
        and (whole.startswith(part) or whole.endswith(part))
    )


def _inflected(one: str, other: str) -> bool:
    """Whether short words are one, which the stemmer leaves as they are: "bru", "brua"."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 3 and longer.startswith(shorter) and longer[len(shorter) :] in _ENDINGS


def _made_of(word: str, parts: Sequence[str]) -> bool:
    """Whether a compound has nothing in it but these words, and what joins them."""
    left = word
    for part in sorted(parts, key=len, reverse=True):
        left = left.replace(part, " ", 1)
    return all(rest in {"s", "e", "er", "n", "en"} for rest in left.split())


def _misspelt(word: str, own: str) -> bool:
    if min(len(word), len(own)) < _SHORTEST_MISSPELT or abs(len(word) - len(own)) > 2:
        return False
    return SequenceMatcher(None, word, own, autojunk=False).ratio() >= _ALIKE
