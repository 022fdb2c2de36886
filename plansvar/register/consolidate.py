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
from plansvar.register.evidence import StoredClaim
from plansvar.register.facts import Conflict, Entry, Fact, GroundKind, Register
from plansvar.register.history import Timeline
from plansvar.register.ids import fact_id
from plansvar.register.kinds import FIELDS, FactKind, key_field
from plansvar.register.observing import observations_of
from plansvar.register.parties import PartyNames, learn
from plansvar.register.precedence import rank_of
from plansvar.register.proper_names import learn_names
from plansvar.register.timespan import order, reached

_KINDS = {kind: place for place, kind in enumerate(FactKind)}
_BY_TITLE = frozenset({FactKind.MEASURE, FactKind.GOAL, FactKind.OPEN_QUESTION})


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
    observations = observations_of(cluster.kind, used, parties)
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
    """By kind, then as the documents have them: where its plan names it, else speaks of it."""
    key = key_field(fact.kind)
    named = _first_place(fact, [*fact.fields.get(key, ()), *fact.history.get(key, ())])
    first = named or _first_place(fact, [one for many in fact.fields.values() for one in many])
    return _KINDS[fact.kind], first or ("", 0), fact.id


def _first_place(fact: Fact, entries: Sequence[Entry]) -> tuple[str, int] | None:
    return min(
        (
            (piece.document.path, piece.start)
            for entry in entries
            for piece in entry.evidence
            if fact.plan is None or piece.document.id == fact.plan.id
        ),
        default=None,
    )
