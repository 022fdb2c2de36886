"""Whether a word of a sentence stands in a text: in another form, language or compound."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

from assistant.gate.wordlists import FUNCTION_WORDS
from plansvar.language.terms import lexicon, stem, to_bokmal

_SHORTEST_PART = 4
# A beginning in common, of at least this length and share: "completed", "completion".
_BEGINNING, _SHARE = 5, 0.62
_LONGEST_ENDING = 5
_LATIN = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"c(?=[eiy])", "s"), (r"ch|c|qu", "k"), (r"ph", "f"), (r"th", "t"), (r"x", "ks"),
        (r"tion", "sjon"), (r"sion", "sjon"), (r"(?<=\w{3})(?:ity|ties)$", "itet"),
        (r"(.)\1", r"\1"),
    )
)  # fmt: skip


@functools.lru_cache(maxsize=100_000)
def key(word: str) -> str:
    """What a word is compared by: its stem, in bokmål spelling."""
    word = to_bokmal(word.lower())
    for pattern, replacement in _rewrites():
        word = pattern.sub(replacement, word)
    return stem(word)


@functools.lru_cache(maxsize=50_000)
def bearing(term: str, there: frozenset[str]) -> float:
    """How far a text has a term, from 0 to 1.

    1: itself, a word that means the same, a part of a longer word, or a compound whose parts are
    all there; 0.5: a longer word than the text has ("foreldrepermisjon" for "permisjon").
    """
    if term in there:
        return 1.0
    own = groups(term)
    best = 0.0
    for other in there:
        if own & _reach(other) or _inflected(term, other):
            return 1.0
        if len(term) >= _SHORTEST_PART and (other.startswith(term) or other.endswith(term)):
            return 1.0
        if len(other) >= _SHORTEST_PART and (term.endswith(other) or term.startswith(other)):
            best = max(best, _longer(term, other, there))
    if not best and any(reached & _all_reach(there) for reached in _heads(term)):
        best = 0.5
    return best


def covered(term: str, there: frozenset[str]) -> bool:
    """Whether a text has a term at least in part."""
    return bearing(term, there) > 0


def same(one: str, other: str) -> bool:
    """Whether two terms are the same word or mean the same; a compound is not its part."""
    return one == other or bool(groups(one) & groups(other)) or _inflected(one, other)


@functools.lru_cache(maxsize=50_000)
def groups(term: str) -> frozenset[int]:
    """The groups of words with the same meaning that a term is in."""
    return _index().get(term, frozenset())


@functools.lru_cache(maxsize=50_000)
def _reach(term: str) -> frozenset[int]:
    """The groups of a term and of what it ends with: "næringsråd" is a "råd"."""
    found = set(groups(term))
    for at in range(3, len(term) - 2):
        found |= groups(term[at:])
    return frozenset(found)


@functools.lru_cache(maxsize=4096)
def _all_reach(there: frozenset[str]) -> frozenset[int]:
    return frozenset().union(*map(_reach, there)) if there else frozenset()


def _heads(term: str) -> list[frozenset[int]]:
    """The groups of what a longer word ends with."""
    return [groups(term[at:]) for at in range(3, len(term) - 3)]


def _longer(term: str, other: str, there: frozenset[str]) -> float:
    """A compound with a word of the text: whole if the rest of it is there as well."""
    rest = term.removesuffix(other) if term.endswith(other) else term.removeprefix(other)
    rest = rest.strip("-")
    bare = rest.removesuffix("s").removesuffix("e")
    if len(bare) < 3:
        return 1.0
    if any(one.startswith(bare) or bare.startswith(one) for one in there if len(one) >= 3):
        return 1.0
    return 1.0 if groups(stem(bare)) & _all_reach(there) else 0.5


@functools.lru_cache(maxsize=50_000)
def _respelt(term: str) -> str:
    """A term as Norwegian spells what it has from Latin: "certification", "sertifisering"."""
    for pattern, replacement in _LATIN:
        term = pattern.sub(replacement, term)
    return term


def _inflected(one: str, other: str) -> bool:
    return _begin_alike(one, other) or _begin_alike(_respelt(one), _respelt(other))


def _begin_alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    common = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        len(shorter),
    )
    return (
        common >= _BEGINNING
        and common >= _SHARE * len(longer)
        and len(longer) - common <= _LONGEST_ENDING
    )


@functools.cache
def _index() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    lists = [_members(line) for line in _lines()]
    lists += [
        {word for entry in (phrase, *others) for word in entry}
        for phrase, others in lexicon().synonyms.items()
        if len(phrase) == 1
    ]
    for number, words in enumerate(lists):
        for word in words:
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _lines() -> list[str]:
    text = resources.files("assistant.gate").joinpath("same.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _members(line: str) -> set[str]:
    norwegian, _, english = line.partition("|")
    words = [part for entry in norwegian.split() for part in _telling(entry)]
    words += [
        form for entry in english.split() for part in _telling(entry) for form in _forms(part)
    ]
    return {key(word) for word in words}


def _telling(entry: str) -> list[str]:
    """The words of a phrase that tell what it is: of "ta_over" only "ta"."""
    parts = entry.split("_")
    if parts[0] in FUNCTION_WORDS:
        return parts if len(parts) == 1 else []
    return [part for part in parts if part not in FUNCTION_WORDS]


def _forms(word: str) -> list[str]:
    """The regular forms of an English word."""
    bare = word.removesuffix("e")
    if word.endswith("y") and len(word) > 3:
        return [word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"]
    return [word, word + "s", bare + "ed", bare + "ing", bare + "es"]


@functools.cache
def _rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = resources.files("assistant.gate").joinpath("lexicon.toml").read_text("utf-8")
    table: dict[str, str] = tomllib.loads(text)["nynorsk"]
    return tuple((re.compile(pattern), replacement) for pattern, replacement in table.items())
