"""The claims of documents: written with a version, read as far as a user may read them."""

from __future__ import annotations

import uuid
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from plansvar.access import User
from plansvar.database.models import ClaimRow, DocumentRow, VersionRow
from plansvar.database.reads import documents, visible
from plansvar.documents.types import Document
from plansvar.register.claims import Claim, Operation, Value
from plansvar.register.evidence import StatedValue, StoredClaim
from plansvar.register.kinds import FactKind

_NAMESPACE = uuid.UUID("0d6f1c7c-52f4-4a39-8d0a-7a55d6a6b1f2")


# What tells claims of one name apart: without it one would take the place of another that has gone.
_TELLING: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.RESPONSIBILITY: ("party", "role"),
    FactKind.APPLICATION: ("scheme", "date"),
    FactKind.SCHEME: ("year",),
    FactKind.DECISION: ("case_number", "point"),
}


def insert_claims(
    session: Session,
    document_id: str,
    version_id: str,
    document: Document,
    claims: Sequence[Claim],
) -> None:
    """Store what a version claims, as part of the transaction that stores the version."""
    if claims:
        rows = _rows(document_id, version_id, document, claims)
        session.execute(insert(ClaimRow), list(rows))


def claims(engine: Engine, user: User) -> list[StoredClaim]:
    """What the documents claim that ``user`` may read, document by document."""
    known = {one.version_id: one for one in documents(engine, user)}
    with Session(engine) as session:
        rows = session.scalars(
            visible(select(ClaimRow), user)
            .join(ClaimRow, ClaimRow.version_id == VersionRow.id)
            .order_by(DocumentRow.path, DocumentRow.id, ClaimRow.ordinal)
        ).all()
    return [
        StoredClaim(
            id=row.claim_id,
            document=known[row.version_id],
            kind=FactKind(row.kind),
            values=tuple(
                StatedValue(**{**item, "operation": Operation(item["operation"])})
                for item in row.fields
            ),
            extractor=row.extractor,
            confidence=row.confidence,
            changes=row.changes,
            effective=row.effective,
            scope=row.scope,
        )
        for row in rows
        if row.version_id in known  # a version may have been replaced between the two reads
    ]


def _rows(
    document_id: str, version_id: str, document: Document, claims: Sequence[Claim]
) -> Iterator[dict[str, object]]:
    seen: Counter[str] = Counter()
    starts = [block.start for block in document.blocks]
    for ordinal, claim in enumerate(claims):
        key = _key(claim)
        seen[key] += 1
        yield {
            "version_id": version_id,
            "ordinal": ordinal,
            "claim_id": str(uuid.uuid5(_NAMESPACE, f"{document_id}\x00{key}\x00{seen[key]}")),
            "kind": claim.kind.value,
            "extractor": claim.extractor,
            "confidence": claim.confidence,
            "changes": claim.changes,
            "effective": claim.effective,
            "scope": claim.scope,
            "fields": [_value(value, document, starts) for value in claim.values],
        }


def _key(claim: Claim) -> str:
    """What makes it the same claim in the document's next version: what it is about."""
    about = claim.name or claim.first("number") or claim.first("case_number")
    told = [about] if about else [*claim.values[:1]]
    told += [value for field in _TELLING.get(claim.kind, ()) if (value := claim.first(field))]
    words = "\x00".join(" ".join(value.text.split()).casefold() for value in told)
    return f"{claim.kind.value}\x00{claim.changes}\x00{words}"


def _value(value: Value, document: Document, starts: Sequence[int]) -> dict[str, object]:
    block = bisect_right(starts, value.start) - 1
    return {
        "field": value.field,
        "text": value.text,
        "normal": value.normal,
        "operation": value.operation.value,
        "quote": document.text[value.start : value.end],
        "start": value.start,
        "end": value.end,
        "page": document.blocks[block].page if block >= 0 else None,
    }
