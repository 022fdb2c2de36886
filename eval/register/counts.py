"""The figures of a score. They hold numbers only: no text, no name, no id of anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plansvar.register.kinds import FactKind

Interval = tuple[float, float]


@dataclass(slots=True)
class FieldCount:
    """A field of the gold facts that were found.

    ``stated``: the gold states it. Of these ``right`` were found so, ``wrong`` otherwise, and
    ``missing`` not at all. ``added``: found, where the gold says nothing.
    """

    stated: int = 0
    right: int = 0
    wrong: int = 0
    missing: int = 0
    added: int = 0

    @property
    def accuracy(self) -> float | None:
        """Right of what the gold states."""
        return share(self.right, self.stated)


@dataclass(slots=True)
class HistoryCount:
    """The values in time of gold facts, found or not: ``dated`` are right with the day as well."""

    stated: int = 0
    right: int = 0
    dated: int = 0


@dataclass(slots=True)
class ConflictCount:
    """Gold facts whose documents disagree, how many were found so, and facts found so without."""

    stated: int = 0
    right: int = 0
    added: int = 0


@dataclass(slots=True)
class KindCount:
    """A kind of facts.

    Found facts are those that are sure enough to be shown. ``correct`` of them are a gold fact,
    ``duplicates`` are one that had been matched, the rest is in no gold. ``matched`` are gold facts
    that were found. ``left_out`` are found facts that the gold calls optional; they count neither
    as found nor as right. ``review`` are unsure facts, of which ``review_right`` are a gold fact
    that no sure one is.
    """

    gold: int = 0
    found: int = 0
    correct: int = 0
    duplicates: int = 0
    matched: int = 0
    left_out: int = 0
    review: int = 0
    review_right: int = 0
    fields: dict[str, FieldCount] = field(default_factory=dict)
    history: HistoryCount = field(default_factory=HistoryCount)
    conflicts: ConflictCount = field(default_factory=ConflictCount)
    precision_interval: Interval | None = None
    recall_interval: Interval | None = None

    @property
    def precision(self) -> float | None:
        """How much of what was found is right."""
        return share(self.correct, self.found)

    @property
    def recall(self) -> float | None:
        """How much of the gold was found."""
        return share(self.matched, self.gold)


@dataclass(frozen=True, slots=True)
class Score:
    """All figures of one run. ``level`` is claims or facts, ``extraction`` the milliseconds."""

    level: str
    documents: int
    unread: int
    kinds: Mapping[FactKind, KindCount]
    ownership: FieldCount
    extraction: Mapping[str, float]


def share(part: int, whole: int) -> float | None:
    """A ratio, or nothing of nothing."""
    return part / whole if whole else None
