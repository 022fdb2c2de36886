"""Asking the register: complete lists of facts, with their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from plansvar.register.facts import Entry, Fact, Register
from plansvar.register.kinds import FIELDS, FactKind, FieldType
from plansvar.register.names import alike, lexicon, party_words, plain, stems
from plansvar.register.parties import PartyNames, Words
from plansvar.register.timespan import newer, passed

_MISSPELT = 0.85
# A word of fewer letters is another word when one letter differs.
_SHORTEST_MISSPELT = 5


class Flag(StrEnum):
    """What can be wrong or true of a fact.

    ``UNOWNED``: a measure that nobody leads. ``OVERDUE``: its deadline has passed and its status
    doesn't say that it is done. ``CONFLICT``: documents disagree. ``UNSURE``: for review.
    ``NO_STATUS``: a measure that no document says anything of how it goes. ``OPEN``: a question
    that nobody has answered. ``CHANGED``: something of it held before that holds no more.
    """

    UNOWNED = "unowned"
    OVERDUE = "overdue"
    CONFLICT = "conflict"
    UNSURE = "unsure"
    NO_STATUS = "no_status"
    OPEN = "open"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FactQuery:
    """Which facts are wanted; all that is given must hold, no kinds means all.

    ``owner`` leads a measure, answers for an area, or runs a scheme; ``party`` has any part in it.
    ``text`` stands somewhere in the fact, ``plan`` in the title of a document that states it.
    ``since`` and ``until`` are ISO dates, included, for what has a date: decisions, applications,
    questions. ``scheme`` is what was applied to. ``limit`` without a value: all.
    """

    kinds: tuple[FactKind, ...] = ()
    owner: str | None = None
    party: str | None = None
    text: str | None = None
    plan: str | None = None
    goal: str | None = None
    level: str | None = None
    flags: tuple[Flag, ...] = ()
    since: str | None = None
    until: str | None = None
    body: str | None = None
    applicant: str | None = None
    scheme: str | None = None
    outcome: str | None = None
    case_number: str | None = None
    as_of: str | None = None
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class FactPage:
    """What was found, ``total`` before limit and offset.

    ``ambiguous`` are names that fit a name asked for equally well; then nothing is found, and
    somebody should ask which is meant. ``meant`` are the names that were taken for those asked for.
    ``left_out`` counts what isn't shown since it stands only in editions that are replaced; see
    :func:`plansvar.register.standing.holding`.
    """

    facts: tuple[Fact, ...]
    total: int
    ambiguous: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
    left_out: int = 0


_OWNERS = frozenset({"leads", "party", "administrators"})
_ROLES = ("owner", "party", "body", "applicant")


def select(register: Register, query: FactQuery, today: str) -> FactPage:
    """The facts that a query asks for, in the register's order.

    Args:
        register: The facts that the asker may know of, as of the query's day.
        query: What is wanted.
        today: An ISO date; what is overdue without an ``as_of``.
    """
    book = Names(register)
    meant: dict[str, Words | None] = {}
    shown: list[str] = []
    for role in _ROLES:
        asked = getattr(query, role)
        if asked is None:
            continue
        found = book.find(asked)
        if len(found) > 1:
            return FactPage((), 0, ambiguous=tuple(group[0] for group in found))
        names = found[0] if found else ()
        meant[role] = book.resolve(names[0]) if names else None
        shown += names[:1]
    facts = [one for one in register.facts if _wanted(one, query, book, meant, today)]
    end = None if query.limit is None else query.offset + query.limit
    return FactPage(tuple(facts[query.offset : end]), len(facts), meant=tuple(shown))


class Names:
    """The parties of a register under all their names."""

    def __init__(self, register: Register) -> None:
        aliases = [
            (alias, fact.name)
            for fact in register.of(FactKind.PARTY)
            for alias in (*fact.texts("aliases"), *_texts(fact.history.get("name", ())))
        ]
        # A party's own name comes first: that is the one to show.
        names = [fact.name for fact in register.of(FactKind.PARTY)]
        names += [name for fact in register.facts for name in _parties(fact)]
        self._parties = PartyNames(names, aliases)
        self._groups: dict[Words, list[str]] = {}
        self._own: dict[Words, Words] = {}
        for name in dict.fromkeys([*names, *(alias for alias, _ in aliases)]):
            party = self.resolve(name)
            if party:
                self._groups.setdefault(party, []).append(name)
                self._own.setdefault(party_words(name), party)

    def resolve(self, name: str) -> Words:
        """The party that a name in the register means."""
        return self._parties.resolve(name)

    def find(self, asked: str) -> list[tuple[str, ...]]:
        """The parties that a name may mean, each under all its names; several: it is open which.

        First names that are the same but for inflection and company form, then those that hold all
        words asked for, then those with a letter wrong.
        """
        words = party_words(asked)
        if not words:
            return []
        for fits in (_same, _holds, _misspelt):
            scores: dict[Words, float] = {}
            for own, party in self._own.items():
                score = fits(words, own)
                if score > scores.get(party, 0.0):
                    scores[party] = score
            if scores:
                best = max(scores.values())
                return [
                    tuple(self._groups[party])
                    for party, score in sorted(scores.items())
                    if score == best
                ]
        return []


def _same(asked: tuple[str, ...], own: tuple[str, ...]) -> float:
    if asked == own:
        return 2.0
    return 1.0 if _bare(asked) == _bare(own) else 0.0


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(word for word in words if word not in lexicon().company_forms)
    bare = kept or words
    # "Brimviks" asks for Brimvik.
    return tuple(word.removesuffix("s") if len(word) > 3 else word for word in bare)


def _holds(asked: tuple[str, ...], own: tuple[str, ...]) -> float:
    wanted, has = set(_bare(asked)), set(_bare(own))
    if wanted <= has:
        # A municipality is what people mean by its name alone.
        return 1.0 if has - wanted <= {"kommun"} else 0.5
    return 0.0


def _misspelt(asked: tuple[str, ...], own: tuple[str, ...]) -> float:
    one, other = " ".join(_bare(asked)), " ".join(_bare(own))
    if min(len(one), len(other)) < _SHORTEST_MISSPELT or abs(len(one) - len(other)) > 3:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < _MISSPELT:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= _MISSPELT else 0.0


def _parties(fact: Fact) -> Iterator[str]:
    """The parties of a fact, also those that had a part in it before."""
    for field in FIELDS[fact.kind]:
        if field.type is FieldType.PARTY:
            yield from fact.texts(field.name)
            yield from _texts(fact.history.get(field.name, ()))


def _texts(entries: Iterable[Entry]) -> list[str]:
    return [entry.text for entry in entries]


def _wanted(
    fact: Fact, query: FactQuery, book: Names, meant: dict[str, Words | None], today: str
) -> bool:
    return (
        (not query.kinds or fact.kind in query.kinds)
        and _has_parties(fact, book, meant)
        and (query.text is None or _mentions(fact, query.text))
        and (query.plan is None or _of_plan(fact, query.plan))
        and (query.goal is None or _field_fits(fact, "goal", query.goal))
        and (query.scheme is None or _of_scheme(fact, query.scheme))
        and _is_code(fact, "level", query.level)
        and _is_code(fact, "outcome", query.outcome)
        and _is_code(fact, "case_number", query.case_number)
        and _in_time(fact, query.since, query.until)
        and all(has_flag(fact, flag, query.as_of or today) for flag in query.flags)
    )


def _has_parties(fact: Fact, book: Names, meant: dict[str, Words | None]) -> bool:
    for role, party in meant.items():
        if role == "owner":
            fields: Iterable[str] = _OWNERS
        elif role == "party":
            fields = (one.name for one in FIELDS[fact.kind] if one.type is FieldType.PARTY)
        else:
            fields = (role,)
        if not any(book.resolve(text) == party for field in fields for text in fact.texts(field)):
            return False
    return True


def _mentions(fact: Fact, text: str) -> bool:
    """All words of the text stand in the fact, also as parts of compounds."""
    words = {
        word for entries in fact.fields.values() for one in entries for word in stems(one.text)
    }
    return all(
        any(wanted in word for word in words) if len(wanted) > 3 else wanted in words
        for wanted in stems(text)
    )


def _of_plan(fact: Fact, plan: str) -> bool:
    wanted = set(stems(plan))
    return any(
        plan in {one.id, one.path} or wanted <= set(stems(one.title)) for one in fact.documents
    )


def _field_fits(fact: Fact, field: str, text: str) -> bool:
    return any(
        plain(one) == plain(text) or alike(stems(one), stems(text)) > 0 for one in fact.texts(field)
    )


def _of_scheme(fact: Fact, scheme: str) -> bool:
    field = "name" if fact.kind is FactKind.SCHEME else "scheme"
    return _field_fits(fact, field, scheme)


def _is_code(fact: Fact, field: str, code: str | None) -> bool:
    if code is None:
        return True
    return plain(code) in {
        plain(value)
        for entry in fact.fields.get(field, ())
        for value in (entry.text, entry.normal or "")
    }


def _in_time(fact: Fact, since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    date = fact.normal("date")
    if date is None:
        return False
    return not (newer(since, date) or newer(date, until))


def has_flag(fact: Fact, flag: Flag, day: str) -> bool:
    """Whether something is true of a fact on a day."""
    measure = fact.kind is FactKind.MEASURE
    if flag is Flag.UNOWNED:
        return measure and not fact.fields.get("leads")
    if flag is Flag.OVERDUE:
        return measure and is_overdue(fact, day)
    if flag is Flag.CONFLICT:
        return bool(fact.conflicts)
    if flag is Flag.UNSURE:
        return not fact.known
    if flag is Flag.NO_STATUS:
        return measure and not fact.fields.get("status")
    if flag is Flag.OPEN:
        return fact.kind is FactKind.OPEN_QUESTION and not fact.fields.get("answered_by")
    return bool(fact.history)


def is_overdue(fact: Fact, day: str) -> bool:
    """Whether the deadline, or else the period, has passed, and it is neither done nor given up."""
    end = fact.normal("deadline") or (fact.normal("period") or "").partition("/")[2]
    if not end or not passed(end, day):
        return False
    words = lexicon()
    status = [plain(text) for text in fact.texts("status")]
    return not any(words.done.search(text) or words.given_up.search(text) for text in status)
