"""Sentences that say who answers for something: "De regionale helseforetakene har ansvar for …"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract.bodies import bodies_at_end, body_at_start
from ingest.extract.spans import Span
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.register.claims import Claim
from plansvar.register.kinds import FactKind

_SAID = 0.8
_COMES = 0.65
_PROPOSED = 0.5
_LONGEST = 1_000
_LONGEST_AREA = 320
_SHORTEST_AREA = 6
_HINTS = ("ansvar", "responsib", "accountab", "skal s", "skal påse", "plikt", "ensure")
_DET_ER = re.compile(r"\b(?:det er|det var|it is)(?:\s\w+)?\s$", re.IGNORECASE)
_WHO = re.compile(r"\s(?:som|who|that)$")
_MEASURE = re.compile(r"\w*tiltak(?:et|a|ene|ane)?\b", re.IGNORECASE)
_DESCRIPTION = re.compile(r"(?:[a-zæøå-]+\s){1,3}(?=[A-ZÆØÅ])")
_CLAUSE = re.compile(r"(?:[;:]|,\s|\s–\s)")


def answers_in(sentence: Span) -> Iterator[Claim]:
    """Who answers for what, as a sentence says it; nothing where it asks, denies or supposes."""
    text = sentence.text
    lower = text.casefold()
    if len(text) > _LONGEST or text.endswith("?") or not any(word in lower for word in _HINTS):
        return
    for match in _answers().finditer(text):
        yield from _of_subject(sentence, match)
    for match in _turned().finditer(text):
        yield from _of_turned(sentence, match)
    for match in _lies().finditer(text):
        yield from _of_place(sentence, match)
    for match in _owned().finditer(text):
        yield from _of_owner(sentence, match)


def _of_subject(sentence: Span, match: re.Match[str]) -> Iterator[Claim]:
    before = sentence.part(0, match.start())
    if who := _WHO.search(before.text):
        named = before.part(0, who.start())
        parties = bodies_at_end(named)
        if not parties or not _DET_ER.search(before.text[: parties[0].start - before.start]):
            return
    else:
        parties = bodies_at_end(before)
    confidence = _COMES if match["gets"] else _SAID
    first = parties[0].start if parties else match.start() + sentence.start
    yield from _claims(
        sentence, parties, sentence.part(match.end(), len(sentence)), first, confidence
    )


def _of_turned(sentence: Span, match: re.Match[str]) -> Iterator[Claim]:
    """As in "På dette feltet har fylkeskommunen ansvar for …"."""
    if match.start() == 0:
        return
    party = body_at_start(sentence.part(match.end(), len(sentence)))
    found = _behind().match(sentence.text, party.end - sentence.start) if party else None
    if party is None or found is None:
        return
    rest = sentence.part(found.end(), len(sentence))
    yield from _claims(sentence, [party], rest, party.start, _SAID)


def _of_place(sentence: Span, match: re.Match[str]) -> Iterator[Claim]:
    rest = sentence.part(match.end(), len(sentence))
    # "… ligger hos innleid rådgiver Smia AS"
    described = _DESCRIPTION.match(rest.text)
    party = body_at_start(rest)
    if party is None and described:
        party = body_at_start(rest.part(described.end(), len(rest)))
    compound = match["what"].casefold() not in {"ansvar", "ansvaret", "responsibility"}
    if party is None or not (match["area"] or compound):
        return
    area = sentence.part(*match.span("area" if match["area"] else "what"))
    yield from _claims(sentence, [party], area, sentence.start + match.start(), _SAID)


def _of_owner(sentence: Span, match: re.Match[str]) -> Iterator[Claim]:
    parties = bodies_at_end(sentence.part(0, match.end("party")))
    rest = sentence.part(match.end(), len(sentence))
    yield from _claims(sentence, parties, rest, sentence.start + match.start(), _SAID)


def _claims(
    sentence: Span, parties: list[Span], rest: Span, first: int, confidence: float
) -> Iterator[Claim]:
    area = area_of(rest)
    if not parties or area is None:
        return
    before = sentence.part(0, first - sentence.start).text
    clause = _CLAUSE.split(before)[-1]
    if _any("supposed").search(clause) or _any("first").match(sentence.text):
        return
    if _any("proposed").search(before):
        confidence = _PROPOSED
    for party in parties:
        values = (
            state("area", sentence, area.text),
            state("party", sentence, party.text),
            state("role", sentence, "ansvarlig"),
        )
        yield Claim(FactKind.RESPONSIBILITY, values, "duty", confidence)


def area_of(rest: Span) -> Span | None:
    """What somebody answers for: up to where the sentence goes on about something else."""
    cut = _end().search(rest.text)
    area = rest.part(0, cut.start() if cut else len(rest)).strip(" .,–-")
    if not _SHORTEST_AREA <= len(area) <= _LONGEST_AREA:
        return None
    if _any("no_area").match(area.text) or _MEASURE.match(area.text):
        return None
    return area


@functools.cache
def _any(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(lexicon('bodies')['duty'][name])}\b", re.IGNORECASE)


@functools.cache
def _turned() -> re.Pattern[str]:
    return re.compile(r"\b(?:har|er|has)\s(?=\S)", re.IGNORECASE)


@functools.cache
def _behind() -> re.Pattern[str]:
    words = lexicon("bodies")["duty"]
    return re.compile(
        rf"\s(?:hatt\s)?{_between()}(?:[\w-]*ansvar(?:et)?|{any_of(words['responsible'])})\sfor\s",
        re.I,
    )


def _between() -> str:
    """A few words that may qualify: "har blant annet et selvstendig ansvar for"."""
    negated = any_of(lexicon("bodies")["duty"]["negated"])
    return rf"(?:(?!{negated}\b|som\b|at\b|for\b|å\b)[\w-]+\s){{0,5}}?"


@functools.cache
def _answers() -> re.Pattern[str]:
    words = lexicon("bodies")["duty"]
    between = _between()
    noun = r"(?:[\w-]*ansvar(?:et)?|responsibility)"
    return re.compile(
        rf"(?:\s(?:selv|sjølv|themselves))?\s(?:(?:{any_of(words['has'])}|(?P<gets>{any_of(words['gets'])}))\s{between}{noun}"
        rf"|{any_of(words['is'])}\s{between}{any_of(words['responsible'])})"
        rf"\s(?:for|med)\s|\s{any_of(words['ensures'])}\s|\s{any_of(words['must'])}\s(?=(?:å|to)\s)",
        re.IGNORECASE,
    )


@functools.cache
def _lies() -> re.Pattern[str]:
    words = lexicon("bodies")["duty"]
    return re.compile(
        rf"(?<![\w-])(?P<what>[\w-]*ansvar(?:et)|responsibility)(?:\sfor\s(?P<area>[^.;:?]{{3,160}}?))?"
        rf"\s{any_of(words['lies'])}\s",
        re.IGNORECASE,
    )


@functools.cache
def _owned() -> re.Pattern[str]:
    return re.compile(
        r"\bdet\s(?:er|blir)\s(?:\w+\s)?(?P<party>[^.,;:]{3,60}?)s\sansvar\s(?=(?:å|at)\s)",
        re.IGNORECASE,
    )


@functools.cache
def _end() -> re.Pattern[str]:
    words = lexicon("bodies")["duty"]
    return re.compile(
        rf"[;:]|,\sand\s(?=[A-ZÆØÅ])|,\s(?=[^,§]{{0,60}}§)|(?<!-),\s(?=\w+es\sdet\b|{any_of(words['ends'])}\b)|\s(?:og|and)\s(?={any_of(words['verbs'])}\b)"
        rf"|\s\((?=[Jj]f|[Ss]e\s|Helse|Sourc)"
    )
