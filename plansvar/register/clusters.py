"""Claims that speak of one fact, while they are being put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import DocumentType
from plansvar.register.evidence import StoredClaim
from plansvar.register.kinds import FactKind
from plansvar.register.names import same_organisation
from plansvar.register.precedence import plan_key, rank_of, unit
from plansvar.register.timespan import order

# Documents that set up measures and goals of their own; others speak of those.
PLANS = frozenset(
    {
        DocumentType.PLAN,
        DocumentType.ACTION_PROGRAMME,
        DocumentType.PROJECT_DESCRIPTION,
        DocumentType.APPLICATION,
    }
)


@dataclass(slots=True, eq=False)
class Cluster:
    """The claims of one fact."""

    kind: FactKind
    claims: list[StoredClaim] = field(default_factory=list)
    titles: set[tuple[str, ...]] = field(default_factory=set)
    # By plan: the same measure may have another number in another one.
    numbers: dict[str, str] = field(default_factory=dict)
    units: set[str] = field(default_factory=set)
    plans: set[str] = field(default_factory=set)
    levels: set[str] = field(default_factory=set)
    documents: dict[str, DocumentInfo] = field(default_factory=dict)
    _related: dict[str, bool | None] = field(default_factory=dict)

    def add(self, claim: StoredClaim) -> None:
        """Put a claim to the others."""
        self.claims.append(claim)
        self.units.add(unit(claim.document))
        self.plans.add(plan_key(claim.document))
        level = claim.first("level") if self.kind is FactKind.GOAL else None
        if level:
            self.levels.add(level.normal or level.text)
        if claim.document.version_id not in self.documents:
            self.documents[claim.document.version_id] = claim.document
            self._related.clear()

    def absorb(self, other: Cluster) -> None:
        """Take in all of another one of the same kind."""
        for claim in other.claims:
            self.add(claim)
        self.titles |= other.titles
        self.numbers = {**other.numbers, **self.numbers}

    def related(self, document: DocumentInfo) -> bool | None:
        """Whether a document is of the same organisation or place; ``None``: nobody can tell."""
        key = document.version_id
        if key not in self._related:
            answers = {_related(document, one) for one in self.documents.values()}
            self._related[key] = True if True in answers else False if False in answers else None
        return self._related[key]


def _related(one: DocumentInfo, other: DocumentInfo) -> bool | None:
    same = same_organisation(one.about.organisation, other.about.organisation)
    if same:
        return True
    places = {place.number for place in one.about.places}
    others = {place.number for place in other.about.places}
    if places and others:
        return bool(places & others)
    # Others may speak of a plan; two plans of different organisations are two plans.
    return False if same is False and one.type in PLANS and other.type in PLANS else None


def reading_order(claim: StoredClaim) -> tuple[object, ...]:
    """Plans first, the strongest and oldest of them first; the order of claims plays no part."""
    document = claim.document
    return (
        claim.changes,
        document.type not in PLANS,
        rank_of(document),
        order(document.since),
        document.path,
        document.id,
        claim.values[0].start if claim.values else 0,
        claim.id,
    )


def by_day(claims: Sequence[StoredClaim]) -> list[StoredClaim]:
    """In the order in which their values begin to hold."""
    return sorted(
        claims,
        key=lambda claim: (
            order(claim.effective or claim.document.since),
            *reading_order(claim)[1:],
        ),
    )
