"""When two values of a field are the same."""

from __future__ import annotations

import re
from enum import Enum

from plansvar.language.dates import find_dates
from plansvar.register.evidence import StatedValue
from plansvar.register.kinds import FactKind, FieldType, field_of
from plansvar.register.names import alike, number, plain, stems
from plansvar.register.parties import PartyNames
from plansvar.register.poles import has_poles, pole

# Fields that number a fact in one document, or say where it stands: others don't contradict them.
_LOCAL = frozenset({"number", "point", "raised_in"})
_FIGURE = re.compile(r"\d+(?:[ .,]\d+)*")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d{2}(?![\d]|[.,]\d)")
_SAME_WORDING = 0.5
_INDEX = re.compile(r"\b(?:indeks|index)\s*(1\d\d)\b", re.IGNORECASE)

# What a value is compared by, and its text for those that only differ in wording.
Key = tuple[str, ...]


_WORDS = frozenset({FieldType.TEXT, FieldType.FACT})


class Relation(Enum):
    """How two values of one field stand to each other.

    ``WORDING``: both can hold, said in other words or less exactly.
    """

    SAME = "same"
    WORDING = "wording"
    DIFFERENT = "different"


def value_key(kind: FactKind, field: str, value: StatedValue, parties: PartyNames) -> Key:
    """What makes it the same value."""
    return key_of(kind, field, value.text, value.normal, parties)


def key_of(kind: FactKind, field: str, text: str, normal: str | None, parties: PartyNames) -> Key:
    """The same for a value that is given by its text and normal form."""
    type_ = field_of(kind, field).type
    if type_ is FieldType.PARTY:
        return parties.resolve(text)
    if has_poles(kind, field):
        said = pole(kind, field, text, normal)
        return (normal, said) if normal else ("", said, *stems(text))
    if field == "number":
        return (number(text) or plain(text),)
    if field == "target" and (index := _INDEX.search(text)):
        normal = f"{int(index[1]) - 100} %"  # "indeks 130" is 30 per cent more than at the start
    if normal is not None and type_ is FieldType.AMOUNT:
        # The same figure for another year is another target.
        return (normal, *(year for year in _YEAR.findall(text) if year != normal))
    if normal is not None:
        return (normal,)
    if type_ is FieldType.CODE:
        return (plain(text),)
    return ("", *stems(text)) if type_ in _WORDS else ("", plain(text))


def relation(kind: FactKind, field: str, one: Key, other: Key) -> Relation:
    """How two values of a field with one value stand to each other."""
    if one == other:
        return Relation.SAME
    type_ = field_of(kind, field).type
    if field in _LOCAL:
        return Relation.WORDING
    if has_poles(kind, field):
        poles = {one[1], other[1]} - {""}
        return Relation.DIFFERENT if len(poles) > 1 else Relation.WORDING
    if type_ in {FieldType.DATE, FieldType.PERIOD}:
        return Relation.WORDING if _dates_agree(one, other) else Relation.DIFFERENT
    if type_ is FieldType.AMOUNT and one[0] and one[0] == other[0]:
        return Relation.DIFFERENT if one[1:] and other[1:] else Relation.WORDING
    if type_ is FieldType.FACT and alike(_words_of(one), _words_of(other)):
        return Relation.SAME  # it names the same fact, whatever figures that had at the time
    if type_ in _WORDS:
        return Relation.DIFFERENT if _other_figures(one, other) else Relation.WORDING
    return Relation.DIFFERENT


def _dates_agree(one: Key, other: Key) -> bool:
    """A year agrees with a day in it, and "30. juni" with that day of some year."""
    if one[0] and other[0]:
        return one[0].startswith(other[0]) or other[0].startswith(one[0])
    written, known = (one, other) if other[0] else (other, one)
    found = find_dates(" ".join(written))
    return bool(known[0]) and any(
        date.year is None and known[0].endswith(date.value.removeprefix("-")) for date in found
    )


def _words_of(key: Key) -> Key:
    return tuple(word for word in key if word and not _FIGURE.fullmatch(word))


def _other_figures(one: Key, other: Key) -> bool:
    """Whether two texts say the same of other figures: "450 nye jobber", "600 nye jobber"."""
    first, second = set(one), set(other)
    figures = {word for word in first ^ second if _FIGURE.fullmatch(word)}
    if not (figures & first and figures & second):
        return False
    words, others = first - figures, second - figures
    return len(words & others) >= _SAME_WORDING * len(words | others)
