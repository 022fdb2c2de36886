"""Points in time in a question: "i 2022", "per 1. mai 2024", "siden mars", "før endringen"."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assistant.register.words import words
from plansvar.language.dates import FoundDate, bounds, find_dates


@dataclass(frozen=True, slots=True)
class When:
    """The time that a question is about; ISO dates cut to what was said.

    ``way`` is how it was said: "at", "since", "after" or "before" ``date``. ``earlier`` asks for
    what held before: "first" or "previous".
    """

    date: str | None = None
    way: str = "at"
    earlier: str | None = None

    @property
    def as_of(self) -> str | None:
        """The day that is asked for, for what holds over time; the day before, for "before"."""
        if self.date is None or self.way in {"since", "after"}:
            return None
        return self.date if self.way == "at" else _day_before(self.date)

    @property
    def since(self) -> str | None:
        """The first day, included, for what happens on a day."""
        if self.date is None or self.way == "before":
            return None
        return _day_after(self.date) if self.way == "after" else self.date

    @property
    def until(self) -> str | None:
        """The last day, included, for what happens on a day."""
        if self.date is None or self.way in {"since", "after"}:
            return None
        return self.date if self.way == "at" else _day_before(self.date)


def take_time(text: str) -> tuple[str, When]:
    """A question without its point in time, and that point.

    A date that has no such word before it, has no year or belongs to a document stays: it is
    part of a name, or of something that we don't understand. So do all, where there are several.
    """
    earlier = None
    for which, pattern in words().earlier.items():
        if match := pattern.search(text):
            text, earlier = _without(text, match.start(), match.end()), which
            break
    found = [
        (date, way, start)
        for date in find_dates(text)
        if date.year is not None and (way_at := _way(text, date)) is not None
        for way, start in [way_at]
    ]
    if len(found) != 1:
        return text, When(earlier=earlier)
    date, way, start = found[0]
    return _without(text, start, date.end), When(date.value, way, earlier)


def _way(text: str, date: FoundDate) -> tuple[str, int] | None:
    before = text[: date.start]
    for way, pattern in words().ways:
        match = pattern.search(before)
        if match and not words().of_document.search(before[: match.start()]):
            return way, match.start()
    # "hva bestemte styret 12. desember 2024": a whole day at the end needs no word before it.
    whole = len(date.value) == len("2024-05-01") and not text[date.end :].strip(" ?.!")
    if whole and before.strip() and not words().of_document.search(before):
        return "at", date.start
    return None


def _without(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[:start].rstrip(' ,')} {text[end:].lstrip(' ,')}".split())


def _day_before(value: str) -> str:
    return _shifted(bounds(value)[0], -1)


def _day_after(value: str) -> str:
    return _shifted(bounds(value)[1], 1)


def _shifted(number: int, days: int) -> str:
    day = dt.date(number // 10000, number // 100 % 100, number % 100)
    return (day + dt.timedelta(days=days)).isoformat()
