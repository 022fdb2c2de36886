"""Numbers, amounts and dates of a text, by what they are worth and not by how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plansvar.language.dates import FoundDate, find_dates

_NUMBER = re.compile(
    r"(?<![\w])(?P<digits>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)"
    r"|\d+(?:[.,:/]\d+)*)(?P<suffix>[A-Za-z]?)(?![A-Za-z]{2})"
)
_UNIT = re.compile(
    r"\s*(?P<times>millioner|million|mill\.?|milliarder|milliard|mrd\.?|billion|tusen|thousand|mnok)?"
    r"\s*(?:norske\s+|norwegian\s+)?(?P<unit>%|prosent\w*|per\s?cent|percent|pst\.?|kroner|kr\b|nok\b|mnok)?",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?P<unit>kr\.?|nok|mnok|€|\$)\s*$", re.IGNORECASE)
_TIMES = {
    "mill": 10**6,
    "mnok": 10**6,
    "milliard": 10**9,
    "mrd": 10**9,
    "billion": 10**9,
    "tusen": 10**3,
    "thousand": 10**3,
}
_WORDS = {
    word: value
    for value, words in {
        2: "to two begge both", 3: "tre three", 4: "fire four", 5: "fem five", 6: "seks six",
        7: "sju syv seven", 8: "åtte eight", 9: "ni nine", 10: "ti ten", 11: "elleve eleven",
        12: "tolv twelve", 15: "femten fifteen", 20: "tjue tyve twenty", 30: "tretti thirty",
        50: "femti fifty", 100: "hundre hundred",
    }.items()
    for word in words.split()
}  # fmt: skip
# "to" is what English sentences are full of, "ti" no English word, "six" no Norwegian one.
_NUMBER_WORD = re.compile(r"(?<!\w)(?:" + "|".join(_WORDS) + r")(?!\w)", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|is|was|are|and|has|will|shall)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Value:
    """A number or date in a text, with its span.

    ``worth`` are the readings of a number ("1.200" may be 1200 or 1.2), or its own letters where it
    is none ("7/25"). ``unit``: "%", "kr" or "". ``date``: what day it is, if it is one.
    """

    start: int
    end: int
    worth: frozenset[float | str]
    unit: str = ""
    date: FoundDate | None = None

    def stands_for(self, other: Value) -> bool:
        """Whether this value, as told, is the other one, as written."""
        if self.date and other.date:
            return _same_day(self.date, other.date)
        if self.date or other.date:
            return bool(self.worth & other.worth)
        return bool(self.worth & other.worth) and (not self.unit or self.unit == other.unit)


def values(text: str) -> list[Value]:
    """All numbers and dates of a text, in order."""
    dates = find_dates(text)
    found = [
        Value(
            one.start,
            one.end,
            frozenset(
                {float(one.year)} if one.day is None and one.month is None and one.year else ()
            ),
            "",
            one,
        )
        for one in dates
    ]
    taken = [(one.start, one.end) for one in dates]
    for match in _NUMBER.finditer(text):
        if all(match.end() <= start or match.start() >= end for start, end in taken):
            found.append(_number(text, match))
    found += _in_words(text)
    return sorted(found, key=lambda one: one.start)


def _in_words(text: str) -> Iterator[Value]:
    english = bool(_ENGLISH.search(text))
    for match in _NUMBER_WORD.finditer(text):
        word = match.group().lower()
        if word == "to" and english:
            continue
        unit, times, end = _unit_after(text, match.end())
        yield Value(match.start(), end, frozenset({float(_WORDS[word]) * times}), unit)


def _number(text: str, match: re.Match[str]) -> Value:
    digits = match["digits"]
    unit, times, end = _unit_after(text, match.end())
    if before := _BEFORE.search(text[max(0, match.start() - 6) : match.start()]):
        unit = unit or "kr"
        times *= 10**6 if before["unit"].lower() == "mnok" else 1
    worth: set[float | str] = {one * times for one in _readings(digits)}
    if match["suffix"] or not worth:
        worth = {digits.lower() + match["suffix"].lower()}
    return Value(match.start(), end, frozenset(worth), unit)


def _unit_after(text: str, at: int) -> tuple[str, int, int]:
    match = _UNIT.match(text, at)
    if match is None:
        return "", 1, at
    times, unit = (match["times"] or "").lower().rstrip("."), (match["unit"] or "").lower()
    factor = next(
        (
            worth
            for name, worth in sorted(_TIMES.items(), key=lambda one: -len(one[0]))
            if times.startswith(name)
        ),
        1,
    )
    if unit.startswith(("%", "pro", "per", "pst")):
        return "%", factor, match.end()
    if unit or times == "mnok":
        return "kr", factor, match.end()
    return "", factor, match.end() if times else at


def _readings(digits: str) -> Iterator[float]:
    """What a number may be worth: Norwegian and English don't mean the same by "1,200"."""
    plain = re.sub(r"[ \u00a0\u202f]", "", digits)
    if plain.isdigit():
        yield float(plain)
    elif re.fullmatch(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", plain):
        yield float(re.sub(r"[.,]", "", plain))
        if plain.count(".") + plain.count(",") == 1:
            yield float(plain.replace(",", "."))
    elif re.fullmatch(r"\d+[.,]\d+", plain):
        yield float(plain.replace(",", "."))
    elif match := re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+)[.,](\d{1,2})", plain):
        yield float(re.sub(r"[.,]", "", match[1]) + "." + match[2])


def _same_day(told: FoundDate, written: FoundDate) -> bool:
    """Whether a date is the written one, or a coarser telling of it."""
    return all(
        getattr(told, part) is None or getattr(told, part) == getattr(written, part)
        for part in ("year", "month", "day")
    )
