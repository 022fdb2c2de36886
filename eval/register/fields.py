"""Whether a found field has the gold's value: by the field's type, as a careful person would."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eval.register.parties import Parties
from eval.register.types import Said
from eval.register.words import numbers, plain, says_the_same
from plansvar.language.dates import find_dates
from plansvar.register.kinds import Field, FieldType

_WHOLE = re.compile(r"\d{1,3}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_CASE = re.compile(r"\b\d{1,4}/\d{2,4}\b")
_SERIES = re.compile(r"\b[A-ZÆØÅ]{1,5}\b")
_NUMBERS = re.compile(r"\d+(?:[./]\d+)*")
# Names of numbered facts: equal numbers are enough.
_AS_WRITTEN = frozenset({"number"})
_TRUE = frozenset({"true", "yes", "ja", "1", "unanimous", "enstemmig", "samrøystes", "einstemmig"})
_FALSE = frozenset({"false", "no", "nei", "0"})


def agrees(field: Field, gold: Sequence[Said], found: Sequence[Said], parties: Parties) -> bool:
    """Whether ``found`` says what ``gold`` says; neither is empty."""
    match field.type:
        case FieldType.PARTY:
            wanted, given = _parties(gold, parties), _parties(found, parties)
            return given == wanted if field.many else given <= wanted
        case FieldType.DATE:
            days, told = _dates(gold), _dates(found)
            if not days:  # "hvert år", "våren 2026"
                return _same_texts(gold, found)
            return bool(told & days) if field.many else told == days
        case FieldType.PERIOD:
            return _years(gold) == _years(found)
        case FieldType.AMOUNT:
            return _same_amounts(gold, found)
        case FieldType.CODE:
            return bool(_codes(gold) & _codes(found))
        case _ if field.name == "point":
            return bool(_points(gold) & _points(found))
        case _ if field.name == "case_number":
            return any(_one_case(one.text, other.text) for one in gold for other in found)
        case _ if field.name in _AS_WRITTEN:
            return bool({plain(one.text) for one in gold} & {plain(one.text) for one in found})
        case _ if field.name == "replaces" and (wanted := _cases(gold)) and _cases(found):
            return bool(wanted & _cases(found))
        case _ if field.name == "changes":
            return _same_changes(gold, found)
        case FieldType.FACT | FieldType.TEXT:
            return _same_texts(gold, found)


def _cases(said: Sequence[Said]) -> frozenset[str]:
    """The numbers of cases: what repeals a decision names it by that, the gold by what it was."""
    return frozenset(number for one in said for number in _CASE.findall(one.text))


def _one_case(one: str, other: str) -> bool:
    """Equal numbers, and series where both have one: "sak 8/24" is "8/24", but no "PS 8/24"."""
    first, second = _CASE.findall(one), _CASE.findall(other)
    if not first or first != second:
        return plain(one) == plain(other)
    series = [set(_SERIES.findall(text)) for text in (one, other)]
    return not all(series) or series[0] == series[1]


def _same_changes(gold: Sequence[Said], found: Sequence[Said]) -> bool:
    """Whether at least half of the changes are found.

    The gold says in two or three words, often in English, what was changed ("measure 2.1 lead");
    the document says it in a sentence. So the numbers of measures and years, and the cases, tell
    that it is the same, where there are any and they are all in one of the sentences.
    """
    if _same_texts(gold, found):
        return True
    sentences = [frozenset(_NUMBERS.findall(one.text)) for one in found]
    wanted = [frozenset(_NUMBERS.findall(one.text)) for one in gold]
    right = sum(bool(one) and any(one <= other for other in sentences) for one in wanted)
    return right > 0 and 2 * right >= len(gold)


def _parties(said: Sequence[Said], parties: Parties) -> frozenset[str]:
    return parties.keys(one.text for one in said)


def _dates(said: Sequence[Said]) -> frozenset[str]:
    """ISO dates; where none has a year, the days as they are written."""
    given = {one.normal for one in said if one.normal}
    written = {date.value for one in said if not one.normal for date in find_dates(one.text)}
    return frozenset(given or written)


def _years(said: Sequence[Said]) -> tuple[int, ...]:
    """First and last year of a period; a single year is both."""
    text = " ".join(one.normal or one.text for one in said)
    years = [int(year) for year in _YEAR.findall(text)]
    return (min(years), max(years)) if years else ()


def _points(said: Sequence[Said]) -> frozenset[str]:
    """The points of a case: "1–3" is three of them."""
    points: set[str] = set()
    for one in said:
        numbers_of = [int(number) for number in _WHOLE.findall(one.text)]
        last = numbers_of[-1:] if "–" in one.text or "-" in one.text else []
        points |= {str(number) for number in numbers_of}
        points |= {str(number) for end in last for number in range(numbers_of[0], end)}
    return frozenset(points)


def _codes(said: Sequence[Said]) -> frozenset[str]:
    codes = set()
    for one in said:
        code = (one.normal or one.text).casefold().strip()
        codes.add("true" if code in _TRUE else "false" if code in _FALSE else code)
    return frozenset(codes)


def _same_amounts(gold: Sequence[Said], found: Sequence[Said]) -> bool:
    """All that is found is in the gold, or all of the gold is found; words, where it has no number.

    "11,0" of a list in millions is the same as 11 000 000.
    """
    wanted = frozenset(number for one in gold for number in numbers(one.text))
    given = frozenset(number for one in found for number in numbers(one.normal or one.text))
    if not wanted or not given:
        return not wanted and _same_texts(gold, found)
    return all(_among(number, wanted) for number in given) or all(
        _among(number, given) for number in wanted
    )


def _among(number: float, others: frozenset[float]) -> bool:
    return any(number * factor in others for factor in (1, 1e3, 1e6)) or any(
        other * factor == number for other in others for factor in (1e3, 1e6)
    )


def _same_texts(gold: Sequence[Said], found: Sequence[Said]) -> bool:
    """At least half of the gold's values are among what is found, in other words perhaps."""
    joined = " ".join(one.text for one in found)
    if says_the_same(" ".join(one.text for one in gold), joined):
        return True
    right = sum(any(says_the_same(one.text, other.text) for other in found) for one in gold)
    return right > 0 and 2 * right >= len(gold)
