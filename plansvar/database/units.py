"""Which texts of a version compete for being an answer, and have their vectors kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.orm import Session

from plansvar.database.models import (
    ChunkRow,
    DocumentGroupRow,
    DocumentRow,
    UnitRow,
    VersionRow,
)


@dataclass(frozen=True, slots=True)
class Unread:
    """What there is to read of a version: its readers, and its chunks in their order."""

    version_id: str
    groups: tuple[str, ...]
    chunks: tuple[str, ...]


def not_read_ahead(engine: Engine, by: str) -> list[str]:
    """Ids of the current versions whose units weren't embedded ``by`` this."""
    with Session(engine) as session:
        return list(
            session.scalars(
                select(VersionRow.id)
                .join(DocumentRow, DocumentRow.current_version_id == VersionRow.id)
                .where(VersionRow.read_ahead.is_distinct_from(by))
                .order_by(VersionRow.id)
            )
        )


def unread(engine: Engine, version_id: str) -> Unread:
    """What there is to read of a current version; nothing where it is replaced by now."""
    with Session(engine) as session:
        groups = session.scalars(
            select(DocumentGroupRow.group)
            .join(DocumentRow, DocumentRow.id == DocumentGroupRow.document_id)
            .where(DocumentRow.current_version_id == version_id)
        )
        chunks = session.scalars(
            select(ChunkRow.id).where(ChunkRow.version_id == version_id).order_by(ChunkRow.ordinal)
        )
        return Unread(version_id, tuple(groups), tuple(chunks))


def set_units(engine: Engine, version_id: str, by: str, hashes: Sequence[str]) -> None:
    """Write down the units of a version, by the hashes of their texts, in place of earlier ones.

    Nothing is written of a version that is gone by now.
    """
    values = [{"version_id": version_id, "text_hash": one} for one in dict.fromkeys(hashes)]
    with Session(engine) as session, session.begin():
        session.execute(delete(UnitRow).where(UnitRow.version_id == version_id))
        there = select(VersionRow.id).where(VersionRow.id == version_id)
        if session.scalar(there) is None:
            return
        if values:
            session.execute(insert(UnitRow), values)
        session.execute(update(VersionRow).where(VersionRow.id == version_id).values(read_ahead=by))
