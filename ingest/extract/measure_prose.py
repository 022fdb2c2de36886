"""Measures that a plan tells in running text: "Kommunen skal bytte ut bilene innen 1. juli 2027".

Only of plans that list no measures, since a plan's text speaks of those in its tables too.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract import stated
from ingest.extract.bodies import body_at_start
from ingest.extract.duty_lists import is_about_roles
from ingest.extract.goal_words import deadline_in
from ingest.extract.hedges import is_hedged
from ingest.extract.measure_names import is_about_others, lists_measures
from ingest.extract.spans import Span, span_of
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import BlockKind, Document, DocumentType
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

_SAID = 0.65
_LONGEST = 400
_LONGEST_TITLE = 160
_PLANS = {DocumentType.PLAN, DocumentType.ACTION_PROGRAMME}
_UNTIL = re.compile(
    r",?\s(?:innen|innan|ferdig|i løpet av|by|before|within|frå og med|fra og med)\s", re.IGNORECASE
)
_CLAUSE = re.compile(
    r",\s(?:og|slik at|for å|som|der|noe|noko|mot at|and|so that|in order)\b|;\s|:\s"
)


def measures_in_prose(document: Document) -> Iterator[Claim]:
    """What bodies are going to do, with who does it and by when."""
    if document.type not in _PLANS:
        return
    for block in document.blocks:
        if block.furniture or block.kind is not BlockKind.PARAGRAPH or is_about_roles(block):
            continue
        if any(is_about_others(heading) for heading in block.heading_path):
            continue
        listed = any(_is_of_measures(heading) for heading in block.heading_path)
        sentences = list(span_of(document, block).sentences())
        for sentence, following in zip(sentences, [*sentences[1:], None], strict=True):
            yield from _in_sentence(sentence, following, listed=listed)


def _in_sentence(sentence: Span, following: Span | None, *, listed: bool) -> Iterator[Claim]:
    text = sentence.text
    if len(sentence) > _LONGEST or text.endswith(("?", ":")) or is_hedged(text):
        return
    body = body_at_start(sentence)
    match = _will().match(text, body.end - sentence.start) if body else _unit_will().match(text)
    if match is None:
        return
    who = body or sentence.part(*match.span("who"))
    deadline = deadline_in(sentence)
    if deadline is None and not listed:
        return
    rest = sentence.part(match.start("does"), len(sentence)).strip(" .")
    until, clause = _UNTIL.search(rest.text), _CLAUSE.search(rest.text)
    ends = [found.start() for found in (until, clause) if found]
    title = rest.part(0, min(ends, default=len(rest)))
    if not len(title.text.split()) >= 3 or len(title) > _LONGEST_TITLE:
        return
    lead = _answers_behind(following) or who
    values: list[Value] = [stated.value("title", title), stated.value("leads", lead, lead.text)]
    if deadline is not None:
        values.append(deadline)
    yield Claim(FactKind.MEASURE, tuple(values), "prose", _SAID)


def _answers_behind(following: Span | None) -> Span | None:
    """Who has the responsibility, where the next sentence says it: "X har ansvaret"."""
    match = _has_it().match(following.text) if following is not None else None
    return following.part(*match.span("who")) if match and following is not None else None


def _is_of_measures(heading: str) -> bool:
    return lists_measures(heading) or _doing().search(heading) is not None


def _words(name: str) -> str:
    return any_of(lexicon("measures")["prose"][name])


@functools.cache
def _will() -> re.Pattern[str]:
    return re.compile(
        rf"\s{_words('will')}\s(?:(?:også|òg|derfor|difor|also|inn[ae]n\s\d{{4}})\s)?"
        rf"(?P<does>{_words('does')}\b)",
        re.IGNORECASE,
    )


@functools.cache
def _unit_will() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<who>[A-ZÆØÅ][\w-]+(?:\s[\w-]+)?)(?i:\s{_words('will')})"
        rf"\s(?P<does>(?i:{_words('does')})\b)"
    )


@functools.cache
def _has_it() -> re.Pattern[str]:
    return re.compile(
        r"(?P<who>[A-ZÆØÅ][\w-]+(?:\s[\w-]+){0,3}?)\s(?:har|får|has)"
        r"\s(?:ansvaret|the responsibility)\b(?!\sfor)"
    )


@functools.cache
def _doing() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_words('headings')}(?!\w)", re.IGNORECASE)
