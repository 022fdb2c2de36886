"""Claims of one fact told by what they are: the frame that each kind fills in."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from plansvar.register.clusters import Cluster
from plansvar.register.evidence import StoredClaim
from plansvar.register.kinds import FactKind
from plansvar.register.names import plain, stems
from plansvar.register.parties import PartyNames

Title = tuple[str, ...]


class Keyed:
    """Blocks of clusters that share a key; :meth:`fits` decides among those of a block."""

    def __init__(self, kind: FactKind, parties: PartyNames) -> None:
        self.clusters: list[Cluster] = []
        self.kind = kind
        self.parties = parties
        self._blocks: dict[Hashable, list[Cluster]] = {}

    def keys(self, claim: StoredClaim) -> Sequence[Hashable]:
        """The blocks in which a claim's fact is found; none: it names nothing."""
        raise NotImplementedError

    def fits(self, claim: StoredClaim, cluster: Cluster) -> bool:
        """Whether a claim of the cluster's block may speak of the same fact."""
        raise NotImplementedError

    def state(self, claim: StoredClaim) -> None:
        """Join a claim to its fact, or begin one."""
        keys = self.keys(claim)
        if keys:
            found = self.found(claim, keys)
            self.join(found[0] if len(found) == 1 else None, claim, keys)

    def change(self, claim: StoredClaim) -> None:
        """Join a claim that changes something to what it names; alone it is a fact like others."""
        self.state(claim)

    def finish(self) -> None:
        """What only the whole shows; most kinds have nothing of the sort."""

    def found(self, claim: StoredClaim, keys: Sequence[Hashable]) -> list[Cluster]:
        """The facts that a claim may speak of."""
        found: dict[int, Cluster] = {}
        for key in keys:
            for cluster in self._blocks.get(key, ()):
                if id(cluster) not in found and self.fits(claim, cluster):
                    found[id(cluster)] = cluster
        return list(found.values())

    def join(self, cluster: Cluster | None, claim: StoredClaim, keys: Sequence[Hashable]) -> None:
        """Put a claim into a fact, ``None`` for a new one."""
        if cluster is None:
            cluster = Cluster(self.kind)
            self.clusters.append(cluster)
        cluster.add(claim)
        for key in keys:
            block = self._blocks.setdefault(key, [])
            if cluster not in block:
                block.append(cluster)

    def party(self, claim: StoredClaim, field: str) -> Title:
        """The party in a field; empty where there is none."""
        value = claim.first(field)
        return self.parties.resolve(value.text) if value else ()


def text_of(claim: StoredClaim, field: str) -> str | None:
    """The first value of a field as it is compared."""
    value = claim.first(field)
    return (plain(value.normal or value.text) or None) if value else None


def normal_of(claim: StoredClaim, field: str) -> str | None:
    """The normal form of the first value of a field."""
    value = claim.first(field)
    return value.normal if value else None


def stems_of(claim: StoredClaim, field: str) -> Title:
    """The stems of the first value of a field; empty where there is none."""
    value = claim.first(field)
    return stems(value.text) if value else ()
