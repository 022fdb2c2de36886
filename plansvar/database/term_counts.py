"""How many chunks of what each group may read hold a term: what rarity is told from.

A word's rarity may depend on nothing but what the asker may read himself, or answers would carry a
trace of what he may not. So each group has its own counts, and an asker's are the sums over his
groups. They are kept in the transaction of the change that they follow from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Engine, Select, bindparam, delete, false, func, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from plansvar.access import User
from plansvar.database.models import (
    ChunkRow,
    DocumentGroupRow,
    DocumentRow,
    TermCountRow,
    VersionRow,
)
from plansvar.index.protocol import SparseVector

# Stands for a term that every chunk has: its count is how many chunks there are.
EVERY = -1
_BATCH = 500
_LOCK = 7_265_726  # any number that nothing else locks in the same database
_ADD = text(
    'INSERT INTO term_counts ("group", term, chunks) VALUES (:group, :term, :chunks)'
    ' ON CONFLICT ("group", term) DO UPDATE SET chunks = term_counts.chunks + excluded.chunks'
)
_DROP = text('DELETE FROM term_counts WHERE "group" = :group AND term = :term AND chunks = 0')
# A group and a term.
_Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Holding:
    """How many chunks somebody may read, and how many of them hold each of some terms."""

    chunks: int
    by_term: dict[int, int]


def holding(engine: Engine, user: User, terms: Collection[int]) -> Holding:
    """Count the chunks that ``user`` may read and that hold each of ``terms``.

    What is in two of his groups counts twice, among all chunks and among those with a term: the
    share is what matters, and it still is a function of nothing but what he may read.
    """
    with Session(engine) as session:
        rows = session.execute(
            select(TermCountRow.term, func.sum(TermCountRow.chunks))
            .where(TermCountRow.group.in_(user.groups), TermCountRow.term.in_([EVERY, *terms]))
            .group_by(TermCountRow.term)
        )
        # PostgreSQL gives sums as decimals.
        found = {term: int(chunks) for term, chunks in rows}
    return Holding(found.pop(EVERY, 0), found)


def encode(passages: Iterable[SparseVector]) -> bytes:
    """What is kept of a version: how many chunks it has, and the number that hold each term."""
    vectors = list(passages)
    terms = Counter(term for vector in vectors for term in vector.indices)
    pairs = np.array(sorted(terms.items()), dtype="<u4").reshape(-1, 2)
    return np.array([len(vectors)], dtype="<u4").tobytes() + pairs.tobytes()


def _decode(data: bytes | None) -> dict[int, int]:
    """Nothing is kept of what was read in before words were counted, until the next rebuild."""
    if data is None:
        return {}
    chunks, *pairs = np.frombuffer(data, dtype="<u4").tolist()
    return {EVERY: chunks, **dict(zip(pairs[::2], pairs[1::2], strict=True))}


@contextmanager
def counted(session: Session, document_ids: Sequence[str]) -> Iterator[None]:
    """Keep the counts in step with what is done to some documents inside of this.

    Nothing else that is counted changes meanwhile: of two writers, one waits here for the other.
    """
    _one_at_a_time(session)
    change = Counter[_Key]()
    change.subtract(_held(session, document_ids))
    yield
    change.update(_held(session, document_ids))
    _write(session, {key: chunks for key, chunks in sorted(change.items()) if chunks})


def current_versions(engine: Engine) -> list[str]:
    """Ids of all versions that are seen."""
    with Session(engine) as session:
        current = DocumentRow.current_version_id
        return [one for one in session.scalars(select(current).order_by(current)) if one]


def texts(engine: Engine, version_ids: Sequence[str]) -> dict[str, list[str]]:
    """What the chunks of some versions are found by."""
    found: dict[str, list[str]] = {version: [] for version in version_ids}
    with Session(engine) as session:
        for version, embedded in session.execute(
            select(ChunkRow.version_id, ChunkRow.embedded_text).where(
                ChunkRow.version_id.in_(version_ids)
            )
        ):
            found[version].append(embedded)
    return found


def set_terms(engine: Engine, passages: Mapping[str, Iterable[SparseVector]]) -> None:
    """Keep the terms of some versions anew. What they count for is :func:`recount`'s part."""
    with Session(engine) as session, session.begin():
        session.connection().execute(
            update(VersionRow)
            .where(VersionRow.id == bindparam("version"))
            .values(terms=bindparam("kept")),
            [{"version": name, "kept": encode(vectors)} for name, vectors in passages.items()],
        )


def recount(engine: Engine) -> None:
    """Count everything anew from what is kept of the current versions."""
    with Session(engine) as session, session.begin():
        _one_at_a_time(session)
        session.execute(delete(TermCountRow))
        for group in session.scalars(_seen(DocumentGroupRow.group).distinct()).all():
            held = _of_group(session, group)
            _write(session, {(group, term): held[term] for term in sorted(held)})


def miscounted(engine: Engine) -> tuple[str, ...]:
    """The groups whose counts are not what their documents make; for those that verify."""
    with Session(engine) as session, session.begin():
        _one_at_a_time(session)
        uncounted = _seen(DocumentGroupRow.group).where(VersionRow.terms.is_(None))
        wrong = set(session.scalars(uncounted))
        groups = {
            *session.scalars(_seen(DocumentGroupRow.group).distinct()),
            *session.scalars(select(TermCountRow.group).distinct()),
        }
        for group in groups - wrong:
            rows = session.execute(
                select(TermCountRow.term, TermCountRow.chunks).where(TermCountRow.group == group)
            )
            if dict(rows.all()) != _of_group(session, group):
                wrong.add(group)
    return tuple(sorted(wrong))


def _one_at_a_time(session: Session) -> None:
    """Wait until no other transaction counts, and keep others waiting until this one ends.

    What is read to be subtracted must still be there when it is written. Readers don't wait, nor
    does what cleans PostgreSQL's tables, as they would for a lock of the table.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    else:  # a write that writes nothing: SQLite begins with the first one, and has one writer
        session.execute(update(TermCountRow).where(false()).values(chunks=0))


def _held(session: Session, document_ids: Sequence[str]) -> Counter[_Key]:
    """What some documents, as they are now, add to the counts."""
    held = Counter[_Key]()
    unique = sorted(set(document_ids))
    for start in range(0, len(unique), _BATCH):
        rows = session.execute(
            _seen(DocumentGroupRow.group, VersionRow.terms).where(
                DocumentRow.id.in_(unique[start : start + _BATCH])
            )
        )
        for group, data in rows:
            held.update({(group, term): chunks for term, chunks in _decode(data).items()})
    return held


def _of_group(session: Session, group: str) -> dict[int, int]:
    """What all documents of a group make."""
    held = Counter[int]()
    rows = session.scalars(
        _seen(VersionRow.terms)
        .where(DocumentGroupRow.group == group)
        .execution_options(yield_per=_BATCH)
    )
    for data in rows:
        held.update(_decode(data))
    return {term: chunks for term, chunks in held.items() if chunks}


def _seen(*columns: InstrumentedAttribute[Any]) -> Select[*tuple[Any, ...]]:
    """Columns of current versions, once for each group that may read them."""
    return (
        select(*columns)
        .select_from(DocumentRow)
        .join(VersionRow, VersionRow.id == DocumentRow.current_version_id)
        .join(DocumentGroupRow, DocumentGroupRow.document_id == DocumentRow.id)
    )


def _write(session: Session, changes: Mapping[_Key, int]) -> None:
    """Add to the counts. What nothing holds any more goes."""

    def rows(keys: Iterable[_Key]) -> list[dict[str, str | int]]:
        return [
            {"group": group, "term": term, "chunks": changes[group, term]} for group, term in keys
        ]

    if changes:
        session.execute(_ADD, rows(changes))
    if fewer := [key for key, chunks in changes.items() if chunks < 0]:
        session.execute(_DROP, rows(fewer))
