"""What has been read about one funding scheme so far, and what its values look like."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.extract.amounts import amounts_in, shares_in
from ingest.extract.field_labels import year_pattern, years
from ingest.extract.names import kind_of, listed, without_lead
from ingest.extract.spans import Span
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.language.dates import find_dates
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

_MONEY = ("rate", "ceiling", "window", "eligible", "administrators", "financiers", "levels")
_CLOCK = re.compile(r"\s?,?\s?(?:kl\.?|at|klokka|klokken)?\s?\d{1,2}[.:]\d{2}(?!\d)")


@dataclass
class Draft:
    """A scheme (in one year, where that is said) with the values found so far."""

    name: Span
    year: str | None = None
    year_said: Span | None = None
    values: list[Value] = field(default_factory=list)
    confidence: float = 0.9
    years_named: set[str] = field(default_factory=set)
    # Its steps are told of by their numbers.
    steps: bool = False

    def add(self, *values: Value) -> None:
        """Add values; what is known already is left out."""
        for value in values:
            if value.text and not any(_same(known, value) for known in self.values):
                self.values.append(value)

    def claim(self, least: int) -> Claim | None:
        """A claim, where at least so many different things are known of the scheme."""
        if len({value.field for value in self.values} & set(_MONEY)) < least:
            return None
        values = [state("name", self.name), *self.values]
        if self.year and self.year_said:
            text = self.year.replace("/", "–")
            values.append(state("year", self.year_said, text, self.year))
        scope = self.year.replace("/", "–") if self.year else None
        return Claim(FactKind.SCHEME, tuple(values), "scheme", self.confidence, scope=scope)


def _same(known: Value, new: Value) -> bool:
    """Whether a value says no more than one that is known: "NCE" after "… Expertise (NCE)"."""
    if known.field != new.field:
        return False
    old, text = known.text.casefold(), new.text.casefold()
    if old == text or (known.field == "levels" and f"({text})" in old):
        return True
    # "inntil 45 prosent" after "Inntil 45 prosent av …", but not the same share of something else.
    return known.normal is not None and known.normal == new.normal and (text in old or old in text)


@functools.cache
def _title_lead() -> re.Pattern[str]:
    return re.compile(
        rf"^\W*(?:\d+(?:\.\d+)*\.?\s+)?(?:{any_of(lexicon('schemes')['title']['before'])}\b\s*:?\s*)?",
        re.IGNORECASE,
    )


_TRAILING_YEAR = re.compile(
    r"[\s,(]*(?:i |in |for )?((?:19|20)\d{2})(?:\s?[–/-]\s?((?:19|20)?\d{2}))?\)?$"
)


def read_name(title: Span) -> tuple[Span, str | None]:
    """The name in a title, and the year or period behind it: "Utlysing: Nordmidlar 2024–2026"."""
    name = title.strip()
    if match := _title_lead().match(name.text):
        name = name.part(match.end(), len(name))
    year = None
    if match := _TRAILING_YEAR.search(name.text):
        year = years(match)
        name = name.part(0, match.start())
    return name.strip(" :–-,«»"), year


@functools.cache
def scheme_noun() -> re.Pattern[str]:
    """A word that says that something is a scheme."""
    words = lexicon("schemes")
    return re.compile(
        rf"(?<!\w)(?!{any_of(words['not_schemes'])})\w*{any_of(words['nouns'])}(?!\w)",
        re.IGNORECASE,
    )


_UNTIL = re.compile(r"\s*(?:[–—-]|til|to|until|til og med)\s*(?:den\s)?", re.IGNORECASE)


def windows(value: Span, said: Span, year: str | None) -> Iterator[Value]:
    """Deadlines, with their clock; a day takes the year that its label names."""
    running = re.search(any_of(lexicon("schemes")["words"]["running"]), value.text, re.IGNORECASE)
    dates = [date for date in find_dates(value.text) if date.month is not None]
    opened: int | None = None
    for place, date in enumerate(dates):
        following = dates[place + 1] if place + 1 < len(dates) else None
        if (
            opened is None
            and following
            and _UNTIL.fullmatch(value.text[date.end : following.start])
        ):
            opened = date.start  # "1. februar til 15. mars" is one window
            continue
        clock = _CLOCK.match(value.text, date.end)
        start = date.start if opened is None else opened
        opened = None
        text = value.text[start : clock.end() if clock else date.end]
        normal = date.value if date.year is not None else None
        if normal is None and year and "/" not in year:
            normal = f"{year}-{date.value.lstrip('-')}"
        yield state("window", said, text, normal)
    if not dates:
        if running:
            yield state("window", said, running.group())
        elif len(value) < 80:
            yield state("window", said, value.text)


def rates(value: Span, said: Span, of: str = "") -> Iterator[Value]:
    """Shares of the costs; ``of`` says for what, where a table has a row for each."""
    for share in shares_in(value.text):
        text = _with_most(value.text, share.start, share.end)
        yield state("rate", said, f"{of}: {text}" if of else text, share.normal)


def ceilings(value: Span, said: Span, of: str = "") -> Iterator[Value]:
    """The most that one can get: the first amount of a cell or clause."""
    for amount in amounts_in(value.text):
        end = amount.end
        if per := _PER.match(value.text, end):
            end = per.end()
        text = value.text[amount.start : end]
        yield state("ceiling", said, f"{of}: {text}" if of else text, amount.normal)
        return


_PER = re.compile(
    r"\s(?:i året\s)?(?:per|pr\.?|for kvar|for hver|i|a)"
    r"\s(?:prosjekt|år|året|søknad|klynge|project|year)(?:\sfor\s(?:kvar|hver)\s\w+)?",
    re.I,
)


def frames(
    value: Span, said: Span, label: str, year: str | None
) -> Iterator[tuple[str | None, Value]]:
    """The frame of a call, with its year; that of another year may stand in brackets."""
    for number, amount in enumerate(amounts_in(value.text)):
        bracket = re.search(r"\([^()]*$", value.text[: amount.start])
        other = re.match(r"\s*(?:i|for|in)\s((?:19|20)\d{2})\s*[),]", value.text[amount.end :])
        text = f"{label}: {value.text[amount.start : amount.end]}"
        if number == 0:
            yield year, state("ceiling", said, text, amount.normal)
        elif bracket and other:
            yield other[1], state("ceiling", said, text, amount.normal)


@functools.cache
def _most() -> re.Pattern[str]:
    return re.compile(rf"{any_of(lexicon('schemes')['words']['most'])}\s$", re.IGNORECASE)


def _with_most(text: str, start: int, end: int) -> str:
    """Words such as "inntil" belong to the value."""
    match = _most().search(text[:start])
    return text[match.start() if match else start : end]


_ENOUGH = re.compile(
    r"\.\s|;|\s(?:on behalf of|på vegne av|på vegner av)\s|,\s(?:half|halvparten|halvdelen)\b"
    r"|\s(?:som|who|which|og (?:er|blir|forvalt|administr)\w*)\s"
)


def parties(field_name: str, value: Span, said: Span) -> Iterator[Value]:
    """Bodies of a list, without what is said of them."""
    cut = _ENOUGH.split(value.text)[0]
    for listed_name in listed(value.part(0, len(cut)).strip(" .,")):
        name = without_lead(listed_name).strip(" .,")
        if 1 < len(name) < 90 and (name.text[:1].isupper() or kind_of(name.text)):
            yield state(field_name, said, name.text)


def year_of(text: str) -> str | None:
    """The only year that a text names."""
    found = {years(match) for match in year_pattern().finditer(text)}
    return found.pop() if len(found) == 1 else None
