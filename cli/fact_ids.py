"""Ids of facts as people type them: the first characters are enough, as with git."""

from __future__ import annotations

from collections.abc import Iterable

from plansvar.access import User
from plansvar.errors import NotFoundError
from plansvar.register.facts import Fact
from plansvar.service import Service

# "m-" and four more: fewer look like a word, and soon fit several.
_SHORTEST = 6
_MOST_NAMED = 5


def short_ids(facts: Iterable[Fact]) -> dict[str, str]:
    """The shortest beginning of each id that no other id has."""
    ids = sorted({fact.id for fact in facts})
    short: dict[str, str] = {}
    for place, id_ in enumerate(ids):
        near = [ids[other] for other in (place - 1, place + 1) if 0 <= other < len(ids)]
        common = max((_common(id_, other) for other in near), default=0)
        short[id_] = id_[: max(_SHORTEST, common + 1)]
    return short


def find_fact(service: Service, typed: str, user: User, as_of: str | None = None) -> Fact:
    """The fact whose id begins with what was typed, with or without its letter.

    Raises:
        NotFoundError: ``register.no_fact``, or ``fact.ambiguous``.
    """
    wanted = typed.strip().strip("[]").casefold()
    found = [
        fact
        for fact in service.register(user, as_of).facts
        if wanted and (fact.id.startswith(wanted) or fact.id.partition("-")[2].startswith(wanted))
    ]
    exact = [fact for fact in found if fact.id == wanted]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        named = ", ".join(fact.id for fact in found[:_MOST_NAMED])
        raise NotFoundError("fact.ambiguous", id=typed, found=named)
    # An id from before, or of another reader, who may see other claims of it.
    return service.fact(wanted, user, as_of)


def _common(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
