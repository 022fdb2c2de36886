"""Finds municipalities and counties in text: a name counts only where it is meant as one.

"Os", "Nes", "Vang" and "Time" are words, and "Lund" and "Strand" surnames: they need "kommune"
beside them. A name that several places share is told apart by the date and by a county that is
named too; otherwise it is left open.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from plansvar.places.table import Kind, Place, lineage, places, successors

# Names that are also words, surnames or landscapes, beside those of three letters and fewer.
_WORDS = frozenset(
    """Alver Askim Asker Aure Berg Bokn Bykle Eide Eidsberg Etne Evje Farsund Fauske Fjaler Fjell
    Fjord Flora Frogn Frosta Frøya Fusa Gran Grane Grong Grue Halsa Haram Heim Hemne Hemnes
    Hitra Hole Hurum Kinn Klepp Kvam Lavangen Leka Leikanger Lenvik Lier Lom Lund Lunner Lyngen
    Marker Meland Midsund Modum Moss Namsos Nesset Nome Nore Norddal Oppdal Osen Rana Randaberg
    Rauma Rennebu Rissa Rollag Rygge Råde Røst Røyken Salangen Sande Sauda Selje Sigdal Siljan
    Skaun Skodje Smøla Snåsa Sola Solund Stad Stange Stokke Stord Stordal Storfjord Strand
    Stranda Sula Sund Sunndal Sveio Sørum Tana Time Tinn Tokke Tolga Torsken Tynset Tysnes Ulvik
    Valle Vang Vega Vefsn Vik Vinje Voss Våler Ørland Øyer Åmot Åmli Årdal Raisi Rosse""".split()
)
_SHORTEST = 4
_SURE_HINT = re.compile(
    r"kommun|styre|formannskap|herad|municipal|fylk|county|statsforvalt|council", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")

_LOCAL = (
    r"(?i:kommune(?:n|ns|s|r|rs|ne|nes)?|kommunestyre\w*|bystyre\w*|formannskap\w*|herad\w*"
    r"|municipality|municipal council|city council)"
)
_LOCALS = r"(?i:kommunane|kommunene|kommunar|kommuner|kommunen|municipalities of|municipality of)"
_REGIONAL = (
    r"(?i:fylkeskommun\w*|fylke(?:t|ts|s)?|fylkesting\w*|fylkesråd\w*"
    r"|county municipality|county council|county)"
)
_REGIONALS = (
    r"(?i:fylka|fylkene|fylke|fylkeskommunene|fylkeskommunane|statsforvalteren i|statsforvaltaren i"
    r"|fylkesmannen i|statsforvalteren for)"
)
_GENITIVE = r"(?:s|['’]s?)?(?![\w-]|\.\w)"
_AND = r"(?:\s*(?:/|[–-])\s*|\s+(?:og|and|samt)\s+)"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text. ``sure``: a word such as "kommune" says what it is."""

    start: int
    name: str
    kind: Kind
    sure: bool


def mentions(
    text: str, *, bare: bool = False, kinds: Sequence[Kind] = ("county", "municipality")
) -> list[Mention]:
    """The places named in a text, in order; with ``bare`` also names without "kommune" beside.

    ``bare`` is for titles and names of organisations ("Næringsplan for Bergen"), where a name is
    most probably the place's.
    """
    if not any(word.casefold().rstrip("s") in _first_words() for word in _WORD.findall(text)):
        return []  # most texts, and much cheaper to find than with a pattern of 700 names
    patterns = _patterns(ignore_case=text.isupper())
    found: dict[int, Mention] = {}
    for kind, pattern in patterns.sure if _SURE_HINT.search(text) else ():
        if kind not in kinds:
            continue
        for match in pattern.finditer(text):
            for name in patterns.name[kind].finditer(match["names"]):
                start = match.start("names") + name.start()
                found.setdefault(start, Mention(start, _known(name["name"], kind), kind, sure=True))
    if bare:
        taken = [(one.start, one.start + len(one.name)) for one in found.values()]
        for kind in kinds:
            for name in patterns.name[kind].finditer(text):
                known = _known(name["name"], kind)
                free = all(name.end() <= start or name.start() >= end for start, end in taken)
                if free and len(known) >= _SHORTEST and known not in _WORDS:
                    found[name.start()] = Mention(name.start(), known, kind, sure=False)
                    taken.append(name.span())
    return [found[start] for start in sorted(found)]


def resolve(
    found: Iterable[Mention], day: dt.date | None = None, near: Collection[str] = ()
) -> list[Place]:
    """The places that are meant, each once, in order; what stays open is left out.

    Args:
        found: The names.
        day: The date of the document; without it the newest place of a name is taken.
        near: Numbers of counties that are named in the same document.
    """
    chosen: dict[str, Place] = {}
    for mention in found:
        choices = _choices(mention.name, mention.kind, day)
        if len(choices) > 1:
            choices = [place for place in choices if _counties_of(place) & set(near)]
        if len(choices) == 1:
            chosen.setdefault(choices[0].number, choices[0])
    return list(chosen.values())


def counties_named(text: str) -> frozenset[str]:
    """Numbers of all counties, of any time, that bear a name found in the text."""
    return frozenset(
        place.number
        for mention in mentions(text, bare=True, kinds=("county",))
        for place in _by_name()["county", mention.name]
    )


def _choices(name: str, kind: Kind, day: dt.date | None) -> list[Place]:
    """Those that bore the name then; else the ones closest in time before, else after."""
    bearers = _by_name()[kind, name]
    if day is None:
        numbers = {place.number for place in bearers}
        return [place for place in bearers if not successors(place.number) & numbers]
    if valid := [place for place in bearers if place.valid_on(day)]:
        return valid
    if past := [place for place in bearers if place.valid_to and place.valid_to < day]:
        last = max(place.valid_to or day for place in past)
        return [place for place in past if place.valid_to == last]
    first = min(place.valid_from or day for place in bearers)
    return [place for place in bearers if place.valid_from == first]


def _counties_of(place: Place) -> set[str]:
    """The counties in which a place lies, has lain or came to lie."""
    return {number[:2] for number in lineage(place.number)}


@functools.cache
def _by_name() -> dict[tuple[Kind, str], list[Place]]:
    found: dict[tuple[Kind, str], list[Place]] = {}
    for place in places().values():
        for name in place.names:
            found.setdefault((place.kind, name), []).append(place)
    return found


@functools.cache
def _first_words() -> frozenset[str]:
    """What names begin with, without an "s" at the end, which may be a genitive's."""
    return frozenset(_WORD.findall(name)[0].casefold().rstrip("s") for _, name in _by_name())


@functools.cache
def _upper() -> dict[tuple[Kind, str], str]:
    return {(kind, name.casefold()): name for kind, name in _by_name()}


def _known(name: str, kind: Kind) -> str:
    return _upper()[kind, name.casefold()]


@dataclass(frozen=True, slots=True)
class _Patterns:
    name: dict[Kind, re.Pattern[str]]
    sure: Sequence[tuple[Kind, re.Pattern[str]]]


@functools.cache
def _patterns(*, ignore_case: bool) -> _Patterns:
    flags = re.IGNORECASE if ignore_case else re.NOFLAG
    words: tuple[tuple[Kind, str, str, str], ...] = (
        ("municipality", _LOCAL, _LOCALS, r"(?i:kommun(?:er|ar|ene|ane))"),
        ("county", _REGIONAL, _REGIONALS, r"(?i:fylk(?:er|a|ene)|fylkeskommun(?:er|ar|ene|ane))"),
    )
    name: dict[Kind, re.Pattern[str]] = {}
    sure: list[tuple[Kind, re.Pattern[str]]] = []
    for kind, after, before, several_after in words:
        any_name = "|".join(map(re.escape, _names(kind)))
        alone = r"(?<![\w-])"
        one = rf"(?:{any_name})(?!\w)"
        genitive = rf"(?:{any_name}){_GENITIVE}"
        several = rf"{alone}{one}(?:{_AND}{one})*"
        listed = rf"{alone}{genitive}(?:(?:,\s*|{_AND}){genitive})*"
        name[kind] = re.compile(rf"{alone}(?P<name>{any_name}){_GENITIVE}", flags)
        sure.append((kind, re.compile(rf"(?P<names>{several})\s+{after}\b", flags)))
        sure.append((kind, re.compile(rf"\b{before}\s+(?P<names>{listed})", flags)))
        plurals = rf"(?P<names>{listed})\s+{several_after}\b"
        sure.append((kind, re.compile(plurals, flags)))
    return _Patterns(name, sure)


def _names(kind: Kind) -> Iterator[str]:
    """All names of a kind, the longer ones first: "Troms og Finnmark" before "Troms"."""
    return iter(sorted((name for of, name in _by_name() if of == kind), key=len, reverse=True))
