"""What came of a decision: adopted, rejected, postponed, …; and whether all agreed."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.extract import decision_words as words
from ingest.extract.hedges import is_hedged, is_negated
from ingest.extract.spans import Span
from plansvar.register.claims import Value

# How many sentences of a decision may tell what came of it; later ones tell of other things.
_SENTENCES = 3
TAKES_EFFECT = frozenset({"adopted", "approved"})


def outcome_of(span: Span, label: Span, outcome: str | None = None) -> Value:
    """What came of it, and the words that say so: "adopted" where only the label does.

    Args:
        span: what was decided.
        label: what says that it was decided.
        outcome: what came of it, where that is known already.
    """
    if outcome:
        return Value("outcome", " ".join(label.text.split()), label.start, label.end, outcome)
    for place, sentence in enumerate(span.sentences()):
        if place == _SENTENCES:
            break
        if found := told_outcome(sentence):
            return found
        if words.ADOPTS.search(sentence.text):
            break
    return coded("outcome", label.strip(" :"), "adopted")


def coded(field: str, span: Span, code: str) -> Value:
    """A value that is a code, with the words that stand for it."""
    return Value(field, " ".join(span.text.split()), span.start, span.end, code)


def unanimous_of(spans: Iterable[Span], *, lost: bool = False) -> Value | None:
    """Whether all agreed, by the first of these texts that says so.

    Args:
        spans: the label, the decision itself, the votes on it.
        lost: it was voted down: whoever voted for it was of another mind.
    """
    for span in spans:
        if match := words.UNANIMOUS.search(span.text):
            return coded("unanimous", span.part(match.start(), match.end()), "true")
        if match := words.AGAINST.search(span.text):
            return coded("unanimous", span.part(match.start(), match.end()), "false")
        if lost and (match := words.COUNT.search(span.text)):
            return coded("unanimous", span.part(match.start(), match.end()), "false")
    return None


def told_outcome(sentence: Span) -> Value | None:
    """What a sentence says came of it, where it isn't plainly adopted."""
    but = words.BUT.search(sentence.text)
    text = sentence.text[: but.start()] if but else sentence.text
    if match := words.POSTPONED.search(text):
        return coded("outcome", sentence.part(match.start(), match.end()).strip(), "postponed")
    if match := words.DENIED.search(text):
        return coded("outcome", sentence.part(match.start(), match.end()), "rejected")
    # What repeals a case is a decision that holds; the other one doesn't any more.
    match = words.REPEALED_RULE.search(text)
    if match and not words.CASE.search(text) and not is_hedged(text):
        return coded("outcome", sentence.part(match.start(), match.end()), "repealed")
    for name, pattern in words.OUTCOMES:
        match = pattern.search(text)
        if match and not is_negated(text, *match.span()):
            return coded("outcome", sentence.part(match.start(), match.end()), name)
    return None


def repealed_case(span: Span) -> Value | None:
    """The case whose decision is repealed: "Sak 8/24 punkt 4 oppheves" gives "8/24 punkt 4"."""
    for sentence in span.sentences():
        match = words.CASE.search(sentence.text)
        if match and words.REPEALED.search(sentence.text):
            end = match.end()
            if point := words.POINT.match(sentence.text, end):
                end = point.end()
            where = sentence.part(match.start("number"), end)
            return Value("replaces", " ".join(where.text.split()), where.start, where.end)
    return None
