"""Makes text from any reader alike, and mends words that a line end divided."""

from __future__ import annotations

import re

from plansvar.language.normalise import squeeze

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_LINE_HYPHENS = "-‐\u00ad"
_KEEPS_SPACE = re.compile(r"(og|eller|samt|til|and|or|to)\b")
_HYPHENATED = re.compile(r"[^\W\d_]+-[^\W\d_]+")


def clean(text: str) -> str:
    """Returns ``text`` normalised, without invisible characters and ligatures, on one line."""
    return squeeze(text.translate(_LIGATURES))


def hyphenated_words(text: str) -> set[str]:
    """Returns the words with a hyphen inside, in lower case: see :func:`join_lines`."""
    return {word.lower() for word in _HYPHENATED.findall(text)}


def join_lines(first: str, second: str, hyphenated: frozenset[str] = frozenset()) -> str:
    """Puts two printed lines together and mends a word that was divided between them.

    Args:
        first: The upper line.
        second: The line below it.
        hyphenated: Words that the document writes with a hyphen inside of a line; a hyphen at a
            line's end that gives one of them is the word's own.
    """
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first or second
    if first[-1] not in _LINE_HYPHENS:
        return first + second if first[-1] == "/" else f"{first} {second}"
    stem = first.rstrip(_LINE_HYPHENS)
    if first[-1] == "\u00ad":
        return stem + second
    before = stem.split(" ")[-1]
    if not before or not before[-1].isalnum():
        return f"{first} {second}"
    if _KEEPS_SPACE.match(second):  # "nærings- og miljøkomité", "5- til 10-åringer"
        return f"{stem}- {second}"
    parts = _HYPHENATED.match(f"{before.split('-')[-1]}-{second}")
    known = parts is not None and parts[0].lower() in hyphenated
    # "EU-prosjekt", "2-årig" and "Sør-Øst" have their hyphen wherever the line ends.
    own = known or not second[0].islower() or not before[-1].islower()
    return f"{stem}-{second}" if own else stem + second
