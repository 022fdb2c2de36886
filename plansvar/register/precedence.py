"""What counts more: a decision by the competent body, then authority, then the newer.

An observation is what one document, or one person, says of one field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority
from plansvar.register.claims import Operation
from plansvar.register.facts import Evidence, Ground, GroundKind
from plansvar.register.names import same_organisation
from plansvar.register.timespan import newer, order
from plansvar.register.values import Key

_RANKS = {authority: rank for rank, authority in enumerate(Authority)}
# What a person has said, who has seen the documents of that day.
PERSON = -1
_DECIDED = _RANKS[Authority.ADOPTED]
# Bodies decide in their minutes, and adopt documents.
_DECIDING = frozenset({Authority.ADOPTED, Authority.MINUTES})
# A report on progress, and who holds an office: the newest knows best, whatever it is written in.
_PASSING = frozenset({"status", "party"})


@dataclass(frozen=True, slots=True)
class Said:
    """One value as it is compared, and where it stands."""

    key: Key
    text: str
    normal: str | None
    operation: Operation
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a source says held before its own values, from ``since`` until ``changed``."""

    said: Said
    since: str | None = None
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What one source says of one field, on one day.

    ``date`` is from when it holds; ``effective`` is the same where the source gives another day
    than its own; before that day the value doesn't hold. ``rank`` is 0 for the strongest document.
    ``plan`` is what editions of one plan have in common. ``decided``: the competent body changed
    it. ``settles``: a person found these values right, so far as they hold. ``earlier`` is what it
    says held before.
    """

    field: str
    values: tuple[Said, ...]
    date: str | None
    rank: int
    plan: str
    document: DocumentInfo | None
    ground: Ground
    effective: str | None = None
    decided: bool = False
    settles: bool = False
    earlier: tuple[Earlier, ...] = ()

    @property
    def person(self) -> bool:
        """Whether somebody said it to the register."""
        return self.rank == PERSON


def rank_of(document: DocumentInfo) -> int:
    """0 for an adopted document, more for weaker ones."""
    return _RANKS[document.authority]


def unit(document: DocumentInfo) -> str:
    """What copies of one document have in common."""
    return document.copy_group or document.id


def plan_key(document: DocumentInfo) -> str:
    """What editions of one plan, and their copies, have in common."""
    return document.work or unit(document)


def observe(
    document: DocumentInfo,
    field: str,
    values: Sequence[Said],
    *,
    changes: bool,
    effective: str | None,
    primary: bool = False,
    grants: bool = False,
    earlier: Sequence[Earlier] = (),
) -> Observation:
    """What a document says of a field.

    Args:
        document: Where it stands.
        field: Which field it is of.
        values: What it says.
        changes: Whether it changes what others say.
        effective: From when it holds, where that is said.
        primary: Nothing knows it better than minutes do.
        grants: It tells what came of what others ask for.
        earlier: What it says held before.
    """
    decided = grants or (changes and document.authority in _DECIDING)
    strongest = decided or (primary and document.authority in _DECIDING)
    return Observation(
        field=field,
        values=tuple(values),
        date=effective or document.since,
        rank=_DECIDED if strongest else rank_of(document),
        plan=plan_key(document),
        document=document,
        ground=Ground(
            GroundKind.CHANGED if changes else GroundKind.STATED, document, document.since
        ),
        effective=effective,
        decided=decided,
        earlier=tuple(earlier),
    )


def in_order(observations: Sequence[Observation]) -> list[Observation]:
    """From the oldest on; of one day the stronger first, and what changes it after what it changes.

    What has no date comes last, since it adds to what is known and replaces nothing; but people
    who confirm or correct something have seen that too.
    """
    if len(observations) == 1:
        return list(observations)
    dated = [one for one in observations if one.date is not None]
    undated = [one for one in observations if one.date is None]
    ordered, others = _sorted(dated), _sorted(undated)
    at = next((place for place, one in enumerate(ordered) if one.person), len(ordered))
    return [*ordered[:at], *others, *ordered[at:]]


def _sorted(observations: Sequence[Observation]) -> list[Observation]:
    return sorted(
        observations,
        key=lambda one: (
            order(one.date)[0],
            one.person,
            one.decided,
            order(one.date)[1],
            one.rank,
            one.document.path if one.document else "",
            one.document.id if one.document else "",
        ),
    )


def replaces(
    one: Observation, holder: Observation, plans: frozenset[str], *, wording: bool = False
) -> bool:
    """Whether what is said in ``one`` takes the place of what holds, given that they differ.

    Args:
        one: The later one, or one without date.
        holder: The strongest that says what holds.
        plans: The plans whose editions have said what held so far.
        wording: They don't contradict each other.
    """
    if one.person or (one.decided and one.date is not None):
        return True
    if holder.person:
        # Only what was adopted since then can know better than a person did.
        return one.rank == _DECIDED and newer(one.date, holder.date)
    if one.field in _PASSING and newer(one.date, holder.date):
        return True
    if one.rank != holder.rank:
        return one.rank < holder.rank and one.date is not None
    if not newer(one.date, holder.date):
        return False
    if one.plan in plans:
        return True
    # Another document that says it in other words says nothing new.
    return not wording and _of_one_organisation(one.document, holder.document)


def _of_one_organisation(one: DocumentInfo | None, other: DocumentInfo | None) -> bool:
    """Unless they are known to be of different ones."""
    if one is None or other is None:
        return True
    return same_organisation(one.about.organisation, other.about.organisation) is not False
