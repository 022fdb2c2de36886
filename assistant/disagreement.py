"""What holds now, where an answer quotes what held before, or what other sources deny.

Sentences are found by what they say, not by whether it still holds. The register knows which value
of a fact has replaced which, and by what authority; so where a quote tells a value that another one
has replaced, or that a source of weight disagrees with, the answer says so first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.asked_role import named_role
from assistant.cited_facts import Told, told_in
from assistant.matching import Bag, quality
from assistant.register.checking import stands_in
from assistant.register.draft import Draft, Reply, shortened, shown
from assistant.register.inquiry import names
from assistant.register.offices import role_of
from assistant.register.portfolio import is_role
from assistant.register.several import joined
from assistant.register.subject import asked_fields
from assistant.register.telling import (
    add_conflicts,
    add_history,
    grounds,
    role_text,
    title,
    told,
    values,
)
from assistant.related import with_related
from assistant.understanding import AnswerKind, QuestionTerm, understand
from plansvar.access import User
from plansvar.answers import Answer, Citation, Mode
from plansvar.database import reads
from plansvar.language.dates import find_dates
from plansvar.language.normalise import squeeze
from plansvar.register.facts import Entry, Fact, Register
from plansvar.register.kinds import key_field
from plansvar.register.roles import Role, is_leading, role_words
from plansvar.register.service import RegisterService
from plansvar.stores import Stores

# What people act by.
_FIELDS = frozenset(
    "leads party deadline period funding target status ceiling rate window administrators".split()
)
# What a question of a kind may be for, whatever its words are.
_OF_KIND = {
    AnswerKind.WHO: frozenset({"leads", "party", "administrators"}),
    AnswerKind.WHEN: frozenset({"deadline", "period", "window", "status"}),
    AnswerKind.NUMBER: frozenset({"funding", "target", "ceiling", "rate", "status"}),
}
# What the same words ask for in facts of other kinds.
_SAME = {
    "leads": {"leads", "party", "administrators"},
    "deadline": {"deadline", "period", "window", "status"},
    "window": {"deadline", "period", "window"},
    "funding": {"funding"},
    "ceiling": {"ceiling", "rate"},
    "rate": {"ceiling", "rate", "target"},
    "history": _FIELDS,
    "everybody": set(),
    "applied": set(),
    "eligible": set(),
}
# A whole table may tell of many; the register has them all.
_MOST = 4
# A shorter name may be any word.
_SHORTEST_NAME = 6


def with_what_holds(answer: Answer, as_of: str | None, user: User, stores: Stores) -> Answer:
    """An answer of quotes with what the register knows against them before it.

    An answer whose quotes all hold on the day ``as_of`` (``None``: today) comes back as it is. Only
    documents that the question may be answered from are brought against it.
    """
    if answer.abstained or answer.mode is not Mode.EXTRACTIVE:
        return answer
    read = stores.register or RegisterService(lambda: stores.engine).register
    register = read(user, as_of, stores.limit.documents if stores.limit else None)
    texts: dict[str, str | None] = {}

    def text_of(version: str) -> str | None:
        if version not in texts:
            texts[version] = reads.text(stores.engine, user, version)
        return texts[version]

    draft = Draft(answer.language, text_of)
    quoted = [*told_in(answer.citations, register), *_repeated(answer.citations, register)]
    terms = understand(answer.question).terms
    quoted = [one for one in quoted if one.citation.number == 1 or _is_named(one.fact, terms)]
    short = answer.short_answer
    asks = _Asked.of(answer.question)
    denied = [(fact, field) for fact, field in _denied(quoted) if asks.for_field(fact, field)]
    for fact, field in denied[:_MOST]:
        current = fact.fields.get(field, ())
        if current and told(current) and _ended(fact, field, quoted):
            roles = fact.fields["role"] if field == "party" and is_role(fact) else ()
            draft.state(
                draft.words(
                    "holds_now",
                    name=title(shortened(shown(_named(fact))), draft),
                    field=role_text(roles, draft) if roles else draft.words(f"field.{field}"),
                    value=values(current, draft),
                    grounds=grounds(current, draft),
                ),
                [*current, *roles, _named(fact)],
                fully=True,
            )
            add_history(fact, field, draft)
            short = _short(short, fact, field, draft)
        add_conflicts(fact, (field,), draft)
    there = {sentence.text for sentence in answer.sentences}
    draft.sentences = [one for one in draft.sentences if one.text not in there]
    if not draft.sentences:
        return answer
    added, _ = with_related(draft.citations, answer.language, user, stores)
    first = Reply(tuple(draft.sentences), added)
    whole = joined([first, Reply(answer.sentences, answer.citations)])
    return replace(answer, sentences=whole.sentences, citations=whole.citations, short_answer=short)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question may be for: ``fields`` (``None``: any), and the role that it names.

    Who is consultant in a measure isn't answered by who has taken it over, nor by its new deadline.
    """

    fields: frozenset[str] | None
    role: Role | None

    @classmethod
    def of(cls, question: str) -> _Asked:
        """By a question's words, or its kind."""
        named = asked_fields(question)
        role = named_role(question) if "role" in named else None
        kind = _OF_KIND.get(understand(question).kind, frozenset())
        fields = {own for field in named for own in _SAME.get(field, {field})}
        return cls(
            frozenset(fields | (kind if role is None else set())) or None,
            role_words(role) if role else None,
        )

    def for_field(self, fact: Fact, field: str) -> bool:
        """Whether the question may be for a field of a fact.

        A role in an organisation is of interest to whoever asks for it, or who leads: a new member
        of the board is nobody's answer.
        """
        if self.fields is None:
            return True
        if field == "party" and is_role(fact):
            own = role_of(fact)
            return own == self.role if self.role else field in self.fields and is_leading(own)
        return field in self.fields


def _is_named(fact: Fact, terms: Sequence[QuestionTerm]) -> bool:
    """Whether a question has a word of a fact's name: a row quoted beside may be of anything."""
    bag = Bag.of(*names(fact))
    return any(quality(term, bag) for term in terms)


def _repeated(citations: Sequence[Citation], register: Register) -> Iterator[Told]:
    """Values that quotes repeat though no rule has read them there: the thing's name beside them.

    "Fristen for Felles molo er 1. juni" in a paragraph says what the table of measures says.
    """
    for fact in register.facts:
        past = [(field, one) for field, one in _past(fact) if field in _FIELDS]
        if not past or len(fact.name) < _SHORTEST_NAME:
            continue
        for citation in citations:
            if not stands_in(fact.name, " ".join((*citation.heading, citation.quote))):
                continue
            for field in {field for field, _ in past}:
                for entry in (*fact.history.get(field, ()), *fact.fields.get(field, ())):
                    if _says(citation.quote, entry):
                        yield Told(fact, field, entry, citation)


def _past(fact: Fact) -> Iterator[tuple[str, Entry]]:
    for field, entries in fact.history.items():
        for entry in entries:
            if entry.until is not None:
                yield field, entry


def _says(quote: str, entry: Entry) -> bool:
    """Whether a quote has a value: as it is written, or the same date in other words."""
    written = re.search(rf"(?<!\w){re.escape(squeeze(entry.text))}(?!\w)", squeeze(quote), re.I)
    return written is not None or any(
        date.year is not None and date.value == entry.normal for date in find_dates(quote)
    )


def _denied(quoted: list[Told]) -> Iterator[tuple[Fact, str]]:
    """The facts and fields of which a quote tells what ended, or what others deny; each once."""
    seen: set[tuple[str, str]] = set()
    for one in quoted:
        key = (one.fact.id, one.field)
        if one.field not in _FIELDS or key in seen or not one.fact.known:
            continue
        # A quote that tells what holds beside what held says it all itself.
        conflict = any(other.field == one.field for other in one.fact.conflicts)
        if conflict or _ended(one.fact, one.field, quoted):
            seen.add(key)
            yield one.fact, one.field


def _ended(fact: Fact, field: str, quoted: list[Told]) -> bool:
    """Whether quotes tell what held, and none of them what holds now."""
    of_field = [one for one in quoted if one.fact.id == fact.id and one.field == field]
    now = {entry.text for entry in fact.fields.get(field, ())}
    return any(one.ended and one.entry.text not in now for one in of_field) and not any(
        not one.ended and one.entry.text in now for one in of_field
    )


def _named(fact: Fact) -> Entry:
    return fact.fields[key_field(fact.kind)][0]


def _short(short: str | None, fact: Fact, field: str, draft: Draft) -> str | None:
    """The short answer: what holds now, where it was what held before; it must stand in a quote."""
    before = [entry for entry in fact.history.get(field, ()) if entry.until is not None]
    if short is None or not any(
        stands_in(short, entry.text) or stands_in(entry.text, short) for entry in before
    ):
        return short
    now = fact.fields.get(field, ())
    value = shown(now[0]) if len(now) == 1 else ""
    return value if value and any(value in one.quote for one in draft.citations) else None
