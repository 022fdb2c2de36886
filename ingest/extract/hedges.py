"""Words that make a sentence say less than it seems to: negations, conditions, proposals, doubts.

A rule that reads a statement out of a sentence with such a word would as often be wrong as right.
"""

from __future__ import annotations

import re

from ingest.extract.word_lists import any_of, lexicon

_WORDS = lexicon("hedges")
_HEDGED = re.compile(
    rf"(?<!\w)(?:{any_of(word for words in _WORDS.values() for word in words)})(?!\w)",
    re.IGNORECASE,
)
_NEGATED = re.compile(rf"(?<!\w)(?:{any_of(_WORDS['negated'])})(?!\w)", re.IGNORECASE)
_REACH = 24  # characters between a verb and its negation


def is_hedged(text: str) -> bool:
    """Whether a sentence only denies, supposes, proposes or doubts what it names."""
    return _HEDGED.search(text) is not None


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether what stands at ``[start, end)`` of a sentence is denied there."""
    near = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    return any(_NEGATED.search(part) for part in near)
