"""Ids of facts.

A fact has the id of its smallest claim, in short. It stays when documents are read again and when
documents come in that say the same, unless one of their claims is smaller; therefore the id of
any of its claims finds the fact too (:func:`names`). Two users who may read different documents may
see a fact under different ids; each finds it by the other's as long as he may read that claim.
"""

from __future__ import annotations

from collections.abc import Iterable

from plansvar.register.facts import Fact
from plansvar.register.kinds import FactKind

_LENGTH = 12
_LETTERS = {
    FactKind.GOAL: "g",
    FactKind.MEASURE: "m",
    FactKind.RESPONSIBILITY: "r",
    FactKind.DECISION: "d",
    FactKind.APPLICATION: "a",
    FactKind.SCHEME: "s",
    FactKind.OPEN_QUESTION: "q",
    FactKind.PARTY: "p",
}


def fact_id(kind: FactKind, claim_ids: Iterable[str]) -> str:
    """The id of a fact with these claims: "m-3fa9c1b2d40e"."""
    return _short(kind, min(claim_ids))


def names(id_: str, fact: Fact) -> bool:
    """Whether an id means this fact: it is or was its id, or that of a claim of it."""
    return id_ == fact.id or any(
        id_ in {claim, _short(fact.kind, claim)} for claim in fact.claim_ids
    )


def _short(kind: FactKind, claim_id: str) -> str:
    return f"{_LETTERS[kind]}-{claim_id.replace('-', '')[:_LENGTH]}"
