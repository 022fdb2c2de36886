"""Persons and what they answer for: leaders, advisers, board members, contacts."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.extract.about import is_minutes, issuer
from ingest.extract.applications import applicant_of
from ingest.extract.duty_lists import tells_roles
from ingest.extract.group_members import members_in
from ingest.extract.meeting_heads import who_met
from ingest.extract.names import WORD, bodies_in, kind_of
from ingest.extract.role_projects import project_of
from ingest.extract.role_rules import (
    RULES,
    Holder,
    labelled_person,
    leading_person,
    signed,
)
from ingest.extract.role_words import mentions_role, plain_role, read_role, since
from ingest.extract.scheme_draft import read_name
from ingest.extract.spans import Span, span_of
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.register.claims import Claim
from plansvar.register.kinds import FactKind

_SAID = 0.9
# Without a word on where somebody has the role, the document's own body is likely, not certain.
_LIKELY = 0.7
_UNSURE = 0.5
_LONGEST_UNIT = 1_500
_CUT_LINE = 40
_LONGEST_HEADING = 120
_SUBJECT = re.compile(rf"({WORD}(?:\s{WORD}){{0,3}})(?:\s\([^()]*\))?\s(?:er|is)\s")
_NEW_NAME = re.compile(r"(?:til|to|heter|heiter|becomes)\s$")
_LINE = re.compile(r"\n")
_PARTS = re.compile(r"[,()]\s*")
_STAFF = re.compile(r"administrasjon|administration", re.IGNORECASE)
_COMMITTEE = re.compile(r"utval|komit|committee|nemnd|styret?$|ting", re.IGNORECASE)


def people_with_roles(document: Document) -> Iterator[Claim]:
    """Who leads, advises, sits in the board: each person and role once for each place."""
    context = _Context(applicant_of(document), issuer(document), who_met(document))
    seen: set[tuple[str, str, str]] = set()
    for holder, near in _holders(document):
        area, confidence = _where(holder, near, context, document)
        role = holder.title or plain_role(holder.role.text)
        key = (
            " ".join(holder.person.text.split()).casefold(),
            role.casefold(),
            area.text.casefold() if area else "",
        )
        if key in seen:
            continue
        seen.add(key)
        values = [
            state("party", holder.said, holder.person.text),
            state("role", holder.said, role),
        ]
        if area is not None:
            inside = holder.said.start <= area.start and area.end <= holder.said.end
            values.insert(0, state("area", holder.said if inside else area, area.text))
        behind = max(holder.role.end, holder.person.end)
        yield Claim(
            FactKind.RESPONSIBILITY,
            tuple(values),
            "role",
            confidence,
            effective=since(document.text[behind : holder.said.end]),
        )


@dataclass(frozen=True, slots=True)
class _Context:
    """The bodies that a document is from: who applies, issues it, met (to where its head goes)."""

    applicant: Span | None
    issuer: Span | None
    meeting: tuple[Span, int] | None

    @property
    def own(self) -> Span | None:
        """In whose name it speaks."""
        return self.applicant or self.issuer


def _where(
    holder: Holder, near: Span | None, context: _Context, document: Document
) -> tuple[Span | None, float]:
    """What the role is a role in, and how sure that is."""
    own = context.own
    if holder.area is not None:
        if _STAFF_TITLE.search(holder.role.text) and kind_of(holder.area.text) not in (
            None,
            "person",
        ):
            # An adviser in a body is on its staff: that says nothing of what he answers for.
            return holder.area, _UNSURE
        # "Styret" is that of the body that writes.
        if own is not None and _BOARD.fullmatch(holder.area.text):
            return own, _SAID
        return holder.area, _SAID
    if near is not None:
        # A body in the same lines as somebody who is only called by a title may be another's.
        return near, _UNSURE if holder.passing else _LIKELY
    if own is not None and _FROM_BOARD.match(holder.said.text):
        return own, _SAID
    in_head = context.meeting is not None and holder.said.start < context.meeting[1]
    if context.meeting and in_head and _OF_MEETING.fullmatch(plain_role(holder.role.text)):
        # "N N (leder)" in a list of those present leads what meets.
        return context.meeting[0], _LIKELY
    if own is None:
        return None, _UNSURE
    if holder.passing and not _fits(holder.role.text, own.text, document):
        return None, _UNSURE
    applies = context.applicant is not None and _CLUSTER.search(holder.role.text) is not None
    if not holder.title and not applies and not _of_a_whole(holder.role.text, own.text):
        # A project's leader or an adviser may be anybody's.
        return None, _UNSURE
    if _OF_MUNICIPALITY.search(holder.role.text) and kind_of(own.text) in (
        "municipality",
        "county",
    ):
        # A mayor or chief who is at a meeting or signs a letter has an office, not a task in it.
        return own, _UNSURE
    staff = _STAFF.search(holder.said.text[:40])
    if staff and is_minutes(document) and _COMMITTEE.search(own.text.split()[0]):
        return holder.said.part(*staff.span()), _UNSURE
    return own, _SAID if is_minutes(document) else _LIKELY


_STAFF_TITLE = re.compile(
    r"^(?:\w+\s)?(?:rådgiver|rådgivar|rådgjevar|konsulent|saksbehandler|saksbehandlar|sakshandsamar|adviser|advisor)(?:en)?$",
    re.IGNORECASE,
)
_BOARD = re.compile(r"(?:styret?|the board)", re.IGNORECASE)
_FROM_BOARD = re.compile(
    r"(?:(?:fra|frå|from)\s)?(?:styret|the board)\b[^:.]{0,40}:", re.IGNORECASE
)
_OF_MEETING = re.compile(
    r"(?:utvals?|utvalgs)?(?:leder|leiar)(?:en)?|nest(?:leder|leiar)(?:en)?"
    r"|chair|vice chair|deputy chair",
    re.IGNORECASE,
)
_CLUSTER = re.compile(r"klynge|cluster", re.IGNORECASE)
_TOP = re.compile(
    r"(?:daglig|dagleg|styre|nest|general|vara)|^(?:leder|leiar|leiaren|chair\w*|rektor|ceo)$"
    r"|direktør$|director$|^managing|secretary",
    re.IGNORECASE,
)
_OF_MUNICIPALITY = re.compile(
    r"ordfører|ordførar|rådmann|rådgiv|rådgjev|sjef(?:en)?$|mayor|kommunedirektør|fylkesdirektør"
    r"|^direktør\sfor|byråd|fylkesråd",
    re.IGNORECASE,
)


def _of_a_whole(role: str, body: str) -> bool:
    """Whether a role is one in a body as a whole, so that the body that writes is meant."""
    if kind_of(body) in ("municipality", "county"):
        return _OF_MUNICIPALITY.search(role) is not None
    if _CLUSTER.search(role):
        return kind_of(body) == "cluster"
    return _TOP.search(plain_role(role)) is not None


def _fits(role: str, body: str, document: Document) -> bool:
    """Whether somebody who is only called by a title has it in the body that writes."""
    if document.type is DocumentType.NEWS:
        return False
    kind, role = kind_of(body), role.casefold()
    if re.search(r"ordfører|ordførar|rådmann|kommunedirektør|mayor", role):
        return kind == ("county" if role.startswith("fylkes") else "municipality")
    return bool(re.search(r"dagleg|daglig|general", role)) and kind not in (None, "municipality")


def _holders(document: Document) -> Iterator[tuple[Holder, Span | None]]:
    """All persons with roles, each with the body that its paragraph is about."""
    blocks = [block for block in document.blocks if not block.furniture]
    own = project_of(document)
    head = own
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if block.kind is BlockKind.TABLE:
            for holder in _in_table(document, block):
                yield holder, None
            continue
        text = _with_rest(document, block, following)
        case = len(text) <= _LONGEST_HEADING and _NUMBERED.match(text.text)
        if (block.kind is BlockKind.HEADING or case) and not _STEP.match(text.text):
            # A chapter on roles, or named by one, is none: "Organisering", "3. Prosjektleder".
            named = _project(document, text)
            plain = named is None or tells_roles(named.text) or mentions_role(named.text)
            head = own if plain else named
        about = _subject(text)
        yield from ((one, None) for one in members_in(text, english=document.language == "en"))
        for sentence in text.sentences():
            if len(sentence) > _LONGEST_UNIT or not mentions_role(sentence.text):
                continue
            before = about
            for holder in (one for rule in RULES for one in rule(sentence)):
                # "Klyngeleiar i X er N N. Styreleiar er M M."
                leads = _PROJECT.search(holder.role.text) and not holder.passing
                behind = (
                    about is not None and about is not before and about.start > holder.role.start
                )
                near = before if behind else about
                # Whose project a description tells of is no matter: its leader leads that.
                project = (own or near or _run_in(text) or head) if leads else near
                yield holder, project
                about = holder.area or about
        if following is not None:
            for holder in signed(document, block, following):
                yield holder, None
        if _is_board(text.text):
            for holder in _board(document, text, blocks[number + 1 :]):
                yield holder, None


_PROJECT = re.compile(r"prosjekt|project|^kontaktperson|^contact person", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^(?:[A-ZÆØÅ]{0,4}-?sak|sak|case|(?-i:[A-ZÆØÅ]{2,4}))\s(?:nr\.?\s)?\d+/\d+:?\s", re.IGNORECASE
)
_TAIL = re.compile(r"\s[–-]\s")


_STEP = re.compile(
    r"(?:vedtak|drøft|habilitet|røysting|votering|behandling|bakgrunn|framlegg|innstilling|decision)",
    re.IGNORECASE,
)
_RUN_IN = re.compile(r"([A-ZÆØÅ][^:.]{2,50}?(?:\s\(\d+(?:\.\d+)*\))):\s")


def _run_in(text: Span) -> Span | None:
    """The measure that a paragraph begins with: "Havna (2.1): Fristen er …"."""
    match = _RUN_IN.match(text.text)
    return text.part(*match.span(1)) if match else None


def _project(document: Document, heading: Span) -> Span | None:
    """What a section is about, for who leads it as a project: "Sak 14/23 Havna – status"."""
    if heading.text == document.title or len(heading) > _LONGEST_HEADING:
        return None
    if match := _NUMBERED.match(heading.text):
        heading = heading.part(match.end(), len(heading))
    name, _ = read_name(next(iter(heading.split(_TAIL)), heading))
    return name if len(name) > 3 else None


def _with_rest(document: Document, block: Block, following: Block | None) -> Span:
    """A line that was cut in the middle of a sentence, with what follows it."""
    text = span_of(document, block)
    if (
        following is not None
        and following.kind is BlockKind.PARAGRAPH
        and len(text) > _CUT_LINE
        and text.text[-1:] not in ".:!?"
        and document.text[following.start : following.start + 1].islower()
    ):
        return Span(document.text, block.start, following.end)
    return text


def _subject(text: Span) -> Span | None:
    """The body that a paragraph begins with; after a change of name, the new one."""
    first = next(iter(text.sentences()), None)
    if first is None or len(first) > _LONGEST_UNIT:
        return None
    bodies = list(bodies_in(first))
    for body in bodies:
        if _NEW_NAME.search(text.source[first.start : body.start]):
            return body
    if bodies and bodies[0].start == first.start:
        return bodies[0]
    match = _SUBJECT.match(first.text)
    if match and " " in match[1] and not read_role(first.part(*match.span(1))):
        return first.part(*match.span(1)) if kind_of(match[1]) != "person" else None
    return None


def _in_table(document: Document, block: Block) -> Iterator[Holder]:
    """Two columns: what somebody is, and who. Longer rows only by what a cell itself says."""
    for row in block.rows:
        cells = [Span(document.text, start, end) for start, end in row.cells]
        filled = [cell for cell in cells if cell.text.strip()]
        if len(filled) == 2:
            label, value = filled
            yield from labelled_person(label, value, Span(document.text, label.start, value.end))
        for cell in filled:
            for sentence in (one for line in cell.split(_LINE) for one in line.sentences()):
                if len(sentence) <= _LONGEST_UNIT and mentions_role(sentence.text):
                    # A cell tells of its own row: where the role is held is said or unknown.
                    for rule in RULES:
                        yield from (replace(found, passing=True) for found in rule(sentence))


@functools.cache
def _board_words() -> re.Pattern[str]:
    return re.compile(
        rf"\b{any_of(lexicon('roles')['board']['words'])}\b[^:]{{0,60}}:$", re.IGNORECASE
    )


def _is_board(text: str) -> bool:
    """Whether a line presents the members of a board."""
    return len(text) < 160 and _board_words().search(text) is not None


def _board(document: Document, lead: Span, blocks: list[Block]) -> Iterator[Holder]:
    """The members under "Styret fra 1. januar 2025:": their roles, or that they are members."""
    board = _board_words().search(lead.text)
    if board is None:
        return
    name = lead.part(board.start(), len(lead))
    name = next(iter(name.split(re.compile(r"\s(?:fra|frå|from|i perioden)\s|[:,\d]"))), name)
    title = "board member" if document.language == "en" else "styremedlem"
    for block in blocks:
        if block.kind is not BlockKind.LIST_ITEM:
            break
        item = span_of(document, block)
        if person := leading_person(item):
            rest = item.part(person.end - item.start, len(item))
            roles = [role[0] for part in rest.split(_PARTS) if (role := read_role(part))]
            yield Holder(
                person, roles[0] if roles else name, name, item, title="" if roles else title
            )
