"""How far a sentence's meaning is borne by its quotes: 0 to 1."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence

from assistant.gate.statements import Statement, read, read_all
from plansvar.language.terms import lexicon

# log-odds = WEIGHT_COVERAGE * coverage + WEIGHT_COSINE * cosine + OFFSET. Set by hand on sentences
# of our own (tests/assistant/gate); the 300/300 set that others write is what it is fitted to next.
_COVERAGE = 9.0
_COSINE = 14.0
_OFFSET = -15.9
THRESHOLD = 0.5
# Between these lie the cosines of any two sentences, with the built-in model.
_COSINES = (0.8, 0.99)
_SHORTEST_PART = 4


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
    return sum(1.0 if covered(term, there) else 0.5 * covered(term, beside) for term in told) / len(
        told
    )


def shared_terms(told: Statement, written: Statement) -> frozenset[str]:
    """The terms of a sentence that a statement has, in whatever form."""
    return frozenset(term for term in told.terms if covered(term, written.terms))


@functools.lru_cache(maxsize=50_000)
def covered(term: str, there: frozenset[str]) -> bool:
    """Whether a text has a term: itself, a word that means the same, or a compound with it."""
    if term in there:
        return True
    if any(set(phrase) <= there for phrase in _meanings().get(term, frozenset())):
        return True
    for other in there:
        shorter, longer = sorted((term, other), key=len)
        if len(shorter) >= _SHORTEST_PART and (
            longer.startswith(shorter) or longer.endswith(shorter)
        ):
            return True
    return False


@functools.cache
def _meanings() -> dict[str, frozenset[tuple[str, ...]]]:
    """What else means the same, by each word of a phrase: "council" of "county council" too."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for phrase, others in lexicon().synonyms.items():
        for word in phrase:
            found.setdefault(word, set()).update(others)
    return {word: frozenset(others) for word, others in found.items()}
