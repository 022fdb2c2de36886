"""One value of a field while it holds, with what speaks for it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from plansvar.documents.types import Authority
from plansvar.register.facts import Entry, Evidence, Ground, GroundKind
from plansvar.register.precedence import Observation, Said
from plansvar.register.timespan import order, reached

_STRENGTH = {
    GroundKind.CORRECTED: 0,
    GroundKind.CONFIRMED: 1,
    GroundKind.CHANGED: 2,
    GroundKind.STATED: 3,
}


@dataclass(slots=True)
class Held:
    """A value while it holds; ``ended`` when another took its place, ``until`` where known.

    ``starts`` and ``leaves`` are the days that were set for it to begin and to end.
    """

    said: Said
    since: str | None
    starts: str | None = None
    ended: bool = False
    until: str | None = None
    leaves: str | None = None
    grounds: list[Ground] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    proposed: bool = False
    rank: int | None = None
    # What has been taken in, since a popular value has thousands of pieces of evidence.
    seen: set[Hashable] = field(default_factory=set)

    def support(self, said: Said | None, observation: Observation) -> None:
        """Take in what speaks for it."""
        draft = _is_draft(observation)
        self.rank = min(observation.rank, observation.rank if self.rank is None else self.rank)
        if self.proposed and not draft and observation.date is not None:
            # What a draft proposes holds from the day on which it is adopted.
            self.since, self.proposed = observation.date, False
        elif not self.grounds:
            self.proposed = draft
        ground, evidence = observation.ground, said.evidence if said else None
        if self._is_new(
            (ground.kind, ground.document and ground.document.id, ground.date, ground.by)
        ):
            self.grounds.append(ground)
        if evidence and self._is_new((evidence.claim_id, evidence.start, evidence.end)):
            self.evidence.append(evidence)

    def mention(self, said: Said) -> None:
        """Take in where it stands that it held."""
        evidence = said.evidence
        if evidence and self._is_new((evidence.claim_id, evidence.start, evidence.end)):
            self.evidence.append(evidence)

    def take(self, other: Held) -> None:
        """What spoke for the value while something else held speaks for it now."""
        self.evidence.extend(other.evidence)
        self.grounds.extend(other.grounds)
        self.seen |= other.seen

    def _is_new(self, key: Hashable) -> bool:
        if key in self.seen:
            return False
        self.seen.add(key)
        return True

    def on(self, day: str) -> bool:
        """Whether it holds on a day."""
        if not reached(self.starts, day):
            return False
        return not self.ended or (self.leaves is not None and not reached(self.leaves, day))

    def end(self, observation: Observation) -> None:
        """Another value takes its place."""
        self.ended, self.until = True, observation.date
        self.leaves = observation.effective

    def entry(self) -> Entry:
        """It as a reader gets it."""
        return Entry(
            text=self.said.text,
            normal=self.said.normal,
            since=self.since,
            until=self.until,
            grounds=tuple(sorted(self.grounds, key=lambda ground: _STRENGTH[ground.kind])),
            evidence=tuple(self.evidence),
        )


def strongest_first(held: Held) -> tuple[int, int, int]:
    """By authority; of one authority the newest first."""
    first, last = order(held.since) if held.since else (0, 0)
    return held.rank or 0, -first, -last


def oldest_first(held: Held) -> tuple[int, int, bool]:
    """What held from an unknown day on comes before what is known to have followed."""
    date = held.since or held.until
    return (*(order(date) if date else (0, 0)), held.since is not None)


def _is_draft(one: Observation) -> bool:
    return one.document is not None and one.document.authority is Authority.DRAFT
