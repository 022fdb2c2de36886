"""What is meant where a sentence points at what a party answers for: "dette området", "den"."""

from __future__ import annotations

import functools
import re

from ingest.extract.decision_words import any_word
from ingest.extract.spans import Span, span_of
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, BlockKind, Document

_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+")


def heading_above(document: Document, block: Block) -> Span | None:
    """The heading right above a block, without its number."""
    found: Block | None = None
    for other in document.blocks:
        if other.start >= block.start:
            break
        if other.kind is BlockKind.HEADING:
            found = other
    if found is None:
        return None
    heading = span_of(document, found).strip(" :*")
    number = _NUMBER.match(heading.text)
    return heading.part(number.end(), len(heading)) if number else heading


def meant(area: Span, sentence: Span, heading: Span | None) -> Span:
    """The area itself, or what it points at, where that is said."""
    if heading is not None and _this_area().fullmatch(area.text):
        return heading
    first = _first().match(sentence.text)
    if first and _pronoun().fullmatch(area.text) and sentence.start + first.end() < area.start:
        return sentence.part(*first.span("what"))
    return area


@functools.cache
def _this_area() -> re.Pattern[str]:
    """The area that its chapter is about."""
    words = lexicon("bodies")["meant"]
    return re.compile(rf"{any_of(words['this'])}\s{any_word(words['area'])}", re.IGNORECASE)


@functools.cache
def _pronoun() -> re.Pattern[str]:
    return re.compile(any_of(lexicon("bodies")["meant"]["pronouns"]), re.IGNORECASE)


@functools.cache
def _first() -> re.Pattern[str]:
    """What a sentence began with: "Ordningen X skal føres videre …, og Y administrerer den"."""
    verbs = any_of(lexicon("bodies")["meant"]["verbs"])
    return re.compile(rf"(?P<what>[A-ZÆØÅ][^,.;:]{{3,60}}?)\s{verbs}\s")
