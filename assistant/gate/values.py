"""Numbers, amounts and dates of a text, by what they are worth and not by how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.gate.numerals import ONES, ORDINALS, PARTS, SMALL, WORDS
from plansvar.language.dates import FoundDate, find_dates

_NUMBER = re.compile(
    r"(?<![\w])(?P<digits>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)"
    r"|\d+(?:[.,:/]\d+)*)(?P<suffix>[A-Za-z]?)(?![A-Za-z]{2})"
)
_UNIT = re.compile(
    r"\s*(?P<times>(?:million(?:ar|ane|er|ene|s)?|mill|milliard(?:ar|er)?|mrd|billion|tusen|thousand|mnok)\b\.?)?"
    r"\s*(?:norske\s+|norwegian\s+)?(?P<unit>%|[^\W\d_]+²?(?:\s(?:cent|points?|met\w+|kilomet\w+)\b)?)?",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?P<unit>kr\.?|nok|mnok|eur|euro|usd|€|\$)\s*$", re.IGNORECASE)
# What a number is a number of, where another unit makes another amount. Nouns that are counted
# ("bedrifter") are compared elsewhere.
_UNITS = {
    word: unit
    for unit, words in {
        "%": "% prosent prosenten pst percent per_cent",
        "points": "prosentpoeng prosentpoenga percentage_points percentage_point",
        "kr": "kroner krone kr nok mnok kronar",
        "eur": "euro euros eur €",
        "decare": "dekar daa",
        "hectare": "hektar ha hectares hectare",
        "km": "km kilometer kilometerne kilometere kilometrar kilometrane kilometres kilometre",
        "m": "meter metrar metre metres",
        "m2": "kvadratmeter kvm m² square_metres square_meters",
        "t": "tonn tonnes tonne tons",
        "kg": "kg kilo kilogram",
        "mw": "mw megawatt",
        "kw": "kw kilowatt",
        "gwh": "gwh",
        "kwh": "kwh",
        "day": "dag dager dagar dagers days day",
        "week": "uke uker veke veker ukers weeks week",
        "month": "måned måneder månad månader måneders mnd months month",
        "year": "år års åra årene years year",
        "hour": "time timer timar hours hour",
        "minute": "minutt minutter minuttar minutes minute",
    }.items()
    for word in words.split()
}
_HEADER_SCALE = re.compile(
    r"(?<![\d.,] )(?<![\d\u00a0])\b(?P<times>mill(?:ion\w*)?|mnok|mrd|tusen)\b\.?",
    re.IGNORECASE,
)
_TIMES = {
    "mill": 10**6,
    "mnok": 10**6,
    "milliard": 10**9,
    "mrd": 10**9,
    "billion": 10**9,
    "tusen": 10**3,
    "thousand": 10**3,
}
# Without its unit a number is none of these: a bare 40 is no 40 percent.
_BOUND = frozenset({"%", "points", "kr", "eur", "usd"})
_LASTING = {"day": ("day", 1), "week": ("day", 7), "month": ("month", 1), "year": ("month", 12)}
# "Under halvparten" is said of 48 percent.
_HALF_OF_TIME = re.compile(r"(?:first|second|latter|last|other|one and a)\s+$", re.IGNORECASE)
_ROUGH = re.compile(
    r"(?:(?P<under>under|knapt|nesten|mindre enn|less than|nearly|almost)|(?P<over>over|mer enn"
    r"|meir enn|more than)|(?P<near>nær|rundt|omtrent|om lag|cirka|ca\.?|about|around))\s+$",
    re.IGNORECASE,
)
# By how many percentage points a share may differ from what is told of it so.
_TOLERANCE = {"under": (-15.0, 0.0), "over": (0.0, 15.0), "near": (-3.0, 3.0)}
_FRACTION = re.compile(
    r"(?<!\w)(?:(?P<over>" + "|".join(sorted(ONES, key=len, reverse=True)) + r")[ -])?"
    r"(?P<under>" + "|".join(sorted(PARTS, key=len, reverse=True)) + r")(?!\w)",
    re.IGNORECASE,
)
# "Hver tredje", "kvar tredje", "one in three", "ein av fem".
_ONE_IN = re.compile(
    r"(?<!\w)(?:(?:hver|hvert|kvar|kvart|every)\s+(?P<every>" + "|".join(ORDINALS) + r")"
    r"|(?:en|ein|én|one)\s+(?:av|in|of|out of)\s+(?P<among>" + "|".join(SMALL) + r"))(?!\w)",
    re.IGNORECASE,
)
_HALF_YEAR = re.compile(r"(?<!\w)(?:(?:et |eit |ett )(?:halvt år|halvår)|half a year)(?!\w)", re.I)
_MONTH_NAMES = (
    "januar january|februar february|mars march|april|mai|juni june|juli july|august|september"
    "|oktober october|november|desember december"
)
_MONTHS = {
    word: number
    for number, words in enumerate(_MONTH_NAMES.split("|"), start=1)
    for word in words.split()
}
# A month without a day or a year; "mars" may be a verb's neighbour in English, "may" always is.
_MONTH = re.compile(
    r"(?<![\w.])(?P<month>" + "|".join(_MONTHS) + r")(?!\w)"
    r"(?:\s(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?(?![\w.,:]\d|\w))?",
    re.IGNORECASE,
)
# "to" is what English sentences are full of, "ti" no English word, "six" no Norwegian one.
_NUMBER_WORD = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
)
_ENGLISH = re.compile(
    r"\b(?:the|of|is|was|are|and|has|will|shall|from|by|with|were|been|runs?|at|an|which|it|this|that|have|had|not"
    r"|without|would|can|must|who|they|their|its|be|as|or|than|into|more|said|takes?)\b",
    re.I,
)
_NORWEGIAN_ONLY = frozenset({"to", "fire", "fem", "ti", "tre"})
_NORWEGIAN = re.compile(
    r"\b(?:og|er|på|av|som|den|det|med|fra|frå|en|ein|et|eit|ei|har|ble|blei|vart|blir|skal|om|ved"
    r"|i|til|å|få|kan|må|de|dei)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Value:
    """A number or date in a text, with its span.

    ``worth`` are the readings of a number ("1.200" may be 1200 or 1.2), or its own letters where it
    is none ("7/25"). ``unit``: "%", "kr", "month", … or "". ``date``: what day it is, if it is one.
    ``rough``: "under", "over" or "near" a share ("nesten halvparten").
    """

    start: int
    end: int
    worth: frozenset[float | str]
    unit: str = ""
    date: FoundDate | None = None
    rough: str = ""

    def stands_for(self, other: Value) -> bool:
        """Whether this value, as told, is the other one, as written."""
        if self.date and other.date:
            return _same_day(self.date, other.date)
        if self.date or other.date:
            return bool(self.worth & other.worth)
        if self.rough and other.unit == "%" and not other.rough:
            least, most = _TOLERANCE[self.rough]
            near = any(
                least <= theirs - own <= most
                for own in self.worth
                for theirs in other.worth
                if isinstance(own, float) and isinstance(theirs, float)
            )
            return near or bool(self.worth & other.worth)
        if self.unit == other.unit or not self.unit:
            return bool(self.worth & other.worth)
        if self.unit in _LASTING and other.unit in _LASTING:
            return bool(_lasting(self) & _lasting(other))
        return not other.unit and self.unit not in _BOUND and bool(self.worth & other.worth)


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
    for value in (
        *_shares(text),
        *_fractions(text),
        *_months(text),
        *_in_digits(text),
        *_in_words(text),
    ):
        if all(value.end <= start or value.start >= end for start, end in taken):
            found.append(value)
            taken.append((value.start, value.end))
    return sorted(found, key=lambda one: one.start)


def is_english(text: str) -> bool:
    """Whether a sentence has more of the small words of English than of Norwegian."""
    return len(_ENGLISH.findall(text)) > len(_NORWEGIAN.findall(text))


def scales(text: str) -> frozenset[float]:
    """What a table's numbers are to be multiplied by ("Mill. kr" above them)."""
    return frozenset(
        _TIMES[name]
        for match in _HEADER_SCALE.finditer(text)
        for name in _TIMES
        if match["times"].lower().startswith(name)
    )


def _in_digits(text: str) -> Iterator[Value]:
    for match in _NUMBER.finditer(text):
        yield _number(text, match)


def _fractions(text: str) -> Iterator[Value]:
    """Fractions in words ("to tredelar", "halvparten"), as percent."""
    for match in _FRACTION.finditer(text):
        # "The first half of 2024" is a time.
        if _HALF_OF_TIME.search(text[: match.start()]):
            continue
        over = ONES[match["over"].lower()] if match["over"] else 1
        share = round(100 * over / PARTS[match["under"].lower()], 1)
        rough = _ROUGH.search(text[: match.start()])
        word = rough.lastgroup or "" if rough else ""
        yield Value(match.start(), match.end(), frozenset({share}), "%", rough=word)


def _shares(text: str) -> Iterator[Value]:
    for match in _HALF_YEAR.finditer(text):
        yield Value(match.start(), match.end(), frozenset({6.0}), "month")
    for match in _ONE_IN.finditer(text):
        every, among = match["every"], match["among"]
        number = ORDINALS[every.lower()] if every else SMALL[among.lower()]
        yield Value(match.start(), match.end(), frozenset({round(100 / number, 1)}), "%")


def _months(text: str) -> Iterator[Value]:
    for match in _MONTH.finditer(text):
        month = _MONTHS[match["month"].lower()]
        day = int(match["day"]) if match["day"] else None
        # "March" and "mars" are months in both languages; "marsj" is no word of this list.
        date = FoundDate(match.start(), match.end(), None, month, day)
        yield Value(match.start(), match.end(), frozenset(), "", date)


def _in_words(text: str) -> Iterator[Value]:
    english = is_english(text)
    for match in _NUMBER_WORD.finditer(text):
        word = match.group().lower()
        if word in _NORWEGIAN_ONLY and english:
            continue
        unit, times, end = _unit_after(text, match.end())
        yield Value(match.start(), end, frozenset({float(WORDS[word]) * times}), unit)


def _number(text: str, match: re.Match[str]) -> Value:
    digits = match["digits"]
    unit, times, end = _unit_after(text, match.end())
    if before := _BEFORE.search(text[max(0, match.start() - 6) : match.start()]):
        mark = before["unit"].lower().rstrip(".")
        unit = unit or {"€": "eur", "$": "usd", "usd": "usd"}.get(mark) or _UNITS[mark]
        times *= 10**6 if mark == "mnok" else 1
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
    known = _UNITS.get(unit.replace(" ", "_")) or _UNITS.get(unit.partition(" ")[0])
    if known:
        whole = unit.replace(" ", "_") in _UNITS
        end = match.end() if whole else match.start("unit") + len(unit.partition(" ")[0])
        return known, factor, end
    if times == "mnok":
        return "kr", factor, match.end("times")
    return "", factor, match.end("times") if times else at


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
    elif match := re.fullmatch(r"(\d{1,2}):(\d{2})", plain):
        # A time of day: 12:30 is what others write as 12.30.
        yield float(f"{match[1]}.{match[2]}")
    elif match := re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+)[.,](\d{1,2})", plain):
        yield float(re.sub(r"[.,]", "", match[1]) + "." + match[2])


def _lasting(value: Value) -> frozenset[tuple[str, float]]:
    """How long it is: two weeks are fourteen days, a year is twelve months."""
    unit, times = _LASTING[value.unit]
    return frozenset((unit, one * times) for one in value.worth if isinstance(one, float))


def _same_day(told: FoundDate, written: FoundDate) -> bool:
    """Whether a date is the written one, or a coarser telling of it."""
    return all(
        getattr(told, part) is None or getattr(told, part) == getattr(written, part)
        for part in ("year", "month", "day")
    )
