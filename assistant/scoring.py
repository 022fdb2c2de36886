"""Which unit answers the question, and whether any does: two small linear models and a few rules.

The models are logistic regressions over features that can be read off by hand, fitted on questions
about made-up plans (eval/scoring/fit.py; docs/adr/0005-answering.md has the figures). They know no
document; the words that tell a kind of answer stand in assistant.answer_types. The rules are about
what so few questions don't tell: lists, and near misses.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answer_types import holds
from assistant.competing import Competitors, Said
from assistant.languages import LOST_COSINE, is_foreign, lost_cosine
from assistant.list_scoring import NOTHING_NEW, Features, score_list
from assistant.matching import Bag, Matcher, coverage, quality
from assistant.parts_of_year import asked_months, speaks_of
from assistant.second_look import SecondLook, sureness
from assistant.understanding import AnswerKind, Question, without
from assistant.units import Unit, UnitKind
from plansvar.embedding.protocol import Vectors
from plansvar.language.dates import find_dates
from plansvar.language.terms import tokens

# Ranking, by conditional logit: which of the units of the ten best passages holds the answer.
_COSINE = 34.9
_PASSAGE_SCORE = 3.6
_OWN_COVERAGE = 4.6
_HEADING_COVERAGE = 7.1
_TYPE_MATCH = 1.7
# What the opinion of a second look is worth; found with the others as they are.
_READ = 0.7

# Answerability, by logistic regression: is the answer in the documents at all. The share of the
# question's words in a passage says next to nothing of it: a near miss has most of them.
_ANSWERABLE_COSINE = 7.0
_ANSWERABLE_NAMELESS_COSINE = 19.7
_ANSWERABLE_INTERCEPT = -21.2
# The same where the best units were read again.
_AGAIN_COSINE = 7.5
_AGAIN_NAMELESS_COSINE = 11.9
_AGAIN_SURENESS = 0.47
_AGAIN_INTERCEPT = -16.0
# A rule: a unit with nearly all of several terms in it. Of questions that nothing answers, one in
# fifty has such a unit.
_NEARLY_ALL, _TERMS_OF_NEARLY_ALL, _HAS_NEARLY_ALL = 0.8, 2, 2.0
# "Hvor mange ansatte": the answer must speak of what is counted, in the same language at least.
_COUNTED_MISSING = -0.8

# Rules, in the log-odds of the ranking. A unit without any date is no answer to "when", and one
# that is not about who or what the question names is none at all, however well it fits otherwise.
_WRONG_TYPE = -2.0
_WRONG_NAME = -4.0
_NEAR_MISS = 3.0
_STRICT_TYPES = frozenset({AnswerKind.WHEN, AnswerKind.NUMBER, AnswerKind.CONTACT})
# Somebody may be told in words that no rule knows, so "who" is strict in the ranking only.
_TYPED = _STRICT_TYPES | {AnswerKind.WHO}


@dataclass(frozen=True, slots=True)
class ScoredUnit:
    """A unit, its features and its score in log-odds; higher is better."""

    unit: Unit
    features: Features
    score: float


def shortlist(question: Question, competing: Competitors, most: int) -> Competitors:
    """The units that are worth embedding: those with most of the question in them or around them.

    Embedding is what an answer costs, so a long section must not make it cost more.
    """
    if len(competing) <= most:
        return competing
    best = likeliest(question, competing)[:most]
    # A list of which some items made it comes along, so that the answer can be the whole of it.
    places = {(unit.document.version_id, unit.spans[0]) for unit in best}
    lists = [
        unit
        for unit in competing
        if unit.kind is UnitKind.LIST
        and sum((unit.document.version_id, span) in places for span in unit.spans) > 1
    ]
    return competing.only([*best, *lists])


def likeliest(question: Question, competing: Competitors) -> list[Unit]:
    """Units in the order in which they have most of the question in them or around them."""
    features = featurise(question, competing, np.zeros((2, len(competing)), dtype=np.float32))
    scores = [_score(question, one) for one in features]
    order = sorted(range(len(competing)), key=lambda number: -scores[number])
    return [competing.units[number] for number in order]


def rank(
    question: Question,
    competing: Competitors,
    cosines: Vectors,
    look: SecondLook | None = None,
) -> list[ScoredUnit]:
    """Score units, best first.

    Args:
        question: what is asked.
        competing: the units that compete.
        cosines: cosines with each unit's embedding, shape ``(2, len(competing))``: of the whole
            question, and of the question without names.
        look: reads the best of them again. The others are worth as little as the least of those.
    """
    found = competing.units
    features = featurise(question, competing, cosines)
    scores = [
        _score(question, one) if _adds_anything(question, unit) else NOTHING_NEW
        for unit, one in zip(found, features, strict=True)
    ]
    if look and (read := look(question.text, found, scores)):
        least = min(read.values())
        scores = [
            one if one == NOTHING_NEW else one + _READ * read.get(number, least)
            for number, one in enumerate(scores)
        ]
        features = [replace(one, read=read.get(number)) for number, one in enumerate(features)]
    for position, unit in enumerate(found):
        if unit.kind is UnitKind.LIST:
            score_list(question, position, found, features, scores)
    scored = [ScoredUnit(*one) for one in zip(found, features, scores, strict=True)]
    return sorted(scored, key=lambda one: (-one.score, one.unit.spans[0].start))


def confidence(question: Question, ranked: Sequence[ScoredUnit]) -> float:
    """Estimated probability that the best unit answers, for even odds that any does."""
    best = ranked[0]
    if is_blocked(question, best.features):
        return 0.0
    if _near_miss(ranked):
        return 0.0
    # The closest unit of the passage speaks for the passage: the best one may be a telegram.
    cosine = max(
        one.features.cosine
        for one in ranked
        if one.unit.passage.chunk.id == best.unit.passage.chunk.id
    )
    nameless = max(one.features.nameless_cosine for one in ranked)
    # An English text that comes out best for a Norwegian question is as likely to answer it.
    best_foreign = _foreign(question, best.unit)
    lost = LOST_COSINE if best_foreign and question.language != "en" else 0.0
    nearly_all = (
        best.features.own_coverage >= _NEARLY_ALL and len(question.terms) >= _TERMS_OF_NEARLY_ALL
    )
    log_odds = (
        _told_again(ranked, cosine + lost, nameless + lost)
        if any(one.features.read is not None for one in ranked)
        else _ANSWERABLE_COSINE * (cosine + lost)
        + _ANSWERABLE_NAMELESS_COSINE * (nameless + lost)
        + _ANSWERABLE_INTERCEPT
    )
    log_odds += _HAS_NEARLY_ALL * nearly_all
    log_odds += _COUNTED_MISSING * (best.features.counted_missing and not best_foreign)
    return 1 / (1 + math.exp(-log_odds))


def _told_again(ranked: Sequence[ScoredUnit], cosine: float, nameless: float) -> float:
    """The log-odds that anything answers, where the best were read again."""
    read = [one.features.read for one in ranked if one.features.read is not None]
    return (
        _AGAIN_COSINE * cosine
        + _AGAIN_NAMELESS_COSINE * nameless
        + _AGAIN_SURENESS * sureness(read)
        + _AGAIN_INTERCEPT
    )


def is_blocked(question: Question, features: Features) -> bool:
    """Whether a unit can't be the answer, however near it comes.

    It is about somebody else, has not the kind of answer that is asked for, or not the role.
    """
    strict = question.kind in _STRICT_TYPES or question.role is not None
    return features.about_another or (strict and not features.type_match)


def _near_miss(ranked: Sequence[ScoredUnit]) -> bool:
    """Whether a unit that is about another name or year fits far better than the best one does.

    Then the question is for what that unit says, of somebody of whom the documents don't say it.
    """
    others = [one.score - _WRONG_NAME for one in ranked if one.features.about_another]
    return max(others, default=-math.inf) - ranked[0].score > _NEAR_MISS


def featurise(question: Question, competing: Competitors, cosines: Vectors) -> list[Features]:
    """The features of some units, in their order."""
    matcher = Matcher.among(question, [said.within for said in competing.said])
    return [
        Features(
            cosine=float(cosines[0, number]) + _lost(question, unit),
            nameless_cosine=float(cosines[1, number]) + _lost(question, unit),
            passage_score=unit.passage.score,
            own_coverage=matcher.coverage(said.own),
            heading_coverage=matcher.coverage(said.headings),
            context_coverage=matcher.coverage(said.within),
            plain_coverage=coverage(question, said.passage),
            type_match=_type_match(question, unit) * _tells_role(question, unit, said),
            about_another=_about_another(question, unit, said),
            counted_missing=question.counted is not None
            and not (said.own.quality(question.counted) or said.headings.quality(question.counted)),
        )
        for number, (unit, said) in enumerate(zip(competing.units, competing.said, strict=True))
    ]


def _type_match(question: Question, unit: Unit) -> float:
    """Whether the unit holds the kind of answer that is asked for, in words of its own."""
    asked = [term.text for term in question.terms if term.is_name or term.is_number]
    language = unit.document.language
    match = holds(question.kind, without(unit.text, asked), language)
    if question.kind is AnswerKind.WHO and unit.kind is UnitKind.ITEM:
        # A list of tasks stands under the name of whoever has them.
        match = max(match, holds(question.kind, unit.caption, language))
    if unit.kind is UnitKind.LIST:
        # A list answers a question for one, and can be counted; its items may be anything else.
        whole = question.kind in {AnswerKind.LIST, AnswerKind.NUMBER}
        return 1.0 if whole else max(match, 0.5)
    return match


def _tells_role(question: Question, unit: Unit, said: Said) -> bool:
    """Whether a unit speaks of the role that somebody is asked for as.

    Whoever has another part in a project is not its leader. What a role is called in another
    language can't be told.
    """
    if question.role is None or _foreign(question, unit):
        return True
    return any(text.quality(question.role) > 0 for text in (said.own, said.headings))


def _lost(question: Question, unit: Unit) -> float:
    return lost_cosine(question.language, unit.document.language)


def _foreign(question: Question, unit: Unit) -> bool:
    return is_foreign(question.language, unit.document.language)


def _about_another(question: Question, unit: Unit, said: Said) -> bool:
    """Whether a name, code or year of the question is missing where this unit stands.

    A name may stand anywhere near. A year must not: it is the year of the unit itself, or of its
    headings, else of its passage or the document's date, and not where the unit names another.
    """
    for term in question.terms:
        if term.is_year:
            if said.own.has(term) or said.headings.has(term):
                continue
            years = [date for date in find_dates(unit.text) if date.year is not None]
            dated = (unit.document.date or "").startswith(term.text)
            if years or not (said.passage.has(term) or dated):
                return True
        elif (term.is_name or term.is_number) and not said.within.quality(term):
            return True
    return _at_another_time(question, unit)


def _at_another_time(question: Question, unit: Unit) -> bool:
    """Whether a question about a part of a year stands against a unit of another time, or of none.

    As with years: the unit's time is its own or its headings', else its passage's or document's.
    """
    months = asked_months(question.text)
    if not months or speaks_of(months, own := f"{unit.context}\n{unit.text}"):
        return False
    around = f"{unit.passage.chunk.text}\n{unit.document.date or ''}"
    return bool(find_dates(own)) or not speaks_of(months, around)


def _adds_anything(question: Question, unit: Unit) -> bool:
    """Whether a unit has any word that the question doesn't have itself."""
    return any(
        not any(quality(term, Bag.of(token.text)) for term in question.terms)
        for token in tokens(unit.text)
        if len(token.text) > 1
    )


def rules(question: Question, features: Features) -> float:
    """What the rules of the ranking give a unit, in log-odds."""
    return (
        _WRONG_TYPE * (question.kind in _TYPED and not features.type_match)
        + _WRONG_NAME * features.about_another
    )


def _score(question: Question, features: Features) -> float:
    return (
        _COSINE * features.nameless_cosine
        + _PASSAGE_SCORE * features.passage_score
        + _OWN_COVERAGE * features.own_coverage
        + _HEADING_COVERAGE * features.heading_coverage
        + _TYPE_MATCH * features.type_match
        + rules(question, features)
    )
