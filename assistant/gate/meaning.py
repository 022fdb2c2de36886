"""Whether the quotes bear what a sentence means, where no rule finds it wrong.

A sentence may go wrong in two ways that no number, name or modal shows. It may tell of something
else than its quotes: then few of its words are there, and its vector is far from theirs. Or it may
be a sentence of theirs with something put in: then it is close to them, word for word, but for some
words that follow each other. A free paraphrase is neither: its words differ here and there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.gate.lexicon import bearing
from assistant.gate.statements import Part, Statement, read, read_all
from assistant.gate.wordlists import LIGHT_WORDS
from plansvar.language.detect import detect

# Cosines of the built-in model, between a sentence and the statement of its quotes nearest to it.
# Set on examples/claims/open.jsonl: of other sentences of the same document one in ten has 0.82,
# in whatever language; paraphrases have 0.91 in the median, sentences with something put in 0.93.
_FAR = 0.83
_NEAR, _VERY_NEAR = 0.885, 0.92
_ANCHORS = 2
# The share of words that aren't there in any form, from which a sentence may tell of another thing.
_MISSING, _MISSING_IN_ANOTHER_LANGUAGE = 0.5, 0.75
# Words that follow each other and aren't there, and the share of the others that are literally.
_PUT_IN, _LITERAL = 2, 0.8
_FEWEST_LITERAL = 2
_MOST_STATEMENTS = 12

# The highest cosine between a sentence and some texts.
Similarity = Callable[[str, Sequence[str]], float]


def is_supported(
    text: str, quotes: Sequence[str], similarity: Similarity, around: str = ""
) -> bool:
    """Whether the quotes bear a sentence, as far as words and vectors tell.

    Args:
        text: one sentence, in which the rules found no fault.
        quotes: what it cites.
        similarity: embedding takes longer than all else, so it is only asked where it can decide.
        around: headings and titles above the quotes.
    """
    told = read(text)
    statements = [one for quote in quotes for one in read_all(quote)]
    there = frozenset(term for one in statements for term in one.terms)
    there |= frozenset(term for one in read_all(around) for term in one.terms)
    words = [
        word
        for word in told.words
        if word.is_content and not word.is_name and word.text.lower() not in LIGHT_WORDS
    ]
    weights = [bearing(word.stem, there) for word in words]
    if not words or min(weights) == 1.0:
        return True
    foreign = _is_english(text) != _is_english(" ".join(quotes))
    missing = 1 - sum(weights) / len(weights)
    # Names and values are known to stand there; with two of them it is the same matter.
    anchors = len(told.values) + len(told.names)
    least = _MISSING_IN_ANOTHER_LANGUAGE if foreign else _MISSING
    may_be_other = anchors < _ANCHORS and not told.values and missing >= least
    literal = [
        word.stem in there for word, weight in zip(words, weights, strict=True) if weight == 1
    ]
    gap = _longest_gap(weights)
    put_in = not foreign and gap >= _PUT_IN and len(literal) >= _FEWEST_LITERAL
    put_in = put_in and sum(literal) >= _LITERAL * len(literal)
    if not may_be_other and not put_in:
        return True
    cosine = similarity(text, [one.text for one in statements[:_MOST_STATEMENTS]])
    far = cosine < _FAR
    near = cosine >= (_NEAR if gap > _PUT_IN else _VERY_NEAR)
    return not (may_be_other and far) and not (put_in and near)


def shared_terms(told: Part | Statement, written: Statement) -> frozenset[str]:
    """The terms of a sentence that a statement has, in whatever form."""
    return frozenset(term for term in told.terms if bearing(term, written.terms))


def _longest_gap(weights: Sequence[float]) -> int:
    """How many words that aren't there follow each other."""
    longest = run = 0
    for weight in weights:
        run = run + 1 if weight < 1 else 0
        longest = max(longest, run)
    return longest


def _is_english(text: str) -> bool:
    return detect(text) == "en"
