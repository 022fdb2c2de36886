"""All that changes the database. Each function is one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, CursorResult, Engine, delete, func, insert, select, update
from sqlalchemy.orm import Session

from plansvar.database.about_columns import marks_from_json, to_columns
from plansvar.database.claims import insert_claims
from plansvar.database.models import (
    BlockRow,
    ChunkRow,
    DocumentGroupRow,
    DocumentRow,
    EmbeddingRow,
    UnitRow,
    VersionRow,
)
from plansvar.database.term_counts import counted, encode
from plansvar.documents.about import Mark
from plansvar.documents.sketch import sketch
from plansvar.documents.stored import chunk_id, text_hash
from plansvar.documents.types import Chunk, Document
from plansvar.index.protocol import PointInfo, SparseVector
from plansvar.register.claims import Claim

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of a document: the version, who may read it, and the marks that it bears.

    ``parts_missing``: something that came with it is missing, see :mod:`plansvar.database.parts`.
    """

    document_id: str
    version_id: str
    content_hash: str
    groups: tuple[str, ...]
    marks: tuple[Mark, ...] = ()
    parts_missing: bool = False


def known(engine: Engine, source: str) -> dict[str, Known]:
    """The documents of a source by path, but not what came with them. For the pipeline only."""
    with Session(engine) as session:
        rows = read_known(session, source, DocumentRow.part_of.is_(None))
        return {path: one for path, _, one in rows}


def read_known(
    session: Session, source: str, wanted: ColumnElement[bool]
) -> Iterator[tuple[str, str | None, Known]]:
    """Documents of a source: path, the document that it came with, and what is stored."""
    groups: dict[str, list[str]] = {}
    for document, group in session.execute(
        select(DocumentGroupRow.document_id, DocumentGroupRow.group)
        .join(DocumentRow, DocumentRow.id == DocumentGroupRow.document_id)
        .where(DocumentRow.source == source, wanted)
        .order_by(DocumentGroupRow.group)
    ):
        groups.setdefault(document, []).append(group)
    rows = session.execute(
        select(
            DocumentRow.path,
            DocumentRow.part_of,
            DocumentRow.id,
            VersionRow.id,
            VersionRow.content_hash,
            VersionRow.marks,
            VersionRow.parts_missing,
        )
        .join(VersionRow, VersionRow.id == DocumentRow.current_version_id)
        .where(DocumentRow.source == source, wanted)
    )
    for path, part_of, document, version, content_hash, marks, parts_missing in rows:
        readers = tuple(groups.get(document, ()))
        found = marks_from_json(marks)
        yield path, part_of, Known(document, version, content_hash, readers, found, parts_missing)


def current_contents(engine: Engine, but: Sequence[str] = ()) -> set[str]:
    """The contents (SHA-256) of all documents that are seen, ``but`` those of some sources."""
    with Session(engine) as session:
        return set(
            session.scalars(
                select(VersionRow.content_hash)
                .join(DocumentRow, DocumentRow.current_version_id == VersionRow.id)
                .where(DocumentRow.source.not_in(but))
            )
        )


def source_counts(engine: Engine) -> dict[str, int]:
    """How many documents of each source are seen."""
    with Session(engine) as session:
        rows = session.execute(
            select(DocumentRow.source, func.count().label("documents"))
            .where(DocumentRow.current_version_id.is_not(None))
            .group_by(DocumentRow.source)
            .order_by(DocumentRow.source)
        )
        return {row.source: row.documents for row in rows}


def add_version(
    engine: Engine,
    *,
    document_id: str,
    source: str,
    path: str,
    version_id: str,
    content_hash: str,
    reading: str,
    document: Document,
    chunks: Sequence[Chunk],
    terms: Sequence[SparseVector],
    claims: Sequence[Claim] = (),
    part_of: str | None = None,
    parts_missing: bool = False,
) -> None:
    """Store a version with all that is in it. Nobody sees it before :func:`activate`.

    ``terms`` are the BM25 vectors of its chunks.
    """
    now = dt.datetime.now(dt.UTC)
    with Session(engine) as session, session.begin(), counted(session, [document_id]):
        if session.get(DocumentRow, document_id) is None:
            session.add(
                DocumentRow(
                    id=document_id,
                    source=source,
                    path=path,
                    part_of=part_of,
                    created_at=now,
                    updated_at=now,
                )
            )
            session.flush()
        # Left over from a run that was stopped before it could activate this version.
        session.execute(delete(VersionRow).where(VersionRow.id == version_id))
        date = document.date
        session.execute(
            insert(VersionRow).values(
                id=version_id,
                document_id=document_id,
                content_hash=content_hash,
                reading=reading,
                title=document.title,
                type=document.type.value,
                authority=document.authority.value,
                date_value=date.value if date else None,
                date_precision=date.precision.value if date else None,
                date_found_in=date.found_in if date else None,
                date_quote=date.quote if date else None,
                language=document.language,
                page_count=document.page_count,
                text=document.text,
                sketch=sketch(document.text),
                **to_columns(document.about),
                parts_missing=parts_missing,
                terms=encode(terms),
                created_at=now,
            )
        )
        if document.blocks:
            session.execute(
                insert(BlockRow),
                [{**asdict(block), "version_id": version_id} for block in document.blocks],
            )
        if chunks:
            session.execute(
                insert(ChunkRow), [_chunk_values(version_id, chunk) for chunk in chunks]
            )
        insert_claims(session, document_id, version_id, document, claims)


def _chunk_values(version_id: str, chunk: Chunk) -> dict[str, object]:
    return {
        **asdict(chunk),
        "id": chunk_id(version_id, chunk.ordinal),
        "version_id": version_id,
        "text_hash": text_hash(chunk.embedded_text),
    }


def activate(engine: Engine, document_id: str, version_id: str, groups: Sequence[str]) -> None:
    """Make a version the one that readers see. This commit is the moment of the change."""
    with Session(engine) as session, session.begin(), counted(session, [document_id]):
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.id == document_id)
            .values(current_version_id=version_id, updated_at=dt.datetime.now(dt.UTC))
        )
        _write_groups(session, document_id, groups)


def set_groups(engine: Engine, document_id: str, groups: Sequence[str]) -> None:
    """Change who may read a document."""
    with Session(engine) as session, session.begin(), counted(session, [document_id]):
        _write_groups(session, document_id, groups)


def _write_groups(session: Session, document_id: str, groups: Sequence[str]) -> None:
    session.execute(delete(DocumentGroupRow).where(DocumentGroupRow.document_id == document_id))
    if groups:
        session.execute(
            insert(DocumentGroupRow),
            [{"document_id": document_id, "group": group} for group in sorted(set(groups))],
        )


def leftover_chunks(engine: Engine) -> list[str]:
    """Ids of chunks of versions that are not current: replaced, or never activated."""
    with Session(engine) as session:
        return list(
            session.scalars(
                select(ChunkRow.id)
                .join(VersionRow, VersionRow.id == ChunkRow.version_id)
                .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
                .where(VersionRow.id.is_distinct_from(DocumentRow.current_version_id))
            )
        )


def any_document(engine: Engine) -> bool:
    """Whether anything has been read in."""
    with Session(engine) as session:
        statement = select(DocumentRow.id).where(DocumentRow.current_version_id.is_not(None))
        return session.scalar(statement.limit(1)) is not None


def current_chunks(engine: Engine) -> list[str]:
    """Ids of all chunks that some reader may see."""
    with Session(engine) as session:
        return list(
            session.scalars(
                select(ChunkRow.id)
                .join(DocumentRow, DocumentRow.current_version_id == ChunkRow.version_id)
                .order_by(ChunkRow.id)
            )
        )


def current_points(engine: Engine) -> list[PointInfo]:
    """What the index should say of each chunk that some reader may see."""
    with Session(engine) as session:
        groups: dict[str, list[str]] = {}
        for document, group in session.execute(
            select(DocumentGroupRow.document_id, DocumentGroupRow.group).order_by(
                DocumentGroupRow.group
            )
        ):
            groups.setdefault(document, []).append(group)
        rows = session.execute(
            select(ChunkRow.id, DocumentRow.id, ChunkRow.version_id)
            .join(DocumentRow, DocumentRow.current_version_id == ChunkRow.version_id)
            .order_by(ChunkRow.id)
        )
        return [
            PointInfo(chunk, document, version, tuple(groups.get(document, ())))
            for chunk, document, version in rows
        ]


def chunks_with_vector(engine: Engine, model_key: str) -> set[str]:
    """Ids of the current chunks that a model has embedded."""
    with Session(engine) as session:
        return set(
            session.scalars(
                select(ChunkRow.id)
                .join(DocumentRow, DocumentRow.current_version_id == ChunkRow.version_id)
                .join(EmbeddingRow, EmbeddingRow.text_hash == ChunkRow.text_hash)
                .where(EmbeddingRow.model_key == model_key)
            )
        )


def embedded_texts(engine: Engine, ids: Sequence[str]) -> list[str]:
    """What the embedder sees of some chunks."""
    with Session(engine) as session:
        return list(session.scalars(select(ChunkRow.embedded_text).where(ChunkRow.id.in_(ids))))


def drop_leftovers(engine: Engine) -> None:
    """Delete versions that are not current, documents without a version, vectors without a text."""
    # None of those becomes current meanwhile.
    with Session(engine) as session, session.begin(), counted(session, ()):
        current = select(DocumentRow.current_version_id).where(
            DocumentRow.current_version_id.is_not(None)
        )
        session.execute(delete(VersionRow).where(VersionRow.id.not_in(current)))
        session.execute(delete(DocumentRow).where(DocumentRow.current_version_id.is_(None)))
        session.execute(
            delete(EmbeddingRow).where(
                EmbeddingRow.text_hash.not_in(select(ChunkRow.text_hash)),
                EmbeddingRow.text_hash.not_in(select(UnitRow.text_hash)),
            )
        )


def hide(engine: Engine, document_ids: Sequence[str]) -> int:
    """Make documents unseen at once: they have no current version. Returns how many were seen."""
    hidden = 0
    with Session(engine) as session, session.begin(), counted(session, document_ids):
        for start in range(0, len(document_ids), _BATCH):
            result = session.execute(
                update(DocumentRow)
                .where(
                    DocumentRow.id.in_(document_ids[start : start + _BATCH]),
                    DocumentRow.current_version_id.is_not(None),
                )
                .values(current_version_id=None)
            )
            hidden += result.rowcount if isinstance(result, CursorResult) else 0
    return hidden
