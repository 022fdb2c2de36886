"""The register as pages show it: which lists there are, their columns, order and marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType

from plansvar.documents.stored import DocumentInfo
from plansvar.language.detect import Language
from plansvar.register.export.evidence import main_evidence
from plansvar.register.export.wording import field_text, mark_texts, value_text
from plansvar.register.facts import Conflict, Evidence, Fact
from plansvar.register.kinds import FactKind, key_field
from plansvar.register.queries import Flag, has_flag


class View(StrEnum):
    """The lists of the register, as they stand in addresses."""

    MEASURES = "measures"
    GOALS = "goals"
    RESPONSIBILITIES = "responsibilities"
    DECISIONS = "decisions"
    SCHEMES = "schemes"
    APPLICATIONS = "applications"
    PARTIES = "parties"
    QUESTIONS = "questions"
    CONFLICTS = "conflicts"
    REVIEW = "review"


KINDS: Mapping[View, tuple[FactKind, ...]] = MappingProxyType(
    {
        View.MEASURES: (FactKind.MEASURE,),
        View.GOALS: (FactKind.GOAL, FactKind.MEASURE),
        View.RESPONSIBILITIES: (FactKind.RESPONSIBILITY,),
        View.DECISIONS: (FactKind.DECISION,),
        View.SCHEMES: (FactKind.SCHEME,),
        View.APPLICATIONS: (FactKind.APPLICATION,),
        View.PARTIES: (FactKind.PARTY,),
        View.QUESTIONS: (FactKind.OPEN_QUESTION,),
        View.CONFLICTS: (),
        View.REVIEW: (),
    }
)
_COLUMNS: Mapping[FactKind, tuple[str, ...]] = MappingProxyType(
    {
        FactKind.MEASURE: ("leads", "deadline", "status"),
        FactKind.RESPONSIBILITY: ("party", "role"),
        FactKind.SCHEME: ("levels", "administrators", "rate", "ceiling", "window"),
        FactKind.APPLICATION: ("scheme", "date", "amount", "granted", "outcome"),
        FactKind.PARTY: ("kind", "aliases"),
        FactKind.OPEN_QUESTION: ("raised_in", "date", "answered_by"),
        FactKind.DECISION: ("body", "case_number", "outcome"),
        FactKind.GOAL: ("level", "target", "deadline"),
    }
)
_MARKS = (Flag.UNOWNED, Flag.OVERDUE, Flag.CONFLICT, Flag.UNSURE)
# Which lists can be narrowed by what.
FLAGS: Mapping[View, tuple[Flag, ...]] = MappingProxyType(
    {
        View.MEASURES: (Flag.UNOWNED, Flag.OVERDUE, Flag.NO_STATUS, Flag.CONFLICT, Flag.UNSURE),
        View.QUESTIONS: (Flag.OPEN, Flag.UNSURE),
    }
)
_OTHER_FLAGS = (Flag.CONFLICT, Flag.UNSURE, Flag.CHANGED)
DATED = frozenset({View.DECISIONS, View.APPLICATIONS, View.QUESTIONS})
OWNED = frozenset({View.MEASURES, View.RESPONSIBILITIES, View.SCHEMES})


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What documents say of a field: each value with the document that says it, if one does."""

    field: str
    values: tuple[tuple[str, DocumentInfo | None], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A fact in a list. ``cells`` stand under the columns; ``marks`` are flags that it has."""

    fact: Fact
    name: str
    number: str | None
    cells: tuple[tuple[str, ...], ...]
    marks: tuple[str, ...]
    evidence: Evidence | None
    date: str | None
    disagreements: tuple[Disagreement, ...]


def flags_of(view: View) -> tuple[Flag, ...]:
    """What a list can be narrowed to."""
    return FLAGS.get(view, _OTHER_FLAGS)


def columns(view: View, language: Language) -> tuple[str, ...]:
    """The headings of a list's columns, the first one being what the facts are called."""
    kind = KINDS[view][0]
    fields = (key_field(kind), *_COLUMNS[kind])
    return tuple(field_text(kind, one, language) for one in fields)


def row(fact: Fact, language: Language, day: str) -> Row:
    """A fact as a line of its list."""
    named = fact.name or fact.text("case_number") or "–"
    number = fact.text("number")
    return Row(
        fact,
        " ".join(named.split()),
        number if number and not named.startswith(number) else None,
        tuple(values(fact, field, language) for field in _COLUMNS[fact.kind]),
        tuple(flag.value for flag in _MARKS if has_flag(fact, flag, day)),
        main_evidence(fact),
        fact.normal("date"),
        tuple(_disagreement(fact, one, language) for one in fact.conflicts),
    )


def _disagreement(fact: Fact, conflict: Conflict, language: Language) -> Disagreement:
    return Disagreement(
        field_text(fact.kind, conflict.field, language),
        tuple(
            (
                value_text(fact.kind, conflict.field, one, language),
                one.evidence[0].document if one.evidence else None,
            )
            for one in conflict.entries
        ),
    )


def values(fact: Fact, field: str, language: Language) -> tuple[str, ...]:
    """What holds of a field; of a deadline that isn't there, the period."""
    if field == "deadline" and not fact.fields.get("deadline"):
        field = "period"
    return tuple(
        " ".join(value_text(fact.kind, field, one, language).split())
        for one in fact.fields.get(field, ())
    )


def in_order(view: View, facts: Iterable[Fact], day: str) -> list[Fact]:
    """Measures: what nobody leads, what is overdue, then by deadline. What has a date: the newest.

    Anything else by its name.
    """
    if view is View.MEASURES:
        return sorted(facts, key=lambda one: _urgency(one, day))
    if view in DATED:
        return sorted(facts, key=lambda one: one.normal("date") or "", reverse=True)
    return sorted(facts, key=lambda one: one.name.casefold())


def due(fact: Fact) -> str:
    """The end of its deadline or period, as an ISO date; nothing where there is none."""
    return fact.normal("deadline") or (fact.normal("period") or "").partition("/")[2]


def _urgency(fact: Fact, day: str) -> tuple[bool, bool, str, str]:
    return (
        not has_flag(fact, Flag.UNOWNED, day),
        not has_flag(fact, Flag.OVERDUE, day),
        due(fact) or "9999",
        fact.name.casefold(),
    )


def years(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Rows by the year of their date, in the order they come in."""
    grouped = groupby(rows, key=lambda one: (one.date or "")[:4])
    return [(year, list(found)) for year, found in grouped]


def notes(fact: Fact, language: Language) -> tuple[str, ...]:
    """What a reader must know beside the values."""
    return mark_texts(fact, language)
