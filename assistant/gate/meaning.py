"""How far a sentence's meaning is borne by its quotes: 0 to 1."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from assistant.gate.lexicon import bearing, covered
from assistant.gate.wordlists import LIGHT_WORDS
from assistant.gate.statements import Part, Statement, read, read_all

# log-odds = WEIGHT_COVERAGE * coverage + WEIGHT_COSINE * cosine + OFFSET. Set by hand on sentences
# of our own (tests/assistant/gate); the 300/300 set that others write is what it is fitted to next.
_COVERAGE = 9.0
_COSINE = 14.0
_OFFSET = -15.9
THRESHOLD = 0.5
# So many words, or such a share of them, may not stand in the quotes in any form.
_MOST_MISSING = 2.0
_MISSING_SHARE = 0.4
_FEW_WORDS = 3
# Between these lie the cosines of any two sentences, with the built-in model.
_COSINES = (0.8, 0.99)


def support(text: str, quotes: Sequence[str], cosine: float, around: str = "") -> float:
    """The estimated probability that the quotes bear a sentence.

    Args:
        text: one sentence.
        quotes: what it cites.
        cosine: the highest cosine between the embeddings of sentence and quotes.
        around: headings and titles above the quotes; half as good as the quotes themselves.
    """
    odds = _COVERAGE * coverage(text, quotes, around) + _COSINE * cosine + _OFFSET
    return 1 / (1 + math.exp(-odds))


def is_supported(
    text: str, quotes: Sequence[str], cosine: Callable[[], float], around: str = ""
) -> bool:
    """Whether the quotes bear a sentence more likely than not.

    Embedding takes longer than all else, so ``cosine`` is only called where it can decide.
    """
    least, most = (support(text, quotes, bound, around) for bound in _COSINES)
    if least >= THRESHOLD or most < THRESHOLD:
        return least >= THRESHOLD
    return support(text, quotes, cosine(), around) >= THRESHOLD


def coverage(text: str, quotes: Sequence[str], around: str = "") -> float:
    """The share of a sentence's content words that its quotes have; names and values aside."""
    told = read(text).terms
    if not told:
        return 1.0
    there = frozenset(term for quote in quotes for one in read_all(quote) for term in one.terms)
    beside = frozenset(term for one in read_all(around) for term in one.terms)
    return sum(max(bearing(term, there), 0.5 * covered(term, beside)) for term in told) / len(told)


def adds(told: Statement, quotes: Sequence[str], around: str) -> bool:
    """Whether a sentence tells more than its quotes: too many words that they have in no form."""
    there = frozenset(term for quote in quotes for one in read_all(quote) for term in one.terms)
    beside = frozenset(term for one in read_all(around) for term in one.terms)
    weighed = [
        1 - max(bearing(word.stem, there), bearing(word.stem, beside))
        for word in told.words
        if word.is_content and not word.is_name and word.text.lower() not in LIGHT_WORDS
    ]
    missing = sum(weighed)
    allowed = 1.0 if len(weighed) < _FEW_WORDS else _MISSING_SHARE * len(weighed)
    return missing >= _MOST_MISSING or missing > allowed


def shared_terms(told: Part | Statement, written: Statement) -> frozenset[str]:
    """The terms of a sentence that a statement has, in whatever form."""
    return frozenset(term for term in told.terms if covered(term, written.terms))
