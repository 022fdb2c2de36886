"""Comparing dates that are known as far as they are written: "2024" and "2024-03-13"."""

from __future__ import annotations

import datetime as dt
import functools

from plansvar.language.dates import bounds

_EARLIEST, _LATEST = 0, 99999999


@functools.lru_cache(maxsize=10_000)
def _bounds(value: str) -> tuple[int, int]:
    try:
        return bounds(value)
    except (ValueError, IndexError):
        return _EARLIEST, _LATEST


def is_date(value: str) -> bool:
    """Whether this is an ISO date, possibly cut, of a day that exists."""
    parts = value.split("-")
    if [len(part) for part in parts] != [4, 2, 2][: len(parts)] or len(parts) > 3:
        return False
    if not all(part.isascii() and part.isdigit() for part in parts):
        return False
    try:
        dt.date(*(int(part) for part in [*parts, "01", "01"][:3]))
    except ValueError:
        return False
    return True


def newer(one: str | None, other: str | None) -> bool:
    """Whether ``one`` is surely later than ``other``; never, where one isn't known."""
    return bool(one and other) and _bounds(one or "")[0] > _bounds(other or "")[1]


def reached(date: str | None, day: str) -> bool:
    """Whether ``date`` may have come by ``day``: "2024" has on any day of 2024; unknown has."""
    return date is None or _bounds(date)[0] <= _bounds(day)[1]


def passed(date: str, day: str) -> bool:
    """Whether all of ``date`` lies before ``day``: "2024" has passed from 1 January 2025 on."""
    return _bounds(date)[1] < _bounds(day)[0]


def order(date: str | None) -> tuple[int, int]:
    """For sorting from the oldest on; what has no date comes last."""
    if date is None:
        return _LATEST, _LATEST
    first, last = _bounds(date)
    return first, last


def year(date: str | None) -> str | None:
    """The year of a date or of the start of a period."""
    head = (date or "")[:4]
    return head if len(head) == 4 and head.isdigit() else None
