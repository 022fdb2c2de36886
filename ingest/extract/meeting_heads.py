"""The head of minutes: whether a document is some, who met, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.extract import decision_words as words
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.language.dates import find_dates
from plansvar.register.claims import Value

# Where minutes say who met and when; later lines tell of other meetings.
_HEAD_BLOCKS = 30
# A date further into a text isn't the meeting's.
_LONGEST_OF_MEETING = 250
_NEAR = 400
_MOST_LINES = 12
_MOST_BEFORE = 12
_LONGEST_NAME = 60
_ABOUT_REACH = 40
# Where a line may say that these are minutes.
_FIRST_LINES = 6
_LONGEST_LINE = 100
_NO_MINUTES = frozenset({DocumentType.PLAN, DocumentType.ACTION_PROGRAMME, DocumentType.NEWS})
_NAMED_BEFORE = re.compile(r"(?:protokoll|referat|utskrift|minutes)", re.IGNORECASE)
_DECIDED_BELOW = re.compile(
    r"\W*(?:vedtak|beslutning|avgjerd|konklusjon|enighet|semje|agreed|decisions?)\s*:",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"(?P<noun>styre|skap)e?t$")
_ABOUT_ANOTHER = re.compile(r"\b(?:fra|frå|of|godkjenning|from)\b", re.IGNORECASE)


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


def head_of(document: Document) -> Iterator[tuple[Block, Span]]:
    """The blocks before the first case or decision, at most so many."""
    blocks = [block for block in document.blocks if not block.furniture]
    for block in blocks[:_HEAD_BLOCKS]:
        span = span_of(document, block)
        if words.CASE.match(span.text) or _DECIDED_BELOW.match(span.text):
            return
        yield block, span


def _labelled(document: Document, label: re.Pattern[str]) -> Iterator[Span]:
    """What stands beside a label in the head: in a table's row, or after a colon."""
    for block, span in head_of(document):
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


def meeting_date(document: Document) -> Value | None:
    """The day of the meeting, where the head says it."""
    # In a paragraph a day is one that was talked of.
    lines = (span for _, span in head_of(document) if len(span) <= _LONGEST_OF_MEETING)
    for span in (*_labelled(document, words.DATE_LABEL), *lines):
        date = date_in(span)
        if date is None:
            continue
        before = span.text[: date.start - span.start]
        # "Protokoll fra styremøtet 14. mars" is of that day, "godkjenning av protokoll fra" isn't.
        own = words.MINUTES_LINE.match(before) and len(before.split()) <= _MOST_BEFORE
        own = own or (document.type is DocumentType.MINUTES and span.text == document.title)
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
    if not is_minutes(document) or not (body := meeting_body(document)):
        return None
    words_of = Span(document.text, body.start, body.end)
    if not body.text.casefold().startswith(words_of.text.casefold()):
        return None
    return words_of, max((span.end for _, span in head_of(document)), default=0)


def meeting_body(document: Document) -> Value | None:
    """Who met: a label says it, or the title; with the organisation that it is part of."""
    labelled = list(_labelled(document, words.BODY_LABEL))
    titles = [span for _, span in head_of(document) if _NAMED_BEFORE.search(span.text)]
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
    lines = [span for _, span in head_of(document) if len(span) <= _LONGEST_LINE][:_FIRST_LINES]
    for span in lines:
        if match := words.MET.search(span.text):
            where = span.part(match.start("body"), match.end("body"))
            return Value("body", " ".join(where.text.split()), where.start, where.end)
    found = [body for span in lines if (body := body_in(span, meetings=True))]
    # The letterhead says whose minutes they are, the line below it who met.
    head = (document.about.organisation or "").casefold()
    below = (body for body in found if body.text.casefold() != head)
    best = next(below, found[0] if found else None)
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
        if meeting["letters"]:
            text += f" i{meeting['letters']}"  # "Styremøte HU 7.10.2025"
    text = " ".join(text.split())
    return Value("body", text[:1].upper() + text[1:], where.start, where.end)
