"""Lists under the name of a party: each point is something that the party answers for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.aliases import lists_abbreviations
from ingest.extract.bodies import body_at_start
from ingest.extract.names import is_lead, kind_of, listed
from ingest.extract.spans import Span, span_of
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, BlockKind, Document
from plansvar.register.claims import Claim
from plansvar.register.kinds import FactKind

_SAID = 0.8
_LONGEST_LABEL = 70
_BRACKET = re.compile(r"(?P<who>[^()]{2,40}?)\s?\((?P<role>[^()]{3,60})\)$")
_ACRONYM = re.compile(r"[A-ZÆØÅ][A-ZÆØÅ0-9-]{1,7}")
_LONGEST_LEAD = 600
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+")
_SPLIT = re.compile(r"\s?/\s?|\s(?:og|and)\s")


@dataclass(frozen=True, slots=True)
class Headed:
    """Parties that a heading or label names, with the word for their role in brackets."""

    parties: tuple[Span, ...]
    role: str | None


def under_parties(document: Document) -> Iterator[Claim]:
    """Points under "Regionrådet (pådriver):", and those that begin with "Regionrådet: …"."""
    blocks = [block for block in document.blocks if not block.furniture]
    chapter = _in_chapter(document, blocks)
    head: tuple[Headed, Block] | None = None
    for block in blocks:
        text = span_of(document, block)
        if block.kind is BlockKind.HEADING:
            found = _headed(text, chapter) or _role_of(text)
            head = (found, block) if found else None
        elif block.kind is BlockKind.LIST_ITEM:
            if _tells_names(block):
                continue
            if inline := _inline(text, chapter or _is_of_roles(block)):
                yield from inline
            elif head is not None and block.level == 0:
                yield from _item(head[0], head[1], text, document)
        elif block.kind is BlockKind.PARAGRAPH:
            found = None
            if text.text.endswith(":"):
                found = _headed(text, chapter) or _led_in(text, block)
            head = (found, block) if found else None


def _item(head: Headed, label: Block, item: Span, document: Document) -> Iterator[Claim]:
    text = item.text.strip(" :;.")
    if not text or text.endswith("?"):
        return
    named = Span(document.text, label.start, label.end)
    for party in head.parties:
        values = [state("area", item, text), state("party", named, party.text)]
        if head.role:
            values.append(state("role", named, head.role))
        yield Claim(FactKind.RESPONSIBILITY, tuple(values), "list under party", _SAID)


def _inline(text: Span, chapter: bool) -> list[Claim]:
    """As in "interessepolitikk/GRIP:", "GRIP og kommuner: næringsvennlig"."""
    if not chapter or ":" not in text.text[:_LONGEST_LABEL]:
        return []
    position = text.text.index(":")
    label, rest = text.part(0, position), text.part(position + 1, len(text)).strip()
    pieces = list(label.split(_SPLIT))
    parties = [piece for piece in pieces if _is_party(piece.text, chapter)]
    others = [piece for piece in pieces if piece not in parties]
    roles = [piece for piece in others if _part_words().fullmatch(piece.text)]
    if not parties or len(parties) + len(roles) != len(pieces):
        return []
    if not rest.text and not roles:
        return []
    areas = [area.strip() for area in _listed_areas(rest)] if rest.text else roles
    return [
        Claim(
            FactKind.RESPONSIBILITY,
            (state("area", text, area.text), state("party", text, party.text)),
            "list under party",
            _SAID,
        )
        for party in parties
        for area in areas
        if area.text and not area.text.endswith("?")
    ]


def _listed_areas(rest: Span) -> Iterator[Span]:
    depth, start = 0, 0
    for position, character in enumerate(rest.text):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            yield rest.part(start, position)
            start = position + 1
    yield rest.part(start, len(rest))


def _headed(text: Span, chapter: bool) -> Headed | None:
    """Parties with their role, where a heading or a line that ends with ":" is nothing else."""
    if len(text) > _LONGEST_LABEL or "\n" in text.text:
        return None
    label = text.strip(" :")
    if match := _BRACKET.fullmatch(label.text):
        who, role = label.part(*match.span("who")), match["role"]
        if not all(_part_words().fullmatch(part.strip()) for part in re.split(r"[/,]", role)):
            return None
        names = tuple(who.split(_SPLIT))
        if names and all(_is_party(name.text, True) for name in names):
            return Headed(names, role)
        return None
    if chapter and text.text.rstrip().endswith(":"):
        names = tuple(label.split(_SPLIT))
        if names and all(_is_party(name.text, True) for name in names):
            return Headed(names, None)
    return None


def _led_in(text: Span, block: Block) -> Headed | None:
    """As in "Sekretariatet har ansvar for å:", and in a chapter on roles "Fylket skal også:"."""
    line = list(text.sentences())[-1] if len(text) <= _LONGEST_LEAD else text
    party = body_at_start(line)
    if party is None:
        return None
    rest = line.part(party.end - line.start, len(line)).text
    answers = _answers().fullmatch(rest)
    shall = is_about_roles(block) and _shall().fullmatch(rest)
    return Headed((party,), None) if answers or shall else None


def _role_of(heading: Span) -> Headed | None:
    """As in "Kommunenes rolle", "Fylkeskommunen som samfunnsutvikler"."""
    if len(heading) > _LONGEST_LABEL:
        return None
    number = _NUMBER.match(heading.text)
    text = heading.part(number.end(), len(heading)) if number else heading
    party = body_at_start(text)
    match = _whose().fullmatch(text.text, party.end - text.start) if party else None
    return Headed((party,), match["role"]) if party and match else None


def is_about_roles(block: Block) -> bool:
    """Whether the chapter that a block stands in tells who does what."""
    return any(tells_roles(heading) for heading in block.heading_path[-3:])


def tells_roles(heading: str) -> bool:
    """Whether a heading is about organisation, roles, follow-up and the like."""
    return _roles().search(heading) is not None


def _tells_names(block: Block) -> bool:
    """Whether a list tells what abbreviations stand for: "DB: Dal bondelag"."""
    return bool(block.heading_path) and lists_abbreviations(block.heading_path[-1])


def _is_of_roles(block: Block) -> bool:
    """Whether the heading right above is "Roller" or the like and nothing else."""
    heading = block.heading_path[-1] if block.heading_path else ""
    words = _NUMBER.sub("", heading, count=1).strip(" :").casefold()
    return words in lexicon("roles")["tables"]["short_chapter"]


@functools.cache
def _roles() -> re.Pattern[str]:
    words = lexicon("roles")["standing"]["chapter"]
    return re.compile(rf"(?<!\w){any_of(words)}(?!\w)", re.IGNORECASE)


@functools.cache
def _answers() -> re.Pattern[str]:
    words = lexicon("roles")["lists"]
    return re.compile(
        rf"(?:\s\w+){{0,2}}?\s{any_of(words['answers'])}"
        r"(?:\s(?:også|òg|blant annet|mellom anna|å|to|særlig|særleg)){0,3}\s?:",
        re.IGNORECASE,
    )


@functools.cache
def _shall() -> re.Pattern[str]:
    words = lexicon("roles")["standing"]["shall"]
    return re.compile(rf"\s{any_of(words)}(?:\s[\w-]+){{0,3}}\s?:", re.IGNORECASE)


@functools.cache
def _whose() -> re.Pattern[str]:
    words = lexicon("roles")["lists"]
    part = any_of(lexicon("roles")["tables"]["parts"])
    return re.compile(
        rf"(?:['’]?s?\s(?:sitt\s|sin\s|sine\s|si\s)?(?:viktigste\s|viktigaste\s)?{any_of(words['whose'])}"
        rf"|\s(?:som|as)\s(?:a\s)?(?P<role>{part}))\s?:?",
        re.IGNORECASE,
    )


def _in_chapter(document: Document, blocks: list[Block]) -> bool:
    """Whether a heading announces areas of responsibility."""
    words = any_of(lexicon("roles")["tables"]["chapter"])
    pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    return any(
        block.kind is BlockKind.HEADING and pattern.search(document.text[block.start : block.end])
        for block in blocks
    )


@functools.cache
def _part_words() -> re.Pattern[str]:
    return re.compile(any_of(lexicon("roles")["tables"]["parts"]), re.IGNORECASE)


@functools.cache
def _common() -> re.Pattern[str]:
    return re.compile(any_of(lexicon("roles")["tables"]["common"]), re.IGNORECASE)


def _is_party(text: str, chapter: bool) -> bool:
    """A common word for a party, an acronym where roles are shared out, or a body's name."""
    text = text.strip()
    if _common().fullmatch(text):
        return True
    if _ACRONYM.fullmatch(text):
        return chapter
    if not text[:1].isupper() or is_lead(text.split()[0]):
        return False
    return kind_of(text) not in (None, "person") and len(listed_names(text)) == 1


def listed_names(text: str) -> list[Span]:
    """The names of a list in a plain text."""
    return listed(Span(text, 0, len(text)))
