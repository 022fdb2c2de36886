"""The way out: a question becomes a verified answer.

::

    text -> what is meant in its conversation, and of which documents -> question
    question -> understand -> register, where it surely knows -> verify
                           -> embed -> retrieve -> units -> score -> answer or abstain -> verify
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from assistant.clock import Clock
from assistant.dialogue.follow_up import full_question, in_full
from assistant.dialogue.sources import named_sources
from assistant.dialogue.talk import small_talk
from assistant.dialogue.telling import ask_which, framed, not_in_source, talk
from assistant.dialogue.things import Things
from assistant.disagreement import with_what_holds
from assistant.finding import find
from assistant.parts import aims, leaning_on
from assistant.quoting import abstention, documents, quotes
from assistant.register.answering import answer_from_register, with_known
from assistant.related import Copies
from assistant.scoping import Limited, limited, within
from assistant.snippets import Sought
from assistant.understanding import Question, understand
from assistant.verification import UnverifiedError, verify
from assistant.which_documents import wanted_documents
from plansvar.access import User
from plansvar.answers import Answer, SearchHit, SearchNotice, SearchResult
from plansvar.asking import PLAIN, AskOptions, Earlier
from plansvar.database import reads
from plansvar.messages.catalogue import message
from plansvar.register.service import RegisterService
from plansvar.reranking.load import NONE
from plansvar.stores import ReadsRegister, Stores

_log = logging.getLogger(__name__)
# Documents may change while a question is answered; then it is answered again from what is there.
_ATTEMPTS = 3


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
    clock = Clock()
    if (said := small_talk(text)) is not None:
        return talk(text, *said, stores.coverage(user))
    question = understand(text)
    with clock.step("understand"):
        chosen = limited(options.scope, options.as_of, user, stores, question.language)
        things = Things(partial(_register(chosen.stores), user, options.as_of))
        before = in_full(before or options.earlier, things)
        meant = full_question(text, before, things)
        question = understand(meant.question)
        if meant.about is not None:
            question = leaning_on(question, meant.about)
    if meant.open:
        answer = ask_which(question, meant.options, chosen.stores.coverage(user))
    else:
        answer = _within(question, options.as_of, chosen, user, clock)
    answer = framed(answer, chosen, meant.asked, options.as_of)
    if meant.about is not None:
        told = message("answer.goes_on", question.language, question=meant.about)
        answer = replace(answer, notices=(told, *answer.notices))
    answer.timings_ms.update(clock.steps)
    return answer


def _register(stores: Stores) -> ReadsRegister:
    within = stores.limit.documents if stores.limit else None
    read = stores.register or RegisterService(lambda: stores.engine).register
    return partial(read, documents=within)


def _within(
    question: Question, as_of: str | None, chosen: Limited, user: User, clock: Clock
) -> Answer:
    """The answer from what was chosen; from what the question names as its source first."""
    if chosen.nothing_there:
        return abstention(question, [], user, chosen.stores)
    if question.about is not None:
        return _from_documents(question, as_of, user, chosen.stores, clock)
    with clock.step("register"):
        known = _from_register(question, as_of, user, chosen.stores)
    if known is not None:
        return known
    if (wanted := wanted_documents(question.text)) is not None:
        attempt = partial(documents, question, wanted, user, chosen.stores, clock)
        return _verified(attempt, question, user, chosen.stores, clock)
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
    clock: Clock,
    all_of: Stores | None = None,
) -> Answer:
    """Sentences, list items or rows of documents; an abstention where nothing is sure enough.

    ``all_of`` are the stores that may say what holds now; ``None``: none but ``stores``.
    """
    with clock.step("embed"):
        aimed = aims(question, stores.embedder())

    def attempt() -> Answer:
        answer = quotes(aimed, user, stores, clock)
        with clock.step("compose"):
            answer = with_known(answer, question, user, all_of or stores, as_of)
            return with_what_holds(answer, as_of, user, all_of or stores)

    return _verified(attempt, question, user, stores, clock)


def _verified(
    attempt: Callable[[], Answer], question: Question, user: User, stores: Stores, clock: Clock
) -> Answer:
    """The first of some attempts whose citations stand; an abstention where none does."""
    for _ in range(_ATTEMPTS):
        answer = attempt()
        with clock.step("verify"):
            try:
                still_there = verify(answer, user, stores)
            except UnverifiedError:
                # A fault of ours. Nothing unchecked is shown, and other questions go on.
                _log.exception("an answer could not be verified")
                continue
        if still_there:
            return answer
    return abstention(question, [], user, stores)


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


def search(text: str, user: User, limit: int, stores: Stores) -> SearchResult:
    """The best chunks for a query. Raises as :func:`ask`."""
    question = understand(text)
    vector = stores.embedder().embed_queries(question.embedded[:1])[0]
    found = find(question, vector, user, stores, limit)
    documents = sorted({passage.chunk.document.id for passage in found.passages})
    sought = Sought.of(question, stores.analyser)
    copies = Copies(reads.related(stores.engine, user, documents), user, stores)
    hits = tuple(
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
        for passage in found.passages
    )
    # Where only answers have a second look, no hit stands elsewhere for want of one.
    hurried = found.hurried and stores.settings.search.reranker != NONE
    told = {
        SearchNotice.HURRIED: hurried,
        SearchNotice.NO_WORDS: bool(sought.own)
        and not any(hit.matched or hit.snippet.marks for hit in hits),
    }
    return SearchResult(hits, tuple(one for one, holds in told.items() if hits and holds))
