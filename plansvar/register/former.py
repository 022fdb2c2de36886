"""What a sentence or cell says held before: "30.06.2026 (før 31.12.2025)", "etter Kari Nes".

Dates and parties only, and only where the words between what holds and what held leave no doubt.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from plansvar.language.dates import FoundDate, find_dates
from plansvar.register.evidence import StatedValue
from plansvar.register.kinds import FactKind, FieldType, field_of
from plansvar.register.names import lexicon as names_lexicon

# What passes from one to the next.
_FIELDS = frozenset({"leads", "party", "administrators", "deadline"})
# Longer sentences say too much to tell what belongs to what.
_LONGEST = 300
_FURTHEST = 60
_SPAN = re.compile(r"\(\s*((?:19|20)\d{2})\s*[-–]\s*(?:(?:19|20)\d{2})?\s*\)")
_CAPITAL = re.compile(r"[A-ZÆØÅ]")
_SENTENCE = re.compile(r"[.:!?]\s")
_WORD = re.compile(r"\S+")
_MARKS = ".,;:()[]«»\"'!?"
_LINKING = frozenset({"i", "for", "av", "of", "and", "og", "von", "de"})
_PERSON = 2


@dataclass(frozen=True, slots=True)
class Former:
    """A value that held before, as the words have it.

    ``since`` is from when it held, ``changed`` from when another one holds, where that is said.
    """

    text: str
    normal: str | None = None
    since: str | None = None
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    """former.toml; ``any`` finds a text in which it is worth looking."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    moved: re.Pattern[str]
    since: re.Pattern[str]
    any: re.Pattern[str]
    no_party: frozenset[str]


@functools.cache
def _words() -> _Words:
    raw = tomllib.loads(
        resources.files("plansvar.register").joinpath("former.toml").read_text("utf-8")
    )

    def either(*names: str) -> str:
        words = sorted({word for name in names for word in raw[name]}, key=len, reverse=True)
        return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)

    end = r")\s*:?\s*$"
    return _Words(
        before=re.compile(rf"(?<!\w)(?:{either('before')}{end}", re.IGNORECASE),
        after=re.compile(rf"(?<!\w)(?:{either('after')}{end}", re.IGNORECASE),
        moved=re.compile(rf"(?<!\w)(?:{either('moved')})", re.IGNORECASE),
        since=re.compile(rf"(?<!\w)(?:{either('since')}{end}", re.IGNORECASE),
        any=re.compile(rf"(?<!\w)(?:{either('before', 'after')}|fra|frå|from)\b", re.IGNORECASE),
        no_party=frozenset(raw["no_party"]),
    )


def former_of(kind: FactKind, value: StatedValue) -> Former | None:
    """What held before a value, as far as its quote says so."""
    if value.field not in _FIELDS or len(value.quote) > _LONGEST:
        return None
    type_ = field_of(kind, value.field).type
    return _former(type_, value.text, value.normal, " ".join(value.quote.split()))


@functools.lru_cache(maxsize=20_000)
def _former(type_: FieldType, text: str, normal: str | None, quote: str) -> Former | None:
    if not _words().any.search(quote):
        return None
    if type_ is FieldType.DATE:
        return _former_date(normal, quote)
    return _former_party(" ".join(text.split()), quote)


def _former_date(normal: str | None, quote: str) -> Former | None:
    dates = [date for date in find_dates(quote) if date.year is not None]
    own = next((date for date in dates if date.value == normal), None)
    if own is None:
        return None
    for date in dates:
        if date.value == own.value:
            continue
        if _words().before.search(quote[: date.start]) and date.start > own.end:
            return Former(quote[date.start : date.end], date.value)
        between = quote[date.end : own.start].strip().casefold()
        if (
            re.search(r"(?<!\w)(?:fra|frå|from)\s*$", quote[: date.start], re.IGNORECASE)
            and between in {"til", "to"}
            and _words().moved.search(quote)
        ):
            return Former(quote[date.start : date.end], date.value)
    return None


def _former_party(text: str, quote: str) -> Former | None:
    start = quote.find(text)
    if start < 0:
        return None
    end = start + len(text)
    return _named_after(quote, end) or _named_before(quote, start)


def _named_after(quote: str, end: int) -> Former | None:
    """As in "Hedda Vik (frå 1. januar 2025, etter Torolf Nes)"."""
    dates = [one for one in find_dates(quote) if one.start >= end]
    for match in _CAPITAL.finditer(quote, end, end + _FURTHEST):
        if any(date.start <= match.start() < date.end for date in dates):
            continue
        between = quote[end : match.start()]
        said = "".join(_without(between, end, dates))
        if _SENTENCE.search(said):
            return None
        strong = _words().before.search(between)
        if not strong and not _words().after.search(between):
            return None
        name = _name(quote[match.start() :], surely=bool(strong))
        if name is None:
            return None
        own = _SPAN.match(quote[match.start() + len(name) :].lstrip())
        return Former(
            name, since=own.group(1) if own else None, changed=_since(quote, end, match.start())
        )
    return None


def _named_before(quote: str, start: int) -> Former | None:
    """As in "overføres fra Vik kommune til Nes kommune"."""
    found = re.search(r"(?<!\w)(?:fra|frå|from)\s+(?=[A-ZÆØÅ])", quote[:start], re.IGNORECASE)
    if found is None or not re.search(r"\s(?:til|to)\s+$", quote[:start], re.IGNORECASE):
        return None
    name = re.sub(r"\s+(?:til|to)\s+$", "", quote[found.end() : start], flags=re.IGNORECASE)
    whole = _name(name, surely=True) == name and _words().moved.search(quote) is not None
    return Former(name) if whole else None


def _without(text: str, at: int, dates: list[FoundDate]) -> list[str]:
    """A text without the dates in it, whose points end no sentence."""
    return [
        letter
        for place, letter in enumerate(text, start=at)
        if not any(date.start <= place < date.end for date in dates)
    ]


def _since(quote: str, end: int, stop: int) -> str | None:
    """The day after "from" or "elected", or the first year of "(2024–2027)"."""
    for date in find_dates(quote):
        inside = end <= date.start and date.end <= stop and date.year is not None
        if inside and _words().since.search(quote[end : date.start]):
            return date.value
    span = _SPAN.match(quote[end:].lstrip())
    return span.group(1) if span else None


def _name(text: str, *, surely: bool) -> str | None:
    """The name that a text begins with; a person's or an organisation's unless it is sure."""
    taken: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        bare = match.group().strip(_MARKS)
        following = text[match.end() :].lstrip()[:1]
        linking = bare in _LINKING and bool(_CAPITAL.match(following))
        noun = bool(taken) and names_lexicon().nouns.search(bare) is not None
        if not _CAPITAL.match(bare) and not noun and not (taken and linking):
            break
        taken.append(bare)
        end = match.start() + match.group().rindex(bare) + len(bare)
        if match.group()[-1:] in ",;:)!?" or (match.group().endswith(".") and len(bare) > 1):
            break
    if not taken or taken[-1].casefold() in _words().no_party:
        return None
    if any(word.casefold().endswith(("loven", "lova", "forskriften")) for word in taken):
        return None
    if not surely and len(taken) < _PERSON:
        return None
    return text[:end]
