"""What the sentences behind a measure's name say: "WP1 – Charging. Led by X. Budget NOK 8 m."."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract import stated
from ingest.extract.amounts import budget
from ingest.extract.bodies import body_at_start
from ingest.extract.hedges import is_hedged
from ingest.extract.parties_in import parties_in
from ingest.extract.spans import Span
from ingest.extract.word_lists import any_of, lexicon
from plansvar.register.claims import Value

_LONGEST = 2_000
_END = re.compile(r"[.;]\s|[.;]$|,\s(?=(?:som|who|which|og)\b)|\.$")


def told_of(rest: Span) -> Iterator[Value]:
    """Who leads, who takes part, what it costs, as the sentences behind a measure's name say it."""
    if len(rest) > _LONGEST:
        return
    said: set[str] = set()
    for sentence in rest.sentences():
        if is_hedged(sentence.text):
            continue
        for value in _told(sentence):
            # Of a field the first sentence tells; parties of one sentence belong together.
            if value.field not in said:
                yield value
        said |= {value.field for value in _told(sentence)}


def _told(sentence: Span) -> Iterator[Value]:
    if match := _led().match(sentence.text):
        rest = sentence.part(match.end(), len(sentence))
        end = _END.search(rest.text)
        who = rest.part(0, end.start() if end else len(rest))
        field = "partners" if match["with"] else "leads"
        for party in parties_in(who):
            if not party.unsure:
                yield Value("partners" if party.partner else field, party.name, who.start, who.end)
    elif body := body_at_start(sentence):
        # "Fylkeskommunen" alone is somebody whom the table above may name in full.
        named = " " in body.text and body.text[:1].isupper()
        if named and _leads().match(sentence.text, body.end - sentence.start):
            yield stated.value("leads", body, body.text)
    if match := _cost().match(sentence.text):
        said = sentence.part(match.end(), len(sentence)).strip(" .")
        yield stated.value("funding", said, said.text, normal=budget(said.text))
    elif match := _ready().match(sentence.text):
        yield from stated.when(sentence.part(match.end(), len(sentence)).strip(" ."))


def _words(name: str) -> str:
    return any_of(lexicon("measures")["told"][name])


@functools.cache
def _led() -> re.Pattern[str]:
    return re.compile(rf"(?:{_words('led')}|(?P<with>{_words('with')}))\s?:?\s", re.IGNORECASE)


@functools.cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"\s{_words('leads')}\b", re.IGNORECASE)


@functools.cache
def _cost() -> re.Pattern[str]:
    return re.compile(
        rf"{_words('cost')}\s?:?\s(?=(?:om lag\s|ca\.?\s)?(?:NOK|kr|EUR|\d))", re.IGNORECASE
    )


@functools.cache
def _ready() -> re.Pattern[str]:
    return re.compile(rf"{_words('ready')}\s?:?\s", re.IGNORECASE)
