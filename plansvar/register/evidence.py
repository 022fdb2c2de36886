"""Claims as they come out of the database: with their document, and with quotes."""

from __future__ import annotations

from dataclasses import dataclass

from plansvar.documents.stored import DocumentInfo
from plansvar.register.claims import Operation
from plansvar.register.kinds import FactKind, key_field


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A value with the words that say it.

    ``quote`` is verbatim ``text[start:end]`` of the document's version; ``page`` counts from 1,
    ``None`` where the format has none. The rest is as in :class:`plansvar.register.claims.Value`.
    """

    field: str
    text: str
    normal: str | None
    operation: Operation
    quote: str
    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim of a current version that the asking user may read.

    ``id`` stays the same when the document is read again and says the same. The rest is as in
    :class:`plansvar.register.claims.Claim`.
    """

    id: str
    document: DocumentInfo
    kind: FactKind
    values: tuple[StatedValue, ...]
    extractor: str
    confidence: float
    changes: bool
    effective: str | None
    scope: str | None

    @property
    def name(self) -> StatedValue | None:
        """The value of the field that names the fact."""
        return self.first(key_field(self.kind))

    def first(self, field: str) -> StatedValue | None:
        """The first value of a field."""
        # A plain loop: the register asks this hundreds of thousands of times.
        for value in self.values:
            if value.field == field:
                return value
        return None

    def all(self, field: str) -> tuple[StatedValue, ...]:
        """All values of a field, in the document's order."""
        return tuple(value for value in self.values if value.field == field)
