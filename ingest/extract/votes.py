"""Votes in minutes: what was put to the vote, whether it was adopted, and who was against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.extract import decision_words as words
from ingest.extract.meetings import Piece
from ingest.extract.minutes_sections import Part, Section
from ingest.extract.spans import Span
from plansvar.documents.types import BlockKind

_NAME = re.compile(r"\b[A-ZÆØÅ][\wæøå-]*")
_WORDS_BEFORE = 3
_NEW_POINT = re.compile(r"\b(?:nytt|ny|new)\s(?:punkt|pkt\.?|point)\s(?P<point>\d{1,2})\b", re.I)
_POINT = re.compile(r"\b(?:punkt|pkt\.?|point)\s(?P<point>\d{1,2})\b", re.IGNORECASE)


def votes_in(parts: Sequence[Section]) -> Iterator[Span]:
    """The sentences that tell the result of a vote, outside of what was decided."""
    for part in parts:
        if part.part is Part.DECISION:
            continue
        for piece in part.pieces:
            if piece.block.kind is not BlockKind.TABLE:
                for sentence in piece.span.sentences():
                    if is_vote(sentence) or (part.part is Part.VOTE and is_bare_vote(sentence)):
                        yield sentence


def is_vote(sentence: Span) -> bool:
    """Whether a sentence tells the result of a vote."""
    text = sentence.text
    if not (words.FELL.search(text) or words.PASSED.search(text)):
        return False
    proposal = words.PROPOSAL.match(text.lstrip())
    return bool(proposal or words.COUNT.search(text) or words.UNANIMOUS.search(text))


def is_bare_vote(sentence: Span) -> bool:
    """Whether a sentence is nothing but a result: "Enstemmig.", "17 mot 8 stemmer."."""
    return words.BARE_VOTE.fullmatch(sentence.text) is not None


def fell(vote: Span) -> bool:
    """Whether what was put to the vote was rejected."""
    return words.FELL.search(vote.text) is not None


def about_all(vote: Span) -> bool:
    """Whether a vote is about the whole: "Innstillinga vart vedteken", "Enstemmig vedtatt."."""
    if _POINT.search(vote.text):
        return False
    text = vote.text.lstrip()
    return of_recommendation(text) or words.PROPOSAL.search(text) is None


def of_recommendation(text: str) -> bool:
    """Whether a sentence begins with "Innstillingen", "Formannskapets innstilling"."""
    match = words.RECOMMENDATION.search(text)
    return match is not None and len(text[: match.start()].split()) < _WORDS_BEFORE


def on_point(votes: Sequence[Span], point: str) -> tuple[Span, ...]:
    """The one vote on a point: "Punkt 2 ble enstemmig vedtatt", "… vedtatt (nytt punkt 5)"."""
    found = [vote for vote in votes if not fell(vote) and _point_of(vote) == point]
    return tuple(found) if len(found) == 1 else ()


def _point_of(vote: Span) -> str | None:
    if match := _NEW_POINT.search(vote.text):
        return match["point"]
    points = _POINT.findall(vote.text)
    return points[0] if len(points) == 1 else None


def proposed(
    part: Section, piece: Piece, until: Sequence[Span], moved: Sequence[Section]
) -> Span | None:
    """What a vote was about: its own sentences, or the proposal that it names."""
    sentence = until[-1]
    if part.part is Part.PROPOSAL and part.label and part.label.start >= piece.block.start:
        return Span(sentence.source, part.label.start, sentence.end)
    names = set(_NAME.findall(sentence.text)[1:])
    for other in moved:
        if other.label and other.pieces and names & set(_NAME.findall(other.label.text)):
            return Span(sentence.source, other.label.start, other.pieces[-1].span.end)
    if of_recommendation(sentence.text):
        return None
    return sentence


def moved_in_talk(vote: Span, parts: Sequence[Section]) -> Span | None:
    """The sentence in which was told what a vote is about: "Moe (H) foreslo å utsette saken"."""
    names = set(_NAME.findall(vote.text)[1:])
    for part in parts:
        for piece in part.pieces if part.part is Part.TALK else ():
            if piece.block.kind is BlockKind.TABLE or piece.span.end > vote.start:
                continue
            for sentence in piece.span.sentences():
                if words.MOVED.search(sentence.text) and names & set(_NAME.findall(sentence.text)):
                    return sentence
    return None
