"""Comparing names: of measures and goals by their stems, of parties as names.

A title is common language, so its words are compared as search compares them. A party is a proper
name: "Berg" and "Bergen", "Guro" and "Guri" have stems that meet, so only the common nouns in it
are stemmed ("kommunen", "næringsforeninga"). Words that decide stand in names.toml.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from plansvar.language.normalise import squeeze
from plansvar.language.terms import stem, tokens
from plansvar.register.telling import contradict

_QUOTES = re.compile("[\"'«»“”„‟’‘´`*_]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_NUMBER = re.compile(r"\b(?:[a-zæøå]{1,3}[.-]?)?\d+(?:[.\-/]\d+)*[a-z]?\b")
# Words of fewer letters are too common to be found inside of others.
_SHORTEST_PART = 5
_ALIKE = 0.6
_ALIKE_NUMBERED = 0.5


@dataclass(frozen=True, slots=True)
class Lexicon:
    """names.toml; stems where words are compared by stem."""

    label: re.Pattern[str]
    small: frozenset[str]
    apposition: tuple[str, ...]
    apposition_behind: tuple[str, ...]
    company_forms: frozenset[str]
    nouns: re.Pattern[str]
    bodies: dict[str, str]
    roles: dict[str, str]
    offices: tuple[str, ...]
    deputies: tuple[str, ...]
    leaders: tuple[str, ...]
    members: tuple[str, ...]
    before_role: frozenset[str]
    done: re.Pattern[str]
    given_up: re.Pattern[str]


@functools.cache
def lexicon() -> Lexicon:
    """The words of names.toml."""
    raw = tomllib.loads(
        resources.files("plansvar.register").joinpath("names.toml").read_text("utf-8")
    )
    labels = "|".join(sorted(raw["labels"], key=len, reverse=True))
    done, undone, given_up = (
        "|".join(map(re.escape, sorted(raw[words], key=len, reverse=True)))
        for words in ("done", "not_done", "given_up")
    )
    nouns = "|".join(sorted(raw["nouns"], key=len, reverse=True))
    return Lexicon(
        # A bare number is a label only with a point in it or after it: "80 prosent" is no number.
        label=re.compile(
            rf"(?:(?:{labels})\.?\s*(?:nr\.?\s*)?(?:[a-zæøå]?\d+(?:\.\d+)*[a-z]?\b)?"
            r"|[a-zæøå]?\d+(?:\.\d+)+\b|\d+(?=[.):])|[a-z]\))[.):\s–-]*",
            re.IGNORECASE,
        ),
        small=frozenset(raw["small"]),
        apposition=tuple(sorted(raw["apposition"], key=len, reverse=True)),
        apposition_behind=tuple(raw["apposition_behind"]),
        company_forms=frozenset(raw["company_forms"]),
        nouns=re.compile(rf"(?:{nouns})(?:s|a|n|r|en|et|er|ne|ane|ene|ar|ens|ets)?$"),
        # A word for done stands there, and none that takes it back.
        done=re.compile(rf"^(?!.*\b(?:{undone})\b).*\b(?:{done})\b", re.IGNORECASE | re.DOTALL),
        given_up=re.compile(
            rf"^(?!.*\b(?:{undone})\b).*\b(?:{given_up})\b", re.IGNORECASE | re.DOTALL
        ),
        roles=dict(raw["roles"]),
        offices=tuple(raw["offices"]),
        deputies=tuple(raw["deputies"]),
        leaders=tuple(map(stem, raw["leaders"])),
        members=tuple(map(stem, raw["members"])),
        before_role=frozenset(raw["before_role"]),
        bodies={stem(word): stem(of) if of else "" for word, of in raw["bodies"].items()},
    )


@functools.lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Lower case, one kind of dash, no quotation marks, no marks at the ends; æ, ø and å stay."""
    text = _DASHES.sub("-", _QUOTES.sub("", squeeze(text)))
    return text.casefold().strip(" .,:;-")


def without_label(text: str) -> str:
    """A title without number and label before it; what is nothing but a label stays."""
    text = squeeze(text)
    match = lexicon().label.match(text)
    # "Tiltaksplan" and "Målrettet" only begin like a label.
    if not match or (match.end() < len(text) and text[match.end() - 1].isalpha()):
        return text
    rest = text[match.end() :]
    return rest if any(character.isalpha() for character in rest) else text


def number(text: str) -> str | None:
    """A number as it is compared: "Tiltak 2.1." and "2.1" give "2.1"; ``None`` without one."""
    match = _NUMBER.search(plain(text))
    return match.group().replace("-", "") if match else None


@functools.lru_cache(maxsize=50_000)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a title or sentence in order, without label and small words."""
    small = lexicon().small
    found = tuple(
        stem(token.text)
        for token in tokens(without_label(text))
        if token.text.casefold() not in small
    )
    return found or tuple(stem(token.text) for token in tokens(text))


def alike(one: tuple[str, ...], other: tuple[str, ...], *, numbered: bool = False) -> float:
    """How alike two titles are by their stems: 1 the same words, 0 quite another title.

    One that is contained in the other is alike ("Mottak", "Felles mottak for restråstoff" is not:
    one short word is too little), also as a part of compounds. With ``numbered`` they bear the same
    number, and less is enough.
    """
    if one == other:
        return 1.0
    first, second = _set(one), _set(other)
    both = first & second
    if not both and not numbered:
        return 0.0
    found = _shared(first, second, both, numbered=numbered)
    return 0.0 if found and contradict(one, other, numbered=numbered) else found


def _shared(
    first: frozenset[str], second: frozenset[str], both: frozenset[str], *, numbered: bool
) -> float:
    shared = len(both) / (len(first) + len(second) - len(both))
    if shared >= (_ALIKE_NUMBERED if numbered else _ALIKE):
        return shared
    less, more = (first, second) if len(first) <= len(second) else (second, first)
    enough = numbered or len(less) > 1 or len(next(iter(less))) >= 2 * _SHORTEST_PART
    if enough and all(_within(word, more) for word in less):
        return _ALIKE + 0.3 * len(less) / len(more)
    return 0.0


def without_figures(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a title that aren't figures: 60 firms or 75, in 2025 or in 2026."""
    return tuple(word for word in words if not word[:1].isdigit())


@functools.lru_cache(maxsize=50_000)
def _set(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)


def _within(word: str, words: frozenset[str]) -> bool:
    if word in words:
        return True
    return len(word) >= _SHORTEST_PART and any(
        other.startswith(word) or other.endswith(word) for other in words
    )


@functools.lru_cache(maxsize=50_000)
def party_words(name: str) -> tuple[str, ...]:
    """The words of a party's name as they are compared, company form included."""
    nouns = lexicon().nouns
    return tuple(
        stem(token.text) if nouns.search(token.text) else token.text
        for token in tokens(without_apposition(name))
    )


def without_apposition(name: str) -> str:
    """A name in plain form without the word for what it is: "klyngen Blå Brim" is "blå brim"."""
    text = plain(name)
    for before in lexicon().apposition:
        if text.startswith(before + " ") and len(text) > len(before) + 2:
            return text[len(before) + 1 :]
    for behind in lexicon().apposition_behind:
        if text.endswith(" " + behind) and len(text) > len(behind) + 2:
            return text[: -len(behind) - 1]
    return text


def company_form(words: tuple[str, ...]) -> str | None:
    """The company form at the end of a name."""
    return words[-1] if len(words) > 1 and words[-1] in lexicon().company_forms else None


@functools.lru_cache(maxsize=10_000)
def organisation_words(name: str) -> frozenset[str]:
    """What tells an organisation from others: a body counts as the organisation it belongs to."""
    small, bodies = lexicon().small, lexicon().bodies
    words = (bodies.get(word, word) for word in (stem(token.text) for token in tokens(name)))
    return frozenset(word for word in words if word and word not in small)


def same_organisation(one: str | None, other: str | None) -> bool | None:
    """Whether two organisations are one; ``None`` where one of them isn't known."""
    if not one or not other:
        return None
    first, second = organisation_words(one), organisation_words(other)
    if not first or not second:
        return None
    return first <= second or second <= first
