"""What people have said of facts, laid over what the documents say.

A correction is about claims, so it follows them into whatever fact they are part of. Rejected
claims count for nothing, whatever day is asked for. What a person corrects or confirms is an event
in the history of a field: a later decision, or a plan adopted later, takes its place; as of an
earlier day it hasn't happened. Who confirms, confirms the values that held then: where documents
that come in, or are read again, say something else of that day, nobody has confirmed that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plansvar.register.claims import Operation
from plansvar.register.clusters import Cluster
from plansvar.register.corrections import Action, Correction
from plansvar.register.facts import Entry, Ground, GroundKind
from plansvar.register.kinds import FactKind, FieldType, field_of, key_field
from plansvar.register.parties import PartyNames
from plansvar.register.precedence import PERSON, Observation, Said
from plansvar.register.timespan import is_date, newer
from plansvar.register.values import Relation, key_of, relation


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
            for field in _about(one):
                found.setdefault(field, []).append(_observation(cluster.kind, field, one, parties))
        return found

    def confirmed(
        self, cluster: Cluster, fields: Mapping[str, Sequence[Entry]], parties: PartyNames
    ) -> Ground | None:
        """Who found the fact right as a whole, the last time, if that still holds."""
        whole = [one for one in self._of(cluster) if one.action is Action.CONFIRM and not one.field]
        return (
            _ground(whole[-1])
            if whole and _holds(whole[-1], cluster.kind, fields, parties)
            else None
        )

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


def _about(correction: Correction) -> Sequence[str]:
    """The fields that somebody said something of."""
    if correction.action is Action.CONFIRM:
        return tuple(dict.fromkeys(one.field for one in correction.confirmed))
    return (correction.field,) if correction.field else ()


def _holds(
    correction: Correction,
    kind: FactKind,
    fields: Mapping[str, Sequence[Entry]],
    parties: PartyNames,
) -> bool:
    """Whether what was confirmed is what holds now; the name may be told in other words."""
    for field in _about(correction):
        now = [key_of(kind, field, one.text, one.normal, parties) for one in fields.get(field, ())]
        then = [
            key_of(kind, field, one.text, one.normal, parties)
            for one in correction.confirmed
            if one.field == field
        ]
        if field == key_field(kind) and now and then:
            if relation(kind, field, now[0], then[0]) is Relation.DIFFERENT:
                return False
        elif set(now) != set(then):
            return False
    return True


def _observation(
    kind: FactKind, field: str, correction: Correction, parties: PartyNames
) -> Observation:
    settles = correction.action is Action.CONFIRM
    values = (
        tuple(
            _said(kind, field, one.text, one.normal, parties)
            for one in correction.confirmed
            if one.field == field
        )
        if settles
        else tuple(
            _said(kind, field, text, normal_form(kind, field, text), parties)
            for text in correction.after
        )
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


def _said(kind: FactKind, field: str, text: str, normal: str | None, parties: PartyNames) -> Said:
    return Said(
        key=key_of(kind, field, text, normal, parties),
        text=text,
        normal=normal,
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
