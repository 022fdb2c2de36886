"""The day that a deadline of a year or a month means."""

from __future__ import annotations

import calendar
import re

from plansvar.language.dates import FoundDate

_END_OF = re.compile(
    r"(?:utgangen|slutten|utløpet)\sav\s(?:året\s)?$|\bend\sof\s(?:the\syear\s)?$",
    re.IGNORECASE,
)


def last_day(text: str, found: FoundDate) -> str | None:
    """A date as deadlines mean it: "innen utgangen av 2026" is the last day of that year."""
    if found.year is None or found.day is not None or not _END_OF.search(text[: found.start]):
        return found.value
    month = found.month or 12
    return f"{found.year}-{month:02d}-{calendar.monthrange(found.year, month)[1]:02d}"
