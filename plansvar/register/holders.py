"""Which claims speak of the same responsibility: who holds which role where.

A responsibility is told by party, role and area. An area is compared as the party that it is where
it is one, without the number beside it; "styret" and "laget" in an organisation's own documents are
its own. An office that one person holds at a time (a chair, a mayor; names.toml) is one fact also
when another one has taken it over: as long as the documents of the one all come before those of the
other. Two who are named for one office in the same document stay two.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Hashable, Sequence

from plansvar.language.terms import stem
from plansvar.register.clusters import Cluster
from plansvar.register.evidence import StoredClaim
from plansvar.register.former import former_of
from plansvar.register.keys import Keyed, Title, stems_of
from plansvar.register.kinds import FactKind
from plansvar.register.names import company_form, lexicon, stems, without_label
from plansvar.register.parties import PartyNames
from plansvar.register.roles import (
    BOARD,
    CHAIR,
    LEADER,
    PROJECT_LEADER,
    is_deputy,
    offices,
    role_words,
)
from plansvar.register.timespan import newer, order

_NUMBER_BESIDE = re.compile(r"\s*\([a-zæøå]?\d+(?:\.\d+)*[a-z]?\)\s*$", re.IGNORECASE)
_ORGANISATIONS = frozenset(map(stem, ("kommune", "fylkeskommune", "herad")))
_SHORTEST_NOUN = 3
_TOO_COMMON = 30


class Responsibilities(Keyed):
    """By party, role and area; who takes over a role takes over the fact."""

    def __init__(self, kind: FactKind, parties: PartyNames) -> None:
        """Begin without any."""
        super().__init__(kind, parties)
        self._areas: dict[Title, list[Cluster]] = {}
        self._seats: dict[str, tuple[Title, Title]] = {}
        self._gone: set[int] = set()
        # What differs among the claims of a fact: area, role, area as it is written.
        self._told: dict[int, dict[tuple[Title, Title, Title], None]] = {}

    def join(self, cluster: Cluster | None, claim: StoredClaim, keys: Sequence[Hashable]) -> None:
        """Put a claim into a fact, and find it by its area from then on."""
        if cluster is None:
            cluster = Cluster(self.kind)
            self.clusters.append(cluster)
            self._areas.setdefault(self._seat(claim)[0], []).append(cluster)
        super().join(cluster, claim, keys)
        told = (*self._seat(claim), stems_of(claim, "area"))
        self._told.setdefault(id(cluster), {})[told] = None

    def keys(self, claim: StoredClaim) -> Sequence[tuple[Hashable, ...]]:
        """The party in its area, as it is written too; whoever advises does so by role."""
        party, (area, role) = self.party(claim, "party"), self._seat(claim)
        if not party or not area:
            return []
        keys: dict[tuple[Hashable, ...], None] = {
            ("party", party, one): None for one in (area, stems_of(claim, "area"))
        }
        if role and not _is_leading(role):
            keys["role", party, role] = None
        return list(keys)

    def found(self, claim: StoredClaim, keys: Sequence[Hashable]) -> list[Cluster]:
        """Whoever has a role in very many areas isn't found by the role alone."""
        few = [
            key
            for key in keys
            if not _is_by_role(key) or len(self._blocks.get(key, ())) <= _TOO_COMMON
        ]
        return super().found(claim, few)

    def fits(self, claim: StoredClaim, cluster: Cluster) -> bool:
        """Whether it is the same role, and the same area told more or less exactly."""
        area, role = self._seat(claim)
        told = self._told[id(cluster)]
        if not all(_agree(role, other) for _, other, _ in told):
            return False
        written = stems_of(claim, "area")
        return any(
            area == other
            or written == as_written
            or _is_part_of(area, other)
            or _is_part_of(other, area)
            for other, _, as_written in told
        )

    def change(self, claim: StoredClaim) -> None:
        """A claim that gives a role to somebody else names role and area."""
        area = self._seat(claim)[0]
        if not area:
            return
        found = [one for one in self._areas.get(area, ()) if self.fits(claim, one)]
        party = self.party(claim, "party")
        theirs = [one for one in found if party in self._holders(one)]
        others = [one for one in found if one not in theirs]
        if len(others) == 1:
            # What later documents say of the new one is of the same fact.
            for one in theirs:
                self._take_in(others[0], one)
            self.join(others[0], claim, self.keys(claim))
        elif not others:
            self.state(claim)

    def finish(self) -> None:
        """Put together what only the whole shows to be one."""
        by_area: dict[Title, list[Cluster]] = {}
        for cluster in self._left(self.clusters):
            by_area.setdefault(self._seat(cluster.claims[0])[0], []).append(cluster)
        for clusters in by_area.values():
            if len(clusters) > 1:
                self._join_leaders(clusters)
                self._join_named(self._left(clusters))
                self._join_successors(self._left(clusters))
        self.clusters = self._left(self.clusters)

    def _left(self, clusters: Sequence[Cluster]) -> list[Cluster]:
        return [one for one in clusters if id(one) not in self._gone]

    def _join_leaders(self, clusters: Sequence[Cluster]) -> None:
        """Who is called "leder" and elsewhere "styreleder" of the same is so once.

        Unless somebody else is that in a document that calls him "leder".
        """
        leading: dict[frozenset[Title], list[Cluster]] = {}
        named: dict[tuple[Title, str], int] = {}
        for one in clusters:
            if _leads(self._role(one)):
                leading.setdefault(frozenset(self._holders(one)), []).append(one)
                for name in one.units:
                    named[self._role(one), name] = named.get((self._role(one), name), 0) + 1
        for less in clusters:
            same = leading.get(frozenset(self._holders(less)), ())
            if self._role(less) != LEADER or len(same) != 1:
                continue
            role = self._role(same[0])
            if all(named.get((role, name), 0) <= (name in same[0].units) for name in less.units):
                self._take_in(same[0], less)

    def _join_named(self, clusters: Sequence[Cluster]) -> None:
        """Who is said to follow somebody ("etter Kari Nes") takes over what that one held."""
        by_holder: dict[tuple[Title, Title], list[Cluster]] = {}
        for one in clusters:
            for party in self._holders(one):
                by_holder.setdefault((self._role(one), party), []).append(one)
        for one in clusters:
            for before in self._before(one):
                same = [
                    other
                    for other in by_holder.get((self._role(one), before), ())
                    if other is not one and id(other) not in self._gone
                ]
                if len(same) == 1 and id(one) not in self._gone:
                    self._take_in(same[0], one)

    def _before(self, cluster: Cluster) -> list[Title]:
        """Those who held it before, as its own documents have it."""
        return [
            self.parties.resolve(former.text)
            for claim in cluster.claims
            for value in claim.all("party")
            if (former := former_of(self.kind, value)) is not None
        ]

    def _join_successors(self, clusters: Sequence[Cluster]) -> None:
        """One office after the other, the oldest first."""
        by_role: dict[Title, list[Cluster]] = {}
        for one in clusters:
            if self._is_office(one):
                by_role.setdefault(self._role(one), []).append(one)
        for held in by_role.values():
            terms = [(self._days(one), one) for one in held]
            if len(held) < 2 or not all(days for days, _ in terms):
                continue
            terms.sort(key=lambda term: (order(term[0][0]), order(term[0][-1])))
            pairs = itertools.pairwise(terms)
            if all(
                not newer(before[0][-1], after[0][0]) and not before[1].units & after[1].units
                for before, after in pairs
            ):
                for _, later in terms[1:]:
                    self._take_in(terms[0][1], later)

    def _days(self, cluster: Cluster) -> list[str]:
        """The days on which somebody is said to hold it; none where one of them isn't known."""
        days = [one.effective or one.document.since for one in cluster.claims]
        known = [day for day in days if day is not None]
        return sorted(known, key=order) if len(known) == len(days) else []

    def _is_office(self, cluster: Cluster) -> bool:
        area, role = self._seat(cluster.claims[0])
        if len(self._holders(cluster)) != 1:
            return False
        if role == LEADER:
            return area != (BOARD,) and bool(set(area) & lexicon().bodies.keys())
        if role == PROJECT_LEADER and (company_form(area) or set(area) & _ORGANISATIONS):
            return False  # an organisation has many projects
        return role in offices() and area != (BOARD,)

    def _holders(self, cluster: Cluster) -> set[Title]:
        return {self.party(one, "party") for one in cluster.claims}

    def _role(self, cluster: Cluster) -> Title:
        return next((role for one in cluster.claims if (role := self._seat(one)[1])), ())

    def _seat(self, claim: StoredClaim) -> tuple[Title, Title]:
        """Area and role as they are compared."""
        found = self._seats.get(claim.id)
        if found is None:
            found = self._seats[claim.id] = self._read_seat(claim)
        return found

    def _read_seat(self, claim: StoredClaim) -> tuple[Title, Title]:
        value, role = claim.first("area"), _role_words(claim)
        if value is None:
            return (), role
        text = _NUMBER_BESIDE.sub("", value.text) or value.text
        area = self._words(text)
        own = claim.document.about.organisation
        if own and len(area) == 1:
            organisation = self._words(own)
            if area[0] == BOARD:
                return organisation, CHAIR if role == LEADER else role
            if len(area[0]) >= _SHORTEST_NOUN and _names_kind(area[0], organisation):
                return organisation, role
        return area, role

    def _words(self, text: str) -> Title:
        """An area that is a party is compared as that party."""
        return stems(" ".join(self.parties.resolve(without_label(text))))

    def _take_in(self, cluster: Cluster, other: Cluster) -> None:
        cluster.absorb(other)
        self._told[id(cluster)] |= self._told[id(other)]
        self._gone.add(id(other))
        for one in other.claims:
            for key in self.keys(one):
                block = self._blocks.get(key, [])
                if other in block:
                    block.remove(other)
                if cluster not in block:
                    block.append(cluster)
            area = self._areas.get(self._seat(one)[0], [])
            if other in area:
                area.remove(other)


def _names_kind(noun: str, organisation: Title) -> bool:
    """Whether "laget" or "kommunen" is what an organisation is: a "grunneigarlag", a "kommune"."""
    return any(word.endswith(noun) for word in organisation)


def _is_by_role(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[:1] == ("role",)


def _is_leading(role: Title) -> bool:
    """Whether leading a part is something else than leading the whole."""
    return role in offices() or role[-1].endswith(LEADER[0])


def _is_part_of(less: Title, more: Title) -> bool:
    """Whether a name of several words is told in more of them: "Grønn vekst", "Grønn vekst Dal"."""
    return len(less) > 1 and less != more and set(less) <= set(more)


def _agree(one: Title, other: Title) -> bool:
    return one == other or not one or not other


def _leads(role: Title) -> bool:
    """Whether a role is more exactly a leader's."""
    last = role[-1] if role else ""
    return role != LEADER and last.endswith(LEADER[0]) and not is_deputy(role)


def _role_words(claim: StoredClaim) -> Title:
    """The stems of a role; none where no role is told."""
    value = claim.first("role")
    return role_words(value.text) if value is not None else ()
