"""What is meant where a sentence points at what a party answers for: "dette området", "den"."""

from __future__ import annotations

import re

from ingest.extract.spans import Span, span_of
from plansvar.documents.types import Block, BlockKind, Document

# The area that its chapter is about.
_THIS_AREA = re.compile(
    r"(?:dette|denne|this)\s(?:\w*området|\w*satsing(?:a|en)|\w*arbeidet|\w*tema(?:et)?|\w*kapitlet|\w*feltet"
    r"|(?:focus\s|priority\s)?area|theme|field|work)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:den|det|dei|denne|dette|it|this|them)", re.IGNORECASE)
# What the sentence began with: "Traineeordningen X skal føres videre …, og Y administrerer den".
_FIRST = re.compile(
    r"(?P<what>[A-ZÆØÅ][^,.;:]{3,60}?)\s(?:skal|er|blir|vert|har|kan|må|føres|drives|is|shall|will|has)\s"
)
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
    if heading is not None and _THIS_AREA.fullmatch(area.text):
        return heading
    first = _FIRST.match(sentence.text)
    if first and _PRONOUN.fullmatch(area.text) and sentence.start + first.end() < area.start:
        return sentence.part(*first.span("what"))
    return area
