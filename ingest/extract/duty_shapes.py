"""The shapes of sentences that tell standing tasks, as patterns: who does what, again and again."""

from __future__ import annotations

import functools
import re

from ingest.extract.names import PERSON, WORD
from ingest.extract.role_words import role_pattern
from ingest.extract.word_lists import any_of, lexicon

LONGEST_AREA = 200


def words(name: str) -> str:
    """A pattern for the words of a list of ``lexicon/roles.toml``."""
    return any_of(lexicon("roles")["standing"][name])


@functools.cache
def does() -> re.Pattern[str]:
    """What a body does: "rapporterer", "skal følge opp"."""
    verbs = rf"(?:{words('does')}|{words('shall')}\s(?:\w+\s)?{words('to_do')})"
    return re.compile(
        rf"(?:\s\([^()]{{2,60}}\))?(?:,\s(?:ved|v/|gjennom|through)\s[^,.]{{2,40}}(?=,)|\s(?:i|in|på|at)\s[A-ZÆØÅ]\w+)?,?\s(?:(?:også|òg|also)\s)?(?P<does>{verbs}\b)",
        re.IGNORECASE,
    )


@functools.cache
def also_does() -> re.Pattern[str]:
    """Behind another predicate: "Sekretariatet har to årsverk og skal sørge for …"."""
    verbs = rf"{words('shall')}\s(?:\w+\s)?{words('to_do')}"
    return re.compile(rf"[^,.;:]{{3,60}}?\s(?:og|and)\s(?P<does>{verbs}\b)", re.IGNORECASE)


@functools.cache
def again_first() -> re.Pattern[str]:
    """That a task comes back, before what is done: "Hvert kvartal lager"."""
    return re.compile(rf"{words('again')}\s(?P<does>{words('does')})\s", re.IGNORECASE)


@functools.cache
def role_for() -> re.Pattern[str]:
    """As in "X skal ha rollen som mottaker for trainees"."""
    return re.compile(
        r"(?:,\ssom\s[^,]{3,60},)?\s(?:skal\s)?(?:har|ha|får|få|has|have)\s(?:rollen|rolla|the\srole)\s(?:som|as|of)\s"
        r"(?P<role>[^,.;:]{3,40}?)\s(?:for|i|av|of|in)\s(?P<area>[^.;:]{3,160})",
        re.IGNORECASE,
    )


@functools.cache
def work() -> re.Pattern[str]:
    """As in "X leder kulturarbeidet på vegne av alle": what it leads is some work."""
    return re.compile(
        rf"\s(?P<verb>leder|leier|leads|driver|driv|runs)\s(?P<what>(?!(?:dette\s|this\s)?(?:arbeidet|prosjektet|programmet)(?![\w-]))(?:[\wæøå-]+\s){{0,2}}?[\wæøå-]*{words('work')}[\wæøå-]*)"
        r"(?=\s*(?:[.,;]|$)|\s(?:på\svegn\w*|for|i|med|og|on\sbehalf|in|and)\b)",
        re.IGNORECASE,
    )


@functools.cache
def aside() -> re.Pattern[str]:
    """What goes on about something else: "leder styringsgruppa, der X har ett medlem"."""
    return re.compile(
        r",\s(?:der|som|hvor|kor|mens|medan|men|where|which|who|while|but)\s|,\s(?:og|and)\s(?=[A-ZÆØÅ])"
    )


@functools.cache
def letters() -> re.Pattern[str]:
    """A body by its letters: "AU"."""
    return re.compile(r"(?P<who>[A-ZÆØÅ]{2,6})(?=\s)")


@functools.cache
def named_part() -> re.Pattern[str]:
    """A name alone, where the sentence says what it is: "Smia is the project owner"."""
    return re.compile(
        rf"(?P<who>{WORD})(?=\s{words('is')}\s(?:the\s|an?\s|en\s|ein\s)?{words('part')}\b)"
    )


@functools.cache
def is_part() -> re.Pattern[str]:
    """What a body is to the others: "er pådriver for"."""
    return re.compile(
        rf"(?:\s\([^()]{{2,60}}\))?\s{words('is')}\s(?:(?:også|òg|ein|en|et|eit|the|a|an|viktig|sentral|regional|felles)\s){{0,2}}"
        rf"(?P<part>{words('part')})(?:\s(?P<of>{words('of')})\s|(?=[.,]|\s(?:og|and)\s|$))",
        re.IGNORECASE,
    )


@functools.cache
def done_by() -> re.Pattern[str]:
    """What is done to a thing by whoever answers for it: "ledes av"."""
    return re.compile(
        rf"(?P<what>[A-ZÆØÅ][^.,;:]{{3,{LONGEST_AREA}}}?)(?:\s(?:skal|må|kan|shall))?"
        rf"\s(?P<verb>(?P<runs>{words('run')})|{words('done')})\s(?:av|by)\s(?=\S)"
    )


@functools.cache
def lies() -> re.Pattern[str]:
    """Where a task lies: "Sekretariatet ligger hos"."""
    return re.compile(
        rf"(?:(?:fra|frå|from)\s[^,.]{{4,30}}\s)?(?P<role>{words('tasks')})"
        rf"(?:\s(?:for|av|of|i|med)\s(?P<what>[^,.;:]{{3,80}}?))?\s{words('lies')}\s(?:the\s)?",
        re.IGNORECASE,
    )


@functools.cache
def labelled() -> re.Pattern[str]:
    """A label and who: "Prosjekteier: X"."""
    return re.compile(
        rf"(?:(?P<role>{words('labels')})(?:\s(?:for|av|of)\s(?P<what>[^:]{{3,80}}))?):\s(?P<who>[^:]{{3,160}})",
        re.IGNORECASE,
    )


@functools.cache
def owner() -> re.Pattern[str]:
    """A label that says nothing of what: "Ansvarlig"."""
    return re.compile(r"\w*ansvarl", re.IGNORECASE)


@functools.cache
def again() -> re.Pattern[str]:
    """That a task comes back: "hvert år"."""
    return re.compile(rf"(?<!\w){words('again')}(?!\w)", re.IGNORECASE)


@functools.cache
def plan() -> re.Pattern[str]:
    """The plan that a sentence stands in: "planen"."""
    return re.compile(
        r"(?:denne\s|the\s|this\s)?(?:\w*plan(?:en|a)?|\w*program(?:met)?|prosjektet)", re.I
    )


@functools.cache
def vague() -> re.Pattern[str]:
    """What is no name of a thing: a pronoun, a measure, a sentence of its own."""
    return re.compile(
        r"^(?:det|dette|den|denne|de|disse|desse|it|this|they|these)\b|^(?:\w+\s)?tiltak"
        r"|\b(?:er|var|har|blir|ble|vart|kan|som|at|is|are|was|has|which)\b",
        re.IGNORECASE,
    )


@functools.cache
def denied() -> re.Pattern[str]:
    """Where a sentence goes on with what is not so."""
    return re.compile(
        r",?\s(?:men|mens|medan|but|while)\s|;\s|\s(?:og|and)\s(?:\w+\s)?(?:ikke|ikkje|does\snot|do\snot)\s"
    )


@functools.cache
def named() -> re.Pattern[str]:
    """A person, with or without a title before."""
    return re.compile(rf"(?:{role_pattern()}\s)?(?P<name>{PERSON})(?![\w-])")


@functools.cache
def someone() -> re.Pattern[str]:
    """Whoever has an office, or a unit: "Næringssjefen", "Teknisk etat"."""
    office = any_of(lexicon("roles")["nouns"])
    unit = words("unit")
    return re.compile(
        rf"(?:[Tt]he\s)?(?P<who>(?i:\w*{office}(?:en|a)?)|\w*(?:{unit})|\w+\s(?:{unit})"
        rf"|[A-ZÆØÅ][\w-]+,?\s(?:[\w-]+\s)?(?:og|and)\s[\w-]+|(?i:owner|project owner)"
        rf"|(?:\w*[Uu]tval\w*|\w*[Kk]omit\w+|\w*[Nn]emnd\w*|Råd(?:et)?)\sfor\s[\w-]+(?:\s(?:og|and)\s[\w-]+)?"
        rf"|{WORD}(?:\s{WORD}){{1,3}})(?=\s)"
    )


@functools.cache
def things() -> re.Pattern[str]:
    """What does nothing itself: a plan, a report."""
    return re.compile(rf"{words('things')}", re.IGNORECASE)


@functools.cache
def part_of() -> re.Pattern[str]:
    """Whose a body is: "i regionrådet"."""
    return re.compile(
        r"\s(?:i|for|ved|hos|of|in)\s(?:(?:den|det|the)\s)?[\wæøåÆØÅ-]+(?:\s[A-ZÆØÅ][\w-]+|\s(?:kommune|fylkeskommune)){0,3}"
        r"(?=\s)"
    )


@functools.cache
def clause() -> re.Pattern[str]:
    """Where another clause begins."""
    return re.compile(r",\s(?:men|mens|medan|som|og\s\w+r\b|but|while|and\s\w+s\b)|[;:]")
