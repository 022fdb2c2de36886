"""Which kinds of facts there are, and what is known of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class FactKind(StrEnum):
    """The kinds of facts in the register."""

    GOAL = "goal"
    MEASURE = "measure"
    RESPONSIBILITY = "responsibility"
    DECISION = "decision"
    APPLICATION = "application"
    SCHEME = "scheme"
    OPEN_QUESTION = "open_question"
    PARTY = "party"


class FieldType(StrEnum):
    """What a field holds; decides when two values are the same.

    ``DATE``: ISO 8601 cut to what is written; ``PERIOD``: two of them, ``start/end``; ``AMOUNT``:
    kroner, or a number with its unit; ``PARTY``: a name that may have aliases; ``CODE``: one of
    a fixed set of words; ``FACT``: another fact, by its text or number; ``TEXT``: anything else.
    """

    TEXT = "text"
    DATE = "date"
    PERIOD = "period"
    AMOUNT = "amount"
    PARTY = "party"
    CODE = "code"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind of fact. ``many``: it may have several values at the same time."""

    name: str
    type: FieldType = FieldType.TEXT
    many: bool = False


def _fields(*fields: Field) -> tuple[Field, ...]:
    return fields


# The first field of each names the fact.
FIELDS: Mapping[FactKind, tuple[Field, ...]] = MappingProxyType(
    {
        FactKind.GOAL: _fields(
            Field("text"),
            Field("number"),
            Field("level", FieldType.CODE),
            Field("parent", FieldType.FACT),
            Field("target", FieldType.AMOUNT),
            Field("deadline", FieldType.DATE),
        ),
        FactKind.MEASURE: _fields(
            Field("title"),
            Field("number"),
            Field("description"),
            Field("leads", FieldType.PARTY, many=True),
            Field("partners", FieldType.PARTY, many=True),
            Field("deadline", FieldType.DATE),
            Field("period", FieldType.PERIOD),
            Field("funding", FieldType.AMOUNT),
            Field("status"),
            Field("goal", FieldType.FACT),
        ),
        FactKind.RESPONSIBILITY: _fields(
            Field("area"),
            Field("party", FieldType.PARTY),
            Field("role"),
        ),
        FactKind.DECISION: _fields(
            Field("what"),
            Field("body", FieldType.PARTY),
            Field("date", FieldType.DATE),
            Field("case_number"),
            Field("point"),
            Field("outcome", FieldType.CODE),
            Field("unanimous", FieldType.CODE),
            Field("changes", many=True),
            Field("replaces", FieldType.FACT),
        ),
        FactKind.APPLICATION: _fields(
            Field("applicant", FieldType.PARTY),
            Field("scheme", FieldType.FACT),
            Field("level"),
            Field("date", FieldType.DATE),
            Field("outcome"),
            # What was applied for, and what was granted of it.
            Field("amount", FieldType.AMOUNT),
            Field("granted", FieldType.AMOUNT),
        ),
        FactKind.SCHEME: _fields(
            Field("name"),
            Field("levels", many=True),
            Field("administrators", FieldType.PARTY, many=True),
            Field("financiers", FieldType.PARTY, many=True),
            Field("purpose", many=True),
            Field("eligible", many=True),
            Field("rate", FieldType.AMOUNT, many=True),
            Field("ceiling", FieldType.AMOUNT, many=True),
            Field("window", FieldType.DATE, many=True),
            Field("year", FieldType.PERIOD),
        ),
        FactKind.OPEN_QUESTION: _fields(
            Field("text"),
            Field("raised_in"),
            Field("date", FieldType.DATE),
            Field("answered_by"),
        ),
        FactKind.PARTY: _fields(
            Field("name", FieldType.PARTY),
            Field("kind", FieldType.CODE),
            Field("aliases", many=True),
        ),
    }
)

GOAL_LEVELS = ("vision", "main_goal", "sub_goal", "indicator", "strategy", "focus_area")
OUTCOMES = ("adopted", "approved", "postponed", "rejected", "repealed", "noted")
PARTY_KINDS = (
    "municipality",
    "county",
    "state",
    "company",
    "cluster",
    "association",
    "research",
    "body",
    "person",
)


CODES: Mapping[tuple[FactKind, str], tuple[str, ...]] = MappingProxyType(
    {
        (FactKind.GOAL, "level"): GOAL_LEVELS,
        (FactKind.DECISION, "outcome"): OUTCOMES,
        (FactKind.DECISION, "unanimous"): ("true", "false"),
        (FactKind.PARTY, "kind"): PARTY_KINDS,
    }
)


def key_field(kind: FactKind) -> str:
    """The field that names a fact of this kind."""
    return FIELDS[kind][0].name


def field_of(kind: FactKind, name: str) -> Field:
    """A field by its name.

    Raises:
        KeyError: there is no such field.
    """
    for field in FIELDS[kind]:
        if field.name == name:
            return field
    raise KeyError(name)
