"""Amounts of money and shares in Norwegian and English text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"\d{1,3}(?:[  .,]\d{3})+|\d+(?:[.,]\d+)?"
_SCALE = {
    "t": 1_000,
    "mi": 1_000_000,
    "m": 1_000_000,
    "mr": 1_000_000_000,
}
_WORDS = (
    r"(?P<mr>milliard(?:er|ar)?|mrd\.?|billion)|(?P<m>million(?:er|ar|s)?|mill\.?|mio\.?|MNOK)"
    r"|(?P<t>tusen|thousand|TNOK)"
)
_AMOUNT = re.compile(
    rf"(?P<before>\b(?:NOK|EUR|kr\.?|€)\s?)?(?<![\d.,/-])(?P<number>{_NUMBER})"
    rf"(?:\s?(?:{_WORDS})(?!\w))?(?P<after>\s?(?:kroner|kronar|kr\b\.?|NOK|,-|EUR|euro))?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?<![\d.,/-])(?P<number>\d{1,3}(?:[.,]\d+)?)\s?(?:%|prosentpoeng|prosent|per\s?cent|percent)",
    re.IGNORECASE,
)
_COUNTS = {
    "en halv": 0.5, "ein halv": 0.5, "half a": 0.5, "halvannen": 1.5, "halvanna": 1.5, "en": 1,
    "ein": 1, "én": 1, "éin": 1, "a": 1, "one": 1, "to": 2, "two": 2, "tre": 3, "three": 3,
    "fire": 4, "four": 4, "fem": 5, "five": 5, "seks": 6, "six": 6, "sju": 7, "syv": 7, "seven": 7,
    "åtte": 8, "eight": 8, "ni": 9, "nine": 9, "ti": 10, "ten": 10,
}  # fmt: skip
# "en halv million", "to millioner"
SPELLED = rf"(?:{'|'.join(sorted(_COUNTS, key=len, reverse=True))})\smillion(?:er|ar|s)?(?!\w)"
_SPELLED = re.compile(rf"(?<!\w){SPELLED}(?:\s(?:kroner|kronar))?", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:[  .]\d{3})+")
_YEARLY = re.compile(
    r"\b(?:per|pr\.?|i)\s+år(?:et)?\b|\bårlige?g?\b|\bårleg\b|\b(?:a|per)\s+year\b|\bannual(?:ly)?\b",
    re.IGNORECASE,
)
# Somebody else pays another part, or an amount is only applied for.
_PART = re.compile(
    r"\b(?:resten|rest|øvrige?|attåt|delvis|remainder|the rest|partly"
    r"|søkes|søkjast|søkt|applied)\b",
    re.IGNORECASE,
)
_CALENDAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:\s?[–-]\s?(?:(?:19|20)\d{2}|\d{2}))?(?!\d)")
_POINTS = re.compile(r"prosentpoeng", re.IGNORECASE)
_FOREIGN = re.compile(r"EUR|euro|€", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """An amount or a share ``[start, end)`` in a text, with the form in which it is compared."""

    start: int
    end: int
    normal: str


def amounts_in(text: str, scale: int = 1) -> Iterator[Found]:
    """Amounts in kroner (``3,0 mill. kr`` is ``3000000``) or with another currency behind them.

    A bare number is one only with a unit beside it, or where ``scale`` says what the column or
    table counts in ("tall i millioner").
    """
    for match in _AMOUNT.finditer(text):
        unit = match["before"] or match["after"] or ""
        word = next((key for key in ("mr", "m", "t") if match[key]), None)
        if not (unit.strip() or word or scale > 1):
            continue
        number = _number(match["number"])
        value = round(number * (_SCALE[word] if word else scale))
        currency = " EUR" if _FOREIGN.search(unit) else ""
        yield Found(match.start(), match.end(), f"{value}{currency}")
    for match in _SPELLED.finditer(text) if "million" in text else ():
        count = match.group().casefold().split(" million")[0]
        if count in _COUNTS:
            yield Found(match.start(), match.end(), f"{round(_COUNTS[count] * 1_000_000)}")


def shares_in(text: str) -> Iterator[Found]:
    """Percentages: ``inntil 50 prosent`` is ``50 %``; percentage points are no share."""
    for match in _SHARE.finditer(text):
        if not _POINTS.search(match.group()):
            number = f"{_number(match['number']):g}"
            yield Found(match.start(), match.end(), f"{number} %")


def scale_of(text: str) -> int:
    """What a table or column counts in, where its name or the words above it say so."""
    if re.search(r"\b(?:million|mill\b|mio|MNOK)", text, re.IGNORECASE):
        return 1_000_000
    if re.search(r"\b(?:1\s?000|tusen|TNOK|thousand)", text, re.IGNORECASE):
        return 1_000
    return 1


def budget(text: str) -> str | None:
    """What a measure costs in all, where a cell of its own says one amount: ``4200000``.

    Parts of it may follow a colon ("Ramme 4,2 mill. kr: kommunen 2,7, fylket 1,5"). Of several
    amounts nobody knows what they come to. A year's amount is told from a whole one
    (``2600000 per year``). A bare number is in kroner where its digits are grouped ("900 000").
    """
    whole = text.partition(":")[0]
    if not any(map(str.isdigit, _CALENDAR.sub("", whole))):
        whole = text
    if _PART.search(whole):
        return None
    found = list(amounts_in(whole)) or [
        Found(match.start(), match.end(), str(round(_number(match.group()))))
        for match in [_GROUPED.fullmatch(whole.strip())]
        if match
    ]
    if len(found) != 1:
        return None
    rest = _CALENDAR.sub(" ", whole[: found[0].start] + " " + whole[found[0].end :])
    if any(map(str.isdigit, rest)):
        return None
    return f"{found[0].normal} per year" if _YEARLY.search(whole) else found[0].normal


def _number(digits: str) -> float:
    """Three digits after each separator are thousands: ``720,000`` and ``2 310 000``."""
    if re.fullmatch(r"\d{1,3}(?:[  .,]\d{3})+", digits):
        return float(re.sub(r"\D", "", digits))
    return float(digits.replace(",", "."))
