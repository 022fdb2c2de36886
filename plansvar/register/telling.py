"""What makes of two titles two things, however alike the rest of them is.

One telling word is enough: another place or party ("næringshage i Nordvik", "… i Sørvik"), the
opposite ("øke", "redusere"), another figure or year, a word that undoes what the other sets up.
Such titles are never one. A common noun in the place of another ("for reiseliv", "for havbruk")
tells, too, unless the two titles bear one number.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from plansvar.language.terms import stem

Words = frozenset[str]

# Parts of words: of fewer letters a word is found in others by chance.
_SHORTEST_PART = 5
_SHORTEST_FIRST = 3
_SAME_START = 0.75
_ROMAN = re.compile(r"i{2,3}|iv|v|vii{1,2}|ix|x")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """telling.toml, by stems. ``sides`` gives the pairs that a word is in, and on which side."""

    sides: dict[str, frozenset[tuple[int, int]]]
    undoing: Words
    weak: Words


@functools.cache
def lexicon() -> Lexicon:
    """The words of telling.toml."""
    raw = tomllib.loads(
        resources.files("plansvar.register").joinpath("telling.toml").read_text("utf-8")
    )
    sides: dict[str, set[tuple[int, int]]] = {}
    # What is the same has one side.
    for group, opposites in enumerate([*raw["opposites"], *([one] for one in raw["same"])]):
        for side, words in enumerate(opposites):
            for word in words:
                if " " not in word:
                    sides.setdefault(stem(word), set()).add((group, side))
    return Lexicon(
        sides={word: frozenset(found) for word, found in sides.items()},
        undoing=frozenset(stem(word) for word in raw["undoing"] if " " not in word),
        weak=frozenset(map(stem, raw["weak"])),
    )


def contradict(one: Sequence[str], other: Sequence[str], *, numbered: bool = False) -> bool:
    """Whether two titles, by their stems, speak of two things for a word that any reader knows.

    With ``numbered`` they bear one number: then another figure may be the same thing revised.
    """
    first, second = _own(one, other)
    return (
        _undoes(first, second)
        or (bool(first and second) and _opposed(first, second))
        or (not numbered and _has_figure(first) and _has_figure(second))
    )


def other_name(one: Sequence[str], other: Sequence[str], names: Words) -> bool:
    """Whether each of two titles has a name that the other one lacks."""
    first, second = _own(one, other)
    return bool(_unlike(first & names, second) and _unlike(second & names, first))


def substituted(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether each has a word of its own that says what it is about."""
    first, second = _own(one, other)
    weak = lexicon().weak
    return bool(_unlike(first - weak, second) and _unlike(second - weak, first))


def weakly_other(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether only words that say little differ: "etablere …", "opprette …"."""
    first, second = _strong(tuple(one)), _strong(tuple(other))
    if first != second:
        return False
    return len(first) > 1 or any(len(word) >= 2 * _SHORTEST_PART for word in first)


@functools.lru_cache(maxsize=50_000)
def _strong(words: tuple[str, ...]) -> Words:
    return frozenset(words) - lexicon().weak


def _own(one: Sequence[str], other: Sequence[str]) -> tuple[Words, Words]:
    first, second = frozenset(one), frozenset(other)
    return first - second, second - first


def _undoes(first: Words, second: Words) -> bool:
    undoing = lexicon().undoing
    return bool(first & undoing) != bool(second & undoing)


def _opposed(first: Words, second: Words) -> bool:
    return any(_are_opposites(one, other) for one in first for other in second)


@functools.lru_cache(maxsize=50_000)
def _are_opposites(one: str, other: str) -> bool:
    """Two sides of one pair, by themselves or before the same rest of a compound."""
    sides = lexicon().sides
    here, there = sides.get(one, frozenset()), sides.get(other, frozenset())
    if here & there:
        return False
    if _meet(here, there):
        return True
    for cut in range(_SHORTEST_FIRST, len(one) - _SHORTEST_FIRST + 1):
        start, rest = one[:cut], one[cut:]
        before = sides.get(start) or sides.get(start.removesuffix("s"))
        if before and other.endswith(rest):
            opposite = other[: len(other) - len(rest)]
            after = sides.get(opposite) or sides.get(opposite.removesuffix("s"))
            if after and not before & after and _meet(before, after):
                return True
    return False


def _meet(here: frozenset[tuple[int, int]], there: frozenset[tuple[int, int]]) -> bool:
    return any(pair == other for pair, _ in here for other, _ in there)


def _has_figure(words: Words) -> bool:
    return any(word[:1].isdigit() or _ROMAN.fullmatch(word) for word in words)


def _unlike(words: Words, others: Words) -> list[str]:
    """Those words that none of the others is, written otherwise or as a part of a compound."""
    return [word for word in words if not any(_meets(word, other) for other in others)]


@functools.lru_cache(maxsize=100_000)
def _meets(one: str, other: str) -> bool:
    less, more = sorted((one, other), key=len)
    if len(less) >= _SHORTEST_PART and (more.startswith(less) or more.endswith(less)):
        return True
    sides = lexicon().sides
    if sides.get(one, frozenset()) & sides.get(other, frozenset()):
        return True
    same = next((at for at, letter in enumerate(less) if letter != more[at]), len(less))
    return same >= _SHORTEST_PART and same >= _SAME_START * len(more)
