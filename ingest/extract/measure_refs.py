"""Which measure a sentence of a decision is about: "tiltak 2.1 Sirkulær havn"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.decision_words import any_word
from ingest.extract.spans import Span
from ingest.extract.word_lists import lexicon
from plansvar.register.claims import Value

WORDS = lexicon("changes")
_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2}){0,2}[a-z]?|[A-ZÆØÅ]{1,2}\d{1,3})(?![\w/%]|[.,]\d)"
_MEASURE = re.compile(rf"(?i:{any_word(WORDS['measure'])})\s+(?:nr\.?\s*)?(?P<number>{_NUMBER})")
_MORE = re.compile(rf"\s*(?:,|og|and|samt)\s+(?P<number>{_NUMBER})")
_BARE = re.compile(rf"\W*(?P<number>{_NUMBER})\W*")
_TITLE_END = re.compile(rf"[.,;:()«»]|\s[–—-]\s|\s(?i:{any_word(WORDS['after_title'])})")
_LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by its number, and its title where that is said with it."""

    number: Value
    title: Value | None

    @property
    def values(self) -> tuple[Value, ...]:
        """What names it."""
        return (self.number, *([self.title] if self.title else []))


def measures_in(span: Span) -> Iterator[Measure]:
    """The measures that a text names by number, in order."""
    text = span.text
    for match in _MEASURE.finditer(text):
        yield _measure(span, match)
        end = match.end()
        # "tiltakene 1.1, 2.1 og 3.1"
        while more := _MORE.match(text, end):
            yield _measure(span, more)
            end = more.end()


def measure_of_cell(span: Span) -> Measure | None:
    """The measure of a table's cell, where the number alone may stand."""
    if match := _BARE.fullmatch(span.text):
        return _measure(span, match)
    return next(measures_in(span), None)


def _measure(span: Span, match: re.Match[str]) -> Measure:
    where = span.part(match.start("number"), match.end("number"))
    number = Value("number", where.text, where.start, where.end)
    rest = span.part(match.end("number"), len(span))
    if not rest.text[:2].strip()[:1].isupper():
        return Measure(number, None)
    end = _TITLE_END.search(rest.text)
    title = rest.part(0, end.start() if end else len(rest)).strip()
    if not 2 < len(title) <= _LONGEST_TITLE:
        return Measure(number, None)
    return Measure(number, Value("title", " ".join(title.text.split()), title.start, title.end))
