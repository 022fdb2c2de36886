"""Days without a year: in the papers of a meeting they are those next to it."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from plansvar.language.dates import FoundDate

_FULL_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_END_OF = re.compile(
    r"(?:utgangen|slutten|utløpet)\sav\s(?:året\s)?$|\bend\sof\s(?:the\syear\s)?$",
    re.IGNORECASE,
)
_NEW_YEAR = re.compile(
    r"(?:fra|frå|from)\s(?:og\smed\s)?(?:nyttår|årsskiftet|the\snew\syear|new\syear)\b",
    re.IGNORECASE,
)


def day_after(found: FoundDate, day: str | None) -> str | None:
    """A date in full; without a year the first such day after ``day``.

    Args:
        found: the date as it is written; a month alone stays without a year.
        day: the day of the meeting (ISO 8601); ``None`` or less than a day: nothing is known.
    """
    if found.year is not None:
        return found.value
    if found.month is None or found.day is None or not day or not _FULL_DAY.match(day):
        return None
    met = dt.date.fromisoformat(day)
    for year in (met.year, met.year + 1):
        try:
            then = dt.date(year, found.month, found.day)
        except ValueError:
            continue  # 29 February
        if then >= met:
            return then.isoformat()
    return None


def last_day(text: str, found: FoundDate) -> str | None:
    """A date as deadlines mean it: "innen utgangen av 2026" is the last day of that year."""
    if found.year is None or found.day is not None or not _END_OF.search(text[: found.start]):
        return found.value
    month = found.month or 12
    return f"{found.year}-{month:02d}-{calendar.monthrange(found.year, month)[1]:02d}"


def new_year_after(text: str, day: str | None) -> str | None:
    """The first of January after ``day``, where a text says "fra nyttår"."""
    if not day or not _FULL_DAY.match(day) or not _NEW_YEAR.search(text):
        return None
    return f"{int(day[:4]) + 1}-01-01"
