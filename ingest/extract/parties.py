"""Parties: who owns, partners, applies, administers, finances, leads, and their other names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.extract.aliases import aliases_in
from ingest.extract.applications import applications
from ingest.extract.attendance import attendees
from ingest.extract.duties import duties
from ingest.extract.meetings import is_minutes
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
_ABBREVIATIONS = re.compile(r"forkort|abbreviat|ordliste|ordforklaring|akronym|acronym", re.I)
_SHORTER = re.compile(
    r"(.+) kommune$|(?:Klyngen|Klynga|Foreningen|Foreininga|Stiftelsen|Stiftinga)\s(.+)$"
)
# "Styret", "Representantskapet": which one is not said.
_ALONE = re.compile(r"\w+(?:et|en|a|ene|ane|leiinga|ledelsen)")
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
    found = [claim for extractor in _EXTRACTORS for claim in extractor(document)]
    yield from found
    yield from parties(document, found)


def parties(document: Document, found: Iterable[Claim]) -> Iterator[Claim]:
    """Each party once, with its kind and the aliases that the document tells."""
    known: dict[str, _Known] = {}
    abbreviations = False
    for block in document.blocks:
        if block.furniture:
            continue
        text = span_of(document, block)
        if block.kind is BlockKind.HEADING:
            abbreviations = _ABBREVIATIONS.search(text.text) is not None
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
    for party in known.values():
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
        party = known.setdefault(key, _Known(one.name, one.name, "person"))
        if one.initials is not None:
            said = Span(document.text, one.name.start, one.initials.end)
            party.aliases.setdefault(one.initials.text, (said, one.initials.text))


def _from_claims(document: Document, known: dict[str, _Known], found: Iterable[Claim]) -> None:
    """Those who have a part in what the other rules found."""
    for claim in found:
        people = claim.kind is FactKind.RESPONSIBILITY
        fields = {one.name for one in FIELDS[claim.kind] if one.type is FieldType.PARTY}
        for value in claim.values:
            # A person with a title is one, wherever the title is held.
            if value.field in fields and (people or claim.confidence >= SURE):
                _from_value(document, known, value, people=people)


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
        kind in (None, "body") and _ALONE.fullmatch(value.text) is not None
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
