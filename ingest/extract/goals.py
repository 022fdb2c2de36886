"""Visions, goals, indicators, strategies and focus areas: by labels, headings, lists, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.extract import stated
from ingest.extract.goal_sentences import goal_told
from ingest.extract.goal_tables import goals_in_table
from ingest.extract.goal_words import (
    Label,
    deadline_in,
    is_about_plan,
    is_generic,
    is_no_goal,
    label_of,
    lead_in,
    measured_by,
    names_levels,
    says_shall,
    stated_in,
)
from ingest.extract.goals_found import Goal, claims_of_goals
from ingest.extract.measure_leads import is_numbered, without_item_number
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.language.dates import find_dates
from plansvar.register.claims import SURE, Claim

_LONGEST_GOAL = 400
_LONGEST_ALONE = 250
_LONGEST_HEADING = 160
# A first sentence of an item that is no longer is its name: "Én dør inn. Bedrifter skal slippe …".
_LONGEST_NAME = 90
# A paragraph of more sentences explains; a subject before "skal" is no longer than this.
_MOST_TOLD = 3
_SUBJECT = 70
_SHALL = re.compile(r"\s(?:skal|shall)\s")
# Only the end of a line is looked at, so that a line of a million dots costs nothing.
_END = 40
# A list that begins deeper than this is layout.
_DEEPEST = 2
_LEADER = re.compile(r"(?:…|\.{3,}|_{3,})\s*\d*\s*$")


@dataclass(frozen=True, slots=True)
class _Open:
    """Goals of a level are listed from here on.

    ``by_heading``: a heading opened it, and text may come before the list. ``depth`` is the first
    item's; deeper ones tell more of it. ``after`` is the goal that it belongs to.
    """

    level: str
    by_heading: bool
    confidence: float
    lead: Span
    after: Goal | None = None
    depth: int | None = None


def goals(document: Document) -> Iterator[Claim]:
    """All goals of a document, with level, parent, target and deadline where they are stated."""
    yield from claims_of_goals(_Reader(document).goals())


class _Reader:
    """Goes through the blocks once and remembers what is open."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.plan = document.type in {DocumentType.PLAN, DocumentType.ACTION_PROGRAMME}
        self.open: _Open | None = None
        self.last: Goal | None = None
        self.seen: list[Goal] = []
        self.areas: list[tuple[int, bool, Goal | None]] = []

    def goals(self) -> Iterator[Goal]:
        blocks = [block for block in self.document.blocks if not block.furniture]
        for position, block in enumerate(blocks):
            following = blocks[position + 1] if position + 1 < len(blocks) else None
            for goal in self._block(block, following):
                area = self._area() if goal.parent is None and goal.level != "focus_area" else None
                self.last = replace(goal, parent=area) if area else goal
                self.seen.append(self.last)
                yield self.last

    def _block(self, block: Block, following: Block | None) -> Iterator[Goal]:
        if block.kind is BlockKind.TABLE:
            yield from goals_in_table(self.document, block)
            self.open = None
            return
        span = span_of(self.document, block).strip()
        label = label_of(span)
        if label and label.rest.text and _LEADER.search(label.rest.text[-_END:]):
            return
        if block.kind is BlockKind.HEADING:
            yield from self._heading(block, span, label)
        elif label and label.rest.text:
            yield from self._labelled(block, span, label)
        elif block.kind is BlockKind.LIST_ITEM:
            yield from self._item(block, span)
        elif self.open is not None and is_numbered(span):
            # Many documents number their lists by hand.
            yield from self._item(block, without_item_number(span))
        else:
            yield from self._paragraph(span, label, following)

    def _heading(self, block: Block, span: Span, label: Label | None) -> Iterator[Goal]:
        self.areas = [area for area in self.areas if area[0] < block.level]
        self.open = None
        below_areas = bool(self.areas) and self.areas[-1][1] and self.areas[-1][0] < block.level
        area: Goal | None = None
        if label and label.rest.text:
            goal = self._goal(label.level, label.rest, span, 0.85, label.number)
            area = goal if label.level == "focus_area" else None
            yield from [goal] if goal else []
        elif label:
            self.open = _Open(label.level, True, 0.8, span, self._before())
        elif below_areas and len(span) <= _LONGEST_HEADING:
            code = stated.code_at(span) or _digit(span)
            name = stated.behind_code(span, code) if code else span
            area = self._goal("focus_area", name, span, 0.7, None)
            yield from [area] if area else []
        lists_areas = bool(label and label.level == "focus_area" and not label.rest.text)
        self.areas.append((block.level, lists_areas, area))

    def _labelled(self, block: Block, span: Span, label: Label) -> Iterator[Goal]:
        """A block with its goal behind its label; in lists of goals the label is its number."""
        if label.generic and block.kind is BlockKind.LIST_ITEM and not self.open:
            return
        text = label.rest
        if self.open and self.open.level == "indicator" and label.number:
            # "Mål A: Tal på bedrifter skal auke til 22" says how goal A is measured.
            if goal := self._goal("indicator", text, span, 0.8, None):
                yield replace(goal, parent=self._numbered(label.number.text))
            return
        confidence = 0.7 if label.generic else 0.9
        goal = self._goal(label.level, text, span, confidence, label.number)
        if goal:
            goal = replace(goal, generic=is_generic(label))
            if block.kind is BlockKind.PARAGRAPH and self.open and not self.open.by_heading:
                self.open = None
            yield goal

    def _numbered(self, number: str) -> Goal | None:
        """The goal with a number, if there is one alone."""
        found = [one for one in self.seen if one.number and one.number.text.strip(".:) ") == number]
        return found[0] if len({one.text.text for one in found}) == 1 else None

    def _item(self, block: Block, span: Span) -> Iterator[Goal]:
        opened = self.open
        if opened is None:
            return
        if opened.depth is None and block.level > _DEEPEST:
            return
        if opened.depth is None:
            self.open = opened = replace(opened, depth=block.level)
        if opened.depth is not None and block.level > opened.depth:
            return
        if span.text.endswith("?") or _LEADER.search(span.text[-_END:]):
            return
        number = None
        if (code := stated.code_at(span)) and len(stated.behind_code(span, code)):
            number, span = code, stated.behind_code(span, code)
        goal = self._goal(opened.level, _name_of(span), span, opened.confidence, number)
        if goal:
            parent = opened.after if opened.level == "indicator" else None
            generic = (of_lead := label_of(opened.lead)) is not None and is_generic(of_lead)
            yield replace(goal, parent=parent, lead=opened.lead, generic=generic)

    def _paragraph(
        self, span: Span, label: Label | None, following: Block | None
    ) -> Iterator[Goal]:
        before, listed = self.open, following is not None and self._is_item(following)
        if label:
            opened = _Open(label.level, False, 0.85, span, self._before())
            told = following is not None and following.kind is BlockKind.PARAGRAPH
            if told and label.level in {"vision", "main_goal"}:
                opened = replace(opened, by_heading=True)
            self.open = opened if listed or opened.by_heading else None
            return
        if listed and not span.text.endswith((".", "!", "?")):
            level = lead_in(span)
            short = len(span) <= _LONGEST_GOAL
            if level is None and short and before and before.by_heading and says_shall(span.text):
                level = before.level
            if level is not None:
                lead = list(span.sentences())[-1]
                self.open = _Open(level, False, 0.85, lead, self._before())
                return
        found = list(self._sentences(span))
        if found and not listed and before and before.level in {"vision", "main_goal"}:
            # The goal of the heading is told in a sentence; what follows explains it.
            self.open = before = None
        if not found and before and before.by_heading and before.depth is None:
            found = list(self._below_heading(span, before))
        yield from found
        if before and (before.depth is not None or not before.by_heading):
            self.open = None

    def _is_item(self, block: Block) -> bool:
        numbered = block.kind is BlockKind.PARAGRAPH
        numbered = numbered and is_numbered(span_of(self.document, block).strip())
        return numbered or block.kind is BlockKind.LIST_ITEM

    def _sentences(self, span: Span) -> Iterator[Goal]:
        for sentence in span.sentences():
            if measured := measured_by(sentence):
                if goal := self._goal("indicator", measured[1], sentence, 0.75, None):
                    yield replace(goal, parent=self._numbered(measured[0]))
                continue
            found = stated_in(sentence)
            told = goal_told(sentence, plan=self.plan)
            if told and (found is None or told.confidence >= SURE):
                goal = self._goal(told.level, told.text, sentence, told.confidence, None)
                yield from [goal] if goal else []
                continue
            if found is None:
                continue
            # "Målet er å …" doesn't tell whose goal, and of which level.
            confidence = 0.5 if found[0] == "sub_goal" else 0.75
            goal = self._goal(found[0], found[1], sentence, confidence, None)
            yield from [goal] if goal else []

    def _below_heading(self, span: Span, opened: _Open) -> Iterator[Goal]:
        """A vision or main goal that stands alone below its heading; "Innen 2030 skal …"."""
        sentences = list(span.sentences())
        alone = opened.level in {"vision", "main_goal"} and len(sentences) <= 2
        alone = alone and not span.text[:1].isdigit()
        if alone and len(span) <= _LONGEST_ALONE and not span.text.endswith(("?", ":")):
            if goal := self._goal(opened.level, span, span, 0.7, None):
                self.open = None
                yield goal
        elif opened.level in {"main_goal", "sub_goal"}:
            told = len(sentences) <= _MOST_TOLD
            for sentence in sentences:
                if told and _says_whose(sentence):
                    goal = self._goal(opened.level, sentence, sentence, 0.65, None)
                    yield from [goal] if goal else []
                    continue
                dated = any(
                    date.year and date.start < 24 for date in find_dates(sentence.text[:60])
                )
                dated |= len(sentence) <= _LONGEST_ALONE and deadline_in(sentence) is not None
                if dated and says_shall(sentence.text[:80]) and not is_about_plan(sentence.text):
                    goal = self._goal(opened.level, sentence, sentence, 0.65, None)
                    yield from [goal] if goal else []

    def _goal(
        self, level: str, text: Span, said: Span, confidence: float, number: Span | None
    ) -> Goal | None:
        text = text.strip()
        words = stated.clean(text.text)
        short = len(words.split()) < 2 and level not in {"focus_area", "strategy", "vision"}
        letters = sum(character.isalpha() for character in words)
        if (
            words.endswith(":")
            or len(text) > (_LONGEST_HEADING if level == "focus_area" else _LONGEST_GOAL)
            or short
            or letters < 4
            or is_no_goal(words)
        ):
            return None
        # Text of a figure runs several of its boxes together.
        drawn = names_levels(text.text)
        return Goal(level, text, said, number, None, 0.4 if drawn else confidence)

    def _before(self) -> Goal | None:
        """The goal that stands before a list, if it isn't the last one of another list."""
        return self.last if self.last and self.last.lead is None else None

    def _area(self) -> Goal | None:
        return next((area for _, _, area in reversed(self.areas) if area), None)


def _name_of(item: Span) -> Span:
    """The first sentence of an item that goes on to explain it, else all of it."""
    sentences = list(item.sentences())
    named = len(sentences) > 1 and len(sentences[0]) <= _LONGEST_NAME
    return sentences[0] if named or (sentences and len(item) > _LONGEST_ALONE) else item


def _says_whose(sentence: Span) -> bool:
    """Whether a sentence says what somebody or something shall be: "Kommunen skal være …"."""
    shall = _SHALL.search(sentence.text[:_SUBJECT])
    return bool(shall) and len(sentence) <= _LONGEST_ALONE and not is_about_plan(sentence.text)


def _digit(span: Span) -> Span | None:
    match = re.match(r"\d{1,2}\.?(?=\s)", span.text)
    return span.part(0, match.end()) if match else None
