"""The way out: a question becomes a verified answer.

::

    text -> what is meant in its conversation, and of which documents -> question
    question -> understand -> register, where it surely knows -> verify
                           -> embed -> retrieve -> units -> score -> answer or abstain -> verify
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from assistant import scoring
from assistant.composing import compose
from assistant.dialogue.follow_up import full_question, in_full
from assistant.dialogue.sources import named_sources
from assistant.dialogue.talk import is_outside, small_talk
from assistant.dialogue.telling import ask_which, framed, not_in_source, talk
from assistant.dialogue.things import Things
from assistant.disagreement import with_what_holds
from assistant.register.answering import answer_from_register
from assistant.related import Copies, fold, with_related
from assistant.reranking import rerank
from assistant.retrieval import Passage, retrieve
from assistant.scoping import Limited, limited, within
from assistant.snippets import Sought
from assistant.understanding import Question, understand
from assistant.units import Unit, units
from assistant.verification import UnverifiedError, verify
from assistant.wording import not_found
from plansvar.access import User
from plansvar.answers import Answer, AnswerSentence, Mode, SearchHit, SentenceKind
from plansvar.asking import PLAIN, AskOptions, Earlier
from plansvar.database import reads
from plansvar.embedding.protocol import Vectors
from plansvar.messages.catalogue import message
from plansvar.register.service import RegisterService
from plansvar.stores import ReadsRegister, Stores

_log = logging.getLogger(__name__)
# Documents that an abstention names.
_NEAREST = 3
# Units that are embedded for a question: 24 answered both question sets as well as 40 did.
_EMBEDDED = 24
# Documents may change while a question is answered; then it is answered again from what is there.
_ATTEMPTS = 3


class _Clock:
    """Milliseconds per step."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            took = round((time.perf_counter() - started) * 1000, 2)
            self.steps[name] = round(self.steps.get(name, 0.0) + took, 2)


def ask(
    text: str,
    user: User,
    stores: Stores,
    options: AskOptions = PLAIN,
    before: Sequence[Earlier] = (),
) -> Answer:
    """Answer a question out of documents that ``user`` may read.

    A follow-up is first made a full question; what was chosen in ``options`` is never widened.
    What the question itself says of its sources is, where nothing is found in them, and that is
    said.

    Args:
        text: what was written.
        user: who asks.
        stores: what is asked.
        options: which documents, and as of which day.
        before: the questions before it in its conversation, the newest first.

    Raises:
        QuestionError: an empty question, one that is too long, ``scope.no_document`` or
            ``scope.bad_date``.
    """
    clock = _Clock()
    if (said := small_talk(text)) is not None:
        return talk(text, *said, stores.coverage(user))
    question = understand(text)
    with clock.step("understand"):
        chosen = limited(options.scope, options.as_of, user, stores, question.language)
        things = Things(partial(_register(chosen.stores), user, options.as_of))
        before = before or in_full(options.earlier, things)
        meant = full_question(text, before, things)
        question = understand(meant.question)
    if meant.open:
        answer = ask_which(question, meant.options, chosen.stores.coverage(user))
    else:
        answer = _within(question, options.as_of, chosen, user, clock)
    answer = framed(answer, chosen, meant.asked, options.as_of)
    answer.timings_ms.update(clock.steps)
    return answer


def _register(stores: Stores) -> ReadsRegister:
    within = stores.limit.documents if stores.limit else None
    read = stores.register or RegisterService(lambda: stores.engine).register
    return partial(read, documents=within)


def _within(
    question: Question, as_of: str | None, chosen: Limited, user: User, clock: _Clock
) -> Answer:
    """The answer from what was chosen; from what the question names as its source first."""
    if chosen.nothing_there:
        return _abstention(question, [], user, chosen.stores)
    with clock.step("register"):
        known = _from_register(question, as_of, user, chosen.stores)
    if known is not None:
        return known
    named = named_sources(question.text, chosen.stores.documents(user))
    if named is not None:
        limits = within(chosen, named.scope, user, question.language)
        narrower = understand(named.question)
        narrower = replace(narrower, language=question.language)
        found = None
        if not limits.nothing_there:
            with clock.step("register"):
                found = _from_register(narrower, as_of, user, limits.stores)
            # What a source said is told with what holds now, whoever says that.
            all_of = chosen.stores
            found = found or _from_documents(narrower, as_of, user, limits.stores, clock, all_of)
        if found is not None and not found.abstained:
            return replace(framed(found, limits), question=question.text)
        elsewhere = _from_documents(question, as_of, user, chosen.stores, clock)
        return not_in_source(elsewhere, limits)
    return _from_documents(question, as_of, user, chosen.stores, clock)


def _from_documents(
    question: Question,
    as_of: str | None,
    user: User,
    stores: Stores,
    clock: _Clock,
    all_of: Stores | None = None,
) -> Answer:
    """Sentences, list items or rows of documents; an abstention where nothing is sure enough.

    ``all_of`` are the stores that may say what holds now; ``None``: none but ``stores``.
    """
    with clock.step("embed"):
        embedder = stores.embedder()
        vectors = embedder.embed_queries([question.text, question.without_names])
    for _ in range(_ATTEMPTS):
        answer = _attempt(question, vectors, user, stores, clock)
        with clock.step("compose"):
            answer = with_what_holds(answer, as_of, user, all_of or stores)
        with clock.step("verify"):
            try:
                still_there = verify(answer, user, stores)
            except UnverifiedError:
                # A fault of ours. Nothing unchecked is shown, and other questions go on.
                _log.exception("an answer could not be verified")
                continue
        if still_there:
            return answer
    return _abstention(question, [], user, stores)


def _from_register(
    question: Question, as_of: str | None, user: User, stores: Stores
) -> Answer | None:
    """The register's answer once it is verified; without one, the documents are searched."""
    answer = answer_from_register(question, user, stores, as_of)
    if answer is None:
        return None
    try:
        return answer if verify(answer, user, stores) else None
    except UnverifiedError:
        # A fault of ours, as below; the documents themselves may still answer.
        _log.exception("an answer of the register could not be verified")
        return None


def _attempt(
    question: Question, vectors: Vectors, user: User, stores: Stores, clock: _Clock
) -> Answer:
    with clock.step("retrieve"):
        found = _passages(question, vectors[0], user, stores)
        passages = found.passages[: stores.settings.answer.passages]
    with clock.step("score"):
        candidates = scoring.shortlist(question, units(passages, user, stores), _EMBEDDED)
        ranked = scoring.rank(question, candidates, _cosines(vectors, candidates, stores))
    with clock.step("compose"):
        if not ranked or scoring.confidence(question, ranked) < stores.settings.answer.threshold:
            answer = _abstention(question, passages, user, stores)
        else:
            answer = _answer(question, ranked, user, stores)
        if found.hurried:
            told = message("answer.hurried", question.language)
            answer = replace(answer, notices=(*answer.notices, told))
        return answer


@dataclass(frozen=True, slots=True)
class _Found:
    """Passages, best first; ``hurried``: no second look was taken at them for want of time."""

    passages: list[Passage]
    hurried: bool = False


def _passages(question: Question, vector: Vectors, user: User, stores: Stores) -> _Found:
    """What search finds, copies folded; looked at again if there is a re-ranker."""
    found = fold(retrieve(question, vector, user, stores))
    if stores.hurried():
        return _Found(found, hurried=True)
    reranker = stores.reranker()
    if reranker is None:
        return _Found(found)
    chosen = stores.settings.search
    return _Found(rerank(question.text, found, reranker, chosen.reranked, chosen.rerank_weight))


def search(text: str, user: User, limit: int, stores: Stores) -> list[SearchHit]:
    """The best chunks for a query. Raises as :func:`ask`."""
    question = understand(text)
    vector = stores.embedder().embed_queries([question.text])[0]
    passages = _passages(question, vector, user, stores).passages[:limit]
    documents = sorted({passage.chunk.document.id for passage in passages})
    sought = Sought.of(question, stores.analyser)
    copies = Copies(reads.related(stores.engine, user, documents), user, stores)
    return [
        SearchHit(
            document=passage.chunk.document,
            page=passage.chunk.page_first,
            heading=passage.chunk.heading_path,
            text=passage.chunk.text,
            start=passage.chunk.start,
            end=passage.chunk.end,
            score=passage.score,
            also=copies.of(passage.chunk.document, passage.chunk.text),
            snippet=sought.snippet(passage.chunk.text),
            matched=sought.matched(
                passage.chunk.document.title, *passage.chunk.heading_path, passage.chunk.text
            ),
            found_by=passage.found_by,
        )
        for passage in passages
    ]


def _cosines(vectors: Vectors, found: Sequence[Unit], stores: Stores) -> Vectors:
    if not found:
        return np.zeros((len(vectors), 0), dtype=np.float32)
    embedded = stores.embedder().embed_passages([scoring.embedded_text(unit) for unit in found])
    return np.asarray(vectors @ embedded.T, dtype=np.float32)


def _answer(
    question: Question, ranked: Sequence[scoring.ScoredUnit], user: User, stores: Stores
) -> Answer:
    versions = {one.unit.document.version_id for one in ranked}
    texts = {version: reads.text(stores.engine, user, version) or "" for version in versions}
    composed = compose(question, ranked, texts)
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


def _abstention(
    question: Question, passages: Sequence[Passage], user: User, stores: Stores
) -> Answer:
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
