"""What stands under the headings of a call: who can apply, for what, how much, until when."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract.scheme_draft import Draft, ceilings, parties, rates, windows
from ingest.extract.spans import Span
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, BlockKind
from plansvar.register.claims import Value

# Where a sentence, and no heading, says which scheme it is.
SAID = "said"


def said_in(
    section: str, text: Span, block: Block, draft: Draft, refused: str | None
) -> Iterator[Value]:
    """What a paragraph or point says under a heading that stands for a field."""
    item = block.kind is BlockKind.LIST_ITEM
    if section == "eligible":
        yield from _eligible(text, block, refused)
    elif section == "supported" and item:
        yield state("purpose", text)
    elif section == "purpose" and not any(value.field == "purpose" for value in draft.values):
        yield from (state("purpose", first) for first in list(text.sentences())[:1])
    elif section in ("administrators", "financiers"):
        yield from parties(section, text, text)
    elif section == "window" and len(text) < 160:
        yield from windows(text, text, None)
    elif section in ("much", "rate", "ceiling", "frame") or (section == SAID and item):
        # "Det blir gitt inntil 50 prosent …", in a paragraph or a point of a decision.
        for sentence in text.sentences():
            yield from _how_much(sentence)
            if section == SAID and _deadline().search(sentence.text):
                yield from windows(sentence, sentence, draft.year)


@functools.cache
def refusing() -> re.Pattern[str]:
    """Words that say who can't apply."""
    return re.compile(rf"\b{any_of(lexicon('schemes')['words']['not'])}\b", re.IGNORECASE)


_CONDITION = re.compile(
    r"\b(?:kan søk\w+|må|skal|minst|gjelder for|gjeld for|can apply|must|at least|is open to)\b",
    re.IGNORECASE,
)
APPLICANTS = re.compile(
    r"(?:søkere|søkeren|søker|søkjarar|søkjaren|søkjar|applicants|the applicant)\s(?:må|skal|kan"
    r"|must|shall)\b",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"\d{1,2}\s[A-ZÆØÅ]")


def _eligible(text: Span, block: Block, refused: str | None) -> Iterator[Value]:
    if block.kind is BlockKind.LIST_ITEM:
        if refused is not None:
            yield state("eligible", text, f"{refused} {text.text}")
        else:
            yield state("eligible", text)
        return
    if _FOOTNOTE.match(text.text):
        return
    for sentence in text.sentences():
        if not sentence.text.endswith(":") and _CONDITION.search(sentence.text):
            yield state("eligible", sentence)


@functools.cache
def _deadline() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(lexicon('schemes')['labels']['window'])}\b", re.IGNORECASE)


@functools.cache
def _hours() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(lexicon('schemes')['words']['hours'])}\b", re.IGNORECASE)


@functools.cache
def _at_most() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(lexicon('schemes')['words']['most'])}\s", re.IGNORECASE)


def _how_much(sentence: Span) -> Iterator[Value]:
    """Shares and amounts that are a most: "inntil 45 prosent …, høgst 600 000 kroner"."""
    if _hours().search(sentence.text):
        return
    for match in _at_most().finditer(sentence.text):
        clause = sentence.part(match.start(), min(len(sentence), match.end() + 60))
        for value in (*rates(clause, sentence), *ceilings(clause, sentence)):
            said = sentence.text[match.end() :]
            first = re.split(r"[ ,]", value.text.casefold().removeprefix(match.group().casefold()))
            if said.casefold().startswith(first[0]):
                yield value
