"""Who met and when, and the cases that were dealt with: the frame of every decision in minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.extract import decision_words as words
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.language.dates import find_dates
from plansvar.register.claims import Value

# Where minutes say who met and when; later lines tell of other meetings.
_HEAD_BLOCKS = 30
_LONGEST_HEADING = 250
# A date further into a text isn't the meeting's.
_NEAR = 400
_MOST_LINES = 12
_MOST_BEFORE = 12
_LONGEST_NAME = 60
_ABOUT_REACH = 40
# Where a line may say that these are minutes.
_FIRST_LINES = 6
_LONGEST_LINE = 100
_NO_MINUTES = frozenset({DocumentType.PLAN, DocumentType.ACTION_PROGRAMME, DocumentType.NEWS})

_BARE_CASE = re.compile(rf"\s*(?P<number>{words.NUMBER})(?=\s+[A-ZÆØÅ«\"])")
_AFTER_NUMBER = re.compile(r"\s*[:.–—-]*\s*")
_INLINE_TEXT = re.compile(r"[.!?]\s+[A-ZÆØÅ]")
_NAMED_BEFORE = re.compile(r"(?:protokoll|referat|utskrift|minutes)", re.IGNORECASE)
_DEFINITE = re.compile(r"(?P<noun>styre|skap)e?t$")
_ABOUT_ANOTHER = re.compile(r"\b(?:fra|frå|of|godkjenning|from)\b", re.IGNORECASE)


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
    meeting = Case(body=_body(document), date=_date(document)) if minutes else Case()
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


def is_minutes(document: Document) -> bool:
    """Whether it is the minutes of a meeting, or the printed record of a case in one."""
    if document.type is DocumentType.MINUTES or words.MINUTES.search(document.title):
        return True
    if document.type in _NO_MINUTES:
        return False
    if words.MINUTES_LINE.match(document.title):
        return True
    first = [block for block in document.blocks[:_FIRST_LINES] if not block.furniture]
    return any(
        block.end - block.start <= _LONGEST_LINE
        and block.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH}
        and words.MINUTES_LINE.match(document.text[block.start : block.end])
        for block in first
    )


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


def _head(document: Document) -> Iterator[tuple[Block, Span]]:
    blocks = [block for block in document.blocks if not block.furniture]
    for block in blocks[:_HEAD_BLOCKS]:
        span = span_of(document, block)
        if words.CASE.match(span.text):
            return
        yield block, span


def _labelled(document: Document, label: re.Pattern[str]) -> Iterator[Span]:
    """What stands beside a label in the head: in a table's row, or after a colon."""
    for block, span in _head(document):
        if block.kind is BlockKind.TABLE:
            for row in block.rows[:_MOST_LINES]:
                cells = [Span(document.text, start, end) for start, end in row.cells]
                if len(cells) > 1 and label.match(cells[0].text):
                    yield cells[1]
        else:
            for line in span.split(re.compile(r"\n")):
                name, colon, _ = line.text.partition(":")
                if colon and label.match(name):
                    yield line.part(len(name) + 1, len(line)).strip()


def _date(document: Document) -> Value | None:
    """The day of the meeting, where the head says it."""
    for span in (*_labelled(document, words.DATE_LABEL), *(span for _, span in _head(document))):
        date = date_in(span)
        if date is None:
            continue
        before = span.text[: date.start - span.start]
        # "Protokoll fra styremøtet 14. mars" is of that day, "godkjenning av protokoll fra" isn't.
        own = words.MINUTES_LINE.match(before) and len(before.split()) <= _MOST_BEFORE
        if own or not _ABOUT_ANOTHER.search(before[-_ABOUT_REACH:]):
            return date
    return None


def date_in(span: Span) -> Value | None:
    """The first day of a text that has its year."""
    for found in find_dates(span.text[:_NEAR]):
        if found.year is not None and found.day is not None:
            where = span.part(found.start, found.end)
            return Value("date", where.text, where.start, where.end, found.value)
    return None


def any_date_in(span: Span) -> Value | None:
    """The first date of a text; without its year it has no normal form."""
    for found in find_dates(span.text[:_NEAR]):
        where = span.part(found.start, found.end)
        normal = found.value if found.year is not None else None
        return Value("date", " ".join(where.text.split()), where.start, where.end, normal)
    return None


def who_met(document: Document) -> tuple[Span, int] | None:
    """Who met, in the words of the minutes, and where their head ends; not "styremøte i X"."""
    if not is_minutes(document) or not (body := _body(document)):
        return None
    words_of = Span(document.text, body.start, body.end)
    if not body.text.casefold().startswith(words_of.text.casefold()):
        return None
    return words_of, max((span.end for _, span in _head(document)), default=0)


def _body(document: Document) -> Value | None:
    """Who met: a label says it, or the title; with the organisation that it is part of."""
    labelled = list(_labelled(document, words.BODY_LABEL))
    titles = [span for _, span in _head(document) if _NAMED_BEFORE.search(span.text)]
    found = [body for span in (*titles, *labelled) if (body := body_in(span, meetings=True))]
    if not found:
        return _body_by_name(document)
    # "Styret i Brimvik havn" says more than "Styret".
    best = max(found, key=lambda value: (" " in value.text, -value.start))
    return in_organisation(best, document)


def _body_by_name(document: Document) -> Value | None:
    """Who met, where no word tells that it is a body: a label, a title or the letterhead does."""
    for span in _labelled(document, words.SURE_BODY_LABEL):
        if 0 < len(span) <= _LONGEST_NAME and span.text[:1].isupper():
            return Value("body", " ".join(span.text.split()), span.start, span.end)
    lines = [span for _, span in _head(document) if len(span) <= _LONGEST_LINE][:_FIRST_LINES]
    for span in lines:
        if match := words.MET.search(span.text):
            where = span.part(match.start("body"), match.end("body"))
            return Value("body", " ".join(where.text.split()), where.start, where.end)
    found = (body_in(span, meetings=True) for span in lines)
    best = next((body for body in found if body), None)
    return in_organisation(best, document) if best else None


def in_organisation(body: Value, document: Document) -> Value:
    """A body with whose it is, where the document's organisation has one of them: "Styret i X"."""
    organisation = document.about.organisation
    if not organisation:
        return body
    municipal = organisation.casefold().endswith("kommune")
    if organisation.isupper():
        organisation = organisation.title()
    organ = words.OWN_COUNCIL if municipal else words.OWN_ORGAN
    if not organ.fullmatch(body.text):
        return body
    if municipal:
        # "Brimvik kommunestyre"
        council = _DEFINITE.sub(lambda match: match["noun"], body.text.lower())
        return replace(body, text=f"{organisation.rpartition(' ')[0]} {council}")
    return replace(body, text=f"{body.text} i {organisation}")


def body_in(span: Span, *, meetings: bool = False) -> Value | None:
    """The first body that a text names; with ``meetings`` "styremøte i X" is "Styret i X"."""
    meeting = words.MEETING.search(span.text) if meetings else None
    match = meeting or words.ORGAN.search(span.text)
    if not match:
        return None
    where = span.part(match.start(), match.end()).strip()
    text = where.text
    if meeting:
        text = words.MEETINGS[" ".join(meeting["meeting"].casefold().split())] + meeting["of"]
    text = " ".join(text.split())
    return Value("body", text[:1].upper() + text[1:], where.start, where.end)
