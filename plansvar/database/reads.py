"""All that readers see. Every function takes the user who asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Engine, Select, exists, func, select
from sqlalchemy import Row as SqlRow
from sqlalchemy.orm import Session, aliased, defer

from plansvar.access import User
from plansvar.database.about_columns import from_columns
from plansvar.database.links import Groups, groups_of
from plansvar.database.models import (
    BlockRow,
    ChunkRow,
    DocumentGroupRow,
    DocumentRow,
    VersionRow,
)
from plansvar.documents.stored import Coverage, DocumentInfo, StoredChunk
from plansvar.documents.types import (
    Authority,
    Block,
    BlockKind,
    Box,
    DatePrecision,
    DocumentType,
    Row,
)

_BATCH = 500
# What a list of documents has no use for.
_HEAVY = (defer(VersionRow.text), defer(VersionRow.sketch))
# Documents that others are compared with, beside those that are read.
_HERE = aliased(DocumentRow)
_Columns = TypeVarTuple("_Columns")


def documents(engine: Engine, user: User) -> list[DocumentInfo]:
    """The documents that ``user`` may read, by path."""
    with Session(engine) as session:
        rows = session.execute(
            visible(select(DocumentRow, VersionRow).options(*_HEAVY), user).order_by(
                DocumentRow.path
            )
        ).all()
        groups = _groups(session, [document.id for document, _ in rows])
        together = groups_of(session, user, [document for document, _ in rows])
    return [_info(document, version, groups, together) for document, version in rows]


def document(engine: Engine, user: User, document_id: str) -> DocumentInfo | None:
    """One document, or ``None`` where there is none that ``user`` may read."""
    with Session(engine) as session:
        row = session.execute(
            visible(select(DocumentRow, VersionRow).options(*_HEAVY), user).where(
                DocumentRow.id == document_id
            )
        ).one_or_none()
        if row is None:
            return None
        groups = _groups(session, [document_id])
        together = groups_of(session, user, [row[0]])
    return _info(row[0], row[1], groups, together)


def content_hash(engine: Engine, user: User, document_id: str) -> str | None:
    """What the current version's file is kept under, ``None`` where ``user`` may not read it."""
    with Session(engine) as session:
        return session.scalar(
            visible(select(VersionRow.content_hash), user).where(DocumentRow.id == document_id)
        )


def related(engine: Engine, user: User, document_ids: Sequence[str]) -> list[DocumentInfo]:
    """Copies and other editions of some documents, as far as ``user`` may read them.

    Those documents themselves are among them.
    """
    here = _HERE.id.in_(document_ids)
    with Session(engine) as session:
        rows = session.execute(
            visible(select(DocumentRow, VersionRow).options(*_HEAVY), user)
            .where(
                DocumentRow.copy_group.in_(select(_HERE.copy_group).where(here))
                | DocumentRow.work.in_(select(_HERE.work).where(here))
            )
            .order_by(DocumentRow.path)
        ).all()
        groups = _groups(session, [document.id for document, _ in rows])
        together = groups_of(session, user, [document for document, _ in rows])
    asked = set(document_ids)
    copies = {together.copies.get(one) for one in asked} - {None}
    works = {together.works.get(one) for one in asked} - {None}
    return [
        _info(document, version, groups, together)
        for document, version in rows
        if together.copies.get(document.id) in copies or together.works.get(document.id) in works
    ]


def chunks(engine: Engine, user: User, ids: Sequence[str]) -> dict[str, StoredChunk]:
    """Those of the chunks that are current and that ``user`` may read, by id.

    The second of the two access checks: whatever the index says, nothing else comes out.
    """
    found: dict[str, StoredChunk] = {}
    with Session(engine) as session:
        for start in range(0, len(ids), _BATCH):
            # Slicing in the database: a hit of 900 characters need not carry a book with it.
            own = func.substr(VersionRow.text, ChunkRow.start + 1, ChunkRow.end - ChunkRow.start)
            statement = select(ChunkRow, DocumentRow, VersionRow, own).options(*_HEAVY)
            rows = session.execute(
                visible(statement, user)
                .join(ChunkRow, ChunkRow.version_id == VersionRow.id)
                .where(ChunkRow.id.in_(ids[start : start + _BATCH]))
            ).all()
            groups = _groups(session, [document.id for _, document, _, _ in rows])
            together = groups_of(session, user, [document for _, document, _, _ in rows])
            for chunk, document, version, own_text in rows:
                found[chunk.id] = StoredChunk(
                    id=chunk.id,
                    document=_info(document, version, groups, together),
                    start=chunk.start,
                    end=chunk.end,
                    first_block=chunk.first_block,
                    last_block=chunk.last_block,
                    heading_path=tuple(chunk.heading_path),
                    page_first=chunk.page_first,
                    text=own_text,
                )
    return found


def languages(engine: Engine, user: User, ids: Sequence[str]) -> dict[str, str]:
    """The languages of the documents of some chunks that ``user`` may read, by the chunk's id."""
    found: dict[str, str] = {}
    with Session(engine) as session:
        for start in range(0, len(ids), _BATCH):
            rows = session.execute(
                visible(select(ChunkRow.id, VersionRow.language), user)
                .join(ChunkRow, ChunkRow.version_id == VersionRow.id)
                .where(ChunkRow.id.in_(ids[start : start + _BATCH]))
            )
            found.update((chunk, language) for chunk, language in rows)
    return found


def blocks(
    engine: Engine, user: User, version_id: str, first: int, last: int, *, boxes: bool = False
) -> list[Block]:
    """Blocks ``first`` to ``last`` (inclusive) of a current version that ``user`` may read.

    ``boxes``: with where they stand on their pages, which takes as long to read as all the rest.
    """
    # Columns and not rows of the mapper: a question reads hundreds of blocks.
    columns = [one for one in BlockRow.__table__.columns if boxes or one.key != "boxes"]
    with Session(engine) as session:
        rows = session.execute(
            visible(select(*columns), user)
            .join(BlockRow, BlockRow.version_id == VersionRow.id)
            .where(BlockRow.version_id == version_id, BlockRow.ordinal.between(first, last))
            .order_by(BlockRow.ordinal)
        ).all()
    return [_block(row) for row in rows]


def text(engine: Engine, user: User, version_id: str) -> str | None:
    """The stored text of a current version, or ``None`` where ``user`` may not read it."""
    with Session(engine) as session:
        return session.scalar(
            visible(select(VersionRow.text), user).where(VersionRow.id == version_id)
        )


def coverage(engine: Engine, user: User) -> Coverage:
    """What a question of ``user`` is put to."""
    with Session(engine) as session:
        count, dated, latest = session.execute(
            visible(
                select(
                    func.count(VersionRow.id),
                    func.count(VersionRow.date_value),
                    func.max(VersionRow.date_value),
                ),
                user,
            )
        ).one()
    return Coverage(documents=count, undated=count - dated, latest=latest)


def chunk_count(engine: Engine, user: User) -> int:
    """Number of chunks that ``user`` may read."""
    with Session(engine) as session:
        statement = visible(select(func.count(ChunkRow.id)), user)
        return session.scalar(statement.join(ChunkRow, ChunkRow.version_id == VersionRow.id)) or 0


def visible(statement: Select[*_Columns], user: User) -> Select[*_Columns]:
    """Limit a statement to current versions of documents that share a group with the user."""
    return (
        statement.select_from(DocumentRow)
        .join(VersionRow, VersionRow.id == DocumentRow.current_version_id)
        .where(_may_read(user))
    )


def _may_read(user: User) -> ColumnElement[bool]:
    return exists().where(
        DocumentGroupRow.document_id == DocumentRow.id, DocumentGroupRow.group.in_(user.groups)
    )


def _groups(session: Session, document_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    unique = sorted(set(document_ids))
    for start in range(0, len(unique), _BATCH):
        rows = session.execute(
            select(DocumentGroupRow.document_id, DocumentGroupRow.group)
            .where(DocumentGroupRow.document_id.in_(unique[start : start + _BATCH]))
            .order_by(DocumentGroupRow.group)
        )
        for document, group in rows:
            found.setdefault(document, []).append(group)
    return {document: tuple(groups) for document, groups in found.items()}


def _info(
    document: DocumentRow,
    version: VersionRow,
    groups: dict[str, tuple[str, ...]],
    together: Groups,
) -> DocumentInfo:
    return DocumentInfo(
        id=document.id,
        version_id=version.id,
        source=document.source,
        path=document.path,
        groups=groups.get(document.id, ()),
        title=version.title,
        type=DocumentType(version.type),
        authority=Authority(version.authority),
        date=version.date_value,
        date_precision=DatePrecision(version.date_precision) if version.date_precision else None,
        date_found_in=version.date_found_in,
        language=version.language,
        page_count=version.page_count,
        about=from_columns(version),
        part_of=document.part_of,
        copy_group=together.copies.get(document.id),
        work=together.works.get(document.id),
    )


def _block(row: SqlRow[Any]) -> Block:
    return Block(
        ordinal=row.ordinal,
        kind=BlockKind(row.kind),
        start=row.start,
        end=row.end,
        level=row.level,
        page=row.page,
        heading_path=tuple(row.heading_path),
        rows=tuple(
            Row(item["start"], item["end"], tuple((cell[0], cell[1]) for cell in item["cells"]))
            for item in row.rows
        ),
        header_rows=row.header_rows,
        boxes=tuple(Box(**item) for item in getattr(row, "boxes", ())),
        furniture=row.furniture,
        label=row.label,
    )
