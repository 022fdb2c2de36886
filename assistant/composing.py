"""From scored units to an answer: which units, in which order, with which citations."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.scoring import ScoredUnit
from assistant.short_answers import short_answer
from assistant.understanding import AnswerKind, Question
from assistant.units import Span, Unit, UnitKind
from plansvar.answers import AnswerSentence, Citation, SentenceKind
from plansvar.messages.catalogue import message

# How many units an answer quotes besides whole lists, and how far below the best one (in units of
# the log-odds score) another may lie to be quoted too. Chosen on three question sets: eight units
# instead of five, within 6 instead of 3, hold a tenth more whole answers in half as much more text.
MOST_UNITS = 8
MARGIN = 6.0
# Of each of several questions in one.
MOST_OF_PART = 4
# Of a question for several things, or for a summary.
MOST_OF_MANY = 12
# An answer is to be read at a glance: beyond so many characters, nothing but its best unit.
_CHARACTERS = 700
_CHARACTERS_OF_PART = 350
_CHARACTERS_OF_MANY = 1000
# So near to the best one, another unit answers as well as it does.
_AS_GOOD = 3.0
_SUMMARY = re.compile(
    r"\b(?:oppsummer\w*|samandrag|sammendrag|oversikt\w*|kort fortalt|kort om|fortell om|fortel om"
    r"|histori(?:en|a)|hovedpunkt\w*|hovudpunkt\w*|hovudkrav\w*|hovedkrav\w*|viktigste|viktigaste"
    r"|hva er nytt|kva er nytt|endringa(?:ne|r)?|endringene|summar\w*|overview|main points"
    r"|briefly|in short|what changed|what is new)\b",
    re.IGNORECASE,
)
# How far below the best unit a list may lie that a question for a list gets besides.
_LIST_MARGIN = 4.0


@dataclass(slots=True)
class Draft:
    """An answer in the making. A quote that is used twice has one citation."""

    question: Question
    sentences: list[AnswerSentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def frame(self, text: str) -> None:
        """Add words of our own."""
        self.sentences.append(AnswerSentence(text, SentenceKind.FRAMING))

    def quote(self, unit: Unit, span: Span, text: str, *, bullet: bool) -> None:
        """Add a verbatim stretch of a document."""
        number = self._cite(unit, span, text)
        self.sentences.append(AnswerSentence(text, SentenceKind.QUOTE, (number,), bullet))

    def _cite(self, unit: Unit, span: Span, text: str) -> int:
        for citation in self.citations:
            same = citation.document.version_id == unit.document.version_id
            if same and (citation.start, citation.end) == (span.start, span.end):
                return citation.number
        number = len(self.citations) + 1
        self.citations.append(
            Citation(
                number=number,
                document=unit.document,
                page=span.page,
                heading=unit.heading,
                quote=text,
                start=span.start,
                end=span.end,
            )
        )
        return number


@dataclass(frozen=True, slots=True)
class Composed:
    """A finished answer's parts. ``table``: column names and quoted rows, where they are rows."""

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    short_answer: str | None
    table: list[list[str]] | None


Composing = Callable[[Question, Sequence[Sequence[ScoredUnit]], dict[str, str]], Composed]


def compose(
    question: Question,
    ranked: Sequence[Sequence[ScoredUnit]],
    texts: dict[str, str],
    following: Callable[[Sequence[Unit]], Sequence[Unit]] = lambda _: (),
) -> Composed:
    """Put an answer together from units, best first.

    Args:
        question: what is asked.
        ranked: scored units, best first, for the question, or for each of several in it.
        texts: stored text by version id; quotes are cut from it.
        following: what else to quote, of the same documents, after some chosen units.
    """
    many = question.kind is AnswerKind.LIST or _SUMMARY.search(question.text) is not None
    most = MOST_OF_MANY if many else MOST_UNITS if len(ranked) == 1 else MOST_OF_PART
    room = _CHARACTERS_OF_MANY if many else _CHARACTERS
    if len(ranked) > 1:
        room = _CHARACTERS_OF_PART
    chosen: list[Unit] = []
    for each in ranked:
        for unit in _choose(question, each, most, room):
            if unit.kind is UnitKind.LIST or _adds(unit, chosen):
                chosen.append(unit)
    chosen = list(dict.fromkeys(chosen))
    chosen += [unit for unit in following(chosen) if _adds(unit, chosen)]
    draft = Draft(question)
    above: tuple[str, str] | None = None
    for unit in _grouped(_uncovered(chosen)):
        # The same heading in another document is another one.
        here = unit.caption, unit.document.id
        if here != above or unit.kind is UnitKind.LIST:
            above = here
            _add_caption(draft, unit)
        text = texts[unit.document.version_id]
        for span in unit.spans:
            draft.quote(unit, span, text[span.start : span.end], bullet=_is_bullet(unit, chosen))
    short = short_answer(question, ranked[0][0].unit) if len(ranked) == 1 else None
    shown = short is not None and any(short in one.quote for one in draft.citations)
    return Composed(
        tuple(draft.sentences),
        tuple(draft.citations),
        short if shown else None,
        _table(chosen),
    )


def _add_caption(draft: Draft, unit: Unit) -> None:
    language = draft.question.language
    caption = unit.caption.replace("«", "").replace("»", "")
    if unit.kind is UnitKind.LIST and not unit.is_table:
        heading = caption or unit.document.title
        draft.frame(message("answer.list", language, heading=heading, count=unit.count))
    elif caption and (unit.kind is UnitKind.ROW or unit.is_table):
        draft.frame(message("answer.columns", language, columns=caption))
    elif caption and unit.kind is UnitKind.ITEM:
        draft.frame(message("answer.under", language, heading=caption))


def _is_bullet(unit: Unit, chosen: Sequence[Unit]) -> bool:
    return len(chosen) > 1 or unit.kind is not UnitKind.SENTENCE


def _table(chosen: Sequence[Unit]) -> list[list[str]] | None:
    """The quoted rows of the first table, under its column names."""
    rows = [unit for unit in chosen if unit.kind is UnitKind.ROW]
    if not rows:
        return None
    first = rows[0]
    same = [unit for unit in rows if unit.caption == first.caption]
    return [[name for name, _ in first.cells], *([cell for _, cell in one.cells] for one in same)]


def _choose(question: Question, ranked: Sequence[ScoredUnit], most: int, room: int) -> list[Unit]:
    """The units to quote: those nearly as good as the best; a list alone, or with its namesakes.

    Args:
        question: what is asked.
        ranked: scored units, best first.
        most: how many units, at most.
        room: how many characters, at most, but for the best unit and whole lists.
    """
    best = ranked[0]
    if best.unit.kind is UnitKind.LIST:
        return _namesakes(ranked)
    chosen, room = [best.unit], room - len(best.unit.text)
    for candidate in ranked[1:]:
        if len(chosen) >= most or best.score - candidate.score > MARGIN:
            break
        unit = candidate.unit
        if unit.kind is not UnitKind.LIST and len(unit.text) <= room and _adds(unit, chosen):
            chosen.append(unit)
            room -= len(unit.text)
    good = {id(one.unit) for one in ranked if best.score - one.score <= _AS_GOOD}
    as_good = [unit for unit in chosen if id(unit) in good]
    for one in ranked:
        if one.unit.kind is not UnitKind.LIST:
            continue
        inside = [unit for unit in as_good if unit.spans[0] in one.unit.spans]
        leading = [unit for unit in chosen if _leads_to(unit, one.unit)]
        near = best.score - one.score <= _LIST_MARGIN
        asked = question.kind is AnswerKind.LIST
        # Two items of a list that answer equally well mean that the list is the answer; so do most
        # of its items, however the list as a whole scores; and "There are three goals:" is none
        # without them.
        several, most = len(inside) > 1, 2 * len(inside) > len(one.unit.spans)
        wanted = near and asked and _adds(one.unit, chosen)
        if leading or wanted or (several and (near or most)):
            within = [unit for unit in chosen if unit.spans[0] in one.unit.spans]
            rest = [unit for unit in chosen if unit not in within and unit not in leading]
            return [*rest, one.unit]
    return chosen


def _leads_to(unit: Unit, whole: Unit) -> bool:
    """Whether a sentence ends in a colon and this list is what comes after it."""
    same = unit.document.version_id == whole.document.version_id
    return same and unit.text.endswith(":") and unit.text == whole.intro


def _namesakes(ranked: Sequence[ScoredUnit]) -> list[Unit]:
    """The best list, and others under the same heading: two slides with "Avklaringer"."""
    best = ranked[0]
    chosen = [best.unit]
    for one in ranked[1:]:
        near = best.score - one.score <= _AS_GOOD and one.unit.kind is UnitKind.LIST
        if near and one.unit.caption == best.unit.caption and _adds(one.unit, chosen):
            chosen.append(one.unit)
    return chosen[:MOST_UNITS]


def _adds(unit: Unit, chosen: Sequence[Unit]) -> bool:
    """Whether a unit says something that the chosen ones don't say yet."""
    own = _comparable(unit.text)
    return not any(own in (theirs := _comparable(other.text)) or theirs in own for other in chosen)


def _uncovered(chosen: Sequence[Unit]) -> list[Unit]:
    """Units without those that another one's quotes hold: one that leans is shown with its prop."""
    return [unit for unit in chosen if not any(_covers(other, unit) for other in chosen)]


def _covers(other: Unit, unit: Unit) -> bool:
    if other is unit or other.document.version_id != unit.document.version_id:
        return False
    return all(
        any(wide.start <= span.start and span.end <= wide.end for wide in other.spans)
        for span in unit.spans
    )


def _comparable(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _grouped(chosen: Sequence[Unit]) -> list[Unit]:
    """Units of one document stand together, in its order; the best document comes first."""
    order = list(dict.fromkeys(unit.document.id for unit in chosen))
    return sorted(chosen, key=lambda unit: (order.index(unit.document.id), unit.spans[0].start))
