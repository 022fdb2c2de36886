"""Which claims speak of the same decision, application, scheme, responsibility or party.

These are told by what they are, not by a title: who decided in which case on which day, who applied
to which scheme. What a claim doesn't say may be as in another one, as long as only one fits.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from plansvar.register.clusters import Cluster, by_day, reading_order
from plansvar.register.evidence import StoredClaim
from plansvar.register.kinds import FactKind
from plansvar.register.names import alike, plain, stems
from plansvar.register.parties import PartyNames
from plansvar.register.precedence import unit
from plansvar.register.timespan import newer, year

Title = tuple[str, ...]


def link(kind: FactKind, claims: Sequence[StoredClaim], parties: PartyNames) -> list[Cluster]:
    """Put claims of one kind together. Works in about linear time."""
    linker = {
        FactKind.DECISION: _Decisions,
        FactKind.APPLICATION: _Applications,
        FactKind.SCHEME: _Schemes,
        FactKind.RESPONSIBILITY: _Responsibilities,
        FactKind.PARTY: _Parties,
    }[kind](kind, parties)
    for claim in sorted((one for one in claims if not one.changes), key=reading_order):
        linker.state(claim)
    for claim in by_day([one for one in claims if one.changes]):
        linker.change(claim)
    return linker.clusters


class _Keyed:
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


class _Decisions(_Keyed):
    """By case, day, body and point; without a case by day and words."""

    def keys(self, claim: StoredClaim) -> Sequence[Hashable]:
        case, date = _text(claim, "case_number"), _normal(claim, "date")
        keys: list[Hashable] = [("case", case)] if case else []
        if date and claim.name:
            keys.append(("words", date, stems(claim.name.text)))
        if not keys and claim.name:
            keys.append(("quote", plain(claim.name.quote)))
        return keys

    def fits(self, claim: StoredClaim, cluster: Cluster) -> bool:
        return all(self._agrees(claim, other) for other in cluster.claims if not other.changes)

    def _agrees(self, claim: StoredClaim, other: StoredClaim) -> bool:
        points = _text(claim, "point"), _text(other, "point")
        both = (
            (_text(claim, "case_number"), _text(other, "case_number")),
            (_normal(claim, "date"), _normal(other, "date")),
            points,
        )
        if any(one and two and one != two for one, two in both):
            return False
        if not self._one_body(claim, other):
            return False
        if points[0] and points[0] == points[1]:
            return True
        if claim.changes:
            return points[0] is None or points[0] == points[1]
        # One case has many decisions: without a point they must say the same.
        here, there = claim.name, other.name
        if here is None or there is None:
            return True
        if unit(claim.document) == unit(other.document):
            return stems(here.text) == stems(there.text)
        return alike(stems(here.text), stems(there.text)) > 0

    def _one_body(self, claim: StoredClaim, other: StoredClaim) -> bool:
        one, two = self.party(claim, "body"), self.party(other, "body")
        # "Styret" in the minutes is "Styret i X" elsewhere.
        return not one or not two or one == two or set(one) < set(two) or set(two) < set(one)

    def change(self, claim: StoredClaim) -> None:
        """A decision that repeals another names its case and point; alone it is one itself."""
        keys = self.keys(claim)
        if not keys:
            return
        found = [
            one
            for one in self.found(claim, keys)
            if not newer(one.claims[0].document.since, claim.effective or claim.document.since)
        ]
        # Without a point the whole case is repealed.
        whole = _normal(claim, "outcome") == "repealed" and not _text(claim, "point")
        if len(found) > 1 and whole:
            found = [one for one in found if not _rejected(one)]
            for one in found:
                one.add(claim)
        elif len(found) == 1:
            found[0].add(claim)
        if not found and claim.name:
            self.join(None, claim, keys)


class _Applications(_Keyed):
    """By applicant and scheme, and the year where it is known."""

    def keys(self, claim: StoredClaim) -> Sequence[Hashable]:
        applicant = self.party(claim, "applicant")
        return [applicant] if applicant else []

    def fits(self, claim: StoredClaim, cluster: Cluster) -> bool:
        return all(
            _same_name(claim.first("scheme"), other.first("scheme"))
            and _agree(year(_normal(claim, "date")), year(_normal(other, "date")))
            and _agree(_text(claim, "level"), _text(other, "level"))
            for other in cluster.claims
        )


class _Schemes(_Keyed):
    """By name and year: the terms of two years are two facts."""

    def keys(self, claim: StoredClaim) -> Sequence[Hashable]:
        return [stems(_without_years(claim.name.text))] if claim.name else []

    def fits(self, claim: StoredClaim, cluster: Cluster) -> bool:
        if cluster.related(claim.document) is False:
            return False
        own = _years(claim)
        return all(own == _years(other) or not own or not _years(other) for other in cluster.claims)

    def found(self, claim: StoredClaim, keys: Sequence[Hashable]) -> list[Cluster]:
        """Without a year: the one of the document's year, where there are several."""
        found = super().found(claim, keys)
        day = claim.document.since
        if len(found) < 2 or day is None:
            return found
        return [
            one
            for one in found
            if any(span[0] <= day[:4] <= span[1] for span in map(_years, one.claims) if span)
        ]


class _Responsibilities(_Keyed):
    """By party, role and area; who takes over a role takes over the fact."""

    def __init__(self, kind: FactKind, parties: PartyNames) -> None:
        super().__init__(kind, parties)
        self._areas: dict[Title, list[Cluster]] = {}

    def join(self, cluster: Cluster | None, claim: StoredClaim, keys: Sequence[Hashable]) -> None:
        if cluster is None:
            cluster = Cluster(self.kind)
            self.clusters.append(cluster)
            self._areas.setdefault(_stems(claim, "area"), []).append(cluster)
        super().join(cluster, claim, keys)

    def keys(self, claim: StoredClaim) -> Sequence[Hashable]:
        party, area = self.party(claim, "party"), _stems(claim, "area")
        return [("party", party, area)] if party and area else []

    def fits(self, claim: StoredClaim, cluster: Cluster) -> bool:
        roles = [_stems(other, "role") for other in cluster.claims]
        role = _stems(claim, "role")
        return all(role == other or not role or not other for other in roles)

    def change(self, claim: StoredClaim) -> None:
        """A claim that gives a role to somebody else names role and area."""
        area = _stems(claim, "area")
        if not area:
            return
        found = [one for one in self._areas.get(area, ()) if self.fits(claim, one)]
        party = self.party(claim, "party")
        theirs = [
            one for one in found if any(self.party(other, "party") == party for other in one.claims)
        ]
        others = [one for one in found if one not in theirs]
        if len(others) == 1:
            # What later documents say of the new one is of the same fact.
            for one in theirs:
                self._take_in(others[0], one)
            self.join(others[0], claim, self.keys(claim))
        elif not others:
            self.state(claim)

    def _take_in(self, cluster: Cluster, other: Cluster) -> None:
        cluster.absorb(other)
        self.clusters.remove(other)
        blocks = [self._blocks.get(key, []) for one in other.claims for key in self.keys(one)]
        for block in (*blocks, self._areas.get(_stems(other.claims[0], "area"), [])):
            if other in block:
                block.remove(other)


class _Parties(_Keyed):
    """By name, as far as names are known to be one."""

    def keys(self, claim: StoredClaim) -> Sequence[Hashable]:
        name = self.party(claim, "name")
        return [name] if name else []

    def fits(self, claim: StoredClaim, cluster: Cluster) -> bool:
        return True


def _rejected(cluster: Cluster) -> bool:
    """Whether it came to nothing, so that there is nothing to repeal."""
    return any(_normal(one, "outcome") == "rejected" for one in cluster.claims)


def _text(claim: StoredClaim, field: str) -> str | None:
    value = claim.first(field)
    return (plain(value.normal or value.text) or None) if value else None


def _normal(claim: StoredClaim, field: str) -> str | None:
    value = claim.first(field)
    return value.normal if value else None


def _stems(claim: StoredClaim, field: str) -> Title:
    value = claim.first(field)
    return stems(value.text) if value else ()


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _same_name(one: object, other: object) -> bool:
    texts = [getattr(value, "text", None) for value in (one, other)]
    if texts[0] is None or texts[1] is None:
        return True
    names = [stems(_without_years(text)) for text in texts if text]
    return alike(names[0], names[1]) > 0


def _without_years(name: str) -> str:
    kept = [word for word in name.split() if word.strip(".,()–-/0123456789")]
    return " ".join(kept) or name


def _years(claim: StoredClaim) -> tuple[str, ...]:
    """The first and last year of a scheme's terms; empty where the claim doesn't say."""
    normal = _normal(claim, "year")
    if not normal:
        return ()
    first, _, last = normal.partition("/")
    return (first[:4], (last or first)[:4])
