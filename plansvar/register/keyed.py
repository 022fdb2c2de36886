"""Which claims speak of the same decision, application, scheme, responsibility or party.

These are told by what they are, not by a title: who decided in which case on which day, who applied
to which scheme. What a claim doesn't say may be as in another one, as long as only one fits.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from plansvar.register.clusters import Cluster, by_day, reading_order
from plansvar.register.evidence import StoredClaim
from plansvar.register.holders import Responsibilities
from plansvar.register.keys import Keyed, Title, normal_of, text_of
from plansvar.register.kinds import FactKind
from plansvar.register.names import alike, plain, stems
from plansvar.register.parties import PartyNames
from plansvar.register.precedence import unit
from plansvar.register.retold import join_retold
from plansvar.register.timespan import newer, year

# An inflected word and its stem differ in a letter or two at the end of a long word.
_LONG_WORD = 6
_ENDING = 2


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

    def keys(self, claim: StoredClaim) -> Sequence[Hashable]:
        case, date = text_of(claim, "case_number"), normal_of(claim, "date")
        keys: list[Hashable] = [("case", case)] if case else []
        if date and claim.name:
            keys.append(("words", date, stems(claim.name.text)))
        if not keys and claim.name:
            keys.append(("quote", plain(claim.name.quote)))
        return keys

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

    def keys(self, claim: StoredClaim) -> Sequence[Hashable]:
        applicant = self.party(claim, "applicant")
        return [applicant] if applicant else []

    def fits(self, claim: StoredClaim, cluster: Cluster) -> bool:
        return all(
            _same_name(claim.first("scheme"), other.first("scheme"))
            and _agree(year(normal_of(claim, "date")), year(normal_of(other, "date")))
            and _agree(text_of(claim, "level"), text_of(other, "level"))
            for other in cluster.claims
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


def _rejected(cluster: Cluster) -> bool:
    """Whether it came to nothing, so that there is nothing to repeal."""
    return any(normal_of(one, "outcome") == "rejected" for one in cluster.claims)


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _same_name(one: object, other: object) -> bool:
    texts = [getattr(value, "text", None) for value in (one, other)]
    if texts[0] is None or texts[1] is None:
        return True
    names = [stems(_without_years(text)) for text in texts if text]
    return alike(names[0], names[1]) > 0 or _named_in(*names) or _named_in(*reversed(names))


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
