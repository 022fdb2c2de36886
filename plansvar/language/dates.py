"""Dates in Norwegian and English text, with the precision they were written in.

A missing part stays missing: "3. desember" has no year, and none is guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from plansvar.documents.types import DatePrecision

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan",
            "februar february feb",
            "mars march mar",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b"
_YEAR = r"(?P<year>(?:19|20)\d{2})\b"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 2020-12-16
        r"(?<![\d-])(?P<year>(?:19|20)\d{2})-(?P<monthno>\d{2})-(?P<day>\d{2})(?![\d-])",
        # 16.12.2020, 16.12.20, 16/12-2020
        r"(?<![\d.])(?P<day>\d{1,2})[./]\s?(?P<monthno>\d{1,2})[./-]\s?"
        r"(?P<year>(?:19|20)\d{2}|\d{2})(?![\d]|\.\d)",
        # 3. desember 2020, 3 December 2020, 30.april, 1. til 3. juni 2021 (the last day counts)
        rf"(?<![\d.])(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?\s?(?:of\s)?{_MONTH}(?:[.,]?\s+{_YEAR})?",
        # December 3, 2020
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,\s*{_YEAR}",
        # desember 2020
        rf"\b{_MONTH}\.?\s+{_YEAR}",
        # 2020
        rf"(?<![\d./-]){_YEAR}(?![./-]\d|\s?%)",
    )
)


# "Sak 12.03.21" and "versjon 1.2.10" are numbers, not days.
_NUMBERED = re.compile(
    r"\b(?:sak|saksnr|saksnummer|versjon|version|v|punkt|pkt|kap|kapittel|nr)\.?\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text. ``year`` is ``None`` where the text gives none."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None

    @property
    def precision(self) -> DatePrecision:
        """The finest part that was written."""
        if self.day is not None:
            return DatePrecision.DAY
        return DatePrecision.MONTH if self.month is not None else DatePrecision.YEAR

    @property
    def value(self) -> str:
        """ISO 8601 cut to the precision; without a year ``--12-03``, as in RFC 6350."""
        parts = [f"{self.year:04d}" if self.year is not None else "-"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


def find_dates(text: str) -> list[FoundDate]:
    """All dates in ``text`` in order, longest reading first, without overlaps.

    A day that never was is no date, and not its month either: "31. april 2021" gives nothing.
    """
    found: list[FoundDate] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            date = _date(match)
            short_year = len(match.groupdict().get("year") or "") == 2
            if short_year and _NUMBERED.search(text[max(0, match.start() - 16) : match.start()]):
                continue
            if all(date.end <= other.start or date.start >= other.end for other in found):
                found.append(date)
    return sorted(filter(_exists, found), key=lambda date: date.start)


def _date(match: re.Match[str]) -> FoundDate:
    groups = match.groupdict()
    month = groups.get("monthno")
    if name := groups.get("month"):
        month = _MONTHS[name.lower()]
    day = groups.get("day")
    return FoundDate(
        start=match.start(),
        end=match.end(),
        year=_full_year(groups.get("year")),
        month=int(month) if month else None,
        day=int(day) if day else None,
    )


def _full_year(digits: str | None) -> int | None:
    """Two digits mean this century up to 49, the last one from 50: "16.12.20" is 2020."""
    if digits is None:
        return None
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 50 else 1900)


def _exists(date: FoundDate) -> bool:
    if date.month is None:
        return True
    try:
        # 2000 is a leap year, so that "29. februar" without a year can exist.
        dt.date(
            date.year if date.year is not None else 2000,
            date.month,
            date.day if date.day is not None else 1,
        )
    except ValueError:
        return False
    return True


def bounds(value: str) -> tuple[int, int]:
    """First and last day of a date value as ``yyyymmdd``: ``2020`` gives 20200101 to 20201231."""
    parts = [int(part) for part in value.split("-")]
    first, last = parts + [1] * (3 - len(parts)), parts + [12, 31][len(parts) - 1 :]
    if len(parts) == 2:
        last = [parts[0], parts[1], _last_day(parts[0], parts[1])]
    return _number(first), _number(last)


def _last_day(year: int, month: int) -> int:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return (following - dt.timedelta(days=1)).day


def _number(parts: list[int]) -> int:
    return parts[0] * 10000 + parts[1] * 100 + parts[2]
