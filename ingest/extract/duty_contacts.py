"""Whom to ask about a scheme: under "Kontakt", or behind it."""

from __future__ import annotations

import functools
import re

from ingest.extract.role_rules import leading_person
from ingest.extract.role_words import read_role
from ingest.extract.spans import Span, span_of
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, Document

_GET_IN_TOUCH = re.compile(
    r"(?:Ta\s(?:gjerne\s)?kontakt\smed|Kontakt|Contact|Please\scontact|Spør|Spør\sgjerne)\s"
)


@functools.cache
def _contact_label() -> re.Pattern[str]:
    words = any_of(lexicon("roles")["contact"])
    return re.compile(rf"\W*(?:\d+\.?\s)?{words}\W*", re.IGNORECASE)


def contact_in(document: Document, block: Block) -> tuple[Span, Span, str] | None:
    """The person, the words that name him, and his role."""
    text = span_of(document, block)
    label = _contact_label().match(text.text)
    for sentence in text.sentences():
        # "… på høgst ti sider. Spørsmål: N N, seksjon for næring."
        begins = _contact_label().match(sentence.text)
        if begins and ":" in begins.group() and sentence.start > text.start:
            text, label = sentence, begins
    headed = block.heading_path and _contact_label().fullmatch(block.heading_path[-1])
    if not headed and not (label and ":" in label.group()):
        return None
    start = label.end() if label and not headed else 0
    touch = _GET_IN_TOUCH.match(text.text)
    start = touch.end() if headed and touch else start
    person = leading_person(text.part(start, len(text)))
    if person is None:
        return None
    rest = text.part(person.end - text.start, len(text)).strip(" ,")
    first = rest.part(
        0, min(len(rest), len(re.split(r"[,.;]\s|\s(?=E-?post|E-?mail)", rest.text)[0]))
    )
    role = read_role(first) if first.text else None
    word = role[0].text if role else "kontakt"
    return person, text, word
