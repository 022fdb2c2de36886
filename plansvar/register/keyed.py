"""Which claims speak of the same decision, application, scheme, responsibility or party.

These are told by what they are, not by a title: who decided in which case on which day, who applied
to which scheme. What a claim doesn't say may be as in another one, as long as only one fits.
"""

from __future__ import annotations

import functools
from collections.abc import Hashable, Sequence

from plansvar.documents.types import Authority
from plansvar.register.clusters import Cluster, by_day, reading_order
from plansvar.register.evidence import StoredClaim
from plansvar.register.holders import Responsibilities
from plansvar.register.keys import Keyed, Title, normal_of, text_of
from plansvar.register.kinds import FactKind
from plansvar.register.names import alike, lexicon, plain, same_organisation, stems
from plansvar.register.parties import PartyNames
from plansvar.register.precedence import unit
from plansvar.register.retold import join_retold
from plansvar.register.telling import substituted
from plansvar.register.timespan import newer, year

# An inflected word and its stem differ in a letter or two at the end of a long word.
_LONG_WORD = 6
_ENDING = 2
# Words that are one but for their ending begin alike. Of so many facts a word tells none.
_SAME_START = 5
_TOO_COMMON = 30

# Scheme, year, level.
_Applied = tuple[Title | None, str | None, str | None]


def link(kind: FactKind, claims: Sequence[StoredClaim], parties: PartyNames) -> list[Cluster]:
    """Put claims of one kind together. Works in about linear time."""
    linker = {
        FactKind.DECISION: _Decisions,
        FactKind.APPLICATION: _Applications,
        FactKind.SCHEME: _Schemes,
        FactKind.RESPONSIBILITY: Responsibilities,
        FactKind.PARTY: _Parties,
    }[kind](kind, parties)
    for claim in sorted((one for one in claims if not one.changes), key=reading_order):
        linker.state(claim)
    for claim in by_day([one for one in claims if one.changes]):
        linker.change(claim)
    linker.finish()
    return linker.clusters


class _Decisions(Keyed):
    """By case, day, body and point; without a case by day and words."""

    def __init__(self, kind: FactKind, parties: PartyNames) -> None:
        super().__init__(kind, parties)
        # The days and points that are known of each case.
        self._cases: dict[str, dict[tuple[str | None, str | None], None]] = {}

    def keys(self, claim: StoredClaim) -> Sequence[Hashable]:
        case, date = text_of(claim, "case_number"), normal_of(claim, "date")
        keys: list[Hashable] = [("case", case, *_day_and_point(claim))] if case else []
        if date and claim.name:
            keys.append(("words", date, stems(claim.name.text)))
        if not keys and claim.name:
            keys.append(("quote", plain(claim.name.quote)))
        return keys

    def found(self, claim: StoredClaim, keys: Sequence[Hashable]) -> list[Cluster]:
        """Those of the case whose day and point are the same, or not known."""
        case = text_of(claim, "case_number")
        if case is None:
            return super().found(claim, keys)
        known = self._cases.get(case, {})
        date, point = _day_and_point(claim)
        both = [(day, of) for day in (date, None) for of in (point, None)]
        near = both if date and point else known
        more: list[Hashable] = [
            ("case", case, day, of)
            for day, of in near
            if (day, of) in known and _agree(day, date) and _agree(of, point)
        ]
        return super().found(claim, [*more, *keys])

    def join(self, cluster: Cluster | None, claim: StoredClaim, keys: Sequence[Hashable]) -> None:
        """Put a claim into a fact."""
        super().join(cluster, claim, keys)
        case = text_of(claim, "case_number")
        if case is not None:
            self._cases.setdefault(case, {})[_day_and_point(claim)] = None

    def fits(self, claim: StoredClaim, cluster: Cluster) -> bool:
        return all(self._agrees(claim, other) for other in cluster.claims if not other.changes)

    def _agrees(self, claim: StoredClaim, other: StoredClaim) -> bool:
        points = text_of(claim, "point"), text_of(other, "point")
        both = (
            (text_of(claim, "case_number"), text_of(other, "case_number")),
            (normal_of(claim, "date"), normal_of(other, "date")),
            points,
        )
        if any(one and two and one != two for one, two in both):
            return False
        if not self._one_body(claim, other) or not self._one_case(claim, other):
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

    def _one_case(self, claim: StoredClaim, other: StoredClaim) -> bool:
        """Whether like numbers can be one case: every body has a case 12 of the year.

        The same document, day or body says so; for what changes a decision it is enough that it
        comes from the same organisation. Two that both keep minutes have two cases, and a body
        without a place in its name ("formannskapet") may be another municipality's.
        """
        one, two = claim.document, other.document
        if unit(one) == unit(two):
            return True
        same = same_organisation(one.about.organisation, two.about.organisation)
        minutes = one.authority is two.authority is Authority.MINUTES
        if same is False and minutes:
            return False
        days = normal_of(claim, "date"), normal_of(other, "date")
        if days[0] and days[0] == days[1]:
            return True
        body = self.party(claim, "body")
        if body and self.party(other, "body"):
            return same is not False or not _is_any_bodys(body)
        return claim.changes and same is True

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
        whole = normal_of(claim, "outcome") == "repealed" and not text_of(claim, "point")
        if len(found) > 1 and whole:
            found = [one for one in found if not _rejected(one)]
            for one in found:
                one.add(claim)
        elif len(found) == 1:
            found[0].add(claim)
        if not found and claim.name:
            self.join(None, claim, keys)

    def finish(self) -> None:
        """Put what others tell of a decision to it."""
        self.clusters = join_retold(self.clusters, self._one_body)


class _Applications(Keyed):
    """By applicant and scheme, and the year where it is known."""

    def __init__(self, kind: FactKind, parties: PartyNames) -> None:
        super().__init__(kind, parties)
        # What differs among the claims of a fact: the scheme's name, the year, the level.
        self._told: dict[int, dict[_Applied, None]] = {}

    def keys(self, claim: StoredClaim) -> Sequence[Hashable]:
        """The applicant, with the scheme's name and with the start of each of its words."""
        applicant = self.party(claim, "applicant")
        if not applicant:
            return []
        name = _applied(claim)[0]
        if name is None:
            return [applicant, (applicant, None)]
        starts = dict.fromkeys(word[:_SAME_START] for word in name)
        return [applicant, (applicant, name), *((applicant, start) for start in starts)]

    def found(self, claim: StoredClaim, keys: Sequence[Hashable]) -> list[Cluster]:
        """One scheme in other words has one of its rarer words; two that fit are one too many."""
        applicant, *more = keys
        if _applied(claim)[0] is None:
            return self._first_two(claim, [applicant])
        exact, *starts = more
        sizes = {key: len(self._blocks.get(key, ())) for key in starts}
        rare = sorted((key for key in starts if sizes[key] <= _TOO_COMMON), key=sizes.__getitem__)
        return self._first_two(claim, [exact, (applicant, None), *rare])

    def _first_two(self, claim: StoredClaim, keys: Sequence[Hashable]) -> list[Cluster]:
        found: dict[int, Cluster] = {}
        seen: set[int] = set()
        for key in keys:
            for cluster in self._blocks.get(key, ()):
                if id(cluster) not in seen and self.fits(claim, cluster):
                    found[id(cluster)] = cluster
                    if len(found) > 1:
                        return list(found.values())
                seen.add(id(cluster))
        return list(found.values())

    def join(self, cluster: Cluster | None, claim: StoredClaim, keys: Sequence[Hashable]) -> None:
        """Put a claim into a fact."""
        super().join(cluster, claim, keys)
        joined = cluster or self.clusters[-1]
        self._told.setdefault(id(joined), {})[_applied(claim)] = None

    def fits(self, claim: StoredClaim, cluster: Cluster) -> bool:
        name, day, level = _applied(claim)
        return all(
            _agree(day, other_day) and _agree(level, other_level) and _same_name(name, other)
            for other, other_day, other_level in self._told[id(cluster)]
        )


class _Schemes(Keyed):
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


class _Parties(Keyed):
    """By name, as far as names are known to be one."""

    def keys(self, claim: StoredClaim) -> Sequence[Hashable]:
        name = self.party(claim, "name")
        return [name] if name else []

    def fits(self, claim: StoredClaim, cluster: Cluster) -> bool:
        return True


def _day_and_point(claim: StoredClaim) -> tuple[str | None, str | None]:
    return normal_of(claim, "date"), text_of(claim, "point")


def _is_any_bodys(name: Title) -> bool:
    """Whether it says what body it is and not whose: "formannskapet", "styret"."""
    bodies, small = lexicon().bodies, lexicon().small
    return all(word in bodies or word in bodies.values() or word in small for word in name)


def _rejected(cluster: Cluster) -> bool:
    """Whether it came to nothing, so that there is nothing to repeal."""
    return any(normal_of(one, "outcome") == "rejected" for one in cluster.claims)


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _applied(claim: StoredClaim) -> _Applied:
    """The scheme, the year and the level of an application."""
    scheme = claim.first("scheme")
    name = stems(_without_years(scheme.text)) if scheme else None
    return name, year(normal_of(claim, "date")), text_of(claim, "level")


@functools.lru_cache(maxsize=50_000)
def _same_name(one: Title | None, other: Title | None) -> bool:
    if one is None or other is None or one == other:
        return True
    alike_enough = alike(one, other) > 0 and not substituted(one, other)
    return alike_enough or _named_in(one, other) or _named_in(other, one)


def _named_in(name: Title, words: Title) -> bool:
    """Whether a name stands in a longer one: "regionalt program", "det regionale programmet til X".

    Adjectives keep an ending that the other form doesn't have.
    """
    return len(name) > 1 and all(
        any(word[: len(one)] == one[: len(word)] and _close(one, word) for word in words)
        for one in name
    )


def _close(one: str, other: str) -> bool:
    return one == other or (
        min(len(one), len(other)) >= _LONG_WORD and abs(len(one) - len(other)) <= _ENDING
    )


def _without_years(name: str) -> str:
    kept = [word for word in name.split() if word.strip(".,()–-/0123456789")]
    return " ".join(kept) or name


def _years(claim: StoredClaim) -> tuple[str, ...]:
    """The first and last year of a scheme's terms; empty where the claim doesn't say."""
    normal = normal_of(claim, "year")
    if not normal:
        return ()
    first, _, last = normal.partition("/")
    return (first[:4], (last or first)[:4])
