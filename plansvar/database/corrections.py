"""The log of what people have said of facts: written at its end, read as far as one may read."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from plansvar.access import User
from plansvar.database.links import groups_of
from plansvar.database.models import (
    ClaimRow,
    CorrectionClaimRow,
    CorrectionRow,
    DocumentGroupRow,
    DocumentRow,
    VersionRow,
)
from plansvar.database.reads import visible
from plansvar.register.corrections import Action, ConfirmedValue, Correction


def append(engine: Engine, correction: Correction) -> None:
    """Add a line to the log."""
    with Session(engine) as session, session.begin():
        session.execute(
            insert(CorrectionRow).values(
                id=correction.id,
                at=correction.at,
                by=correction.by,
                action=correction.action.value,
                field=correction.field,
                before=list(correction.before),
                after=list(correction.after),
                note=correction.note,
                withdraws=correction.withdraws,
                confirmed=[
                    {"field": one.field, "text": one.text, "normal": one.normal}
                    for one in correction.confirmed
                ],
            )
        )
        about = [(claim, False) for claim in dict.fromkeys(correction.claims)]
        about += [(claim, True) for claim in dict.fromkeys(correction.others)]
        readers = _readers(session, [claim for claim, _ in about])
        session.execute(
            insert(CorrectionClaimRow),
            [
                {
                    "correction_id": correction.id,
                    "claim_id": claim,
                    "other": other,
                    "groups": sorted(readers.get(claim, ())),
                }
                for claim, other in about
            ],
        )


def corrections(engine: Engine, user: User) -> list[Correction]:
    """The corrections of what ``user`` may read, in the log's order.

    What somebody confirmed or corrected with documents before him that ``user`` may not read may
    come from there, so he doesn't get it at all. Of what was rejected, merged or withdrawn he gets
    what he may know: those claims, the values and the note are left out. What was said of documents
    that are gone is for those who could read them.
    """
    with Session(engine) as session:
        seen = set(
            session.scalars(
                visible(select(ClaimRow.claim_id), user).join(
                    ClaimRow, ClaimRow.version_id == VersionRow.id
                )
            )
        )
        about: dict[str, list[tuple[str, bool]]] = {}
        open_then: dict[str, set[str]] = {}
        for row in session.execute(
            select(
                CorrectionClaimRow.correction_id,
                CorrectionClaimRow.claim_id,
                CorrectionClaimRow.other,
                CorrectionClaimRow.groups,
            ).order_by(CorrectionClaimRow.claim_id)
        ):
            about.setdefault(row.correction_id, []).append((row.claim_id, row.other))
            if set(row.groups) & set(user.groups):
                open_then.setdefault(row.correction_id, set()).add(row.claim_id)
        rows = session.scalars(select(CorrectionRow).order_by(CorrectionRow.ordinal)).all()
        everything = [_correction(row, about.get(row.id, [])) for row in rows]
        existing = _existing(session)
    return [
        redacted
        for one in everything
        if (redacted := _as_seen(one, seen, existing, open_then.get(one.id, set()))) is not None
    ]


def state(engine: Engine, user: User) -> str:
    """Another one whenever something changes that a user's register is made of."""
    digest = hashlib.sha256()
    with Session(engine) as session:
        rows = session.scalars(visible(select(DocumentRow), user).order_by(DocumentRow.id)).all()
        together = groups_of(session, user, rows)
        for row in rows:
            related = together.copies.get(row.id), together.works.get(row.id)
            digest.update(repr((row.id, row.current_version_id, row.path, *related)).encode())
        last = session.scalar(select(func.max(CorrectionRow.ordinal)))
    return f"{digest.hexdigest()} {last}"


def _existing(session: Session) -> set[str]:
    """Claims of documents that are there; others are gone."""
    return set(
        session.scalars(
            select(ClaimRow.claim_id).join(
                DocumentRow, DocumentRow.current_version_id == ClaimRow.version_id
            )
        )
    )


def _readers(session: Session, claims: Sequence[str]) -> dict[str, set[str]]:
    """The groups that may read the documents of some claims just now."""
    found: dict[str, set[str]] = {}
    for claim, group in session.execute(
        select(ClaimRow.claim_id, DocumentGroupRow.group)
        .join(DocumentRow, DocumentRow.current_version_id == ClaimRow.version_id)
        .join(DocumentGroupRow, DocumentGroupRow.document_id == DocumentRow.id)
        .where(ClaimRow.claim_id.in_(claims))
    ):
        found.setdefault(claim, set()).add(group)
    return found


def _as_seen(
    one: Correction, seen: set[str], existing: set[str], open_then: set[str]
) -> Correction | None:
    about = (*one.claims, *one.others)
    if not any(claim in seen for claim in about):
        return None
    hidden = {
        claim
        for claim in about
        if claim not in seen and (claim in existing or claim not in open_then)
    }
    if not hidden:
        return one
    if one.action in {Action.CONFIRM, Action.CORRECT}:
        return None
    return replace(
        one,
        claims=tuple(claim for claim in one.claims if claim not in hidden),
        others=tuple(claim for claim in one.others if claim not in hidden),
        field=None,
        before=(),
        after=(),
        note="",
    )


def _correction(row: CorrectionRow, about: Sequence[tuple[str, bool]]) -> Correction:
    # SQLite gives times back without their zone, which is always UTC.
    at = row.at if row.at.tzinfo else row.at.replace(tzinfo=dt.UTC)
    return Correction(
        id=row.id,
        at=at,
        by=row.by,
        action=Action(row.action),
        claims=tuple(claim for claim, other in about if not other),
        others=tuple(claim for claim, other in about if other),
        field=row.field,
        before=tuple(row.before),
        after=tuple(row.after),
        note=row.note,
        withdraws=row.withdraws,
        confirmed=tuple(ConfirmedValue(**item) for item in row.confirmed or ()),
    )
