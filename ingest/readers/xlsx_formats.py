"""Shows a cell's number as the sheet shows it to a Norwegian reader: dates, money, per cent."""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

GENERAL = "General"
# The formats that Excel knows by number, as far as they differ from "General".
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "dd.mm.yyyy",
    15: "d. mmm yyyy", 16: "d. mmm", 17: "mmm yyyy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "dd.mm.yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss", 49: "@",
}  # fmt: skip
_MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober",
    "november", "desember",
)  # fmt: skip
_GENERAL_WORD = re.compile("general|standard", re.I)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<other>.)', re.S
)
_CURRENCY = re.compile(r"^\$([^-]*)")
_ELAPSED = re.compile(r"^(h+|m+|s+)$", re.I)
_PLAIN_LITERALS = frozenset(" -+/()€$£:kr~<>=!&'{}^")
_DATE_LETTERS = frozenset("ymdhsYMDHS")
_LONGEST_FORMAT = 500
_LAST_DAY = 2_958_465  # 31.12.9999
_MOST_DECIMALS = 15
_LARGEST = 1e15  # beyond it Excel shows an exponent


@dataclass(frozen=True, slots=True)
class _Section:
    """One of a format's parts: for positive numbers, negative ones, zero, or text."""

    before: str = ""
    after: str = ""
    pattern: str = ""  # the digits' places, such as "#,##0.00%"
    date: str = ""  # the letters of a date, such as "dmyhm"; "m" is the month, "n" the minute
    elapsed: bool = False
    empty: bool = False


def show_number(value: float, code: str, *, since_1904: bool = False) -> str:
    """Returns a number as a cell with the format ``code`` shows it.

    Args:
        value: The number; a day's serial number where the format is a date's.
        code: The format's code, "General" for none.
        since_1904: Days are counted from 1904, as in workbooks from old Macs.
    """
    if not math.isfinite(value):
        return ""
    if code == GENERAL:
        return _general(value)
    sections = _sections(code)
    index = 0
    if value < 0 and len(sections) > 1:
        index = 1
    elif value == 0 and len(sections) > 2:
        index = 2
    section = sections[index]
    if section.empty and len(sections) > 1:
        return ""
    if len(sections) > 1 and not section.pattern and not section.date:
        return section.before.strip()
    if section.date:
        return _date(value, section, since_1904=since_1904)
    signed = value if index != 1 else abs(value)
    text = _number(signed, section)
    # A format may show negative numbers in red only. Text has no colour, so it gets the sign.
    if index == 1 and not {"-", "(", "−"} & set(section.before):
        text = f"-{text}"
    return text


def show_text(value: str, code: str) -> str:
    """Returns a text as a cell with the format ``code`` shows it."""
    sections = _sections(code)
    if len(sections) < 4:
        return value
    text = sections[3]
    return "" if text.empty else f"{text.before}{value}{text.after}"


def show_iso_date(value: str) -> str:
    """Returns a date that the file holds as ISO 8601; another text as it is."""
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return value
    day = moment.strftime("%d.%m.") + f"{moment.year:04}"
    return day if len(value) <= 10 else f"{day} {moment:%H:%M}"


@functools.lru_cache(maxsize=2_000)
def _sections(code: str) -> tuple[_Section, ...]:
    parts = [""]
    for match in _TOKEN.finditer(code[:_LONGEST_FORMAT]):
        if match["other"] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    return tuple(map(_section, parts[:4]))


def _section(code: str) -> _Section:
    code = _GENERAL_WORD.sub("@", code)
    before: list[str] = []
    after: list[str] = []
    pattern: list[str] = []
    letters: list[str] = []
    elapsed = False
    for match in _TOKEN.finditer(code):
        literal = match["quoted"] or match["escaped"]
        char = match["other"]
        if (bracket := match["bracket"]) is not None:
            if currency := _CURRENCY.match(bracket):
                literal = currency[1]
            elif _ELAPSED.match(bracket):
                letters.append(bracket[0].lower())
                elapsed = True
        if char in _DATE_LETTERS and not pattern and char is not None:
            letters.append(char.lower())
        elif char is not None and char in "0#?.,%E@" and not letters:
            pattern.append(char)
        elif char in _PLAIN_LITERALS and not letters:
            literal = char
        if literal:
            (after if pattern else before).append(literal)
    date = _date_letters("".join(letters)) if letters and "@" not in pattern else ""
    return _Section(
        before="".join(before),
        after="".join(after),
        pattern="".join(pattern),
        date=date,
        elapsed=elapsed,
        empty=not code.strip(),
    )


def _date_letters(letters: str) -> str:
    """Returns a date format's letters, one for each part: an "m" beside hours is for minutes."""
    runs = [match[0] for match in re.finditer(r"(.)\1*", letters)]
    found = ""
    for index, run in enumerate(runs):
        letter = run[0]
        if letter == "m":
            after_hours = index > 0 and runs[index - 1][0] == "h"
            before_seconds = index + 1 < len(runs) and runs[index + 1][0] == "s"
            if after_hours or before_seconds:
                letter = "n"
            elif len(run) >= 3:
                letter = "M"
        elif letter == "d" and len(run) >= 3:
            continue  # the weekday
        if letter not in found:
            found += letter
    return found or "d"  # nothing but a weekday: better the day of the month than a serial number


def _date(value: float, section: _Section, *, since_1904: bool) -> str:
    if section.elapsed:
        minutes, seconds = divmod(round(abs(value) * 86_400), 60)
        hours, minutes = divmod(minutes, 60)
        sign = "-" if value < 0 else ""
        end = f":{seconds:02}" if "s" in section.date else ""
        return f"{sign}{hours}:{minutes:02}{end}"
    if not 0 <= value <= _LAST_DAY:
        return _number(value, _Section())
    start = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30)
    days = value
    if not since_1904 and value < 60:
        days += 1  # Excel believes in 29.02.1900
    try:
        moment = start + dt.timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return _number(value, _Section())
    return " ".join(filter(None, (_day(moment, section.date), _time(moment, section.date))))


def _day(moment: dt.datetime, letters: str) -> str:
    month = _MONTHS[moment.month - 1]
    has_month = "m" in letters or "M" in letters
    if "d" in letters and has_month and "y" in letters:
        if "M" in letters:
            return f"{moment.day}. {month} {moment.year}"
        return f"{moment.day:02}.{moment.month:02}.{moment.year}"
    if "d" in letters and has_month:
        return f"{moment.day}. {month}"
    if has_month:
        return f"{month} {moment.year}" if "y" in letters else month
    if "y" in letters:
        return str(moment.year)
    return str(moment.day) if "d" in letters else ""


def _time(moment: dt.datetime, letters: str) -> str:
    if "h" in letters:
        return f"{moment:%H:%M:%S}" if "s" in letters else f"{moment:%H:%M}"
    if "n" in letters or "s" in letters:
        return f"{moment:%M:%S}"
    return ""


def _number(value: float, section: _Section) -> str:
    pattern = section.pattern
    if not re.search(r"[0#?]", pattern) or "E" in pattern or abs(value) >= _LARGEST:
        # Also fractions end here: "1/4" is read as well as 0,25, and looked for less.
        text = _general(value)
        if "@" in pattern or not pattern:
            return f"{section.before}{text}{section.after}".strip()
        return text
    number = Decimal(repr(value))
    number = number.scaleb(2 * pattern.count("%"))
    whole, _, fraction = pattern.replace("%", "").partition(".")
    scaling = len(pattern.replace("%", "")) - len(pattern.replace("%", "").rstrip(","))
    number = number.scaleb(-3 * min(scaling, 5))
    places = min(sum(char in "0#?" for char in fraction), _MOST_DECIMALS)
    fixed = min(fraction.count("0"), places)
    rounded = abs(number).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    digits, _, decimals = format(rounded, "f").partition(".")
    while len(decimals) > fixed and decimals.endswith("0"):
        decimals = decimals[:-1]
    digits = digits.rjust(min(whole.count("0"), _MOST_DECIMALS), "0")
    if "," in whole.rstrip(","):
        digits = f"{int(digits):,}".replace(",", " ")
    sign = "-" if number < 0 and rounded else ""
    text = f"{digits},{decimals}" if decimals else digits
    if "%" in pattern:
        text += " %"
    return f"{sign}{section.before}{text}{section.after}".strip()


def _general(value: float) -> str:
    """Returns a number with as many digits as Excel shows of one without a format."""
    if value == int(value) and abs(value) < _LARGEST:
        return str(int(value))
    if abs(value) >= _LARGEST or abs(value) < 1e-9:
        return f"{value:.5E}".replace(".", ",")
    return format(Decimal(f"{value:.10g}"), "f").replace(".", ",")
