"""Which municipalities and counties a document is from or about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ingest.metadata.opening import SHORT_LINE, Opening
from plansvar.documents.about import PlaceName
from plansvar.documents.types import DocumentDate
from plansvar.language.dates import bounds
from plansvar.places.names import Mention, counties_named, mentions, resolve
from plansvar.places.table import Place, places

_OPENING_PARAGRAPHS = 3


def places_of(
    title: str, organisation: str | None, date: DocumentDate | None, found: Opening
) -> tuple[PlaceName, ...]:
    """The places named first where a document says what it is; with the county of each.

    One after the other: who issues it and what it is called; its head and its signature; the
    paragraphs that it opens with. What comes later may be spoken of as an example.
    """
    day = _day(date)
    said = " \n".join([title, organisation or "", *(line.text for line in found.head)])
    near = counties_named(said)
    for named in _stages(title, organisation, found):
        if chosen := resolve(named, day, near):
            return tuple(_with_counties(chosen))
    return ()


def _stages(title: str, organisation: str | None, found: Opening) -> Iterator[list[Mention]]:
    lines = [line.text for line in found.own_head]
    short = [line for line in [*lines, *found.margins] if len(line) <= SHORT_LINE]
    signature = [line.text for line in found.tail if len(line.text) <= SHORT_LINE]
    yield [*mentions(organisation or "", bare=True), *mentions(title, bare=True)]
    yield [mention for line in short for mention in mentions(line)]
    yield [mention for line in signature for mention in mentions(line)]
    prose = [line for line in lines if len(line) > SHORT_LINE][:_OPENING_PARAGRAPHS]
    yield from (mentions(line) for line in prose)


def _day(date: DocumentDate | None) -> dt.date | None:
    """Reforms take effect at New Year, so that any day of the year will do."""
    if date is None:
        return None
    first, _ = bounds(date.value)
    return dt.date(first // 10000, first // 100 % 100, first % 100)


def _with_counties(chosen: list[Place]) -> Iterator[PlaceName]:
    numbers = dict.fromkeys(place.number for place in chosen)
    numbers.update(dict.fromkeys(place.county for place in chosen))
    yield from (PlaceName(number, places()[number].name) for number in numbers)
