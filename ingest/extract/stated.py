"""From the words of a cell or a line to the values of a claim: dates, periods, parties, lights."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import TypedDict, cast

from ingest.extract.last_days import last_day
from ingest.extract.parties_in import parties_in
from ingest.extract.spans import Span
from ingest.extract.word_lists import lexicon
from plansvar.language.dates import FoundDate, find_dates
from plansvar.register.claims import Value

_NOTE = re.compile(r"\([^()]*\)")
_YEARS = re.compile(r"(?<![\d.])((?:19|20)\d{2})\s?(?:[-–—/]|til|to)\s?((?:19|20)?\d{2})(?![\d.-])")
_DASH = re.compile(r"\s*(?:[-–—]|til|to|until)\s*", re.IGNORECASE)
_NOTHING = re.compile(r"[\s–—\-.,/?]*$")
_MARKS = " \t\n\u00a0*_•·●▪–—-"
_QUOTES = (("«", "»"), ("“", "”"), ("”", "”"), ('"', '"'), ("‘", "’"), ("'", "'"))
_CODE = re.compile(
    r"(?P<letters>[A-ZÆØÅ]{1,4}[ .-]?)?(?P<digits>\d{1,3}(?:\.\d{1,2}){0,3})(?P<part>[a-zæøå])?"
    r"(?![\w%]|[.,]\d)"
)
_BEHIND_CODE = re.compile(r"\s*[.:)–—-]?\s+|\s*[.:)–—-]\s*")
_LONGEST_VALUE = 600
_FIRST, _LAST = "2000-01-02", "2090"


class MeasureWords(TypedDict):
    """``lexicon/measures.toml``."""

    kinds: list[str]
    list_headings: list[str]
    not_measures: list[str]
    not_numbers: list[str]
    heading_roles: list[str]
    organisations: list[str]
    sums: list[str]
    recurring: list[str]
    about: list[str]
    moved: list[str]
    due: list[str]
    status: dict[str, list[str]]
    told: dict[str, list[str]]
    prose: dict[str, list[str]]


@functools.cache
def measure_words() -> MeasureWords:
    """The lexicon of measures."""
    return cast("MeasureWords", lexicon("measures"))


def value(field: str, span: Span, text: str | None = None, normal: str | None = None) -> Value:
    """A value that stands at a span; ``text`` where a reader should see it otherwise."""
    return Value(field, clean(span.text) if text is None else text, span.start, span.end, normal)


def number(span: Span) -> Value:
    """The number of a measure or goal; "AP 1" compares like "AP1"."""
    text = span.text.strip(" .:)")
    return Value("number", text, span.start, span.end, re.sub(r"(?<=[^\W\d_])[ .-]", "", text))


def clean(text: str) -> str:
    """A text on one line, without quotation marks, emphasis, dashes and a full stop around it."""
    text = " ".join(text.split()).lstrip(_MARKS).rstrip(" *_")
    text = _without_stop(text)
    for opening, closing in _QUOTES:
        inner = text[1:-1]
        if text.startswith(opening) and text.endswith(closing) and closing not in inner:
            return _without_stop(inner.strip())
    return text


def _without_stop(text: str) -> str:
    return text[:-1] if text.endswith(".") and text.count(".") == 1 else text


def is_nothing(span: Span) -> bool:
    """Whether a cell holds only a dash or the like."""
    return bool(_NOTHING.match(span.text))


def parties(field: str, span: Span, *, unsure: bool = False) -> Iterator[Value]:
    """The parties that a cell of leads or partners names; those "i samarbeid med" are partners.

    ``unsure``: those that are only thought of, instead of the others: "A?", "A eller B".
    """
    for party in parties_in(span):
        if party.unsure is unsure:
            where = "partners" if party.partner else field
            yield Value(where, party.name, span.start, span.end)


def when(span: Span, field: str = "deadline") -> Iterator[Value]:
    """A deadline or a period, whichever the words are; ``field`` is what the label called it."""
    if is_nothing(span) or len(span) > _LONGEST_VALUE:
        return
    if moved := _moved().search(span.text):
        new = [date for date in find_dates(span.text[moved.end() :]) if date.year is not None]
        yield value("deadline", span, normal=new[0].value if len(new) == 1 else None)
        return
    text = _NOTE.sub(lambda match: " " * len(match[0]), span.text)
    if period := period_of(text):
        yield value("period", span, normal=period)
        return
    dates = [date for date in find_dates(text) if date.year is not None]
    if field == "period" and len(dates) == 1 and _is_due(text, dates[0]):
        field = "deadline"
    if field == "period":
        if not dates and not _recurring().search(text):
            return
        normal = f"{dates[0].value}/{dates[0].value}" if len(dates) == 1 else None
        yield value("period", span, normal=normal)
        return
    once = len(dates) == 1 and not _recurring().search(text)
    # "Etter 2026", "2026?", and the days that stand for none: 31.12.99.
    once = once and not _about().search(text) and _FIRST < str(dates[0].value) < _LAST
    yield value("deadline", span, normal=last_day(text, dates[0]) if once else None)


def _is_due(text: str, date: FoundDate) -> bool:
    """Whether a time is by when something is to be there, and no time in which it goes on."""
    due = _due().search(text, 0, date.start)
    return due is not None and not _recurring().search(text) and not _about().search(text)


def period_of(text: str) -> str | None:
    """``start/end`` of "2024–2026" or "1. mai 2024 – 31. desember 2026"."""
    if years := _YEARS.search(text):
        first, last = years.groups()
        last = last if len(last) == 4 else first[:2] + last
        return f"{first}/{last}" if first <= last else None
    dates = [date for date in find_dates(text) if date.year is not None]
    if len(dates) == 2 and _joined(text, *dates):
        return f"{dates[0].value}/{dates[1].value}"
    return None


def _joined(text: str, first: FoundDate, second: FoundDate) -> bool:
    return bool(_DASH.fullmatch(text[first.end : second.start]))


def light_of(text: str) -> str | None:
    """What a status begins with: a light ("green", …), "done", "delayed"; ``None``: neither."""
    match = _statuses().match(text.strip())
    return match.lastgroup if match else None


def is_sum(text: str) -> bool:
    """Whether a row adds up the others."""
    words = text.strip().rstrip(":.").lower()
    return any(words == word or words.startswith(f"{word} ") for word in measure_words()["sums"])


def code_at(span: Span) -> Span | None:
    """The number that a measure or goal begins with: "2.1", "AP1", "1.1a"; no road, no amount."""
    match = _CODE.match(span.text)
    if not match or not (match["letters"] or "." in match["digits"]):
        return None
    letters = (match["letters"] or "").strip(" .-").lower()
    if letters in measure_words()["not_numbers"]:
        return None
    return span.part(0, match.end()).strip()


def whole_code(span: Span) -> Span | None:
    """The number that a cell consists of: here "3" and "3." are numbers too."""
    text = span.text.rstrip(".:) ")
    match = _CODE.fullmatch(text)
    return span.part(0, len(text)) if match else None


def behind_code(span: Span, code: Span) -> Span:
    """What follows a number, without the colon or dash between."""
    rest = span.part(code.end - span.start, len(span))
    match = _BEHIND_CODE.match(rest.text)
    return rest.part(match.end() if match else 0, len(rest)).strip()


@functools.cache
def _statuses() -> re.Pattern[str]:
    groups = []
    for name, words in measure_words()["status"].items():
        ordered = sorted(words, key=len, reverse=True)
        groups.append(f"(?P<{name}>(?:{'|'.join(map(re.escape, ordered))})\\b)")
    # "Ikke startet" before "startet".
    return re.compile("|".join(groups), re.IGNORECASE)


@functools.cache
def _recurring() -> re.Pattern[str]:
    words = "|".join(map(re.escape, measure_words()["recurring"]))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@functools.cache
def _about() -> re.Pattern[str]:
    words = "|".join(map(re.escape, measure_words()["about"]))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)|\?", re.IGNORECASE)


@functools.cache
def _due() -> re.Pattern[str]:
    words = "|".join(map(re.escape, measure_words()["due"]))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


@functools.cache
def _moved() -> re.Pattern[str]:
    words = "|".join(map(re.escape, measure_words()["moved"]))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
