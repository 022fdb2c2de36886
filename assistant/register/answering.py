"""The register's answer to a question, where it surely understands it and has facts that answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.register.about_one import about_one
from assistant.register.beside import beside
from assistant.register.changes import changes, deadline_changes, open_questions
from assistant.register.checking import stands_in
from assistant.register.confirming import is_owner
from assistant.register.decisions import decisions, holds
from assistant.register.draft import Reply
from assistant.register.follow_up import follow_up
from assistant.register.funding import applications, scheme_field, schemes
from assistant.register.goals import goals, supports
from assistant.register.holdings import holdings
from assistant.register.inquiry import Inquiry
from assistant.register.lexicon import Intent
from assistant.register.measure_lists import due, measures
from assistant.register.portfolio import portfolio
from assistant.register.reading import Reading, readings
from assistant.register.several import is_a_question, joined, several
from assistant.register.timing import When
from assistant.related import with_related
from assistant.understanding import Question
from plansvar.access import User
from plansvar.answers import Answer, AnswerSentence, Citation, Mode, SentenceKind
from plansvar.database import reads
from plansvar.documents.stored import DocumentInfo
from plansvar.language.dates import bounds, find_dates
from plansvar.messages.catalogue import message
from plansvar.register.facts import Register
from plansvar.register.service import RegisterService
from plansvar.register.timespan import newer
from plansvar.stores import Stores

_REPLIES: Mapping[Intent, Callable[[Inquiry], Reply | None]] = {
    Intent.OWNER: about_one,
    Intent.IS_OWNER: is_owner,
    Intent.PARTNERS: about_one,
    Intent.DEADLINE: about_one,
    Intent.FUNDING: about_one,
    Intent.STATUS: about_one,
    Intent.PORTFOLIO: portfolio,
    Intent.PARTNER_PORTFOLIO: portfolio,
    Intent.MEASURES: measures,
    Intent.DUE: due,
    Intent.FOLLOW_UP: follow_up,
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
_OF_A_TIME = frozenset(
    {
        Intent.DECISIONS,
        Intent.HOLDS,
        Intent.APPLICATIONS,
        Intent.DOCUMENTS,
        Intent.DUE,
        Intent.FOLLOW_UP,
    }
)
# As of a day, these are what there was up to it.
_UP_TO = frozenset({Intent.DECISIONS, Intent.APPLICATIONS, Intent.DOCUMENTS, Intent.FOLLOW_UP})
# Who asks what was open, moved or changed with a date says more than is understood.
_TIMELESS = frozenset({Intent.DEADLINE_CHANGES, Intent.CHANGES})
_WITH_EARLIER = frozenset(
    {Intent.OWNER, Intent.PARTNERS, Intent.DEADLINE, Intent.STATUS, Intent.FUNDING}
)


def answer_from_register(
    question: Question, user: User, stores: Stores, as_of: str | None = None
) -> Answer | None:
    """The register's answer; ``None`` where it doesn't surely understand or know.

    ``as_of`` holds where the question names no time itself.
    """
    if not is_a_question(question):
        return None
    answer, _ = _answering(question, user, stores, as_of)
    found = reply_of(question, answer)
    return None if found is None else _answer(question, found, user, stores)


def with_known(
    answer: Answer, question: Question, user: User, stores: Stores, as_of: str | None = None
) -> Answer:
    """An answer of quotes with what the register knows of the thing that is asked about before it.

    Where no quote answers, the register does, if all the question's words belong to that thing.
    """
    reading, register = _answering(question, user, stores, as_of)
    known = beside(question, register, reading, as_of)
    if known is None or (answer.abstained and not known.surely):
        return answer
    if answer.abstained:
        return _answer(question, known.reply, user, stores)
    citations, newer_editions = with_related(known.reply.citations, question.language, user, stores)
    first = replace(known.reply, citations=citations)
    quoted = _under_heading(answer)
    # What newer minutes say goes before what the register has read out of older papers.
    agrees = answer.short_answer is None or _has(first, answer.short_answer)
    news = not agrees and _newest(answer.citations) > _newest(first.citations)
    whole = joined([Reply(answer.sentences, answer.citations), first] if news else [first, quoted])
    return replace(
        answer,
        sentences=whole.sentences,
        citations=whole.citations,
        short_answer=answer.short_answer if agrees or news else first.short_answer,
        notices=tuple(dict.fromkeys((*answer.notices, *whole.notices, *newer_editions))),
    )


def _under_heading(answer: Answer) -> Reply:
    """Quotes as what the documents say, each in a line of its own."""
    quotes = [replace(one, bullet=True) if one.citations else one for one in answer.sentences]
    heading = message("answer.register.quoted", answer.language)
    return Reply((AnswerSentence(heading, SentenceKind.FRAMING), *quotes), answer.citations)


def _has(told: Reply, short: str) -> bool:
    """Whether a reply tells a short answer, a date in any form."""
    text = "\n".join(one.text for one in told.sentences)
    days = {date.value for date in find_dates(text)}
    return stands_in(short, text) or any(date.value in days for date in find_dates(short))


def _newest(citations: Sequence[Citation]) -> str:
    return max((one.document.date or one.document.since or "" for one in citations), default="")


def reply(
    question: Question,
    register: Callable[[str | None], Register],
    documents: Sequence[DocumentInfo],
    text_of: Callable[[str], str | None],
    today: str,
    given: str | None = None,
) -> Reply | None:
    """What a register says to a question. Each reading is tried; the first that facts answer wins.

    Args:
        question: what is asked.
        register: the facts that the asker may know of, as of a date (``None``: today).
        documents: those that the asker may read.
        text_of: the stored text of a version.
        today: an ISO date.
        given: the day that is asked about where the question names none.
    """
    return reply_of(question, answerer(register, documents, text_of, today, given))


def reply_of(question: Question, answer: Callable[[Reading], Reply | None]) -> Reply | None:
    """The reply to the first reading of a question that has one, else to its parts."""
    for reading in readings(question):
        if (found := answer(reading)) is not None:
            return found
    return several(question, answer)


def _answering(
    question: Question, user: User, stores: Stores, as_of: str | None
) -> tuple[Callable[[Reading], Reply | None], Callable[[str | None], Register]]:
    """What answers readings out of the stores, and the facts that the user may know of."""
    texts: dict[str, str | None] = {}

    def text_of(version: str) -> str | None:
        if version not in texts:
            texts[version] = reads.text(stores.engine, user, version)
        return texts[version]

    read = stores.register or RegisterService(lambda: stores.engine).register
    within = stores.limit.documents if stores.limit else None
    today = dt.datetime.now(dt.UTC).date().isoformat()

    def register(day: str | None) -> Register:
        return read(user, day, within)

    return answerer(register, stores.documents(user), text_of, today, as_of), register


def answerer(
    register: Callable[[str | None], Register],
    documents: Sequence[DocumentInfo],
    text_of: Callable[[str], str | None],
    today: str,
    given: str | None,
) -> Callable[[Reading], Reply | None]:
    """What answers one reading of a question; the arguments are those of :func:`reply`."""

    def answer(reading: Reading) -> Reply | None:
        if given is not None and reading.when == When():
            reading = _as_of(reading, given)
        if not _time_is_understood(reading, today):
            return None
        as_of = given if reading.intent in _OF_A_TIME else reading.when.as_of
        inquiry = Inquiry(reading, register(as_of), documents, today, text_of, as_of)
        return _REPLIES[reading.intent](inquiry)

    return answer


def _as_of(reading: Reading, day: str) -> Reading:
    """What happens on a day is then what happened up to it; all else is what held on it."""
    if reading.intent in _UP_TO:
        return replace(reading, when=When(_day_after(day), "before"))
    return reading if reading.intent in _OF_A_TIME else replace(reading, when=When(day))


def _day_after(value: str) -> str:
    last = bounds(value)[1]
    day = dt.date(last // 10000, last // 100 % 100, last % 100)
    return (day + dt.timedelta(days=1)).isoformat()


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


def _answer(question: Question, found: Reply, user: User, stores: Stores) -> Answer:
    citations, newer_editions = with_related(found.citations, question.language, user, stores)
    return Answer(
        question=question.text,
        language=question.language,
        mode=Mode.REGISTER,
        abstained=False,
        sentences=found.sentences,
        citations=citations,
        coverage=stores.coverage(user),
        short_answer=found.short_answer,
        clarification=found.clarification,
        notices=(*found.notices, *newer_editions),
        as_of=found.as_of,
        table=found.table,
    )
