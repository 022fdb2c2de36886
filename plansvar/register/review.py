"""What a person should look at, in the order of how much it matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from plansvar.register.claims import SURE
from plansvar.register.corrections import Action, Correction
from plansvar.register.evidence import StoredClaim
from plansvar.register.facts import Conflict, Fact, Register
from plansvar.register.kinds import FactKind


class Reason(StrEnum):
    """Why somebody should look, the most urgent first.

    ``REPORTED``: somebody said that it is wrong, and nobody has confirmed or corrected it since.
    ``CONFLICT``: documents disagree on what people act by, ``OTHER_CONFLICT``: on something else.
    ``UNSURE``: the whole fact may have been read wrong. ``UNSURE_CHANGE``, ``UNSURE_STATEMENT``: a
    document may change it, or say something else of it, and isn't counted so far. ``NO_OWNER``: a
    measure that nobody leads; ``NO_DEADLINE``: one that has neither deadline nor period.
    """

    REPORTED = "reported"
    CONFLICT = "conflict"
    UNSURE_CHANGE = "unsure_change"
    UNSURE = "unsure"
    OTHER_CONFLICT = "other_conflict"
    NO_OWNER = "no_owner"
    UNSURE_STATEMENT = "unsure_statement"
    NO_DEADLINE = "no_deadline"


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A fact and why to look at it.

    ``claims`` are those that aren't counted, and ``reports`` what people said, where that is it.
    """

    fact: Fact
    reason: Reason
    conflict: Conflict | None = None
    claims: tuple[StoredClaim, ...] = ()
    reports: tuple[Correction, ...] = ()


# What people act by: who does it, until when, for how much, and whether it was decided.
_WEIGHTY = frozenset(
    {"leads", "party", "deadline", "period", "funding", "ceiling", "rate", "amount", "window"}
    | {"outcome", "target", "date"}
)
# What somebody does who has looked at a report.
_SETTLING = frozenset({Action.CONFIRM, Action.CORRECT, Action.REJECT})
_ORDER = {reason: place for place, reason in enumerate(Reason)}
# Of measures more hangs on an answer than of names.
_KINDS = {
    kind: place
    for place, kind in enumerate(
        (
            FactKind.MEASURE,
            FactKind.DECISION,
            FactKind.RESPONSIBILITY,
            FactKind.SCHEME,
            FactKind.GOAL,
            FactKind.APPLICATION,
            FactKind.OPEN_QUESTION,
            FactKind.PARTY,
        )
    )
}


def review(
    register: Register, claims: Sequence[StoredClaim], corrections: Sequence[Correction] = ()
) -> tuple[ReviewItem, ...]:
    """The queue, the most important first. What a person has confirmed as a whole isn't in it.

    Args:
        register: The facts.
        claims: What they were computed from.
        corrections: The log, of which reports count that nobody has dealt with.
    """
    by_id = {one.id: one for one in claims}
    reported = _reported(corrections)
    items = [item for fact in register.facts for item in _said(fact, reported)]
    items += [
        item
        for fact in register.facts
        if fact.confirmed is None or fact.conflicts
        for item in _items(fact, by_id)
    ]
    return tuple(
        sorted(
            items,
            key=lambda item: (
                _ORDER[item.reason],
                _KINDS[item.fact.kind],
                item.fact.confidence,
                item.fact.name.casefold(),
                item.fact.id,
            ),
        )
    )


def _reported(corrections: Sequence[Correction]) -> Mapping[str, tuple[Correction, ...]]:
    """The reports that nobody has dealt with yet, by claim."""
    found: dict[str, tuple[Correction, ...]] = {}
    withdrawn: set[str] = set()
    for one in reversed(corrections):
        if one.action is Action.WITHDRAW and one.withdraws and one.id not in withdrawn:
            withdrawn.add(one.withdraws)
    for one in corrections:
        if one.id in withdrawn:
            continue
        for claim in one.claims:
            if one.action is Action.REPORT:
                found[claim] = (*found.get(claim, ()), one)
            elif one.action in _SETTLING:
                # Who corrects one field hasn't looked at what was said of another.
                left = found.pop(claim, ())
                if one.field:
                    settled = {None, one.field}
                    found[claim] = tuple(each for each in left if each.field not in settled)
    return found


def _said(fact: Fact, reported: Mapping[str, tuple[Correction, ...]]) -> Iterator[ReviewItem]:
    reports = {one.id: one for claim in fact.claim_ids for one in reported.get(claim, ())}
    if reports:
        in_order = tuple(sorted(reports.values(), key=lambda one: (one.at, one.id)))
        yield ReviewItem(fact, Reason.REPORTED, reports=in_order)


def _items(fact: Fact, claims: Mapping[str, StoredClaim]) -> Iterator[ReviewItem]:
    for conflict in fact.conflicts:
        weighty = conflict.field in _WEIGHTY
        yield ReviewItem(fact, Reason.CONFLICT if weighty else Reason.OTHER_CONFLICT, conflict)
    if fact.confirmed is not None:
        return
    if fact.confidence < SURE:
        yield ReviewItem(fact, Reason.UNSURE)
    else:
        yield from _not_counted(fact, claims)
    if fact.kind is FactKind.MEASURE:
        if not fact.fields.get("leads"):
            yield ReviewItem(fact, Reason.NO_OWNER)
        if not fact.fields.get("deadline") and not fact.fields.get("period"):
            yield ReviewItem(fact, Reason.NO_DEADLINE)


def _not_counted(fact: Fact, claims: Mapping[str, StoredClaim]) -> Iterator[ReviewItem]:
    unsure = [
        claims[one] for one in fact.claim_ids if one in claims and claims[one].confidence < SURE
    ]
    for changes, reason in ((True, Reason.UNSURE_CHANGE), (False, Reason.UNSURE_STATEMENT)):
        found = tuple(one for one in unsure if one.changes is changes)
        if found:
            yield ReviewItem(fact, reason, claims=found)
