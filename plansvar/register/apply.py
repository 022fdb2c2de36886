"""What people have said of facts, laid over what the documents say.

A correction is about claims, so it follows them into whatever fact they are part of. Rejected
claims count for nothing, whatever day is asked for. What a person corrects or confirms is an event
in the history of a field: a later decision, or a plan adopted later, takes its place; as of an
earlier day it hasn't happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plansvar.register.claims import Operation
from plansvar.register.clusters import Cluster
from plansvar.register.corrections import Action, Correction
from plansvar.register.facts import Ground, GroundKind
from plansvar.register.kinds import FIELDS, FactKind, FieldType, field_of
from plansvar.register.parties import PartyNames
from plansvar.register.precedence import PERSON, Observation, Said
from plansvar.register.timespan import is_date, newer
from plansvar.register.values import key_of


@dataclass(frozen=True, slots=True)
class Applied:
    """The corrections that count, in the log's order, sorted by what they do."""

    rejected: frozenset[str]
    merges: tuple[Correction, ...]
    by_claim: Mapping[str, tuple[Correction, ...]]

    def merge(self, clusters: Sequence[Cluster]) -> list[Cluster]:
        """Make one cluster of those that somebody found to be one fact."""
        home = {claim.id: cluster for cluster in clusters for claim in cluster.claims}
        gone: set[int] = set()
        for one in self.merges:
            into = next((home[claim] for claim in one.claims if claim in home), None)
            others = {id(home[claim]): home[claim] for claim in one.others if claim in home}
            for other in others.values():
                if into is None or other is into or other.kind is not into.kind:
                    continue
                into.absorb(other)
                home.update((claim.id, into) for claim in other.claims)
                gone.add(id(other))
        return [cluster for cluster in clusters if id(cluster) not in gone]

    def about(self, cluster: Cluster, parties: PartyNames) -> dict[str, list[Observation]]:
        """What people said of a fact's fields."""
        found: dict[str, list[Observation]] = {}
        for one in self._of(cluster):
            fields = [one.field] if one.field else [field.name for field in FIELDS[cluster.kind]]
            for field in fields:
                found.setdefault(field, []).append(_observation(cluster.kind, field, one, parties))
        return found

    def confirmed(self, cluster: Cluster) -> Ground | None:
        """Who found the fact right as a whole, the last time."""
        whole = [one for one in self._of(cluster) if one.action is Action.CONFIRM and not one.field]
        return _ground(whole[-1]) if whole else None

    def _of(self, cluster: Cluster) -> list[Correction]:
        found = {one.id: one for claim in cluster.claims for one in self.by_claim.get(claim.id, ())}
        return sorted(found.values(), key=lambda one: (one.at, one.id))


def apply(corrections: Sequence[Correction], claim_ids: set[str], as_of: str | None) -> Applied:
    """Sort out which corrections count for some claims on a day."""
    withdrawn: set[str] = set()
    for one in reversed(corrections):
        # A withdrawal can be withdrawn too.
        if one.action is Action.WITHDRAW and one.withdraws and one.id not in withdrawn:
            withdrawn.add(one.withdraws)
    counting = [one for one in corrections if one.id not in withdrawn]
    by_claim: dict[str, list[Correction]] = {}
    for one in counting:
        said = one.action in {Action.CONFIRM, Action.CORRECT}
        if said and not (as_of and newer(day_of(one), as_of)):
            for claim in one.claims:
                by_claim.setdefault(claim, []).append(one)
    return Applied(
        rejected=frozenset(
            claim
            for one in counting
            if one.action is Action.REJECT
            for claim in one.claims
            if claim in claim_ids
        ),
        merges=tuple(one for one in counting if one.action is Action.MERGE),
        by_claim={claim: tuple(found) for claim, found in by_claim.items()},
    )


def day_of(correction: Correction) -> str:
    """The day on which somebody corrected something."""
    return correction.at.date().isoformat()


def _ground(correction: Correction) -> Ground:
    kind = GroundKind.CORRECTED if correction.action is Action.CORRECT else GroundKind.CONFIRMED
    return Ground(kind, date=day_of(correction), by=correction.by)


def _observation(
    kind: FactKind, field: str, correction: Correction, parties: PartyNames
) -> Observation:
    settles = correction.action is Action.CONFIRM
    values = (
        () if settles else tuple(_said(kind, field, text, parties) for text in correction.after)
    )
    return Observation(
        field=field,
        values=values,
        date=day_of(correction),
        rank=PERSON,
        plan="",
        document=None,
        ground=_ground(correction),
        settles=settles,
    )


def _said(kind: FactKind, field: str, text: str, parties: PartyNames) -> Said:
    return Said(
        key=key_of(kind, field, text, normal_form(kind, field, text), parties),
        text=text,
        normal=normal_form(kind, field, text),
        operation=Operation.SET,
        evidence=None,
    )


def normal_form(kind: FactKind, field: str, text: str) -> str | None:
    """A corrected value as it is compared: dates and codes are given in that form."""
    type_ = field_of(kind, field).type
    if type_ is FieldType.DATE and is_date(text):
        return text
    if type_ is FieldType.CODE:
        return text.strip().casefold()
    return None
