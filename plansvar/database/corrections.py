"""The log of what people have said of facts: written at its end, read as far as one may read."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from plansvar.access import User
from plansvar.database.models import (
    ClaimRow,
    CorrectionClaimRow,
    CorrectionRow,
    DocumentRow,
    VersionRow,
)
from plansvar.database.reads import visible
from plansvar.register.corrections import Action, Correction


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
            )
        )
        about = [(claim, False) for claim in dict.fromkeys(correction.claims)]
        about += [(claim, True) for claim in dict.fromkeys(correction.others)]
        session.execute(
            insert(CorrectionClaimRow),
            [
                {"correction_id": correction.id, "claim_id": claim, "other": other}
                for claim, other in about
            ],
        )


def corrections(engine: Engine, user: User) -> list[Correction]:
    """The corrections of what ``user`` may read something of, in the log's order.

    Of one that is also about documents that he may not read he gets what he may know: those claims
    are left out, and so are the value before and the note, which may come from there.
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
        for row in session.execute(
            select(
                CorrectionClaimRow.correction_id,
                CorrectionClaimRow.claim_id,
                CorrectionClaimRow.other,
            ).order_by(CorrectionClaimRow.claim_id)
        ):
            about.setdefault(row.correction_id, []).append((row.claim_id, row.other))
        rows = session.scalars(select(CorrectionRow).order_by(CorrectionRow.ordinal)).all()
        everything = [_correction(row, about.get(row.id, [])) for row in rows]
        existing = _existing(session)
    return [
        redacted for one in everything if (redacted := _as_seen(one, seen, existing)) is not None
    ]


def state(engine: Engine, user: User) -> str:
    """Another one whenever something changes that a user's register is made of."""
    digest = hashlib.sha256()
    with Session(engine) as session:
        for row in session.execute(
            visible(
                select(
                    DocumentRow.id,
                    DocumentRow.current_version_id,
                    DocumentRow.path,
                    DocumentRow.copy_group,
                    DocumentRow.work,
                ),
                user,
            ).order_by(DocumentRow.id)
        ):
            digest.update(repr(tuple(row)).encode())
        last = session.scalar(select(func.max(CorrectionRow.ordinal)))
    return f"{digest.hexdigest()} {last}"


def _existing(session: Session) -> set[str]:
    """Claims of documents that somebody may read; others are gone, and hide nothing."""
    return set(
        session.scalars(
            select(ClaimRow.claim_id).join(
                DocumentRow, DocumentRow.current_version_id == ClaimRow.version_id
            )
        )
    )


def _as_seen(one: Correction, seen: set[str], existing: set[str]) -> Correction | None:
    about = (*one.claims, *one.others)
    if not any(claim in seen for claim in about):
        return None
    hidden = {claim for claim in about if claim in existing and claim not in seen}
    if not hidden:
        return one
    return replace(
        one,
        claims=tuple(claim for claim in one.claims if claim not in hidden),
        others=tuple(claim for claim in one.others if claim not in hidden),
        before=(),
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
    )
