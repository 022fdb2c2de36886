"""One fact as a page shows it: each value with its grounds and its words, and what can be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plansvar.language.detect import Language
from plansvar.messages.catalogue import message
from plansvar.register.corrections import Action, Correction
from plansvar.register.export.wording import field_text, ground_text, value_text, when_text
from plansvar.register.facts import Entry, Evidence, Fact
from plansvar.register.kinds import CODES, FIELDS, FactKind, Field, FieldType


@dataclass(frozen=True, slots=True)
class Value:
    """A value with why it holds, since when, and where it stands."""

    text: str
    grounds: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    when: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field. ``editable`` is its text in a form; ``codes`` are the values it may have, if few."""

    name: str
    label: str
    values: tuple[Value, ...]
    disagreeing: tuple[Value, ...]
    before: tuple[Value, ...]
    many: bool
    is_date: bool
    editable: str
    codes: tuple[tuple[str, str], ...]


def fields(fact: Fact, language: Language) -> tuple[FieldView, ...]:
    """All fields of its kind, those without a value too: somebody may know it."""
    conflicts = {one.field: one.entries for one in fact.conflicts}
    return tuple(_field(fact, one, conflicts, language) for one in FIELDS[fact.kind])


def _field(
    fact: Fact, field: Field, conflicts: Mapping[str, Sequence[Entry]], language: Language
) -> FieldView:
    held = fact.fields.get(field.name, ())
    history = [one for one in fact.history.get(field.name, ()) if one not in held]

    def shown(entries: Sequence[Entry]) -> tuple[Value, ...]:
        return tuple(_value(fact.kind, field, one, language) for one in entries)

    codes = tuple(
        (code, message(f"register.code.{field.name}.{code}", language))
        for code in CODES.get((fact.kind, field.name), ())
    )
    dated = field.type is FieldType.DATE
    return FieldView(
        field.name,
        field_text(fact.kind, field.name, language),
        shown(held),
        shown(conflicts.get(field.name, ())),
        shown(history),
        field.many,
        dated,
        "\n".join((one.normal if (dated or codes) and one.normal else one.text) for one in held),
        codes,
    )


def _value(kind: FactKind, field: Field, entry: Entry, language: Language) -> Value:
    grounds = dict.fromkeys(ground_text(one, language) for one in entry.grounds)
    return Value(
        " ".join(value_text(kind, field.name, entry, language).split()),
        tuple(grounds),
        entry.evidence,
        _when(entry, language),
    )


def _when(entry: Entry, language: Language) -> str:
    """From when to when a value holds; nothing where neither is known."""
    start, end = (when_text(one, language) for one in (entry.since, entry.until))
    if entry.since and entry.until:
        return message("cli.register.from_to", language, start=start, end=end)
    if entry.until:
        return message("cli.register.to", language, date=end)
    return message("cli.register.from", language, date=start) if entry.since else ""


def withdrawable(log: Sequence[Correction]) -> tuple[Correction, ...]:
    """The corrections that still count."""
    gone = {one.withdraws for one in log if one.withdraws}
    return tuple(one for one in log if one.action is not Action.WITHDRAW and one.id not in gone)
