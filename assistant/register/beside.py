"""What the register knows of the thing that a question is about, told beside quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.asked_role import named_role
from assistant.parts_of_year import take_season
from assistant.register.draft import Reply
from assistant.register.lexicon import Intent
from assistant.register.reading import Reading
from assistant.register.several import joined
from assistant.register.subject import Subject, all_texts, asked_fields, subject
from assistant.register.timing import When, take_time
from assistant.register.words import words
from assistant.understanding import Question
from plansvar.language.terms import tokens
from plansvar.register.facts import Fact, Register
from plansvar.register.kinds import FactKind, key_field

_OF_MEASURE = {
    "leads": Intent.OWNER,
    "partners": Intent.PARTNERS,
    "deadline": Intent.DEADLINE,
    "funding": Intent.FUNDING,
    "status": Intent.STATUS,
}
# The whole story of a measure.
_STORY = ("leads", "deadline", "funding", "status")
# What several fields of one thing must explain of a question.
_MOSTLY = 0.6
# What a scheme calls it.
_OF_SCHEME = {
    "ceiling": ("rate", "ceiling"),
    "rate": ("rate", "ceiling"),
    "window": ("window",),
    "administrators": ("administrators",),
    "eligible": ("eligible",),
}


# An intent with the slots and the fixed parts of a reading.
_Wanted = tuple[Intent, dict[str, str], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of the fields that are asked for.

    ``surely``: the question is about nothing else, by its words or by the several fields it names.
    """

    reply: Reply
    surely: bool


def beside(
    question: Question,
    register: Callable[[str | None], Register],
    answer: Callable[[Reading], Reply | None],
    as_of: str | None = None,
) -> Beside | None:
    """The asked fields of the measure, scheme or application that a question is about.

    Args:
        question: what is asked.
        register: the facts that the asker may know of, as of a date (``None``: today).
        answer: the reply to a reading.
        as_of: the day that is asked about where the question names none.

    Returns:
        ``None`` where nothing is surely meant, no field of it is asked for, or none is known.
    """
    fields = asked_fields(question.text)
    if words().denies.search(question.text):
        # Who can apply is no answer to who can't.
        fields = [field for field in fields if field != "eligible"]
    if not fields:
        return None
    role = named_role(question.text) or ""
    question, when = _timed(question)
    known = register(as_of)
    found = [
        (about, tell)
        for kind, tell in _TELLING.items()
        if (about := subject(question, [one for one in known.of(kind) if _is_named(one)]))
    ]
    found = [(about, tell) for about, tell in found if _has_years(question, about)]
    # What explains most of the question is meant: a fund, and no measure that changes its rules.
    explained = max((about.explained for about, _ in found), default=0.0)
    readings = [
        Reading(intent, question.language, slots, fixed, _of_its_time(intent, when))
        for about, tell in found
        if about.explained == explained
        for intent, slots, fixed in tell(about, fields, role)
    ]
    replies = [
        reply
        for reading in readings
        if (reply := answer(reading)) is not None and reply.clarification is None
    ]
    if not replies:
        return None
    surely = explained == 1 or (len(replies) > 1 and explained >= _MOSTLY)
    # A deadline is no reason why it was moved.
    surely = surely and not words().why.search(question.text)
    return Beside(replies[0] if len(replies) == 1 else joined(replies), surely)


def _is_named(fact: Fact) -> bool:
    return fact.known and bool((fact.text(key_field(fact.kind)) or "").strip())


def _of_measure(about: Subject, fields: Sequence[str], role: str) -> Iterator[_Wanted]:
    for field in _STORY if "history" in fields else fields:
        if field in _OF_MEASURE:
            yield _OF_MEASURE[field], {"measure": about.name}, {}
        elif field == "role":
            yield Intent.OWNER, {"measure": about.name}, {"role": role}


def _of_scheme(about: Subject, fields: Sequence[str], _: str) -> Iterator[_Wanted]:
    if {"applied", "everybody"} <= set(fields):
        yield Intent.APPLICATIONS, {"scheme": about.name}, {}
    wanted = (own for field in fields for own in _OF_SCHEME.get(field, ()))
    for field in dict.fromkeys(wanted):
        yield Intent.SCHEME_FIELD, {"scheme": about.name}, {"field": field}


def _of_application(about: Subject, fields: Sequence[str], _: str) -> Iterator[_Wanted]:
    if "applied" in fields:
        yield Intent.APPLICATIONS, {"applicant": about.name}, {}


def _has_years(question: Question, about: Subject) -> bool:
    """Whether a thing has the years that are asked about: last year's rate is not that of 2027."""
    years = {term.text for term in question.terms if term.is_year}
    texts = [text for fact in about.facts for text in all_texts(fact)]
    texts += [one.date or "" for fact in about.facts for one in fact.documents]
    return all(any(year in text for text in texts) for year in years)


def _of_its_time(intent: Intent, when: When) -> When:
    """Whoever applied did so once: that is told whatever else the question dates."""
    return When() if intent is Intent.APPLICATIONS else when


def _timed(question: Question) -> tuple[Question, When]:
    """A question without its time, and that; of a season its end, when what it brought holds."""
    text, when = take_time(question.text)
    if when.date is None:
        text, season = take_season(text)
        when = When(season, "at", when.earlier)
    left = {token.text for token in tokens(text)}
    taken = {token.text for token in tokens(question.text)} - left
    terms = tuple(term for term in question.terms if term.text not in taken)
    return replace(question, terms=terms), when


_TELLING = {
    FactKind.MEASURE: _of_measure,
    FactKind.SCHEME: _of_scheme,
    FactKind.APPLICATION: _of_application,
}
