"""What a body does as its standing task: "Sekretariatet rapporterer to ganger i året".

Verbs that say so anywhere ("forvalter") are in ``lexicon/roles.toml``; those here mean a duty only
where a plan tells who does what, or where the sentence says that it is done again and again.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Iterator, Sequence

from ingest.extract.bodies import body_at_start
from ingest.extract.duty_lists import is_about_roles
from ingest.extract.hedges import is_hedged
from ingest.extract.names import PERSON, WORD, is_person, kind_of, listed
from ingest.extract.role_words import role_pattern
from ingest.extract.spans import Span
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, Document, DocumentType
from plansvar.language.terms import terms
from plansvar.register.claims import Claim
from plansvar.register.kinds import FactKind

_SAID = 0.75
_LONGEST = 320
_LONGEST_PARTY = 90
_LONGEST_AREA = 200
# Each is compared with each; nobody has more in one document.
_MOST_OF_PARTY = 60
_TALES = {DocumentType.NEWS, DocumentType.PRESENTATION}


class Place(enum.Enum):
    """Where a sentence stands: in a chapter on who does what, anywhere, in a news item."""

    ROLES = "roles"
    ANYWHERE = "anywhere"
    TALE = "tale"


def where_in(document: Document, block: Block) -> Place:
    """Where the sentences of a block stand."""
    if document.type in _TALES:
        return Place.TALE
    if document.type is not DocumentType.MINUTES and is_about_roles(block):
        return Place.ROLES
    return Place.ANYWHERE


def standing_in(sentence: Span, place: Place, about: Span | None) -> Iterator[Claim]:
    """What a body does, or is to others; ``about``: what the document is about."""
    text = sentence.text
    if len(sentence) > _LONGEST or place is Place.TALE or text.endswith(("?", ":")):
        return
    if ": " in text and (match := _labelled().fullmatch(text)):
        yield from _of_label(sentence, match, about)
        return
    # "…, men har ikkje ansvar for tiltak" takes nothing back.
    denied = _denied().search(text)
    main = sentence.part(0, denied.start()) if denied else sentence
    if is_hedged(main.text):
        return
    by = " av " in main.text or " by " in main.text
    match = _done_by().match(main.text) if by else None
    if match and (match["runs"] or place is Place.ROLES):
        yield from _of_passive(main, match)
        return
    party = _subject(main, place)
    if party is None:
        return
    rest = main.part(party.end - main.start, len(main))
    if match := _is_part().match(rest.text):
        yield from _of_part(sentence, party, rest, match, about)
    elif match := _does().match(rest.text):
        again = _again().search(rest.text) is not None
        if place is Place.ROLES or again:
            yield _claim(sentence, party, rest.part(match.start("does"), len(rest)).strip(" ."))


def told_once(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims without those whose party has them as a part of another one."""
    by_party: dict[str, list[tuple[int, frozenset[str]]]] = {}
    for position, one in enumerate(claims):
        party, area = one.first("party"), one.first("area")
        if party and area:
            known = by_party.setdefault(party.text.casefold(), [])
            known.append((position, frozenset(terms(area.text))))
    again = {
        position
        for known in by_party.values()
        for position, words in known[:_MOST_OF_PARTY]
        if words
        and any(
            words < others or (words == others and other < position)
            for other, others in known[:_MOST_OF_PARTY]
            if other != position
        )
    }
    yield from (one for position, one in enumerate(claims) if position not in again)


def _of_label(sentence: Span, match: re.Match[str], about: Span | None) -> Iterator[Claim]:
    """As in "Ansvarlig for planen: N N, næringssjef", "Sekretariat: X AS"."""
    named = sentence.part(*match.span("who"))
    first = _person(named) or next(iter(listed(named)), named)
    # "Ansvarlig: X" alone is of whatever stands above it, mostly a measure.
    of_what = match["what"] or not _owner().match(match["role"])
    if kind_of(first.text) is None or len(first) > _LONGEST_PARTY or not of_what:
        return
    area = sentence.part(*match.span("what")) if match["what"] else about
    if area is not None:
        if _plan().fullmatch(area.text) and about is not None:
            area = about
        yield _claim(sentence, first, area, match["role"])


def _of_passive(sentence: Span, match: re.Match[str]) -> Iterator[Claim]:
    """As in "Arbeidet ledes av X", "Decisions on grants are made by the board"."""
    rest = sentence.part(match.end(), len(sentence))
    party = body_at_start(rest) or _person(rest)
    area = sentence.part(*match.span("what")).strip()
    if party is not None and not _vague().search(area.text):
        whole = party if kind_of(party.text) == "person" else _whole(party, rest)
        yield _claim(sentence, whole, area, match["verb"])


def _of_part(
    sentence: Span, party: Span, rest: Span, match: re.Match[str], about: Span | None
) -> Iterator[Claim]:
    """As in "X er pådriver for kollektivtrafikk", "Y er høringspart"."""
    area = rest.part(match.end(), len(rest)).strip(" .")
    if match["of"] and area.text:
        end = _clause().search(area.text)
        yield _claim(
            sentence, party, area.part(0, end.start() if end else len(area)), match["part"]
        )
    elif not match["of"] and about is not None:
        yield _claim(sentence, party, about, match["part"])


def _subject(sentence: Span, place: Place) -> Span | None:
    """Who does it: a person, a body; where roles are told also a unit or whoever has an office."""
    if body := body_at_start(sentence):
        return _whole(body, sentence)
    if person := _person(sentence):
        return person
    match = _someone().match(sentence.text) if place is Place.ROLES else None
    if match is None or _things().search(match["who"]):
        return None
    return _whole(sentence.part(*match.span("who")), sentence)


def _person(text: Span) -> Span | None:
    """A person that a text begins with, with or without a title before."""
    match = _named().match(text.text)
    return text.part(*match.span("name")) if match and is_person(match["name"]) else None


def _whole(body: Span, text: Span) -> Span:
    """A body with whose it is: "sekretariatet i regionrådet"."""
    further = _part_of().match(text.text, body.end - text.start)
    return text.part(body.start - text.start, further.end()) if further else body


def _claim(sentence: Span, party: Span, area: Span, role: str | None = None) -> Claim:
    inside = sentence.start <= area.start and area.end <= sentence.end
    values = [
        state("area", sentence if inside else area, area.text),
        state("party", sentence, re.sub(r"^[Tt]he\s", "", party.text)),
    ]
    if role:
        values.append(state("role", sentence, role))
    return Claim(FactKind.RESPONSIBILITY, tuple(values), "standing duty", _SAID)


def _words(name: str) -> str:
    return any_of(lexicon("roles")["standing"][name])


@functools.cache
def _does() -> re.Pattern[str]:
    verbs = rf"(?:{_words('does')}|{_words('shall')}\s(?:\w+\s)?{_words('to_do')})"
    return re.compile(
        rf"(?:\s\([^()]{{2,60}}\))?,?\s(?:(?:også|òg|also)\s)?(?P<does>{verbs}\b)", re.IGNORECASE
    )


@functools.cache
def _is_part() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\s\([^()]{{2,60}}\))?\s{_words('is')}\s(?:(?:også|òg|ein|en|et|eit|the|a|an|viktig|sentral|regional|felles)\s){{0,2}}"
        rf"(?P<part>{_words('part')})(?:\s(?P<of>{_words('of')})\s|(?=[.,]|\s(?:og|and)\s|$))",
        re.IGNORECASE,
    )


@functools.cache
def _done_by() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<what>[A-ZÆØÅ][^.,;:]{{3,{_LONGEST_AREA}}}?)(?:\s(?:skal|må|kan|shall))?"
        rf"\s(?P<verb>(?P<runs>{_words('run')})|{_words('done')})\s(?:av|by)\s(?=\S)"
    )


@functools.cache
def _labelled() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<role>{_words('labels')})(?:\s(?:for|av|of)\s(?P<what>[^:]{{3,80}}))?):\s(?P<who>[^:]{{3,160}})",
        re.IGNORECASE,
    )


@functools.cache
def _owner() -> re.Pattern[str]:
    return re.compile(r"\w*ansvarl", re.IGNORECASE)


@functools.cache
def _again() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_words('again')}(?!\w)", re.IGNORECASE)


@functools.cache
def _plan() -> re.Pattern[str]:
    return re.compile(
        r"(?:denne\s|the\s|this\s)?(?:\w*plan(?:en|a)?|\w*program(?:met)?|prosjektet)", re.I
    )


@functools.cache
def _vague() -> re.Pattern[str]:
    """What is no name of a thing: a pronoun, a measure, a sentence of its own."""
    return re.compile(
        r"^(?:det|dette|den|denne|de|disse|desse|it|this|they|these)\b|^(?:\w+\s)?tiltak"
        r"|\b(?:er|var|har|blir|ble|vart|kan|som|at|is|are|was|has|which)\b",
        re.IGNORECASE,
    )


@functools.cache
def _denied() -> re.Pattern[str]:
    return re.compile(
        r",?\s(?:men|mens|medan|but|while)\s|;\s|\s(?:og|and)\s(?:\w+\s)?(?:ikke|ikkje|does\snot|do\snot)\s"
    )


@functools.cache
def _named() -> re.Pattern[str]:
    return re.compile(rf"(?:{role_pattern()}\s)?(?P<name>{PERSON})(?![\w-])")


@functools.cache
def _someone() -> re.Pattern[str]:
    office = any_of(lexicon("roles")["nouns"])
    unit = _words("unit")
    return re.compile(
        rf"(?:[Tt]he\s)?(?P<who>(?i:\w*{office}(?:en|a)?)|\w*(?:{unit})|\w+\s(?:{unit})"
        rf"|[A-ZÆØÅ][\w-]+,?\s(?:[\w-]+\s)?(?:og|and)\s[\w-]+|(?i:owner|project owner)"
        rf"|(?:\w*[Uu]tval\w*|\w*[Kk]omit\w+|\w*[Nn]emnd\w*|Råd(?:et)?)\sfor\s[\w-]+(?:\s(?:og|and)\s[\w-]+)?"
        rf"|{WORD}(?:\s{WORD}){{1,3}})(?=\s)"
    )


@functools.cache
def _things() -> re.Pattern[str]:
    return re.compile(rf"{_words('things')}", re.IGNORECASE)


@functools.cache
def _part_of() -> re.Pattern[str]:
    return re.compile(
        r"\s(?:i|for|ved|hos|of|in)\s(?:(?:den|det|the)\s)?[\wæøåÆØÅ-]+(?:\s[A-ZÆØÅ][\w-]+|\s(?:kommune|fylkeskommune)){0,3}"
        r"(?=\s)"
    )


@functools.cache
def _clause() -> re.Pattern[str]:
    return re.compile(r",\s(?:men|mens|medan|som|og\s\w+r\b|but|while|and\s\w+s\b)|[;:]")
