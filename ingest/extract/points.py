"""The points of a decision: which of them are one, and where one tells of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.extract import decision_words as words
from ingest.extract.changes import changes_in
from ingest.extract.hedges import is_hedged
from ingest.extract.measure_refs import Measure, measures_in
from ingest.extract.minutes_sections import Item
from ingest.extract.outcomes import repealed_case, told_outcome
from ingest.extract.spans import Span

# A decision of several sentences that is longer is no list of short ones.
_LONGEST_SPLIT = 600
_LONGEST_SENTENCE = 160
_LONGEST_JOINED = 1500
_MOST_POINTS = 100
_AGAINST = frozenset({"rejected", "postponed", "repealed"})


def joined(points: Sequence[Item], known: Measure | None) -> Iterator[Item]:
    """The points of a decision, with those that go on about the same as one.

    Each point is a decision of its own ("tilskudd til A", "avslag til B"), unless it points back to
    the one before ("Tiltaket …", "Ny frist er …") or changes more of the same measure.

    Args:
        points: the points in their order.
        known: the measure that the case is about.
    """
    current: Item | None = None
    about: set[str] = set()
    for place, item in enumerate(points):
        if place >= _MOST_POINTS:
            about = set()
            own = set[str]()
        else:
            own = _measures(item.span, known)
        if current and _goes_on(current, item, about, own):
            span = Span(current.span.source, current.span.start, item.span.end)
            first = current.point.partition("–")[0]
            point = f"{first}–{item.point}" if first and item.point else current.point
            current, about = replace(current, span=span, point=point), about | own
            continue
        if current:
            yield current
        current, about = item, own
    if current:
        yield current


def _goes_on(before: Item, item: Item, about: set[str], own: set[str]) -> bool:
    if not (before.point and item.point) or _stands_alone(item.span):
        return False
    if item.span.end - before.span.start > _LONGEST_JOINED:
        return False
    if own:
        return own == about
    return words.POINTS_BACK.match(item.span.text) is not None


def _measures(span: Span, known: Measure | None) -> set[str]:
    """The measures that a text is about: named, or changed without being named."""
    named = {one.number.text for one in measures_in(span)}
    if named or known is None:
        return named
    return {known.number.text} if next(changes_in(span, known), None) else set()


def split(item: Item) -> Iterator[Item]:
    """The decisions of one text, where some came out otherwise: "Ja til A. Nei til B."."""
    sentences = list(item.span.sentences()) if len(item.span) <= _LONGEST_SPLIT else []
    ways = [_way(sentence) for sentence in sentences]
    kinds = {way for way in ways if way}
    if len(sentences) < 2 or len(kinds) < 2 or not kinds & _AGAINST:
        yield item
        return
    start, way = sentences[0].start, ways[0]
    end = sentences[0].end
    for sentence, other in zip(sentences[1:], ways[1:], strict=True):
        if other and way and other != way:
            yield replace(item, span=Span(sentence.source, start, end))
            start = sentence.start
        way, end = other or way, sentence.end
    yield replace(item, span=Span(item.span.source, start, item.span.end))


def _way(sentence: Span) -> str | None:
    """How a sentence by itself decides; ``None``: it goes on about the one before."""
    text = sentence.text
    if len(text) > _LONGEST_SENTENCE or is_hedged(text.replace("ikke", "").replace("ikkje", "")):
        return None
    if words.RELATIVE.search(text):
        return None
    if found := told_outcome(sentence):
        return found.normal if found.normal in _AGAINST else "adopted"
    return "adopted" if words.ADOPTS.search(text) else None


def _stands_alone(span: Span) -> bool:
    """Whether a point says by itself what came of something, or repeals a case."""
    first = next(iter(span.sentences()), span)
    return told_outcome(first) is not None or repealed_case(span) is not None
