"""Who has an office in an organisation: who leads it, before who chairs its board.

An organisation is called by many names ("klyngen Blå Brim", "Blå Brim"), but never by a part of
one: whoever leads another organisation is nobody's answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from assistant.register.inquiry import Inquiry, names
from assistant.register.portfolio import is_role
from assistant.register.reading import without_label
from assistant.register.telling import told
from assistant.register.words import words
from plansvar.language.dates import find_dates
from plansvar.language.terms import stem, tokens
from plansvar.register.facts import Entry, Fact
from plansvar.register.kinds import FactKind
from plansvar.register.names import stems, without_apposition
from plansvar.register.roles import (
    BOARD,
    CHAIR,
    LEADER,
    PROJECT_LEADER,
    Role,
    is_deputy,
    is_leading,
    is_member,
    role_words,
)
from plansvar.register.timespan import newer


def leaders(asked: str, inquiry: Inquiry) -> list[Fact]:
    """Who leads an organisation, the one who does so now first, and then who chairs its board.

    A project manager leads a project of it, unless nobody else is named. None where it is no
    organisation, or where its documents say outright who answers for it.
    """
    called = _called(asked, inquiry)
    facts = [one for one in called if is_role(one)]
    if len(facts) < len(called):
        return []
    leading = [one for one in facts if is_leading(role_of(one)) and role_of(one) != CHAIR]
    whole = [one for one in leading if role_of(one) != PROJECT_LEADER]
    return [*_now_first(whole or leading, inquiry), *_chairs(facts, inquiry)]


def holders(role: str, asked: str, inquiry: Inquiry) -> list[Fact]:
    """Who has a role in an organisation, the one who has it now first; none where none is named.

    Whoever leads an association without a manager chairs it.
    """
    wanted = role_words(role)
    if wanted == LEADER:
        return leaders(asked, inquiry)
    facts = [one for one in _called(asked, inquiry) if is_role(one)]
    if wanted == CHAIR:
        return _chairs(facts, inquiry) or _of_role(LEADER, facts, inquiry)
    return _of_role(wanted, facts, inquiry)


def answering(asked: str, inquiry: Inquiry) -> list[Fact]:
    """What may tell who answers for a thing: no seat in a body, no role in an organisation.

    Whoever coordinates the courses may be told where it is asked who answers for them; whoever
    advises a municipality is not who leads it.
    """
    facts = inquiry.known(FactKind.RESPONSIBILITY)
    if inquiry.party(asked):
        return [one for one in facts if not is_role(one)]
    roles = {one.id: role_of(one) for one in facts}
    return [one for one in facts if not (is_deputy(roles[one.id]) or is_member(roles[one.id]))]


def role_of(fact: Fact) -> Role:
    """The role that a fact gives somebody; the leader among a board's members chairs it."""
    role = role_words(" ".join(fact.texts("role")))
    return CHAIR if role == LEADER and _of_board(fact) else role


def until(entry: Entry) -> str | None:
    """The last day of a time that a quote tells from its first one: "fra 1. mai til 31. juli"."""
    found = {
        last.value
        for piece in entry.evidence
        for first, last in itertools.pairwise(find_dates(piece.quote))
        if first.value == entry.since
        and words().until.fullmatch(piece.quote[first.end : last.start])
    }
    # Two people may begin on one day and end on different ones: then it isn't told which is whose.
    return found.pop() if len(found) == 1 else None


def _called(asked: str, inquiry: Inquiry) -> list[Fact]:
    """What is known of who answers for a thing of this name or has a role in it."""
    groups = inquiry.party(asked)
    own = {_core(name) for name in (asked, *(groups[0] if len(groups) == 1 else ()))}
    return [
        one
        for one in inquiry.known(FactKind.RESPONSIBILITY)
        if inquiry.standing(one) and any(_core(name) in own for name in names(one))
    ]


def _core(name: str) -> tuple[str, ...]:
    """The stems of a name without words for what kind of thing it is."""
    return stems(without_apposition(without_label(name, "measure")))


def _chairs(facts: Sequence[Fact], inquiry: Inquiry) -> list[Fact]:
    """Who chairs the board: those who are called so before the leader of a list of members."""
    chairs = [one for one in facts if role_of(one) == CHAIR]
    called = [one for one in chairs if role_words(" ".join(one.texts("role"))) == CHAIR]
    return _now_first(called or chairs, inquiry)


def _of_role(role: Role, facts: Sequence[Fact], inquiry: Inquiry) -> list[Fact]:
    return _now_first([one for one in facts if role_of(one) == role], inquiry)


def _of_board(fact: Fact) -> bool:
    quotes = (piece.quote for entry in fact.fields.get("role", ()) for piece in entry.evidence)
    return any(stem(one.text) == BOARD for quote in quotes for one in tokens(quote))


def _now_first(facts: Sequence[Fact], inquiry: Inquiry) -> list[Fact]:
    """Those of whom it is known, whoever has it on the day that is asked about first."""
    known = [one for one in facts if told(one.fields.get("party", ()))]
    known.sort(key=lambda one: _since(one) or "", reverse=True)
    return sorted(known, key=lambda one: _is_over(one, inquiry.day))


def _since(fact: Fact) -> str | None:
    return fact.fields["party"][0].since


def _is_over(fact: Fact, day: str) -> bool:
    last = until(fact.fields["party"][0])
    return last is not None and newer(day, last)
