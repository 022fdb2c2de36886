"""The parts of a case in minutes: what was proposed, how it was voted, what was decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.extract import decision_words as words
from ingest.extract.meetings import Piece
from ingest.extract.spans import Span
from plansvar.documents.types import BlockKind

_LONGEST_LABEL = 140
_MOST_WORDS = 12
_EARLY = 30
# The label of a decision in the middle of a paragraph.
_INLINE = re.compile(r"(?:Vedtak|VEDTAK|Decision)(?:\s\([^()]{2,40}\))?")
_TALK_WORDS = 6
_FURTHER = 0.7
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERED = re.compile(r"\s*(?P<label>\d{1,2}|[a-z])[.)]\s+(?=\S)")
_LABELLED = re.compile(r"[^\s:]+(?:\s[^\s:]+){0,2}:\s")
_SENTENCE_END = re.compile(r"[.!?]\W{0,5}$")
# Items that are sentences are points of a decision; shorter ones are a list inside it (names).
_SENTENCE_WORDS = 8


class Part(StrEnum):
    """What a part of a case holds."""

    DECISION = "decision"
    PROPOSAL = "proposal"
    VOTE = "vote"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a case with its label ("Vedtak (enstemmig):") and the pieces below it."""

    part: Part
    label: Span | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A decision or one point of it, its number, and how sure it is that it belongs to it."""

    span: Span
    point: str = ""
    confidence: float = 1.0


def sections(pieces: Sequence[Piece]) -> Iterator[Section]:
    """The parts of a case, in order. A part without a label is talk."""
    part, label, found = Part.TALK, None, list[Piece]()
    headed = False
    for piece in (part for whole in pieces for part in _at_labels(whole)):
        labelled = _label(piece)
        heading = piece.block.kind is BlockKind.HEADING
        closes = heading or _done(part, label, found, piece, alone=headed)
        if labelled or closes:
            if label or found:
                yield Section(part, label, tuple(found))
            part, label, found = Part.TALK, None, []
        if labelled:
            part, label = labelled
            headed = label.end >= piece.span.end - 1
            rest = piece.span.part(label.end - piece.span.start, len(piece.span)).strip(" :\n\t")
            found = [Piece(piece.block, rest)] if rest else []
        else:
            found.append(piece)
    if label or found:
        yield Section(part, label, tuple(found))


def items(section: Section) -> Iterator[Item]:
    """The decisions of a section: each point of a list, or the text as a whole."""
    pieces = [piece for piece in section.pieces if piece.block.kind is not BlockKind.TABLE]
    if not pieces:
        return
    lead = [piece for piece in pieces if piece.block.kind is not BlockKind.LIST_ITEM]
    listed = [piece for piece in pieces if piece.block.kind is BlockKind.LIST_ITEM]
    if not listed:
        for place, piece in enumerate(lead):
            if place and _is_result(piece):
                continue
            item = _point(piece)
            if place + 1 < len(lead) and _is_result(lead[place + 1]) and not item.point:
                end = lead[place + 1].span.end
                item = replace(item, span=Span(piece.span.source, item.span.start, end))
            # A second paragraph may tell of something else.
            sure = piece is lead[0] or item.point
            yield item if sure else replace(item, confidence=_FURTHER)
    elif lead and not _are_points(listed):
        last = listed[-1].span
        yield Item(Span(last.source, lead[0].span.start, last.end))
    else:
        # "Styret vedtar:" says nothing without its points.
        yield from (_point(piece) for piece in lead if not piece.span.text.endswith(":"))
        yield from _points(listed)


def _is_result(piece: Piece) -> bool:
    """Whether a paragraph below a decision is its vote: "Vedtatt med 6 mot 2 stemmer."."""
    first = next(piece.span.sentences(), None)
    return first is not None and words.BARE_VOTE.fullmatch(first.text) is not None


def _points(listed: Sequence[Piece]) -> Iterator[Item]:
    """Each outermost item, with what is listed below it."""
    outermost = min(piece.block.level for piece in listed)
    current: Item | None = None
    for piece in listed:
        if current is None or piece.block.level == outermost:
            if current:
                yield current
            current = Item(piece.span, piece.block.label.strip(".() "))
        else:
            current = Item(
                Span(piece.span.source, current.span.start, piece.span.end), current.point
            )
    if current:
        yield current


def _point(piece: Piece) -> Item:
    match = _NUMBERED.match(piece.span.text)
    if match:
        return Item(piece.span.part(match.end(), len(piece.span)), match["label"])
    return Item(piece.span, piece.block.label.strip(".() "))


def _are_points(listed: Sequence[Piece]) -> bool:
    texts = [piece.span.text for piece in listed]
    sentences = sum(
        bool(_SENTENCE_END.search(text)) or len(text.split()) > _SENTENCE_WORDS for text in texts
    )
    return 2 * sentences >= len(listed)


def _at_labels(piece: Piece) -> Iterator[Piece]:
    """A paragraph, cut where a sentence begins with "Vedtak:" or leads to what was decided."""
    if piece.block.kind is not BlockKind.PARAGRAPH:
        yield piece
        return
    position = 0
    for sentence in piece.span.sentences():
        start = sentence.start - piece.span.start
        head, colon, _ = sentence.text[:_LONGEST_LABEL].partition(":")
        if not colon or start <= position or words.PROPOSAL.search(head):
            continue
        if _INLINE.fullmatch(head) or words.MADE_SO.search(head):
            yield Piece(piece.block, piece.span.part(position, start).strip())
            position = start
    yield Piece(piece.block, piece.span.part(position, len(piece.span)))


def _label(piece: Piece) -> tuple[Part, Span] | None:
    """The label that a piece begins with: it ends at a colon, or is a line of its own."""
    text = piece.span.text
    if piece.block.kind is BlockKind.TABLE:
        return None
    masked = _BRACKETS.sub(lambda match: " " * len(match[0]), text[: 2 * _LONGEST_LABEL])
    colon = masked.find(":")
    alone = piece.block.kind is BlockKind.HEADING or not _SENTENCE_END.search(text)
    if 0 <= colon <= _LONGEST_LABEL:
        end = colon
    elif alone and len(text) <= _LONGEST_LABEL and len(text.split()) <= _MOST_WORDS:
        end = len(text)
    else:
        return None
    head = masked[:end]
    part = _part_of(head, alone_on_line=end == len(text), item=piece.block.kind)
    return (part, piece.span.part(0, end)) if part else None


def _part_of(head: str, *, alone_on_line: bool, item: BlockKind) -> Part | None:
    head = words.CASE.sub(" ", head).strip(" :.–-\n")
    few = len(head.split()) <= _MOST_WORDS
    proposal = words.PROPOSAL.search(head)
    early = proposal and (proposal.start() <= _EARLY or proposal.end() == len(head))
    if proposal and few and early and not _SENTENCE_END.search(head):
        # A list item or line without a colon that speaks of a proposal is no label.
        return Part.PROPOSAL if not alone_on_line or item is BlockKind.HEADING else None
    if item is BlockKind.LIST_ITEM and words.MOVED_BY.match(head) and few and not alone_on_line:
        return Part.PROPOSAL
    if words.OF_OFFICER.match(head):
        return Part.PROPOSAL if few else None
    if words.DECISION_LABEL.match(head):
        return Part.DECISION
    if not alone_on_line and words.MADE_SO.search(head):
        return Part.DECISION
    if words.VOTE_LABEL.fullmatch(head):
        return Part.VOTE
    # "- Oppfølging: NN sender …" below a decision is a task, no point of it.
    task = not alone_on_line and words.TASK_LABEL.fullmatch(head)
    if task:
        return Part.TALK
    talk = item is not BlockKind.LIST_ITEM and words.TALK_LABEL.match(head)
    return Part.TALK if talk and len(head.split()) <= _TALK_WORDS else None


def _done(
    part: Part, label: Span | None, found: Sequence[Piece], piece: Piece, *, alone: bool
) -> bool:
    """Whether what the label announced is complete before this piece.

    Below a label on a line of its own several paragraphs may follow, else only numbered ones.
    """
    if part in {Part.TALK, Part.VOTE} or not found:
        return False
    last = found[-1]
    item = piece.block.kind is BlockKind.LIST_ITEM
    if last.block.kind is BlockKind.LIST_ITEM:
        # A list ends with the first paragraph; a moved proposal is one item.
        inside = label is not None and label.start >= last.block.start
        return not item or (inside and part is Part.PROPOSAL)
    if item:
        return part is Part.PROPOSAL and label is not None and label.start >= last.block.start
    text = piece.span.text
    voted = words.PASSED.search(text) or words.FELL.search(text)
    if alone and _SENTENCE_END.search(text) and not _LABELLED.match(text):
        # What was moved ends where the vote is told.
        return part is Part.PROPOSAL and voted is not None
    return not (_NUMBERED.match(text) and _NUMBERED.match(last.span.text))
