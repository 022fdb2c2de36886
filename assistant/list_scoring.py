"""What a whole list is worth as an answer, beside its best item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.matching import Bag, quality
from assistant.understanding import AnswerKind, Question
from assistant.units import Unit, UnitKind

# A whole list against its best item. A question for a list wants the list. Another question gets it
# the sooner, the more of the question its heading or introduction has, if no item has more of it.
_LIST_ASKED = 2.0
_LIST_UNASKED = -4.0
_LIST_HEADING = 8.0
_LIST_FITS = 0.5
# A list right under a name that the question asks about.
_LIST_ABOUT = 2.0
# The score of a unit that only repeats the question.
NOTHING_NEW = -1000.0


@dataclass(frozen=True, slots=True)
class Features:
    """What the models see of a unit. All but the cosines are shares from 0 to 1.

    ``own_coverage``, ``heading_coverage`` and ``context_coverage`` (of both) weigh the question's
    terms by how well they tell the competing units apart; ``plain_coverage`` (of title, headings
    and passage) doesn't. ``about_another`` means that a name, year or code of the question is
    missing. ``read``: what a second look at it gave, in log-odds; ``None`` where none was taken.
    """

    cosine: float
    nameless_cosine: float
    passage_score: float
    own_coverage: float
    heading_coverage: float
    context_coverage: float
    plain_coverage: float
    type_match: float
    about_another: bool
    counted_missing: bool
    read: float | None = None


def score_list(
    question: Question,
    position: int,
    found: Sequence[Unit],
    features: Sequence[Features],
    scores: list[float],
) -> None:
    """A list is worth what its best part is worth, and more where a list is asked for."""
    whole = found[position]
    parts = [number for number, unit in enumerate(found) if _is_part_of(unit, whole)]
    best = max([position, *parts], key=lambda number: scores[number])
    if any(scores[number] == NOTHING_NEW for number in parts):
        # One item is just what is asked about: the list is of its like, not about it.
        for number in (position, *parts):
            scores[number] += _LIST_UNASKED
        return
    about = any(
        term.is_name and quality(term, Bag.of(whole.heading[-1] if whole.heading else ""))
        for term in question.terms
    )
    if found[best].kind is UnitKind.SENTENCE and question.kind is not AnswerKind.LIST:
        # The introduction itself answers, and comes before what it introduces.
        bonus = -_LIST_FITS
    elif about and question.kind is not AnswerKind.WHEN:
        bonus = _LIST_ABOUT
    else:
        bonus = _list_bonus(question, features[position], features[best])
    scores[position] = scores[best] + bonus


def _is_part_of(unit: Unit, whole: Unit) -> bool:
    """Whether a unit is an item of a list, or the sentence that introduces it."""
    if unit.kind is UnitKind.LIST or unit.document.version_id != whole.document.version_id:
        return False
    introduces = unit.kind is UnitKind.SENTENCE and unit.text == whole.intro
    return introduces or unit.spans[0] in whole.spans


def _list_bonus(question: Question, whole: Features, best_part: Features) -> float:
    if question.kind is AnswerKind.LIST:
        return _LIST_ASKED
    if question.kind is AnswerKind.WHEN or best_part.own_coverage >= whole.heading_coverage:
        return _LIST_UNASKED
    return min(_LIST_FITS, _LIST_UNASKED + _LIST_HEADING * whole.heading_coverage)
