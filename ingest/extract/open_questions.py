"""Open questions: lists and tables of what must be clarified, and sentences that say so."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence

from ingest.extract import open_words as words
from ingest.extract.columns import KnownTable, known_tables
from ingest.extract.meetings import is_minutes
from ingest.extract.open_sentences import LONGEST, SAID, UNSURE, question, said
from ingest.extract.spans import Span, span_of
from ingest.extract.tables import Record, tables
from plansvar.documents.types import Block, BlockKind, Document
from plansvar.register.claims import Claim

_LISTED = 0.95
_LONGEST_LABEL = 80
_FEW = 3
_MOST_BLANKS = 3
_END = 60
_ASKED_OF = frozenset({"leads", "funding"})
# A heading may stand above a long text; the first paragraphs are what it announces.
_MOST_PARAGRAPHS = 8
_SUBHEAD = re.compile(r".{2,60}:\s*$", re.DOTALL)


def open_questions(document: Document) -> Iterator[Claim]:
    """What the document leaves open, and what was asked in it; each question once."""
    seen: set[str] = set()
    places: list[tuple[int, int]] = []
    found = (*_listed(document), *_in_tables(document), *_blanks(document), *said(document))
    # The surest of equal ones first, and of those that overlap.
    for claim in sorted(found, key=lambda claim: -claim.confidence):
        value = claim.values[0]
        key = re.sub(r"\W+", " ", document.text[value.start : value.end]).strip().casefold()
        key = key[-_END:]  # "Nytt punkt 2: …" and then the same in the decision
        if key and key not in seen and _is_free(places, value.start, value.end):
            seen.add(key)
            bisect.insort(places, (value.start, value.end))
            yield claim


def _is_free(places: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether none of these places, which are in order and apart, overlaps another one."""
    at = bisect.bisect_left(places, (start, end))
    before = places[at - 1] if at else (0, 0)
    return before[1] <= start and (at == len(places) or places[at][0] >= end)


def _listed(document: Document) -> Iterator[Claim]:
    """What is listed below a label such as "Avklaringer:"."""
    blocks = [block for block in document.blocks if not block.furniture]
    place = 0
    while place < len(blocks):
        block = blocks[place]
        place += 1
        if not _is_label(document, block) and not _is_label(document, block, words.ASKED_LABEL):
            continue
        listed = _list_at(document, blocks, place)
        if not listed and block.kind is BlockKind.HEADING and _is_label(document, block):
            yield from _paragraphs(document, blocks[place : place + _MOST_PARAGRAPHS])
            continue
        place += len(listed)
        if not _is_label(document, block):
            listed = [one for one in listed if _asks(document, one)]
        yield from _questions(document, listed, "")
        # A label inside the list that is about one topic: "Grunnmuren:" and its questions.
        while place < len(blocks) and _is_subhead(document, blocks[place]):
            below = _list_at(document, blocks, place + 1)
            asked = sum(span_of(document, one).text.rstrip().endswith("?") for one in below)
            if not below or 2 * asked < len(below) or _is_label(document, blocks[place]):
                break
            topic = span_of(document, blocks[place]).strip(" :\n").text
            yield from _questions(document, below, f"{topic}: ")
            place += 1 + len(below)


def _is_label(document: Document, block: Block, pattern: re.Pattern[str] = words.LABEL) -> bool:
    if block.kind is BlockKind.TABLE or block.end - block.start > _LONGEST_LABEL:
        return False
    text = document.text[block.start : block.end]
    if block.kind is not BlockKind.HEADING and not text.rstrip().endswith(":"):
        return False
    return bool(pattern.match(text))


def _asks(document: Document, block: Block) -> bool:
    return document.text[block.start : block.end].rstrip().endswith("?")


def _paragraphs(document: Document, below: Sequence[Block]) -> Iterator[Claim]:
    """What the paragraphs below a heading such as "Uavklart" ask, or say is open."""
    for block in below:
        if block.kind is not BlockKind.PARAGRAPH:
            return
        sentences = list(span_of(document, block).sentences())
        asked = [one for one in sentences if one.text.endswith("?") and len(one) <= LONGEST]
        for one in asked:
            yield question(one.text, one, _LISTED)
        # The rules for sentences see those that say it themselves.
        lasting = [one for one in sentences if len(one.text.split()) > _FEW and len(one) <= LONGEST]
        if asked or not lasting or block is not below[0]:
            continue
        told = any(words.says_open(one.text) for one in sentences)
        if not told and not words.NOTHING.match(lasting[0].text):
            yield question(lasting[0].text, lasting[0], SAID)


def _is_subhead(document: Document, block: Block) -> bool:
    text = document.text[block.start : block.end]
    return block.kind is not BlockKind.TABLE and bool(_SUBHEAD.fullmatch(text))


def _list_at(document: Document, blocks: Sequence[Block], place: int) -> list[Block]:
    """The list that begins at a place, or the questions that stand there as paragraphs."""
    found: list[Block] = []
    for block in blocks[place:]:
        text = document.text[block.start : block.end].rstrip()
        item = block.kind is BlockKind.LIST_ITEM and not (
            block.level == 0 and _is_subhead_text(text)
        )
        asks = block.kind is BlockKind.PARAGRAPH and text.endswith("?") and text.count("?") == 1
        if not (item or asks):
            break
        found.append(block)
    return found


def _is_subhead_text(text: str) -> bool:
    return bool(_SUBHEAD.fullmatch(text))


def _questions(document: Document, listed: Sequence[Block], topic: str) -> Iterator[Claim]:
    """One question for each outermost item, with what is listed below it."""
    if not listed:
        return
    outermost = min(block.level for block in listed)
    groups: list[list[Block]] = []
    for block in listed:
        if block.level == outermost or not groups:
            groups.append([])
        groups[-1].append(block)
    for group in groups:
        span = Span(document.text, group[0].start, group[-1].end)
        if len(span) <= 2 * LONGEST:
            yield question(topic + span.text, span, _LISTED)


def _in_tables(document: Document) -> Iterator[Claim]:
    for block, records in tables(document):
        columns = [cell.column for cell in records[0].cells]
        named = any(words.LABEL.match(heading) for heading in block.heading_path)
        if not (named or any(words.OPEN_COLUMN.match(column) for column in columns)):
            continue
        for record in records:
            if found := _question_of(record):
                asked, answer = found
                yield question(asked.text, asked, _LISTED, answer)


def _blanks(document: Document) -> Iterator[Claim]:
    """What a table leaves open: "?" below "Ansvarlig", "avklares" below anything.

    In minutes such a list is of tasks, and a name that is missing there no question for anybody.
    Where many cells are blank the table isn't filled in yet, which is no question either.
    """
    if is_minutes(document):
        return
    known = {table.block.ordinal: table for table in known_tables(document, "measures")}
    for block, records in tables(document):
        found = list(_blanks_in(document, known.get(block.ordinal), records))
        for text, where in found:
            yield question(text, where, SAID if len(found) <= _MOST_BLANKS else UNSURE)


def _blanks_in(
    document: Document, table: KnownTable | None, records: Sequence[Record]
) -> Iterator[tuple[str, Span]]:
    for record in table.records if table else records:
        title = table.cell(record, "title") if table else record.cells[0].span.strip()
        if title is None or not title.text or words.LABEL.match(title.text):
            continue
        fields = table.fields if table else (None,) * len(record.cells)
        for cell, field in zip(record.cells, fields, strict=False):
            span = cell.span.strip()
            words_only = field is None and "?" not in span.text and span.start != title.start
            if (words_only or field in _ASKED_OF) and words.BLANK.match(span.text):
                start, end = min(title.start, span.start), max(title.end, span.end)
                where = Span(document.text, start, end)
                yield f"{title.text}: {cell.column} – {span.text}", where


def _question_of(record: Record) -> tuple[Span, Span | None] | None:
    """The question of a row, and its answer where there is one."""
    asked: Span | None = None
    answer: Span | None = None
    for cell in record.cells:
        span = cell.span.strip()
        if words.QUESTION_COLUMN.match(cell.column) and asked is None:
            asked = span
        elif words.ANSWER_COLUMN.match(cell.column) and len(span) > 1:
            answer = None if words.BLANK.match(span.text) else span
    return (asked, answer) if asked is not None and len(asked) > 2 else None
