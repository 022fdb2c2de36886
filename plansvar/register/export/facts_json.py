"""The JSON form of facts, a contract: docs/register.md, plansvar/schemas/register.schema.json."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from plansvar.answer_json import document_json
from plansvar.register.corrections import Correction
from plansvar.register.facts import Conflict, Entry, Evidence, Fact, Ground
from plansvar.register.kinds import FIELDS

SCHEMA_VERSION = 1


def facts_json(
    facts: Iterable[Fact], total: int, as_of: str | None, ambiguous: Iterable[str] = ()
) -> dict[str, Any]:
    """A list of facts, with how many there are in all."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": as_of,
        "total": total,
        "ambiguous": list(ambiguous),
        "facts": [fact_json(fact) for fact in facts],
    }


def fact_json(fact: Fact) -> dict[str, Any]:
    """A fact as JSON values: all fields of its kind, those of which nothing is known empty."""
    return {
        "id": fact.id,
        "kind": fact.kind.value,
        "name": fact.name,
        "known": fact.known,
        "confidence": fact.confidence,
        "confirmed": ground_json(fact.confirmed) if fact.confirmed else None,
        "plan": document_json(fact.plan) if fact.plan else None,
        "documents": [document_json(one) for one in fact.documents],
        "fields": {
            field.name: [entry_json(one) for one in fact.fields.get(field.name, ())]
            for field in FIELDS[fact.kind]
        },
        "history": _history(fact.history),
        "conflicts": [conflict_json(one) for one in fact.conflicts],
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """A value, for as long as it holds, with what it rests on."""
    return {
        "text": entry.text,
        "normal": entry.normal,
        "since": entry.since,
        "until": entry.until,
        "grounds": [ground_json(one) for one in entry.grounds],
        "evidence": [evidence_json(one) for one in entry.evidence],
    }


def ground_json(ground: Ground) -> dict[str, Any]:
    """Why a value holds."""
    return {
        "kind": ground.kind.value,
        "document": document_json(ground.document) if ground.document else None,
        "date": ground.date,
        "by": ground.by,
    }


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """Where a value stands."""
    return {
        "document": document_json(evidence.document),
        "page": evidence.page,
        "quote": evidence.quote,
        "start": evidence.start,
        "end": evidence.end,
        "extractor": evidence.extractor,
        "confidence": evidence.confidence,
    }


def conflict_json(conflict: Conflict) -> dict[str, Any]:
    """Values that don't agree, the one that the register goes by first."""
    return {"field": conflict.field, "values": [entry_json(one) for one in conflict.entries]}


def correction_json(correction: Correction) -> dict[str, Any]:
    """A line of the log of corrections."""
    return {
        "id": correction.id,
        "at": correction.at.isoformat(timespec="seconds"),
        "by": correction.by,
        "action": correction.action.value,
        "field": correction.field,
        "before": list(correction.before),
        "after": list(correction.after),
        "note": correction.note,
        "withdraws": correction.withdraws,
    }


def _history(history: Mapping[str, Iterable[Entry]]) -> dict[str, Any]:
    return {field: [entry_json(one) for one in entries] for field, entries in history.items()}
