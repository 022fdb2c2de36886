"""Answers in the documents' own words: sentences, list items, rows, or the documents themselves.

::

    aims -> find -> units -> score -> compose, or abstain
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant import scoring
from assistant.asked_about import speaks_of, topic_terms
from assistant.clock import Clock
from assistant.competing import Competitors
from assistant.composing import Composing, compose
from assistant.dialogue.talk import is_outside
from assistant.finding import find
from assistant.likeness import cosines
from assistant.outcomes import asks_outcome, outcome
from assistant.parts import Aim, leaning_on
from assistant.related import with_related
from assistant.retrieval import Passage
from assistant.scoring import ScoredUnit
from assistant.second_look import second_look
from assistant.understanding import Question, understand
from assistant.units import units
from assistant.which_documents import (
    MOST,
    PASSAGES,
    Wanted,
    compose_documents,
    few_of_each,
    fitting,
    statements,
)
from assistant.wording import not_found
from plansvar.access import User
from plansvar.answers import Answer, AnswerSentence, Mode, SentenceKind
from plansvar.database import reads
from plansvar.embedding.protocol import Vectors
from plansvar.messages.catalogue import message
from plansvar.stores import Stores

# Documents that an abstention names.
_NEAREST = 3
# Units whose cosine decides, of those with most of the question's words: 40 answer 150 questions
# better than 16, or all of them (docs/adr/0005-answering.md). Their vectors are kept.
_EMBEDDED = 40
# And so many at least for each of several questions in one.
_EMBEDDED_EACH = 16
# A document that has so much of a topic is about it, whether or not it answers anything.
_ABOUT = 0.7


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was found for some aims: the passages of the first, and each aim's units, best first."""

    passages: Sequence[Passage]
    ranked: Sequence[Sequence[ScoredUnit]]
    hurried: bool


def quotes(aims: Sequence[Aim], user: User, stores: Stores, clock: Clock) -> Answer:
    """An answer to a question, the first of ``aims``, and to its parts, the others."""
    question, found = aims[0].question, weigh(aims, user, stores, clock)
    notices = [message("answer.hurried", question.language)] if found.hurried else []
    with clock.step("compose"):
        answer = _composed(aims, found.ranked, user, stores) if found.ranked[0] else None
        answer = answer or abstention(question, found.passages, user, stores)
        return replace(answer, notices=(*answer.notices, *notices))


def weigh(aims: Sequence[Aim], user: User, stores: Stores, clock: Clock) -> Weighed:
    """Look for passages and rank their units, which are the same for all aims."""
    most = stores.settings.answer.passages
    with clock.step("retrieve"):
        first = find(aims[0].question, aims[0].vectors[0], user, stores, most)
        passages = first.passages
        looked = list(passages)
        for part in aims[1:]:
            own = find(part.question, part.vectors[0], user, stores, max(most // 2, 1))
            looked += own.passages
    with clock.step("score"):
        found = Competitors.of(units(looked, user, stores))
        each = max(_EMBEDDED // len(aims), _EMBEDDED_EACH)
        lists = [scoring.shortlist(aim.question, found, each) for aim in aims]
        candidates = found.only(unit for one in lists for unit in one)
        near = cosines([aim.vectors for aim in aims], candidates, stores.embedder())
        look = second_look(stores, len(aims))
        ranked = [
            scoring.rank(aim.question, candidates, own, look)
            for aim, own in zip(aims, near, strict=True)
        ]
    return Weighed(passages, ranked, first.hurried)


def _composed(
    aims: Sequence[Aim],
    ranked: Sequence[Sequence[ScoredUnit]],
    user: User,
    stores: Stores,
) -> Answer | None:
    """The answer to a question or its parts; ``None`` where nothing is sure enough.

    What the whole surely has, its parts are quoted for; else those that are sure themselves.
    """
    question = aims[0].question
    sure = [
        scoring.confidence(aim.question, one) >= stores.settings.answer.threshold
        for aim, one in zip(aims, ranked, strict=True)
    ]
    # Of several questions in one, the first says what all are about.
    topic = topic_terms(aims[1].question if len(aims) > 1 else question)
    if not any(sure) or not speaks_of(topic, question, ranked[0][0].unit):
        return None
    kept, missing = [], []
    for aim, one, known in zip(aims[1:], ranked[1:], sure[1:], strict=True):
        if sure[0] or known:
            kept.append(one)
        else:
            text = aim.question.text
            missing.append(message("answer.part_not_found", question.language, question=text))
    following = partial(outcome, user=user, stores=stores)
    composing = partial(compose, following=following) if asks_outcome(question.text) else compose
    # What no part found by itself, the whole may have.
    answer = _answer(question, [*kept, ranked[0]], user, stores, composing)
    return replace(answer, notices=(*answer.notices, *missing))


def documents(
    question: Question, wanted: Wanted, user: User, stores: Stores, clock: Clock
) -> Answer:
    """The documents that a question asks for, each with what it says; or an abstention."""
    parts, passages, missing = statements(wanted), [], []
    chosen: dict[str, ScoredUnit] = {}
    for part in parts:
        topic = replace(understand(part.topic), language=question.language)
        if len(parts) > 1:
            topic = leaning_on(topic, wanted.topic)
        with clock.step("embed"):
            vectors = stores.embedder().embed_queries(topic.embedded)
        with clock.step("retrieve"):
            found = find(topic, vectors[0], user, stores, PASSAGES).passages
            passages += found
        with clock.step("score"):
            telling = _telling(part, topic, vectors, found, user, stores)
            for one in telling:
                chosen.setdefault(one.unit.document.id, one)
        if not telling:
            text = part.topic
            missing.append(message("answer.part_not_found", question.language, question=text))
    with clock.step("compose"):
        if not chosen:
            return abstention(question, passages, user, stores)
        named = [*chosen.values()][:MOST]
        answer = _answer(question, [named], user, stores, compose_documents)
        return replace(answer, notices=(*answer.notices, *missing))


def _telling(
    wanted: Wanted,
    topic: Question,
    vectors: Vectors,
    passages: Sequence[Passage],
    user: User,
    stores: Stores,
) -> list[ScoredUnit]:
    """The best unit of each document that makes a statement; none where none surely does."""
    found = Competitors.of(units(passages, user, stores))
    candidates = found.only(few_of_each(scoring.likeliest(topic, found)))
    (near,) = cosines([vectors], candidates, stores.embedder())
    ranked = scoring.rank(topic, candidates, near)
    sure = bool(ranked) and (
        scoring.confidence(topic, ranked) >= stores.settings.answer.threshold
        or ranked[0].features.plain_coverage >= _ABOUT
    )
    return fitting(wanted, ranked) if sure else []


def abstention(
    question: Question, passages: Sequence[Passage], user: User, stores: Stores
) -> Answer:
    """That nothing was found, in how many documents, and the titles of the nearest."""
    coverage = stores.coverage(user)
    titles = list(dict.fromkeys(passage.chunk.document.title for passage in passages))
    words = not_found(coverage, titles[:_NEAREST], question.language)
    if is_outside(question.text):
        words = [message("answer.talk.outside", question.language), *words[:1]]
    return Answer(
        question=question.text,
        language=question.language,
        mode=Mode.EXTRACTIVE,
        abstained=True,
        sentences=tuple(AnswerSentence(sentence, SentenceKind.FRAMING) for sentence in words),
        citations=(),
        coverage=coverage,
    )


def _answer(
    question: Question,
    ranked: Sequence[Sequence[ScoredUnit]],
    user: User,
    stores: Stores,
    composing: Composing = compose,
) -> Answer:
    versions = {one.unit.document.version_id for each in ranked for one in each}
    texts = {version: reads.text(stores.engine, user, version) or "" for version in versions}
    composed = composing(question, ranked, texts)
    citations, newer_editions = with_related(composed.citations, question.language, user, stores)
    return Answer(
        question=question.text,
        language=question.language,
        mode=Mode.EXTRACTIVE,
        abstained=False,
        sentences=composed.sentences,
        citations=citations,
        coverage=stores.coverage(user),
        short_answer=composed.short_answer,
        table=composed.table,
        notices=newer_editions,
    )
