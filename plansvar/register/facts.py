"""The register as a reader sees it: facts, computed from the claims that he may read.

Nothing here is stored. A fact's values, owner, conflicts and history come from visible claims and
from corrections of them only, so a fact never tells more than the documents that somebody may read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from plansvar.documents.stored import DocumentInfo
from plansvar.register.claims import SURE
from plansvar.register.kinds import FactKind, key_field


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value stands: verbatim ``text[start:end]`` of the document's current version."""

    claim_id: str
    document: DocumentInfo
    quote: str
    start: int
    end: int
    page: int | None
    extractor: str
    confidence: float


class GroundKind(StrEnum):
    """What a value rests on."""

    STATED = "stated"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a value holds: stated in a plan, changed by minutes, confirmed or corrected by somebody.

    ``date`` is the document's, or the day of the correction; ``by`` is the person.
    """

    kind: GroundKind
    document: DocumentInfo | None = None
    date: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of one field, for as long as it holds.

    ``since`` and ``until`` are ISO dates cut to what is known, ``None`` where nothing is; ``until``
    is the day from which another value holds. The first ground is the strongest.
    """

    text: str
    normal: str | None
    since: str | None
    until: str | None
    grounds: tuple[Ground, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Values of one field that don't agree, though none has replaced the other.

    The first is what the register goes by: the stronger authority, then the newer document.
    """

    field: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: what holds on the day that was asked for, and what held before.

    ``id`` stays the same when documents are read again. ``fields`` holds what applies: a list has
    several entries, anything else one. ``history`` holds, for each field with more than one value
    in time, all of them, the oldest first. ``plan`` is the document that the fact belongs to: the
    newest plan that states it, else where it comes from. ``confidence`` is the lowest of what it
    rests on; unless ``confirmed``, a fact below :data:`plansvar.register.claims.SURE` is for review
    and must never be presented as known.
    """

    id: str
    kind: FactKind
    fields: Mapping[str, tuple[Entry, ...]]
    history: Mapping[str, tuple[Entry, ...]]
    conflicts: tuple[Conflict, ...]
    plan: DocumentInfo | None
    documents: tuple[DocumentInfo, ...]
    claim_ids: tuple[str, ...]
    confidence: float
    confirmed: Ground | None = None

    @property
    def known(self) -> bool:
        """Whether it may be presented as known; else it is for review first."""
        return self.confirmed is not None or self.confidence >= SURE

    @property
    def name(self) -> str:
        """What it is called: the text of the field that names it."""
        entries = self.fields.get(key_field(self.kind), ())
        return entries[0].text if entries else ""

    def texts(self, field: str) -> tuple[str, ...]:
        """The values of a field that hold, as text."""
        return tuple(entry.text for entry in self.fields.get(field, ()))

    def text(self, field: str) -> str | None:
        """The first value of a field that holds, as text."""
        entries = self.fields.get(field, ())
        return entries[0].text if entries else None

    def normal(self, field: str) -> str | None:
        """The first value of a field that holds, as it is compared."""
        entries = self.fields.get(field, ())
        return entries[0].normal if entries else None


@dataclass(frozen=True, slots=True)
class Register:
    """All facts that a reader may know of, on one day (``as_of``, an ISO date; ``None``: today)."""

    facts: tuple[Fact, ...]
    as_of: str | None = None

    def of(self, *kinds: FactKind) -> tuple[Fact, ...]:
        """The facts of some kinds."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)
