"""What stands together in a sentence: its parts, and in each its words, names and values."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.gate.lexicon import groups, key
from assistant.gate.tables import unfolded
from assistant.gate.values import Value, values
from assistant.gate.wordlists import FUNCTION_WORDS
from plansvar.language.sentences import sentence_spans
from plansvar.language.terms import tokens
from plansvar.places.table import places

_CUT = re.compile(
    r"[;•\n|]|[,:](?!\d)\s|\s[–-]\s|[()]|(?<!\w)(?:og|men|mens|medan|and|but|while|whereas|samt)(?!\w)",
    re.IGNORECASE,
)
# What a number names that stands behind it; and the sign that tells its term from a word.
_LABELLED = re.compile(
    r"(?<!\w)(?:tiltak(?:et|a)?|(?:\w{1,4}-)?sak(?:en|a)?|punkt(?:et)?|pkt\.?|delmål(?:et)?|kapittel|kap\.?"
    r"|vedlegg|figur|tabell|measure|item|section|chapter|case|wp|fase|trinn|paragraf|§|nr\.?)\s*$",
    re.IGNORECASE,
)
LABEL = "#"
# A line that begins with a number of two parts: "1.2 Kart over lokaler".
_NUMBERED = re.compile(r"(?<!.)\d{1,2}\.\d{1,2}\s+(?=[A-ZÆØÅ])")
_OPENING = re.compile(r"[:.!?«“\"(•|]|\s[–-]\s|\n")
_MARKER = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)]|[a-z]\))\s+")
_COMPANIES = frozenset(
    {"AS", "ASA", "IKS", "SA", "KF", "HF", "RHF", "FKF", "BA", "DA", "ANS", "SF"}
)
# Written large, and no names.
_CURRENCIES = frozenset({"NOK", "MNOK", "EUR", "USD", "SEK", "DKK"})
_CAPITAL = re.compile(r"[A-ZÆØÅÄÖÜ]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its stem, whether it is (part of) a name, and what kind of word it is."""

    text: str
    start: int
    end: int
    stem: str
    is_name: bool
    is_content: bool
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence that says one thing.

    ``start`` is where it begins in the sentence; words and values have their spans in that.
    ``names`` are the stems of its names, ``terms`` those of its other content words, and its
    labels: numbers that name a thing ("tiltak 1.2"), which are no values.
    """

    text: str
    start: int
    words: tuple[Word, ...]
    values: tuple[Value, ...]
    names: frozenset[str]
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, read. ``parts`` are cut at commas, semicolons and "and" where both sides tell.

    ``names`` are the stems of its names, ``terms`` those of all its content words. ``lead`` is the
    line with a colon that a list stands under ("These must be met:"), ``context`` what numbered
    thing the quote has named last before it ("tiltak 1.2").
    """

    text: str
    words: tuple[Word, ...]
    values: tuple[Value, ...]
    parts: tuple[Part, ...]
    names: frozenset[str]
    terms: frozenset[str]
    lead: str = ""
    context: frozenset[str] = frozenset()


def with_names(told: Statement, statements: Sequence[Statement]) -> list[Statement]:
    """A sentence and statements, with first words as names that are names elsewhere in them.

    A capital says nothing of a first word: "Oskleiv mente" has a name if "til Oskleiv" is there.
    """
    every = [told, *statements]
    known = frozenset().union(*(one.names for one in every))
    opening = [
        frozenset(
            _name_key(word.text)
            for word in one.words
            if word.opens and not word.is_name and _CAPITAL.match(word.text)
        )
        for one in every
    ]
    # What both sides begin with, and no list has, is a name as well.
    strange = {one for one in opening[0] if not groups(key(one))}
    known |= frozenset(strange & frozenset().union(*opening[1:]))
    return [
        replace(read(one.text, found & known), lead=one.lead, context=one.context)
        if found & known
        else one
        for one, found in zip(every, opening, strict=True)
    ]


@functools.lru_cache(maxsize=4096)
def read(text: str, known: frozenset[str] = frozenset()) -> Statement:
    """Read one sentence. ``known``: names that it may begin with."""
    numbers = tuple(values(text))
    found = tuple(
        # "juni" of "1. juni" is part of the date.
        replace(word, is_content=False, is_name=False)
        if any(one.start <= word.start < one.end for one in numbers)
        else word
        for word in _words(text, known)
    )
    return Statement(
        text,
        found,
        numbers,
        _parts(text, found, numbers),
        frozenset(word.stem for word in found if word.is_name),
        frozenset(word.stem for word in found if word.is_content),
    )


@functools.lru_cache(maxsize=1024)
def read_all(text: str) -> tuple[Statement, ...]:
    """Read each sentence of a quote; lines stand apart."""
    statements: list[Statement] = []
    lead = ""
    for line in unfolded(text):
        mark = _MARKER.match(line)
        body = line[mark.end() :] if mark else line
        found = [read(body[start:end]) for start, end in sentence_spans(body)]
        statements += [replace(one, lead=lead) for one in found] if mark and lead else found
        if not mark:
            lead = found[-1].text if found and body.rstrip().endswith(":") else ""
    return tuple(_in_context(statements))


def _in_context(statements: Iterable[Statement]) -> Iterator[Statement]:
    context: frozenset[str] = frozenset()
    for one in statements:
        own = frozenset(term for part in one.parts for term in part.terms if term[0] == LABEL)
        yield one if own else replace(one, context=context)
        context = own or context


def forget() -> None:
    """Forget what was read; for measurements."""
    read.cache_clear()
    read_all.cache_clear()


def _words(text: str, known: frozenset[str]) -> tuple[Word, ...]:
    found: list[Word] = []
    last = 0
    for token in tokens(text):
        # After a colon or an opening quotation mark a capital says nothing either.
        opening = last == 0 or _OPENING.search(text[last : token.start]) is not None
        last = token.end
        word = token.text
        letter = len(word) == 1 and word.isupper() and not opening and word not in "IÅ"
        empty = word.lower() in FUNCTION_WORDS and not (len(word) > 1 and word.isupper())
        empty = empty or word in _CURRENCIES
        content = letter or (len(word) > 1 and not empty and not word[0].isdigit())
        capital = bool(_CAPITAL.match(word))
        inside = bool(_CAPITAL.search(word[1:]))
        name = (
            capital
            and content
            and (not opening or inside or word in _places() or _name_key(word) in known)
        )
        term = _name_key(word) if name else key(word)
        found.append(Word(word, token.start, token.end, term, name, content, opening))
    return _with_opening_names(tuple(found), text)


def _with_opening_names(words: tuple[Word, ...], text: str) -> tuple[Word, ...]:
    """The first word is a name where another one follows ("Kari Nordmann", "Nes kommune")."""
    changed = list(words)
    for number, word in enumerate(words[:-1]):
        # "Brimfjord havn IKS": what stands before a company's ending is its name.
        if words[number + 1].text in _COMPANIES and word.is_content:
            changed[number] = replace(word, is_name=True, stem=_name_key(word.text))
    for number, word in enumerate(changed[:-1]):
        following = changed[number + 1]
        if not (word.opens and word.is_content and _CAPITAL.match(word.text)) or word.is_name:
            continue
        close = text[word.end : following.start] in {" ", "-"}
        if close and (
            following.is_name or following.text.lower() in {"kommune", "fylkeskommune", "as"}
        ):
            changed[number] = replace(word, is_name=True, stem=_name_key(word.text))
    return tuple(changed)


def _name_key(word: str) -> str:
    """A name as it is compared: "Sunds", "Sund"; never by a stem, "Ragnar" is no "Ragnhild"."""
    plain = word.casefold()
    return plain.removesuffix("s") if len(plain) > 3 else plain


@functools.cache
def _places() -> frozenset[str]:
    """One-word names of municipalities that no sentence begins with otherwise."""
    names = {one.name.split(" - ")[0] for one in places().values()}
    common = {"Os", "Sund", "Nes", "Sel", "Lund", "Time", "Vik", "Gran", "Klepp", "Hol", "Ål"}
    return frozenset(name for name in names if " " not in name) - common


def _parts(text: str, words: tuple[Word, ...], numbers: tuple[Value, ...]) -> tuple[Part, ...]:
    cuts = [0]
    for match in _CUT.finditer(text):
        if not any(one.start <= match.start() < one.end for one in numbers):
            cuts += [match.start(), match.end()]
    cuts.append(len(text))
    spans: list[tuple[int, int]] = []
    start = 0
    for left, right in zip(cuts[::2], cuts[1::2], strict=True):
        told = any(
            start <= word.start < right and word.is_content and not word.is_name for word in words
        )
        start = start if spans or start else left
        if told or any(start <= one.start < right for one in numbers):
            spans.append((start, right))
            start = right
    if start < len(text) and spans:
        spans[-1] = (spans[-1][0], len(text))
    return tuple(_part(text, span, words, numbers) for span in spans or [(0, len(text))])


def _part(
    text: str, span: tuple[int, int], words: tuple[Word, ...], numbers: tuple[Value, ...]
) -> Part:
    left, right = span
    inside = [one for one in numbers if left <= one.start < right]
    labels = [
        one
        for one in inside
        if one.date is None
        and (_LABELLED.search(text[: one.start][-24:]) or _NUMBERED.match(text, one.start))
    ]
    own = tuple(word for word in words if left <= word.start < right)
    return Part(
        text[left:right],
        left,
        own,
        tuple(one for one in inside if one not in labels),
        frozenset(word.stem for word in own if word.is_name),
        frozenset(word.stem for word in own if word.is_content and not word.is_name)
        | {f"{LABEL}{text[one.start : one.end].strip()}{LABEL}" for one in labels},
    )
