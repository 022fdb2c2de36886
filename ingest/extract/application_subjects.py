"""What a letter or news item on awards is about: the scheme, the day, what all below it got."""

from __future__ import annotations

import functools
import re

from ingest.extract.decision_words import any_word
from ingest.extract.scheme_draft import read_name, scheme_noun
from ingest.extract.spans import Span, span_of
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, BlockKind, Document
from plansvar.language.dates import find_dates
from plansvar.register.claims import Value

_HEAD = 16
_NEAR = 4
_LONGEST_SUBJECT = 120
_LONGEST = 600
_PARTS = re.compile(r"\s*(?:,|\(|:|\s[–—-])\s*")
_DECIDED = re.compile(
    r"\b(?:vedtak|vedtok|vedtatt|behandlet|behandla|handsama|avgjorde|tildelte|delte ut|decided"
    r"|awarded|decision)\b",
    re.IGNORECASE,
)


@functools.cache
def fund_noun() -> re.Pattern[str]:
    """A word for money that is applied for: "utviklingsmidler", "Kystfondet"."""
    words = lexicon("applications")["words"]
    return re.compile(
        rf"(?<!\w)(?!{any_word(words['not_funds'])})\w{{3,}}{any_of(words['funds'])}(?!\w)",
        re.IGNORECASE,
    )


@functools.cache
def _handed_out() -> re.Pattern[str]:
    words = lexicon("applications")["words"]
    return re.compile(
        rf"(?i:{any_of(words['hands_out'])})\s(?P<name>(?:[\wæøåÆØÅ-]+\s){{0,3}}?"
        rf"(?:(?!(?i:{any_word(words['not_funds'])}))\w{{3,}}(?i:{any_of(words['funds'])})))(?!\w)"
    )


def subject_scheme(document: Document) -> Span | None:
    """The scheme in a subject line, "KYSTMIDLER 2025 – TILDELING", or in the first sentences."""
    for block in document.blocks[:_HEAD]:
        if block.kind is BlockKind.TABLE or block.furniture:
            continue
        text = span_of(document, block)
        if block.kind is BlockKind.HEADING and len(text) <= _LONGEST_SUBJECT:
            for part in text.split(_PARTS):
                name, _ = read_name(part)
                noun = fund_noun().search(name.text) or scheme_noun().search(name.text)
                if noun and noun.end() == len(name) and noun.group() != name.text.lower():
                    return name
        elif match := _handed_out().search(text.text[:_LONGEST]):
            return text.part(*match.span("name"))
    return None


def decided_on(document: Document) -> Value | None:
    """The day of the decision that a letter tells of in its first paragraphs."""
    for block in document.blocks[:_HEAD]:
        if block.kind is not BlockKind.PARAGRAPH or block.furniture:
            continue
        for sentence in list(span_of(document, block).sentences())[:3]:
            dates = [date for date in find_dates(sentence.text) if date.month is not None]
            if len(dates) == 1 and _DECIDED.search(sentence.text) and dates[0].year is not None:
                date = dates[0]
                text = sentence.text[date.start : date.end]
                return state("date", sentence, text, date.value)
    return None


@functools.cache
def _outcomes() -> re.Pattern[str]:
    words = any_of(lexicon("applications")["words"]["outcomes"])
    return re.compile(rf"\W*(?:\d+(?:\.\d+)*\.?\s+)?(?P<what>{words})\W*$", re.IGNORECASE)


def outcome_above(document: Document, block: Block) -> Span | None:
    """What the heading or label right above says became of all below: "Avslag"."""
    for number in range(block.ordinal - 1, max(-1, block.ordinal - _NEAR), -1):
        other = document.blocks[number]
        text = span_of(document, other)
        if other.kind is BlockKind.HEADING or text.text.endswith(":"):
            match = _outcomes().match(text.text[:_LONGEST_SUBJECT])
            return text.part(*match.span("what")) if match else None
    return None
