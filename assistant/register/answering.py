"""The register's answer to a question, where it surely understands it and has facts that answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.register.about_one import about_one
from assistant.register.changes import changes, deadline_changes, open_questions
from assistant.register.decisions import decisions, holds
from assistant.register.draft import Reply
from assistant.register.funding import applications, scheme_field, schemes
from assistant.register.goals import goals, supports
from assistant.register.holdings import holdings
from assistant.register.inquiry import Inquiry
from assistant.register.lexicon import Intent
from assistant.register.measure_lists import measures, portfolio
from assistant.register.reading import Reading, readings
from assistant.related import Copies, notices
from assistant.understanding import Question
from plansvar.access import User
from plansvar.answers import Answer, Mode
from plansvar.database import reads
from plansvar.register.facts import Register
from plansvar.register.service import RegisterService
from plansvar.register.timespan import newer
from plansvar.stores import Stores

_REPLIES: Mapping[Intent, Callable[[Inquiry], Reply | None]] = {
    Intent.OWNER: about_one,
    Intent.PARTNERS: about_one,
    Intent.DEADLINE: about_one,
    Intent.STATUS: about_one,
    Intent.PORTFOLIO: portfolio,
    Intent.PARTNER_PORTFOLIO: portfolio,
    Intent.MEASURES: measures,
    Intent.GOALS: goals,
    Intent.SUPPORTS: supports,
    Intent.DECISIONS: decisions,
    Intent.HOLDS: holds,
    Intent.OPEN_QUESTIONS: open_questions,
    Intent.SCHEME_FIELD: scheme_field,
    Intent.SCHEMES: schemes,
    Intent.APPLICATIONS: applications,
    Intent.DEADLINE_CHANGES: deadline_changes,
    Intent.CHANGES: changes,
    Intent.DOCUMENTS: holdings,
}
# What happens on a day is asked for by a span of time, all else as of a day.
_OF_A_TIME = frozenset({Intent.DECISIONS, Intent.HOLDS, Intent.APPLICATIONS, Intent.DOCUMENTS})
# Who asks what was open, moved or changed with a date says more than is understood.
_TIMELESS = frozenset({Intent.DEADLINE_CHANGES, Intent.CHANGES})
_WITH_EARLIER = frozenset({Intent.OWNER, Intent.PARTNERS, Intent.DEADLINE, Intent.STATUS})


def answer_from_register(question: Question, user: User, stores: Stores) -> Answer | None:
    """The register's answer; ``None`` where it doesn't surely understand or know.

    Every reading is tried; the first that facts answer is the answer.
    """
    found = list(readings(question))
    if not found:
        return None
    documents = reads.documents(stores.engine, user)
    texts: dict[str, str | None] = {}

    def text_of(version: str) -> str | None:
        if version not in texts:
            texts[version] = reads.text(stores.engine, user, version)
        return texts[version]

    today = dt.datetime.now(dt.UTC).date().isoformat()
    for reading in found:
        if not _time_is_understood(reading, today):
            continue
        as_of = None if reading.intent in _OF_A_TIME else reading.when.as_of
        register = _register(user, as_of, stores)
        inquiry = Inquiry(reading, register, documents, today, text_of, as_of)
        reply = _REPLIES[reading.intent](inquiry)
        if reply is not None:
            return _answer(question, reply, user, stores)
    return None


def _time_is_understood(reading: Reading, today: str) -> bool:
    when = reading.when
    if when.earlier is not None and reading.intent not in _WITH_EARLIER:
        return False
    if when.date is None or reading.intent in _OF_A_TIME:
        return True
    if reading.intent in _TIMELESS or when.as_of is None or when.earlier is not None:
        return False
    # Of the future the register knows nothing.
    return not newer(when.as_of, today)


def _register(user: User, as_of: str | None, stores: Stores) -> Register:
    read = stores.register or RegisterService(lambda: stores.engine).register
    return read(user, as_of)


def _answer(question: Question, reply: Reply, user: User, stores: Stores) -> Answer:
    cited = {one.document.id: one.document for one in reply.citations}
    related = reads.related(stores.engine, user, list(cited))
    copies = Copies(related, user, stores)
    return Answer(
        question=question.text,
        language=question.language,
        mode=Mode.REGISTER,
        abstained=False,
        sentences=reply.sentences,
        citations=tuple(
            replace(one, also=copies.of(one.document, one.quote)) for one in reply.citations
        ),
        coverage=reads.coverage(stores.engine, user),
        short_answer=reply.short_answer,
        clarification=reply.clarification,
        notices=(*reply.notices, *notices(list(cited.values()), related, question.language)),
        as_of=reply.as_of,
        table=reply.table,
    )
