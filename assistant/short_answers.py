"""The few words that answer a who, when, where or how-many question, cut from the answering unit.

Rules by the kind of the question. What is cut is always a verbatim piece of the unit's text, except
for the count of a list, which is counted.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from assistant.answer_types import NAME, PLACE, TIME, holds, numbers, without_label
from assistant.matching import Bag, quality
from assistant.understanding import AnswerKind, Question
from assistant.units import Unit, UnitKind
from plansvar.language.dates import find_dates
from plansvar.language.terms import tokens

_SURELY = 0.8
_TRAILING = " ,.;:–-"
# Columns of a table that answer a question of a kind.
_COLUMNS = {
    AnswerKind.WHO: re.compile(
        r"ansvar|eier|eigar|leder|leiar|hvem|kven|partner|responsible|owner|lead|who|søker|applicant",
        re.I,
    ),
    AnswerKind.WHEN: re.compile(r"frist|dato|periode|når|tid|år|deadline|date|when|due", re.I),
    AnswerKind.WHERE: re.compile(r"sted|stad|hvor|kvar|kommune|adresse|place|where|location", re.I),
    AnswerKind.NUMBER: re.compile(
        r"antall|tal|beløp|budsjett|kostnad|sum|kr|sats|andel|number|amount|budget|cost|rate", re.I
    ),
}
# What was moved is now at the second of two dates.
_MOVED = re.compile(
    r"\b(?:flytt|overfør|overtar|utsatt|utsett|endr|forleng|moved|transferred|postponed|changed|extended)",
    re.I,
)
_FROM_TO = re.compile(r"^\s*(?:til|to|–|-)\s*(?:den\s)?$", re.I)
_AND = re.compile(r"^\s*(?:og|and|til|to|–|-)\s*$", re.I)
# "I 2024 er det 40, og i 2025 er det 60", "fra 40 i 2024 til 60 i 2025"
_CLAUSE_END = re.compile(r"[,;:]\s|\s(?:og|mens|medan|men|til|and|while|but|to)\s", re.I)
_VERB = re.compile(
    r"^\s+(?:er|eier|eig|har|skal|tar|tek|får|leder|leier|vil|kan|må|ble|blir|vart|is|has|owns|will|leads)\b"
)
_TITLED_NAME = re.compile(r"(?:[a-zæøå]\w*(?:leder|leiar|direktør|sjef|fører|førar|rådgiver))\s+$")


def short_answer(question: Question, unit: Unit) -> str | None:
    """The short answer that a unit gives, or ``None`` where no rule finds one."""
    if unit.kind is UnitKind.LIST:
        return _count(question, unit)
    if unit.kind is UnitKind.ROW and (cell := _cell(question, unit)):
        return cell
    text = unit.text
    if question.kind is AnswerKind.WHEN:
        return _nearest(question, text, _times(text))
    if question.kind is AnswerKind.NUMBER:
        found = numbers(text, unit.document.language)
        return _nearest(question, text, _of_asked_year(question, text, found))
    if question.kind is AnswerKind.WHO:
        return _who(question, text) or _owner(question, unit)
    if question.kind is AnswerKind.WHERE:
        places = [match.span(1) for match in PLACE.finditer(text)]
        names = [match.span() for match in NAME.finditer(text) if match.start()]
        fresh = _not_asked(question, text, places) or _not_asked(question, text, names)
        return _nearest(question, text, fresh)
    return None


def _count(question: Question, unit: Unit) -> str | None:
    """How many items a list has, where the question is for the number of what it lists."""
    counted = question.counted
    if counted is None or not quality(counted, Bag.of(unit.caption, unit.context)):
        return None
    return str(unit.count)


def _cell(question: Question, unit: Unit) -> str | None:
    """The cell of the column that the question names ("i 2024"), or that holds such answers."""
    asked = [term for term in question.terms if term.is_number]
    for name, cell in unit.cells[1:]:
        if any(quality(term, Bag.of(name)) for term in asked):
            return cell
    pattern = _COLUMNS.get(question.kind)
    if pattern is None:
        return None
    return next((cell for name, cell in unit.cells if pattern.search(name)), None)


def _times(text: str) -> list[tuple[int, int]]:
    """Dates, the exact ones first; else words of time ("torsdag og fredag" is one)."""
    dates = find_dates(text)
    exact = [(date.start, date.end) for date in dates if date.month is not None]
    if len(exact) > 1 and _MOVED.search(text) and _FROM_TO.match(text[exact[0][1] : exact[1][0]]):
        return exact[1:2]
    if exact or dates:
        return exact or [(date.start, date.end) for date in dates]
    joined: list[tuple[int, int]] = []
    for start, end in (match.span() for match in TIME.finditer(text)):
        if joined and _AND.match(text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _of_asked_year(
    question: Question, text: str, spans: Sequence[tuple[int, int]]
) -> Sequence[tuple[int, int]]:
    """Of several numbers, those in one clause with the year that is asked for, if there are any."""
    asked = {term.text for term in question.terms if term.is_year}
    ends = [*(match.start() for match in _CLAUSE_END.finditer(text)), len(text)]
    starts = [0, *ends]
    clauses = [
        (start, end)
        for start, end in zip(starts, ends, strict=False)
        if any(token.text in asked for token in tokens(text[start:end]))
    ]
    kept = [
        span for span in spans if any(start <= span[0] and span[1] <= end for start, end in clauses)
    ]
    return kept or spans


def _who(question: Question, text: str) -> str | None:
    """A name that the question doesn't hold; one inside a sentence before its first word."""
    text = without_label(text)
    names = [match.span() for match in NAME.finditer(text)]
    fresh = _not_asked(question, text, names)
    for giver, taker in itertools.pairwise(names):
        if _MOVED.search(text) and _FROM_TO.match(text[giver[1] : taker[0]]):
            return text[slice(*taker)]
    titled = [span for span in fresh if _TITLED_NAME.search(text[: span[0]])]
    several_words = [span for span in fresh if " " in text[slice(*span)]]
    inside = [span for span in fresh if span[0] > 0]
    # One capitalised word at the beginning may be any word; before a verb it is the subject.
    subject = [span for span in fresh if _VERB.match(text[span[1] :])]
    return _nearest(question, text, titled or several_words or inside or subject)


def _owner(question: Question, unit: Unit) -> str | None:
    """A list of tasks stands under the name of whoever has them: "Kommunen:"."""
    if unit.kind is not UnitKind.ITEM or holds(question.kind, unit.caption) < _SURELY:
        return None
    return unit.caption if unit.caption in unit.heading[-1:] else None


def _not_asked(
    question: Question, text: str, spans: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    asked = question.terms
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        words = [Bag.of(token.text) for token in tokens(text[start:end])]
        if not all(any(quality(term, word) for term in asked) for word in words):
            kept.append((start, end))
    return kept


def _nearest(question: Question, text: str, spans: Sequence[tuple[int, int]]) -> str | None:
    """Of several candidates, the one with the question's words closest around it."""
    if not spans:
        return None
    places = [
        (token.start + token.end) / 2
        for token in tokens(text)
        if any(quality(term, Bag.of(token.text)) for term in question.terms)
    ]

    def distance(span: tuple[int, int]) -> float:
        centre = (span[0] + span[1]) / 2
        nearest = sorted(abs(centre - place) for place in places)[:3]
        return sum(nearest) / len(nearest) if nearest else centre

    start, end = min(spans, key=distance)
    return text[start:end].strip(_TRAILING) or None
