"""What informal minutes say was agreed, without a label: "Vi ble enige om å …", "Semje om at …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract import decision_words as words
from ingest.extract.case_decisions import Decision
from ingest.extract.meetings import Case
from ingest.extract.minutes_sections import Item, Part, sections
from ingest.extract.spans import Span
from plansvar.documents.types import BlockKind

# The meeting says it itself; whether all of the sentence was agreed isn't as plain as with a label.
SAID = 0.8
_MOST = 40
_WHO = (
    r"(?:vi|alle|partene|partane|møtet|deltakerne|deltakarane|\w*grupp(?:a|en)|forumet|utvalget"
    r"|utvalet|we|all|the (?:group|meeting|committee|board|partners|parties|team))"
)
_FIRST = r"^\W*(?:(?:etter|til slutt|after|finally)\s?[^,.;:]{0,60}?[\s,]+)?"
_SOON = r"(?:[^\W\d]+\s){0,2}"
_AGREED = re.compile(
    rf"{_FIRST}(?P<verb>{_WHO}\s(?:er|var|ble|blei|vart)\s{_SOON}(?:enige?|einige?|samde?)\som"
    rf"|(?:er|var|ble|blei|vart)\s{_WHO}\s{_SOON}(?:enige?|einige?|samde?)\som"
    rf"|(?:det\s)?(?:er|var|ble|blei|vart)\s(?:det\s)?{_SOON}"
    r"(?:enighet|einigheit|einighet|semje|konsensus)\som"
    r"|(?:(?:full|brei|bred|stor|generell)\s)?(?:enighet|einigheit|einighet|semje|konsensus)\som"
    rf"|(?:det\s)?(?:ble|blei|vart)\s(?:det\s)?{_SOON}"
    r"(?:bestemt|besluttet|beslutta|avgjort|konkludert\smed)\s(?:at|å)"
    rf"|{_WHO}\s{_SOON}(?:besluttet|beslutta|bestemte|vedtok|konkluderte\smed|avgjorde|gikk\sfor"
    r"|gjekk\sfor|landet\spå|landa\spå|agreed|decided|resolved|concluded)"
    r"|(?:it\swas\s)?(?:\w+\s)?(?:agreed|decided|resolved)\s(?:that|to)"
    r"|(?:there\swas\s)?(?:\w+\s)?consensus\s(?:that|on|to))\b",
    re.IGNORECASE,
)
_NONE = re.compile(r"\b(?:ikke|ikkje|ingen|inga|ikkje|uten|utan|not|no)\b", re.IGNORECASE)
_FEWEST_WORDS = 6


def agreements(case: Case, taken: tuple[tuple[int, int], ...]) -> Iterator[Decision]:
    """Sentences of the talk that say what was agreed, outside of what was taken already.

    Args:
        case: a case of a meeting, or what stands outside of them.
        taken: where decisions were found in it.
    """
    found = 0
    for part in sections(case.pieces):
        if part.part is not Part.TALK:
            continue
        for piece in part.pieces:
            if piece.block.kind in {BlockKind.TABLE, BlockKind.HEADING}:
                continue
            for sentence in piece.span.sentences():
                said = _said(sentence)
                if said is None or found == _MOST or _inside(sentence, taken):
                    continue
                found += 1
                yield Decision(Item(sentence, confidence=SAID), said, ())


def _said(sentence: Span) -> Span | None:
    text = sentence.text
    match = _AGREED.match(text)
    if not match or text.rstrip().endswith("?") or len(text.split()) < _FEWEST_WORDS:
        return None
    if _NONE.search(match[0]) or words.PROPOSAL.search(match[0]):
        return None
    return sentence.part(match.start("verb"), match.end("verb"))


def _inside(sentence: Span, taken: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= sentence.start < end for start, end in taken)
