"""Which texts of a version compete for being an answer, and have their vectors kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.orm import Session

from plansvar.access import User
from plansvar.database.models import (
    ChunkRow,
    DocumentGroupRow,
    DocumentRow,
    UnitRow,
    UnitVectorsRow,
    VersionRow,
)
from plansvar.database.reads import visible
from plansvar.embedding.protocol import Vectors

_BATCH = 500
# Count up when other units, or other texts of them, are embedded for a question.
_EDITION = 2


def read_ahead_by(model_key: str) -> str:
    """What stands with a version whose units this has embedded with a model."""
    return f"{_EDITION} {model_key}"


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


def set_units(
    engine: Engine, version_id: str, by: str, units: Mapping[str, Mapping[str, Vectors]]
) -> None:
    """Write down the units of a version, in place of earlier ones.

    Nothing is written of a version that is gone by now.

    Args:
        engine: the database.
        version_id: a version.
        by: what embedded them.
        units: for each of its chunks, vectors of its units by the hashes of their texts.
    """
    hashes = dict.fromkeys(key for own in units.values() for key in own)
    together = [
        {"chunk_id": chunk, "vectors": np.stack([*own.values()]).astype("<f2").tobytes()}
        for chunk, own in units.items()
        if own
    ]
    with Session(engine) as session, session.begin():
        there = select(VersionRow.id).where(VersionRow.id == version_id)
        if session.scalar(there) is None:
            return
        session.execute(delete(UnitRow).where(UnitRow.version_id == version_id))
        own_chunks = select(ChunkRow.id).where(ChunkRow.version_id == version_id)
        session.execute(delete(UnitVectorsRow).where(UnitVectorsRow.chunk_id.in_(own_chunks)))
        if hashes:
            values = [{"version_id": version_id, "text_hash": one} for one in hashes]
            session.execute(insert(UnitRow), values)
            session.execute(insert(UnitVectorsRow), together)
        session.execute(update(VersionRow).where(VersionRow.id == version_id).values(read_ahead=by))


def nearest_units(
    engine: Engine, user: User, ids: Sequence[str], by: str, question: Vectors
) -> dict[str, float]:
    """The largest cosine of a question with any unit of some chunks that ``user`` may read.

    Args:
        engine: the database.
        user: who asks.
        ids: of chunks.
        by: what the units must have been embedded by.
        question: the question's embedding, of unit length.

    Returns:
        By chunk id; chunks whose units have no vectors are missing.
    """
    found: dict[str, float] = {}
    with Session(engine) as session:
        for start in range(0, len(ids), _BATCH):
            rows = session.execute(
                visible(select(UnitVectorsRow.chunk_id, UnitVectorsRow.vectors), user)
                .join(ChunkRow, ChunkRow.version_id == VersionRow.id)
                .join(UnitVectorsRow, UnitVectorsRow.chunk_id == ChunkRow.id)
                .where(
                    ChunkRow.id.in_(ids[start : start + _BATCH]),
                    VersionRow.read_ahead == by,
                )
            ).all()
            if not rows:
                continue
            parts = [np.frombuffer(data, "<f2").reshape(-1, question.size) for _, data in rows]
            near = np.concatenate(parts).astype(np.float32) @ question
            begins = np.cumsum([0, *(len(part) for part in parts[:-1])])
            largest = np.maximum.reduceat(near, begins)
            found.update(zip((chunk for chunk, _ in rows), largest.tolist(), strict=True))
    return found
