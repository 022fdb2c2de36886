"""Which unit answers the question, and whether any does: two small linear models.

Both are logistic regressions over features that can be read off by hand, fitted on the training
part of NorQuAD (eval/fit_scoring.py; docs/adr/0005-answering.md has the figures). They hold no
word lists and no knowledge of any document.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer_types import holds
from assistant.matching import Bag, Matcher, Text, coverage, missing_names
from assistant.understanding import AnswerKind, Question, without
from assistant.units import Unit, UnitKind
from plansvar.embedding.protocol import Vectors

# What the embedder sees of a unit, in characters. A whole list is told by its beginning.
_EMBEDDED_CHARACTERS = 800

# Ranking, by conditional logit: which of the units of the ten best passages holds the answer.
_COSINE = 55.0
_PASSAGE_SCORE = 2.3
_CONTEXT_COVERAGE = 3.0
_PASSAGE_COVERAGE = 4.5
_TYPE_MATCH = 2.0

# Answerability, by logistic regression: is the answer in the documents at all.
_ANSWERABLE_COSINE = 40.0
_ANSWERABLE_COVERAGE = 5.4
_ANSWERABLE_INTERCEPT = -38.0
# What the model's cosine loses when question and text are in different languages, on average.
_FOREIGN_COSINE = 0.03

# A whole list against its best item, in the log-odds of the ranking. Set by hand: NorQuAD has no
# lists. A question for a list wants the list. Another question gets it where the heading or the
# introduction is what the question asks about, and no item says more of it than the others.
_LIST_ASKED = 2.0
_LIST_FITS = 0.5
_LIST_UNASKED = -4.0
_HEADING_SHARE = 0.45


@dataclass(frozen=True, slots=True)
class Features:
    """What the models see of a unit. All but the cosines are shares from 0 to 1.

    ``context_coverage`` and ``passage_coverage`` weigh the question's terms by how well they tell the
    competing units apart; ``plain_coverage`` (title, headings and passage) doesn't.
    """

    cosine: float
    nameless_cosine: float
    passage_score: float
    own_coverage: float
    heading_coverage: float
    context_coverage: float
    passage_coverage: float
    plain_coverage: float
    type_match: float


@dataclass(frozen=True, slots=True)
class ScoredUnit:
    """A unit, its features and its score in log-odds; higher is better."""

    unit: Unit
    features: Features
    score: float


def embedded_text(unit: Unit) -> str:
    """What the embedder sees of a unit: its headings and its text."""
    text = f"{unit.context}\n{unit.text}" if unit.context else unit.text
    return text[:_EMBEDDED_CHARACTERS]


def rank(question: Question, found: Sequence[Unit], cosines: Vectors) -> list[ScoredUnit]:
    """Score units, best first.

    Args:
        question: what is asked.
        found: the units that compete.
        cosines: cosines with each unit's embedding, shape ``(2, len(found))``: of the whole question,
            and of the question without names.
    """
    features = featurise(question, found, cosines)
    scores = [_score(one) for one in features]
    # A list is worth what its best item is worth, and more where a list is asked for.
    for position, unit in enumerate(found):
        if unit.kind is UnitKind.LIST:
            members = [
                number for number, other in enumerate(found) if _is_item_of(other, unit)
            ] or [position]
            best = max(members, key=lambda number: scores[number])
            scores[position] = max(scores[best], scores[position]) + _list_bonus(
                question, features[position], features[best]
            )
    scored = [ScoredUnit(*one) for one in zip(found, features, scores, strict=True)]
    return sorted(scored, key=lambda one: (-one.score, one.unit.spans[0].start))


def featurise(question: Question, found: Sequence[Unit], cosines: Vectors) -> list[Features]:
    """The features of some units, in their order."""
    around = {
        unit.passage.chunk.id: Bag.of(
            unit.document.title, unit.surroundings, unit.document.date or ""
        )
        for unit in found
    }
    places = [around[unit.passage.chunk.id] for unit in found]
    headings = [Bag.of(unit.document.title, unit.context) for unit in found]
    own = [Bag.of(unit.text) for unit in found]
    within = [
        Text(heading if unit.kind is UnitKind.LIST else heading | text, place)
        # A list has so many words that it covers any question: its heading speaks for it.
        for unit, heading, text, place in zip(found, headings, own, places, strict=True)
    ]
    matcher = Matcher.among(question, within)
    asked = [term.text for term in question.terms if term.is_name or term.is_number]
    passages = {unit.passage.chunk.id: _passage_text(unit, around) for unit in found}
    return [
        Features(
            cosine=float(cosines[0, number]),
            nameless_cosine=float(cosines[1, number]),
            passage_score=unit.passage.score,
            own_coverage=matcher.coverage(Text(own[number], places[number])),
            heading_coverage=matcher.coverage(Text(headings[number], places[number])),
            context_coverage=matcher.coverage(within[number]),
            passage_coverage=matcher.coverage(passages[unit.passage.chunk.id]),
            plain_coverage=coverage(question, passages[unit.passage.chunk.id]),
            type_match=holds(question.kind, without(unit.text, asked)),
        )
        for number, unit in enumerate(found)
    ]


def _passage_text(unit: Unit, around: dict[str, Bag]) -> Text:
    chunk = unit.passage.chunk
    own = Bag.of(chunk.document.title, *chunk.heading_path, chunk.text)
    return Text(own, around[chunk.id])


def confidence(question: Question, ranked: Sequence[ScoredUnit]) -> float:
    """Estimated probability that the best unit answers the question.

    Besides the model: a name or number of the question that stands nowhere near the answer (not in
    its passage, its headings or its document's title), or an answer without a date to a question
    for one, is no answer. These two are rules, since a near miss is what they are for.
    """
    best = ranked[0]
    unit, features = best.unit, best.features
    near = Bag.of(
        unit.document.title, unit.context, unit.surroundings, unit.document.date or ""
    )
    if missing_names(question, Text(near, near)):
        return 0.0
    if features.type_match == 0 and unit.kind is not UnitKind.LIST:
        return 0.0
    foreign = (question.language == "en") != (unit.document.language == "en")
    cosine = features.cosine + _FOREIGN_COSINE * foreign
    log_odds = (
        _ANSWERABLE_COSINE * cosine
        + _ANSWERABLE_COVERAGE * features.plain_coverage
        + _ANSWERABLE_INTERCEPT
    )
    return 1 / (1 + math.exp(-log_odds))


def _score(features: Features) -> float:
    return (
        _COSINE * features.nameless_cosine
        + _PASSAGE_SCORE * features.passage_score
        + _CONTEXT_COVERAGE * features.context_coverage
        + _PASSAGE_COVERAGE * features.passage_coverage
        + _TYPE_MATCH * features.type_match
    )


def _is_item_of(unit: Unit, whole: Unit) -> bool:
    return (
        unit.kind in {UnitKind.ITEM, UnitKind.ROW}
        and unit.document.version_id == whole.document.version_id
        and unit.spans[0] in whole.spans
    )


def _list_bonus(question: Question, whole: Features, best_item: Features) -> float:
    if question.kind is AnswerKind.LIST:
        return _LIST_ASKED
    fits = (
        whole.heading_coverage >= _HEADING_SHARE
        and best_item.own_coverage <= whole.heading_coverage
    )
    return _LIST_FITS if fits and question.kind is not AnswerKind.WHEN else _LIST_UNASKED
