"""Conversations in the database. Every function but the last two takes whose they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, delete, exists, func, select, update
from sqlalchemy.orm import Session

from plansvar.access import User
from plansvar.database.models import ConversationRow, TurnRow, VersionRow


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn as it lies in the database; see :class:`plansvar.database.models.TurnRow`."""

    id: str
    conversation: str
    ordinal: int
    at: dt.datetime
    asked: str
    groups: tuple[str, ...]
    answer: Mapping[str, Any]
    named: Sequence[Sequence[str]]
    versions: Mapping[str, Any]
    verdict: str | None = None
    comment: str = ""
    feedback_at: dt.datetime | None = None


def own(engine: Engine, user: User) -> list[tuple[str, str, dt.datetime, dt.datetime, int]]:
    """Id, first question, beginning, last use and number of turns; the last used first."""
    first = (
        select(TurnRow.asked)
        .where(TurnRow.conversation_id == ConversationRow.id)
        .order_by(TurnRow.ordinal)
        .limit(1)
        .scalar_subquery()
    )
    count = (
        select(func.count(TurnRow.id))
        .where(TurnRow.conversation_id == ConversationRow.id)
        .scalar_subquery()
    )
    with Session(engine) as session:
        rows = session.execute(
            select(
                ConversationRow.id,
                first,
                ConversationRow.created_at,
                ConversationRow.used_at,
                count,
            )
            .where(ConversationRow.user == user.name)
            .order_by(ConversationRow.used_at.desc(), ConversationRow.id)
        ).all()
    return [(id_, title or "", _utc(began), _utc(last), n) for id_, title, began, last, n in rows]


def turns(
    engine: Engine, user: User, conversation: str, last: int | None = None
) -> list[StoredTurn]:
    """The turns of a conversation of this user, the oldest first; ``last``: only so many."""
    with Session(engine) as session:
        rows = session.scalars(
            select(TurnRow)
            .join(ConversationRow, ConversationRow.id == TurnRow.conversation_id)
            .where(ConversationRow.user == user.name, TurnRow.conversation_id == conversation)
            .order_by(TurnRow.ordinal.desc())
            .limit(last)
        ).all()
        return [_turn(row) for row in reversed(rows)]


def is_own(engine: Engine, user: User, conversation: str) -> bool:
    """Whether there is such a conversation of this user."""
    with Session(engine) as session:
        return bool(
            session.scalar(
                select(
                    exists().where(
                        ConversationRow.id == conversation, ConversationRow.user == user.name
                    )
                )
            )
        )


def append(engine: Engine, user: User, turn: StoredTurn) -> None:
    """Add a turn to a conversation, which begins with it where it isn't there.

    The turn's ``ordinal`` is not looked at: it comes after those that are there.
    """
    with Session(engine) as session, session.begin():
        row = session.get(ConversationRow, turn.conversation)
        if row is None:
            session.add(
                ConversationRow(
                    id=turn.conversation, user=user.name, created_at=turn.at, used_at=turn.at
                )
            )
            session.flush()
        else:
            row.used_at = turn.at
        most = select(func.max(TurnRow.ordinal)).where(TurnRow.conversation_id == turn.conversation)
        session.add(
            TurnRow(
                id=turn.id,
                conversation_id=turn.conversation,
                ordinal=(session.scalar(most) or 0) + 1,
                at=turn.at,
                asked=turn.asked,
                groups=list(turn.groups),
                answer=dict(turn.answer),
                named=[list(one) for one in turn.named],
                versions=dict(turn.versions),
                comment="",
            )
        )


def remove(engine: Engine, user: User, conversation: str) -> bool:
    """Delete a conversation of this user with its turns; returns whether there was one."""
    with Session(engine) as session, session.begin():
        row = session.scalar(
            select(ConversationRow).where(
                ConversationRow.id == conversation, ConversationRow.user == user.name
            )
        )
        if row is None:
            return False
        session.execute(delete(TurnRow).where(TurnRow.conversation_id == conversation))
        session.delete(row)
        return True


def judge(
    engine: Engine, user: User, turn: str, verdict: str, comment: str, at: dt.datetime
) -> bool:
    """Store feedback with a turn of this user; returns whether there is one."""
    of_user = select(ConversationRow.id).where(ConversationRow.user == user.name)
    with Session(engine) as session, session.begin():
        found = session.scalar(
            select(TurnRow.id).where(TurnRow.id == turn, TurnRow.conversation_id.in_(of_user))
        )
        if found is None:
            return False
        session.execute(
            update(TurnRow)
            .where(TurnRow.id == turn)
            .values(verdict=verdict, comment=comment, feedback_at=at)
        )
        return True


def readings(engine: Engine, versions: Sequence[str]) -> dict[str, str]:
    """How some versions of documents were read, by their id."""
    with Session(engine) as session:
        rows = session.execute(
            select(VersionRow.id, VersionRow.reading).where(VersionRow.id.in_(versions))
        ).all()
    return {row.id: row.reading for row in rows}


def judged(engine: Engine) -> list[tuple[StoredTurn, tuple[str, ...]]]:
    """All turns with feedback, and what was asked before each; whose they are isn't told."""
    with Session(engine) as session:
        rows = session.scalars(
            select(TurnRow)
            .where(TurnRow.verdict.is_not(None))
            .order_by(TurnRow.feedback_at, TurnRow.id)
        ).all()
        return [
            (
                _turn(row),
                tuple(
                    session.scalars(
                        select(TurnRow.asked)
                        .where(
                            TurnRow.conversation_id == row.conversation_id,
                            TurnRow.ordinal < row.ordinal,
                        )
                        .order_by(TurnRow.ordinal)
                    )
                ),
            )
            for row in rows
        ]


def purge(engine: Engine, before: dt.datetime) -> int:
    """Delete turns from before a time, and conversations that have none left; returns how many.

    Nothing is written where there is nothing to delete: others may be writing.
    """
    with Session(engine) as session:
        if not session.scalar(select(exists().where(TurnRow.at < before))):
            return 0
    with Session(engine) as session, session.begin():
        old = select(TurnRow.id).where(TurnRow.at < before)
        count = session.scalar(select(func.count()).select_from(old.subquery())) or 0
        session.execute(delete(TurnRow).where(TurnRow.at < before))
        left = select(TurnRow.conversation_id)
        session.execute(delete(ConversationRow).where(ConversationRow.id.not_in(left)))
        return count


def _turn(row: TurnRow) -> StoredTurn:
    return StoredTurn(
        id=row.id,
        conversation=row.conversation_id,
        ordinal=row.ordinal,
        at=_utc(row.at),
        asked=row.asked,
        groups=tuple(row.groups),
        answer=row.answer,
        named=row.named,
        versions=row.versions,
        verdict=row.verdict,
        comment=row.comment,
        feedback_at=_utc(row.feedback_at) if row.feedback_at else None,
    )


def _utc(at: dt.datetime) -> dt.datetime:
    """SQLite forgets the zone; all is written in UTC."""
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
