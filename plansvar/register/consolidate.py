"""Facts out of claims: what several documents say of one thing, on one day.

Everything comes from the claims and corrections passed in. Whoever passes in only what a reader may
read gets exactly the facts that he may know of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority
from plansvar.register import keyed, linking
from plansvar.register.apply import Applied, apply
from plansvar.register.claims import SURE
from plansvar.register.clusters import PLANS, Cluster, reading_order
from plansvar.register.corrections import Correction
from plansvar.register.evidence import StatedValue, StoredClaim
from plansvar.register.facts import Conflict, Entry, Evidence, Fact, GroundKind, Register
from plansvar.register.history import Timeline
from plansvar.register.ids import fact_id
from plansvar.register.kinds import FIELDS, FactKind, field_of, key_field
from plansvar.register.parties import PartyNames, learn
from plansvar.register.precedence import Observation, Said, observe, rank_of, unit
from plansvar.register.proper_names import learn_names
from plansvar.register.timespan import order, reached
from plansvar.register.values import value_key

_BY_TITLE = frozenset({FactKind.MEASURE, FactKind.GOAL, FactKind.OPEN_QUESTION})
# What a fact is called and numbered holds from the day that it is written.
_NAMING = {
    kind: frozenset({key_field(kind), "number", "case_number", "point"})
    | (frozenset({"body", "date"}) if kind is FactKind.DECISION else frozenset())
    for kind in FactKind
}


def consolidate(
    claims: Sequence[StoredClaim],
    corrections: Sequence[Correction],
    as_of: str | None,
    today: str,
) -> Register:
    """Put facts together, the order of ``claims`` playing no part.

    Args:
        claims: What the reader may read.
        corrections: What people have said of these claims, in the log's order.
        as_of: An ISO date, possibly cut: documents that are surely later don't count, nor do values
            that hold from later on. A document without a date counts. ``None``: today.
        today: An ISO date; what is decided to hold from a later day on doesn't hold yet.
    """
    day = as_of or today
    counted = [one for one in claims if as_of is None or reached(one.document.since, as_of)]
    applied = apply(corrections, {one.id for one in counted}, as_of)
    counted = [one for one in counted if one.id not in applied.rejected]
    parties = learn(counted)
    facts = [
        fact
        for cluster in applied.merge(_clusters(counted, parties))
        if (fact := _fact(cluster, parties, applied, day)) is not None
    ]
    return Register(facts=tuple(sorted(facts, key=_place)), as_of=as_of)


def _clusters(claims: Sequence[StoredClaim], parties: PartyNames) -> list[Cluster]:
    by_kind: dict[FactKind, list[StoredClaim]] = {}
    for claim in claims:
        by_kind.setdefault(claim.kind, []).append(claim)
    names = learn_names(claims)
    found: list[Cluster] = []
    for kind in FactKind:
        of_kind = by_kind.get(kind, [])
        if kind in _BY_TITLE:
            found += linking.link(kind, of_kind, names)
        else:
            found += keyed.link(kind, of_kind, parties)
    return found


def _fact(cluster: Cluster, parties: PartyNames, applied: Applied, day: str) -> Fact | None:
    claims = sorted(cluster.claims, key=reading_order)
    sure = [one for one in claims if one.confidence >= SURE]
    # A guess adds nothing to what is known.
    used = sure if any(not one.changes for one in sure) else claims
    said = applied.about(cluster, parties)
    fields: dict[str, tuple[Entry, ...]] = {}
    history: dict[str, tuple[Entry, ...]] = {}
    conflicts: list[Conflict] = []
    observations = _observations(cluster.kind, used, parties)
    for field in FIELDS[cluster.kind]:
        found = [*observations.get(field.name, ()), *said.get(field.name, ())]
        if not found:
            continue
        timeline = Timeline(cluster.kind, field.name)
        timeline.read(found)
        outcome = timeline.outcome(day)
        if outcome.entries:
            fields[field.name] = outcome.entries
        if outcome.history:
            history[field.name] = outcome.history
        if outcome.conflict:
            conflicts.append(outcome.conflict)
    if not _is_named(cluster.kind, fields):
        return None
    documents = _documents(claims)
    return Fact(
        id=fact_id(cluster.kind, [one.id for one in claims]),
        kind=cluster.kind,
        fields=fields,
        history=history,
        conflicts=tuple(conflicts),
        plan=_plan(used),
        documents=documents,
        claim_ids=tuple(sorted(one.id for one in claims)),
        confidence=_confidence(fields, used),
        confirmed=applied.confirmed(cluster, fields, parties),
    )


def _is_named(kind: FactKind, fields: Mapping[str, object]) -> bool:
    """A measure may be known by its number alone, a decision by its case, and so on."""
    return key_field(kind) in fields or bool(fields.keys() & {"number", "case_number", "applicant"})


def _observations(
    kind: FactKind, claims: Sequence[StoredClaim], parties: PartyNames
) -> dict[str, list[Observation]]:
    """What each source says of each field; a list's values in one document are one list."""
    found: dict[str, list[Observation]] = {}
    stated = any(not one.changes for one in claims)
    named_elsewhere = stated and kind is not FactKind.PARTY
    granted = any(_grants(one) for one in claims)
    lists: dict[tuple[str, str, bool, str | None], list[tuple[StoredClaim, StatedValue]]] = {}
    for claim in claims:
        for field in dict.fromkeys(value.field for value in claim.values):
            naming = field in _NAMING[kind]
            if claim.changes and naming and named_elsewhere:
                continue  # it only says what is changed
            grants = field == "amount" and _grants(claim)
            if field == "amount" and granted and not grants and claim.document.since is None:
                continue  # what was asked for, nobody knows when
            effective = None if naming else claim.effective
            if field_of(kind, field).many:
                key = (field, unit(claim.document), claim.changes, effective)
                lists.setdefault(key, []).extend((claim, one) for one in claim.all(field))
                continue
            values = [_said(kind, claim, value, parties) for value in claim.all(field)]
            found.setdefault(field, []).append(
                observe(
                    claim.document,
                    field,
                    values,
                    changes=claim.changes,
                    effective=effective,
                    primary=kind is FactKind.DECISION,
                    grants=grants,
                )
            )
    for (field, _, changes, effective), items in lists.items():
        values = [_said(kind, claim, value, parties) for claim, value in items]
        document = items[0][0].document
        found.setdefault(field, []).append(
            observe(document, field, values, changes=changes, effective=effective)
        )
    return found


def _grants(claim: StoredClaim) -> bool:
    """Whether its amount is what an application got; else it is what was asked for."""
    return claim.kind is FactKind.APPLICATION and None not in {
        claim.first("outcome"),
        claim.first("amount"),
    }


def _said(kind: FactKind, claim: StoredClaim, value: StatedValue, parties: PartyNames) -> Said:
    return Said(
        key=value_key(kind, value.field, value, parties),
        text=value.text,
        normal=value.normal,
        operation=value.operation,
        evidence=Evidence(
            claim_id=claim.id,
            document=claim.document,
            quote=value.quote,
            start=value.start,
            end=value.end,
            page=value.page,
            extractor=claim.extractor,
            confidence=claim.confidence,
        ),
    )


def _documents(claims: Sequence[StoredClaim]) -> tuple[DocumentInfo, ...]:
    """The strongest and newest first."""
    found = {one.document.version_id: one.document for one in claims}
    return tuple(sorted(found.values(), key=_strongest_first))


def _strongest_first(document: DocumentInfo) -> tuple[object, ...]:
    first, last = order(document.since) if document.since else (0, 0)
    return rank_of(document), -first, -last, document.path, document.id


def _plan(claims: Sequence[StoredClaim]) -> DocumentInfo | None:
    """The newest plan that states it, an adopted one before drafts; else where it comes from."""
    stating = _documents([one for one in claims if not one.changes] or claims)
    plans = [one for one in stating if one.type in PLANS]
    adopted = [one for one in plans if one.authority is Authority.ADOPTED]
    return next(iter(adopted or plans or stating), None)


def _confidence(fields: Mapping[str, Sequence[Entry]], claims: Sequence[StoredClaim]) -> float:
    """The lowest of what holds, each value as sure as its best evidence; a person is sure."""
    best = [
        1.0 if _is_confirmed(entry) else max(piece.confidence for piece in entry.evidence)
        for entries in fields.values()
        for entry in entries
        if entry.evidence
    ]
    return min(best) if best else min((one.confidence for one in claims), default=1.0)


def _is_confirmed(entry: Entry) -> bool:
    return any(ground.kind is GroundKind.CONFIRMED for ground in entry.grounds)


def _place(fact: Fact) -> tuple[object, ...]:
    """By kind, then as the documents have them."""
    kinds = list(FactKind)
    first = min(
        (
            (piece.document.path, piece.start)
            for entries in fact.fields.values()
            for entry in entries
            for piece in entry.evidence
            if fact.plan is None or piece.document.id == fact.plan.id
        ),
        default=("", 0),
    )
    return kinds.index(fact.kind), first, fact.id
