"""The way out: a question becomes a verified answer.

::

    question -> understand -> register, where it surely knows -> verify
                           -> embed -> retrieve -> units -> score -> answer or abstain -> verify
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from assistant import scoring
from assistant.composing import compose
from assistant.disagreement import with_what_holds
from assistant.register.answering import answer_from_register
from assistant.related import Copies, fold, with_related
from assistant.retrieval import Passage, retrieve
from assistant.understanding import Question, understand
from assistant.units import Unit, units
from assistant.verification import UnverifiedError, verify
from assistant.wording import not_found
from plansvar.access import User
from plansvar.answers import Answer, AnswerSentence, Mode, SearchHit, SentenceKind
from plansvar.database import reads
from plansvar.embedding.protocol import Vectors
from plansvar.stores import Stores

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
            self.steps[name] = round((time.perf_counter() - started) * 1000, 2)


def ask(text: str, user: User, stores: Stores) -> Answer:
    """Answer a question out of documents that ``user`` may read.

    The register answers what it surely understands, with facts; all else is answered with
    sentences, list items or rows.

    Raises:
        QuestionError: an empty question, or one that is too long.
    """
    clock = _Clock()
    question = understand(text)
    with clock.step("register"):
        known = _from_register(question, user, stores)
    if known is not None:
        known.timings_ms.update(clock.steps)
        return known
    with clock.step("embed"):
        embedder = stores.embedder()
        vectors = embedder.embed_queries([question.text, question.without_names])
    for _ in range(_ATTEMPTS):
        answer = _attempt(question, vectors, user, stores, clock)
        with clock.step("verify"):
            try:
                still_there = verify(answer, user, stores)
            except UnverifiedError:
                # A fault of ours. Nothing unchecked is shown, and other questions go on.
                _log.exception("an answer could not be verified")
                continue
        if still_there:
            break
    else:
        answer = _abstention(question, [], user, stores)
    answer.timings_ms.update(clock.steps)
    return answer


def _from_register(question: Question, user: User, stores: Stores) -> Answer | None:
    """The register's answer once it is verified; without one, the documents are searched."""
    answer = answer_from_register(question, user, stores)
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
        found = retrieve(question, vectors[0], user, stores)
        passages = fold(found)[: stores.settings.answer.passages]
    with clock.step("score"):
        candidates = scoring.shortlist(question, units(passages, user, stores), _EMBEDDED)
        ranked = scoring.rank(question, candidates, _cosines(vectors, candidates, stores))
    with clock.step("compose"):
        if not ranked or scoring.confidence(question, ranked) < stores.settings.answer.threshold:
            return _abstention(question, passages, user, stores)
        return with_what_holds(_answer(question, ranked, user, stores), user, stores)


def search(text: str, user: User, limit: int, stores: Stores) -> list[SearchHit]:
    """The best chunks for a query. Raises as :func:`ask`."""
    question = understand(text)
    vector = stores.embedder().embed_queries([question.text])[0]
    passages = fold(retrieve(question, vector, user, stores))[:limit]
    documents = sorted({passage.chunk.document.id for passage in passages})
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
        coverage=reads.coverage(stores.engine, user),
        short_answer=composed.short_answer,
        table=composed.table,
        notices=newer_editions,
    )


def _abstention(
    question: Question, passages: Sequence[Passage], user: User, stores: Stores
) -> Answer:
    coverage = reads.coverage(stores.engine, user)
    titles = list(dict.fromkeys(passage.chunk.document.title for passage in passages))
    return Answer(
        question=question.text,
        language=question.language,
        mode=Mode.EXTRACTIVE,
        abstained=True,
        sentences=tuple(
            AnswerSentence(sentence, SentenceKind.FRAMING)
            for sentence in not_found(coverage, titles[:_NEAREST], question.language)
        ),
        citations=(),
        coverage=coverage,
    )
