"""Sentences that say that something is open, and questions of a meeting with what was answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.extract import open_words as words
from ingest.extract.meetings import cases, is_minutes
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.register.claims import SURE, Claim, Value
from plansvar.register.kinds import FactKind

SAID = 0.8
# A question without a word that it is open: a person should look.
UNSURE = SURE - 0.1
LONGEST = 400
_FEWEST_WORDS = 4
_LONGEST_BEFORE = 300
# What others want to have settled is open to them; whether it is, the document doesn't know.
_HEARD = frozenset({DocumentType.CONSULTATION_INPUT})


@dataclass(frozen=True, slots=True)
class Open:
    """A question: the words that say it, and how sure it is that it is open."""

    span: Span
    confidence: float


def question(
    text: str,
    span: Span,
    confidence: float,
    answer: Span | None = None,
    raised_in: Value | None = None,
) -> Claim:
    """The claim of a question."""
    values = [Value("text", " ".join(text.split()), span.start, span.end)]
    if raised_in is not None:
        values.append(Value("raised_in", raised_in.text, raised_in.start, raised_in.end))
    if answer is not None:
        said = " ".join(answer.text.split())
        values.append(Value("answered_by", said, answer.start, answer.end))
    return Claim(FactKind.OPEN_QUESTION, tuple(values), "question", confidence)


def said(document: Document) -> Iterator[Claim]:
    """What sentences and cells say is open, and what was asked in a meeting."""
    reader = _Reader(document)
    minutes = reader.minutes
    raised = _cases(document) if minutes else {}
    blocks = [block for block in document.blocks if not block.furniture]
    for place, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING or not _has_hint(document, block):
            continue
        if block.kind is BlockKind.TABLE:
            yield from _in_cells(document, block)
            continue
        yield from _blank_label(document, block)
        sentences = list(span_of(document, block).sentences())
        number, asked_here = raised.get(block.ordinal, (None, False))
        following = _first_sentence(document, blocks, place + 1)
        for one in reader.read(sentences, following, asked_here):
            yield question(one.span.text, one.span, one.confidence, raised_in=number)


def _has_hint(document: Document, block: Block) -> bool:
    lowered = document.text[block.start : block.end].lower()
    return any(hint in lowered for hint in words.WORDS["hints"])


def _cases(document: Document) -> dict[int, tuple[Value | None, bool]]:
    """For each block the number of its case, and whether that is where members ask."""
    found: dict[int, tuple[Value | None, bool]] = {}
    for case in cases(document):
        asking = case.title is not None and bool(words.ASKING_CASE.match(case.title.text))
        for piece in case.pieces:
            heading = piece.block.heading_path[-1] if piece.block.heading_path else ""
            here = asking or bool(words.ASKING_CASE.match(heading))
            found[piece.block.ordinal] = (case.number, here)
    return found


def _first_sentence(document: Document, blocks: Sequence[Block], place: int) -> Span | None:
    if place >= len(blocks) or blocks[place].kind in (BlockKind.TABLE, BlockKind.HEADING):
        return None
    span = span_of(document, blocks[place])
    return next(iter(span.part(0, min(len(span), 2 * LONGEST)).sentences()), None)


class _Reader:
    """Reads a document's sentences in order; ``told`` are answers that were read with a question.

    ``asking``: a letter, a mail or a report asks whoever can answer or decide.
    """

    def __init__(self, document: Document) -> None:
        self.minutes = is_minutes(document)
        self.heard = document.type in _HEARD
        self.slides = document.type is DocumentType.PRESENTATION
        self.asking = self.heard or (
            document.type in (DocumentType.OTHER, DocumentType.REPORT) and _writes(document)
        )
        self.told: set[int] = set()

    def read(
        self, sentences: Sequence[Span], following: Span | None, asked_here: bool
    ) -> Iterator[Open]:
        """What the sentences of a block say is open."""
        whole = _whole(sentences)
        if whole is not None and words.INLINE_LABEL.match(whole.text) and len(whole) <= LONGEST:
            yield Open(whole, SAID)
            return
        for place, sentence in enumerate(sentences):
            if sentence.start in self.told or len(sentence) > LONGEST:
                continue
            if len(sentence.text.split()) < _FEWEST_WORDS:
                continue
            after = sentences[place + 1] if place + 1 < len(sentences) else following
            before = sentences[place - 1] if place else None
            asked = _asked(sentence, after, asked_here) if self.minutes else None
            if self.asking and _asks_reader(sentence.text, after, heard=self.heard):
                asked = Open(sentence, SAID if self.heard else UNSURE)
            if asked is not None:
                if after is not None and words.is_unanswered(after.text):
                    self.told.add(after.start)
                yield asked
            elif words.says_open(sentence.text):
                yield Open(sentence, UNSURE if self.heard else SAID)
            elif (
                before is not None
                and before.start not in self.told
                and _goes_back(before, sentence)
            ):
                both = Span(before.source, before.start, sentence.end)
                yield Open(both, SAID if self.minutes else UNSURE)
            elif words.may_be_open(sentence.text):
                yield Open(sentence, UNSURE)
        only = all(one.text.rstrip().endswith("?") for one in sentences)
        if self.slides and only and whole is not None and len(whole) <= LONGEST:
            yield Open(whole, UNSURE)


def _whole(sentences: Sequence[Span]) -> Span | None:
    if not sentences:
        return None
    return Span(sentences[0].source, sentences[0].start, sentences[-1].end)


def _goes_back(before: Span, sentence: Span) -> bool:
    """Whether a sentence says that what the one before names is open, which that doesn't itself."""
    near = len(before) <= _LONGEST_BEFORE
    return near and words.points_back(sentence.text) and not words.says_open(before.text)


_MAIL = re.compile(r"^(?:fra|frå|from|til|to|emne|subject|sendt|sent):\s", re.IGNORECASE | re.M)
_LABELLED = re.compile(r"(?:emne|subject|vedr|ang|re|sv|vs)\b\.?\s?:", re.IGNORECASE)
_HEAD = 2_000


def _writes(document: Document) -> bool:
    """Whether it is a mail, or a report: its questions are for whoever decides."""
    mail = len(_MAIL.findall(document.text[:_HEAD])) >= 2
    return mail or document.type is DocumentType.REPORT


def _asks_reader(text: str, after: Span | None, *, heard: bool) -> bool:
    """Whether somebody who writes asks, or doesn't know, and doesn't go on to answer."""
    if heard and words.UNKNOWING.search(text):
        return True
    answered = after is not None and words.ANSWERED.search(after.text) is not None
    told = answered and after is not None and not words.is_unanswered(after.text)
    return words.is_question(text) and not told and _LABELLED.match(text) is None


def _blank_label(document: Document, block: Block) -> Iterator[Claim]:
    """What a line such as "Ansvarlig: ?" leaves open, with the heading that it stands under."""
    text = document.text[block.start : min(block.end, block.start + _HEAD)]
    heading = block.heading_path[-1] if block.heading_path else ""
    for match in words.BLANK_LABEL.finditer(text):
        span = Span(
            document.text, block.start + match.start("said"), block.start + match.end("said")
        )
        yield question(f"{heading}: {span.text}" if heading else span.text, span, SAID)


def _asked(sentence: Span, after: Span | None, asked_here: bool) -> Open | None:
    """A question of a meeting: open where nobody answers, or nobody knows."""
    literal = words.is_question(sentence.text)
    if not (literal or words.asks(sentence.text)):
        return None
    if after is None:
        return Open(sentence, UNSURE) if literal and asked_here else None
    if words.is_unanswered(after.text):
        return Open(sentence, SAID)
    if words.ANSWERED.search(after.text):
        return None
    if not literal:
        return Open(sentence, SAID)
    return Open(sentence, UNSURE) if asked_here else None


def _in_cells(document: Document, block: Block) -> Iterator[Claim]:
    """Cells that say what is to be settled, or when; with the row's name."""
    if document.type in _HEARD:
        return
    minutes = is_minutes(document)
    for row in block.rows[block.header_rows :]:
        for start, end in row.cells:
            for sentence in Span(document.text, start, end).sentences():
                if len(sentence.text.split()) <= 2:
                    continue
                if minutes and words.CLEAR_UP.match(sentence.text):
                    yield question(sentence.text, sentence, SAID)
                elif words.settled_later(sentence.text):
                    first = Span(document.text, *row.cells[0]).text
                    second = Span(document.text, *row.cells[1]).text if len(row.cells) > 2 else ""
                    name = ", ".join(text for text in (first, second) if text.strip())
                    yield question(f"{name}: {sentence.text}", sentence, SAID)
