"""What one document says: claims, out of which the register's facts are computed.

A claim is never more than its document: facts put together the claims that a reader may read, see
:mod:`plansvar.register.consolidate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from plansvar.register.kinds import FIELDS, FactKind, key_field


class Operation(StrEnum):
    """What a value does to what other documents say of the same field.

    ``SET``: this is it. ``ADD`` and ``REMOVE`` are for fields with several values: one more, one
    less ("Tarevær Tare AS tas inn som samarbeidspart").
    """

    SET = "set"
    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Value:
    """What a document says of one field.

    ``text`` is one value as a reader should see it: one party of a cell with three, without
    footnote marks. ``normal`` is the same for comparing, where the field's type has a form for
    it: an ISO date cut to what is written (a date without a year has none), an amount in kroner, a
    code. ``start`` and ``end`` delimit in ``Document.text`` the words that say it: a cell, a
    sentence, a list item, a heading. The quote is always ``document.text[start:end]``.
    """

    field: str
    text: str
    start: int
    end: int
    normal: str | None = None
    operation: Operation = Operation.SET


@dataclass(frozen=True, slots=True)
class Claim:
    """What a document says of one fact.

    ``extractor`` names the rule ("table", "decision", "sentence", …), ``confidence`` (0 to 1) how
    sure it is; below :data:`SURE` a person should look at it before anybody rests on it. With
    ``changes`` it changes a fact that is stated elsewhere, which it names by ``number`` or by the
    key field: "Ansvaret for tiltak 2.1 overføres til …". ``effective`` is from when its values
    hold, where that is stated (ISO 8601, cut to what is written); else it is the document's date.
    ``scope`` is a name that tells like numbered facts apart where the document says it: the plan
    that a measure belongs to ("næringsplanen 2023–2030"), the case that a point belongs to.
    """

    kind: FactKind
    values: tuple[Value, ...]
    extractor: str
    confidence: float = 1.0
    changes: bool = False
    effective: str | None = None
    scope: str | None = None

    def __post_init__(self) -> None:
        """A misspelt field is an error of the rule."""
        known = {field.name for field in FIELDS[self.kind]}
        wrong = {value.field for value in self.values} - known
        if wrong:
            raise ValueError(f"{self.kind.value} has no field {', '.join(sorted(wrong))}")

    @property
    def name(self) -> Value | None:
        """The value of the field that names the fact."""
        return self.first(key_field(self.kind))

    def first(self, field: str) -> Value | None:
        """The first value of a field."""
        return next((value for value in self.values if value.field == field), None)

    def all(self, field: str) -> tuple[Value, ...]:
        """All values of a field, in the document's order."""
        return tuple(value for value in self.values if value.field == field)


# Less sure claims go to the review queue and are never presented as facts.
SURE = 0.6
