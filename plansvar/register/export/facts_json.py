"""The JSON form of facts, a contract: docs/register.md, plansvar/schemas/register.schema.json."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from plansvar.answer_json import document_json
from plansvar.register.corrections import Correction
from plansvar.register.evidence import StoredClaim
from plansvar.register.facts import Conflict, Entry, Evidence, Fact, Ground
from plansvar.register.kinds import FIELDS
from plansvar.register.queries import FactPage
from plansvar.register.review import ReviewItem

SCHEMA_VERSION = 1


def page_json(page: FactPage, as_of: str | None) -> dict[str, Any]:
    """A list of facts, with how many there are in all."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": as_of,
        "total": page.total,
        "left_out": page.left_out,
        "ambiguous": list(page.ambiguous),
        "meant": list(page.meant),
        "facts": [fact_json(fact) for fact in page.facts],
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


def one_json(fact: Fact, as_of: str | None) -> dict[str, Any]:
    """One fact."""
    return {"schema_version": SCHEMA_VERSION, "as_of": as_of, "fact": fact_json(fact)}


def history_json(fact: Fact, corrections: Iterable[Correction]) -> dict[str, Any]:
    """One fact with what people have said of it, the oldest first."""
    said = [correction_json(one, fact.id) for one in corrections]
    return {"schema_version": SCHEMA_VERSION, "fact": fact_json(fact), "corrections": said}


def corrected_json(fact: Fact | None, correction: Correction) -> dict[str, Any]:
    """What was written into the log, and the fact as it is now; none where it was rejected."""
    return {
        "schema_version": SCHEMA_VERSION,
        "fact": fact_json(fact) if fact else None,
        "correction": correction_json(correction, fact.id if fact else None),
    }


def review_json(items: Sequence[ReviewItem], total: int) -> dict[str, Any]:
    """What somebody should look at, the most important first; ``total`` before any limit."""
    return {
        "schema_version": SCHEMA_VERSION,
        "total": total,
        "items": [
            {
                "reason": item.reason.value,
                "fact": fact_json(item.fact),
                "conflict": conflict_json(item.conflict) if item.conflict else None,
                "claims": [_claim_json(one) for one in item.claims],
                "reports": [correction_json(one, item.fact.id) for one in item.reports],
            }
            for item in items
        ],
    }


def log_json(corrections: Iterable[Correction], facts: Mapping[str, str]) -> dict[str, Any]:
    """The log of corrections, the oldest first; ``facts`` gives the fact of each by its id."""
    return {
        "schema_version": SCHEMA_VERSION,
        "corrections": [correction_json(one, facts.get(one.id)) for one in corrections],
    }


def correction_json(correction: Correction, fact: str | None) -> dict[str, Any]:
    """A line of the log of corrections; ``fact`` is the id of the fact that it is about."""
    return {
        "fact": fact,
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


def _claim_json(claim: StoredClaim) -> dict[str, Any]:
    return {
        "document": document_json(claim.document),
        "changes": claim.changes,
        "confidence": claim.confidence,
        "extractor": claim.extractor,
        "values": [
            {
                "field": value.field,
                "text": value.text,
                "normal": value.normal,
                "operation": value.operation.value,
                "page": value.page,
                "quote": value.quote,
                "start": value.start,
                "end": value.end,
            }
            for value in claim.values
        ],
    }


def _history(history: Mapping[str, Iterable[Entry]]) -> dict[str, Any]:
    return {field: [entry_json(one) for one in entries] for field, entries in history.items()}
