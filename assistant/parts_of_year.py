"""Which part of a year a question is about: "ved utgangen av 2026" says nothing of its autumn."""

from __future__ import annotations

import re

from plansvar.language.dates import find_dates

_SEASONS: tuple[tuple[str, frozenset[int]], ...] = (
    (r"vår(?:en|halvåret)?|spring", frozenset({1, 2, 3, 4, 5, 6})),
    (r"somm[ea]r(?:en)?|summer", frozenset({5, 6, 7, 8})),
    (r"høst(?:en|halvåret)?|haust(?:en|halvåret)?|autumn|fall", frozenset({8, 9, 10, 11, 12})),
    (r"vint(?:er|eren|ren)|winter", frozenset({11, 12, 1, 2, 3})),
)
_YEAR = r"\s+(?:i\s+|of\s+|in\s+)?(?P<year>(?:19|20)\d{2})\b"
# The last month of each that is no other season's, and none of the next year.
_LAST_MONTHS = (6, 8, 11, 2)
_AROUND = r"(?:\b(?:rundt|omkring|om|i|på|around|in|the)\s+)*"
_TURN = re.compile(
    rf"{_AROUND}\b(?:nyttår|årsskiftet|new year)\s+(?P<year>(?:19|20)\d{{2}})"
    r"(?P<next>\s*[/–-]\s*\d{2,4})?",
    re.I,
)
# What only limits ("etter høsten 2026") need not be named by the answer.
_LIMIT = re.compile(
    r"\b(?:etter|siden|sidan|før|fra|frå|innen|after|since|before|from|by)\s+$", re.I
)


def asked_months(question: str) -> frozenset[int]:
    """The months, 1 to 12, that a question about a part of a year is about; empty for others."""
    found: set[int] = set()
    for date in find_dates(question):
        if date.month is not None and not _LIMIT.search(question[: date.start]):
            found.add(date.month)
    for words, months in _SEASONS:
        for match in re.finditer(rf"\b(?:{words}){_YEAR}", question, re.IGNORECASE):
            if not _LIMIT.search(question[: match.start()]):
                found |= months
    return frozenset(found)


def take_season(question: str) -> tuple[str, str | None]:
    """A question without the one season that it is about, and its last month, ISO.

    "høsten 2024" is 2024-11. The turn of 2023/24 is the end of 2023, and that of 2024 its
    beginning. A question with none, or several, comes back as it is.
    """
    found: list[tuple[int, int, str]] = []
    for (words, _), last in zip(_SEASONS, _LAST_MONTHS, strict=True):
        for match in re.finditer(rf"{_AROUND}\b(?:{words}){_YEAR}", question, re.IGNORECASE):
            found.append((match.start(), match.end(), f"{match['year']}-{last:02}"))
    for match in _TURN.finditer(question):
        year = int(match["year"]) - (not match["next"])
        found.append((match.start(), match.end(), f"{year}-12"))
    found = [one for one in found if not _LIMIT.search(question[: one[0]])]
    if len(found) != 1:
        return question, None
    start, end, month = found[0]
    return f"{question[:start]} {question[end:]}".strip(), month


def speaks_of(months: frozenset[int], text: str) -> bool:
    """Whether a text has a date in one of some months, or names a season with one of them."""
    if any(date.month in months for date in find_dates(text)):
        return True
    return any(
        theirs & months and re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)
        for words, theirs in _SEASONS
    )
