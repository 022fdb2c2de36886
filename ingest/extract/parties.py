"""Parties: who owns, partners, applies, administers, finances, leads, and their other names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.extract.aliases import aliases_in, lists_abbreviations
from ingest.extract.applications import applications
from ingest.extract.attendance import attendees
from ingest.extract.duties import duties
from ingest.extract.meeting_heads import is_minutes
from ingest.extract.names import bodies_in, elected_in, kind_of
from ingest.extract.roles import people_with_roles
from ingest.extract.schemes import schemes
from ingest.extract.spans import Span, span_of
from ingest.extract.stating import state
from ingest.extract.word_lists import lexicon
from plansvar.documents.types import Block, BlockKind, Document
from plansvar.register.claims import SURE, Claim, Value
from plansvar.register.kinds import FIELDS, FactKind, FieldType

_FORM = 0.9
_SHORTER = re.compile(
    r"(.+) kommune$|(?:Klyngen|Klynga|Foreningen|Foreininga|Stiftelsen|Stiftinga)\s(.+)$"
)
# "Styret", "Representantskapet", "the Foundation": which one is not said.
_ALONE = re.compile(
    r"\w+(?:et|en|a|ene|ane|leiinga|ledelsen)|(?:[A-Z][a-z]+[’']s\s)?(?i:foundation|council|board"
    r"|secretariat|committee|municipality|county|trust|association|institute|university|college|society)"
)
_COMMON = frozenset(lexicon("roles")["tables"]["common"])

_EXTRACTORS = (people_with_roles, duties, schemes, applications)


@dataclass
class _Known:
    name: Span
    said: Span
    kind: str | None
    aliases: dict[str, tuple[Span, str]] = field(default_factory=dict)
    confidence: float = _FORM


def people_and_funding(document: Document) -> Iterator[Claim]:
    """Responsibilities, schemes and applications, and the parties in them."""
    found = tuple(roles_and_funding(document))
    yield from found
    yield from parties(document, found)


def roles_and_funding(document: Document) -> Iterator[Claim]:
    """Responsibilities, schemes and applications."""
    for extractor in _EXTRACTORS:
        yield from extractor(document)


def parties(document: Document, found: Iterable[Claim]) -> Iterator[Claim]:
    """Each party once, with its kind and the aliases that the document tells."""
    known: dict[str, _Known] = {}
    abbreviations = False
    for block in document.blocks:
        if block.furniture:
            continue
        text = span_of(document, block)
        if block.kind is BlockKind.HEADING:
            abbreviations = lists_abbreviations(text.text)
        for piece in _pieces(document, block):
            for body in bodies_in(piece):
                _note(known, body, body)
            for person in elected_in(piece):
                _note(known, person, person)
            english = document.language == "en"
            for alias in aliases_in(piece, abbreviations=abbreviations, english=english):
                party = _note(known, alias.name, alias.said)
                party.aliases.setdefault(alias.alias.text, (alias.said, alias.alias.text))
    _from_attendance(document, known)
    _from_claims(document, known, found)
    for key, party in known.items():
        # "Lidvik Energi" is no person where "Lidvik Energi AS" is named as well.
        if party.kind in ("person", None) and any(
            other.startswith(f"{key} ") and known[other].kind not in ("person", None)
            for other in known
        ):
            continue
        yield _claim(party)


def _pieces(document: Document, block: Block) -> Iterator[Span]:
    if block.kind is not BlockKind.TABLE:
        yield span_of(document, block)
        return
    for row in block.rows:
        for start, end in row.cells:
            yield Span(document.text, start, end)


def _note(known: dict[str, _Known], name: Span, said: Span) -> _Known:
    key = " ".join(name.text.split()).casefold()
    if key not in known:
        known[key] = _Known(name, said, kind_of(name.text))
    return known[key]


def _from_attendance(document: Document, known: dict[str, _Known]) -> None:
    """Those who were at a meeting, with the initials that its minutes use."""
    for one in attendees(document) if is_minutes(document) else ():
        key = " ".join(one.name.text.split()).casefold()
        if " " not in key:
            continue  # a first name
        party = known.setdefault(key, _Known(one.name, one.name, "person"))
        if one.initials is not None:
            said = Span(document.text, one.name.start, one.initials.end)
            party.aliases.setdefault(one.initials.text, (said, one.initials.text))


def _from_claims(document: Document, known: dict[str, _Known], found: Iterable[Claim]) -> None:
    """Those who have a part in what the other rules found."""
    minutes = is_minutes(document)
    for claim in found:
        if claim.kind is FactKind.MEASURE:
            if claim.confidence >= SURE:
                _from_measure(document, known, claim, minutes=minutes)
            continue
        people = claim.kind is FactKind.RESPONSIBILITY
        fields = {one.name for one in FIELDS[claim.kind] if one.type is FieldType.PARTY}
        for value in claim.values:
            # A person with a title is one, wherever the title is held.
            if value.field in fields and (people or claim.confidence >= SURE):
                _from_value(document, known, value, people=people)


def _from_measure(
    document: Document, known: dict[str, _Known], claim: Claim, *, minutes: bool
) -> None:
    """Those who lead a measure: bodies by their form, and units by their names."""
    for value in claim.all("leads"):
        name = " ".join(value.text.split())
        said = Span(document.text, value.start, value.end)
        position = said.text.find(value.text)
        if position < 0 or name.casefold() in known or not name[:1].isupper():
            continue
        if len(name) > _LONGEST_UNIT or _NOT_UNIT.search(name) or name.casefold() in _COMMON:
            continue
        unit = _UNIT.fullmatch(name) or _TOPICS.fullmatch(name)
        if " " not in name and not unit:
            continue  # a first name, "Kommunen", "Styret"
        kind = "body" if unit else kind_of(name)
        # In minutes such words may be anybody's.
        if kind is None or (minutes and (unit or kind == "person")):
            continue
        named = said.part(position, position + len(value.text))
        known[name.casefold()] = _Known(named, said, kind)


_LONGEST_UNIT = 50
_NOT_UNIT = re.compile(
    r"[:;?/()]|\d|\b(?:alle|all|ulike|flere|fleire|andre|aktuelle|m\.?\s?fl)\b", re.I
)
# One word that says which: "Velferdskontoret", no "Kontoret".
_UNIT = re.compile(
    r"[A-ZÆØÅ]\w{3,}(?:kontoret|avdelinga|avdelingen|etaten|sentralen|tenesta|tjenesten|eininga|einingen"
    r"|enheten|verket|selskapet|museet|biblioteket|teknikk|teamet|seksjonen|hagen|parken)"
)
# "Kultur og fritid", "Teknisk drift", "Helse, omsorg og mestring".
_TOPICS = re.compile(
    r"[A-ZÆØÅ][a-zæøå]+(?:,\s[a-zæøå]+)?\sog\s[a-zæøå]+|[A-ZÆØÅ][a-zæøå]+(?:sk|al|lig|leg)\s(?:drift|eining|enhet"
    r"|avdeling|etat|sektor|kontor|tjeneste|teneste)"
)


def _from_value(
    document: Document, known: dict[str, _Known], value: Value, *, people: bool
) -> None:
    said = Span(document.text, value.start, value.end)
    position = said.text.find(value.text)
    if position < 0 or " ".join(value.text.split()).casefold() in known:
        return
    kind = kind_of(value.text)
    if kind == "person" and not people:
        kind = None
    # Of whom only a title or a duty is told, a form or an acronym must show that it is a party.
    known_form = kind is not None or not people or value.text.isupper()
    generic = value.text.casefold() in _COMMON or (
        kind in (None, "body", "state", "association", "county", "research")
        and _ALONE.fullmatch(value.text) is not None
    )
    if value.text[:1].isupper() and known_form and not generic:
        name = said.part(position, position + len(value.text))
        known[" ".join(value.text.split()).casefold()] = _Known(name, said, kind)


def _claim(party: _Known) -> Claim:
    values = [state("name", party.said, party.name.text)]
    if party.kind:
        values.append(state("kind", party.said, party.kind, party.kind))
    if match := _SHORTER.fullmatch(" ".join(party.name.text.split())):
        values.append(state("aliases", party.name, match[1] or match[2]))
    values += [state("aliases", said, alias) for said, alias in party.aliases.values()]
    return Claim(FactKind.PARTY, tuple(values), "party", party.confidence)
