"""A fact as the scorer sees it, whoever says it: the gold register, a claim, or the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from plansvar.register.kinds import FactKind, key_field


@dataclass(frozen=True, slots=True)
class Said:
    """A value: as it is read, and as it is compared where its field has a form for that."""

    text: str
    normal: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words that say it. ``document`` is a path below the corpus folder."""

    field: str
    document: str
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A value of a field in the course of time, from ``date`` on (ISO 8601, cut)."""

    field: str
    values: tuple[Said, ...]
    date: str | None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with what holds now, its evidence, and how it came about.

    ``conflicts`` names the fields that documents disagree on; "" where the field isn't told. An
    ``optional`` gold fact may be found or not, since careful people would judge otherwise.
    """

    id: str
    kind: FactKind
    values: Mapping[str, tuple[Said, ...]]
    quotes: tuple[Quote, ...]
    history: tuple[Change, ...] = ()
    conflicts: frozenset[str] = field(default_factory=frozenset)
    confidence: float = 1.0
    optional: bool = False

    @property
    def name(self) -> str:
        """The text of the field that names it; empty where nothing does."""
        values = self.values.get(key_field(self.kind), ())
        return values[0].text if values else ""

    @property
    def document(self) -> str:
        """The document that it is counted with: that of its first evidence."""
        return self.quotes[0].document if self.quotes else ""


def values_of(said: Mapping[str, tuple[Said, ...]]) -> Mapping[str, tuple[Said, ...]]:
    """Values that nobody can change; fields without any are left out."""
    return MappingProxyType({name: values for name, values in said.items() if values})
