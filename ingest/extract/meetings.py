"""Who met and when, and the cases that were dealt with: the frame of every decision in minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.extract import decision_words as words
from ingest.extract.meeting_heads import body_in, date_in, is_minutes, meeting_body, meeting_date
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import Block, BlockKind, Document
from plansvar.register.claims import Value

# Where minutes say who met and when; later lines tell of other meetings.
_HEAD_BLOCKS = 30
_LONGEST_HEADING = 250
_MOST_LINES = 12
_LONGEST_LINE = 100

_BARE_CASE = re.compile(rf"\s*(?P<number>{words.NUMBER})(?=\s+[A-ZÆØÅ«\"])")
_AFTER_NUMBER = re.compile(r"\s*[:.–—-]*\s*")
_INLINE_TEXT = re.compile(r"[.!?]\s+[A-ZÆØÅ]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, or what is left of it after the number and title of a case."""

    block: Block
    span: Span


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a meeting, or what stands before the first of them.

    ``number`` is as it is written, without the word "sak" alone. ``body`` and ``date`` are what is
    known of the meeting that dealt with it. ``before`` is what stands in front of what this body
    said and decided, where a case went through several.
    """

    number: Value | None = None
    title: Span | None = None
    body: Value | None = None
    date: Value | None = None
    pieces: tuple[Piece, ...] = ()
    before: tuple[Piece, ...] = ()

    @property
    def frame(self) -> tuple[Value, ...]:
        """Body, date and number, as far as they are known."""
        return tuple(value for value in (self.body, self.date, self.number) if value)


def cases(document: Document) -> Iterator[Case]:
    """The cases of a document in order; the first one holds what stands before them all."""
    minutes = is_minutes(document)
    meeting = Case(body=meeting_body(document), date=meeting_date(document)) if minutes else Case()
    open_case, pieces = meeting, list[Piece]()
    whole, before = meeting, list[Piece]()
    for block in document.blocks:
        if block.furniture:
            continue
        span = span_of(document, block)
        started = _start(block, span, meeting, minutes, in_case=open_case.number is not None)
        if started is None and open_case.title is not None and minutes:
            before = pieces if open_case is whole else before
            if elsewhere := _dealt_with(block, span, whole, before):
                yield replace(open_case, pieces=tuple(pieces))
                open_case, pieces = elsewhere, []
                continue
        if started is not None or _ends(block, span.text, minutes):
            yield replace(open_case, pieces=tuple(pieces))
            open_case, pieces = started or meeting, []
            whole = open_case
        if started is None:
            pieces.append(Piece(block, span))
        elif rest := _rest(span, started):
            pieces.append(Piece(block, rest))
    yield replace(open_case, pieces=tuple(pieces))


def case_number(span: Span) -> Value | None:
    """The first case number of a text: "RS-sak 13/24", "12/24" for "Sak 12/24"."""
    match = words.CASE.search(span.text)
    return _number(span, match) if match else None


def _number(span: Span, match: re.Match[str]) -> Value:
    where = span.part(match.start(), match.end())
    series = match.groupdict().get("series") or ""
    named = "-" in series or series.isupper()
    text = " ".join((where.text if named else match["number"]).split())
    return Value("case_number", text, where.start, where.end)


def _start(block: Block, span: Span, meeting: Case, minutes: bool, *, in_case: bool) -> Case | None:
    """The case that a block opens: "Sak 12/24 Budsjett", "Kommunestyret 12.06.2024, sak 12/24"."""
    text = span.text
    heading = block.kind is BlockKind.HEADING
    if block.kind is BlockKind.TABLE or (block.kind is BlockKind.LIST_ITEM and in_case):
        return None
    if not (heading or minutes):
        return None
    match = words.CASE.match(text)
    if minutes and not match:
        match = _BARE_CASE.match(text) or words.LOOSE_CASE.match(text)
    if match:
        number = _number(span, match)
        title = _title(span.part(match.end(), len(span)))
        # "KS-12/24 Vedtak:" is inside its case.
        label = title is not None and words.DECISION_LABEL.match(title.text)
        if title is not None and not label and not title.text[:1].islower():
            if in_case and not heading and body_in(title) and date_in(title):
                return None  # "61/24 Formannskapet 30.05.2024": where the case has been
            return replace(meeting, number=number, title=title)
        return None
    match = words.CASE.search(text[:_LONGEST_HEADING]) if heading else None
    if not match:
        return None
    before = span.part(0, match.start())
    body, date = body_in(before), date_in(before)
    if not (body and date):
        return None
    title = _title(span.part(match.end(), len(span)))
    return Case(_number(span, match), title, body, date)


def _dealt_with(block: Block, span: Span, case: Case, pieces: list[Piece]) -> Case | None:
    """A case as another body dealt with it: "Saksprotokoll i Formannskapet - 30.05.2024"."""
    if block.kind is BlockKind.TABLE or len(span) > _LONGEST_LINE:
        return None
    before = words.DEALT_WITH.match(span.text)
    organ = words.ORGAN.match(span.text, before.end() if before else 0)
    date = date_in(span)
    if not organ or not date:
        return None
    named = span.text[: organ.start()].strip() != ""
    # Without "Behandling" or the like only a line of its own says it.
    if not named and (block.kind is not BlockKind.HEADING or words.CASE.search(span.text)):
        return None
    body = body_in(span.part(organ.start(), organ.end()))
    own = _same_body(body, case.body) and (not case.date or case.date.normal == date.normal)
    listed = next((one for one in _listed(pieces) if _is_of(one, body, date)), None)
    number = case_number(span) or (_any_number(listed) if listed else None)
    if own:
        return replace(case, date=date, before=tuple(pieces))
    return Case(number, case.title, body, date, before=tuple(pieces))


def _same_body(one: Value | None, other: Value | None) -> bool:
    return one is None or other is None or one.text.split()[-1].lower()[:8] in other.text.lower()


def _listed(pieces: list[Piece]) -> Iterator[Span]:
    """Lines that may say where the case has been."""
    for piece in pieces[:_HEAD_BLOCKS]:
        if piece.block.kind is BlockKind.TABLE:
            for row in piece.block.rows[:_MOST_LINES]:
                yield Span(piece.span.source, row.start, row.end)
        elif len(piece.span) <= _LONGEST_HEADING:
            yield piece.span


def _is_of(line: Span, body: Value | None, date: Value) -> bool:
    found = date_in(line)
    return bool(
        body and found and found.normal == date.normal and body.text.lower() in line.text.lower()
    )


def _any_number(line: Span) -> Value | None:
    if found := case_number(line):
        return found
    match = re.search(rf"(?<![\w/.]){words.NUMBER}", line.text)
    if not match:
        return None
    return Value("case_number", match[0], line.start + match.start(), line.start + match.end())


def _title(span: Span) -> Span | None:
    """What follows the number: up to the end of the line, or of the first sentence."""
    if gap := _AFTER_NUMBER.match(span.text):
        span = span.part(gap.end(), len(span))
    end = _INLINE_TEXT.search(span.text)
    title = span.part(0, end.start() if end else len(span)).strip()
    return title if 0 < len(title) <= _LONGEST_HEADING else None


def _rest(span: Span, case: Case) -> Span | None:
    """What a block holds after the title of the case that it opens."""
    if case.title is None:
        return None
    rest = span.part(case.title.end - span.start, len(span)).strip(" .\n\t")
    rest = span.part(rest.start - span.start, len(span)).strip()
    return rest if len(rest) > 1 else None


def _ends(block: Block, text: str, minutes: bool) -> bool:
    """Whether a heading closes the case before it: in other documents the next big one does."""
    if block.kind is not BlockKind.HEADING:
        return False
    return bool(words.OTHER_BUSINESS.match(text)) if minutes else block.level <= 2
