"""From stored chunks to points: what ingestion writes and what a rebuild reads back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Engine, select
from sqlalchemy.orm import Session, defer

from plansvar.database.embeddings import decode_vector
from plansvar.database.engine import open_database
from plansvar.database.models import (
    ChunkRow,
    DocumentGroupRow,
    DocumentRow,
    EmbeddingRow,
    VersionRow,
)
from plansvar.embedding.protocol import Vectors
from plansvar.index.analysis import Analyser
from plansvar.index.protocol import Point, SparseVector
from plansvar.language.dates import bounds

_PAGE = 1000
_IDS_AT_ONCE = 500


def make_point(
    *,
    chunk_id: str,
    sparse: SparseVector,
    dense: Vectors,
    document_id: str,
    version_id: str,
    groups: tuple[str, ...],
    type: str,
    authority: str,
    language: str,
    source: str,
    date: str | None,
) -> Point:
    """A chunk's point. ``date`` is cut to its precision and becomes a range of days."""
    first, last = bounds(date) if date else (None, None)
    return Point(
        id=chunk_id,
        dense=dense,
        sparse=sparse,
        document_id=document_id,
        version_id=version_id,
        groups=groups,
        type=type,
        authority=authority,
        language=language,
        source=source,
        date_from=first,
        date_to=last,
    )


def stored_points(database_url: str, model_key: str, analyser: Analyser) -> Iterator[Point]:
    """The points of all current chunks that have a vector of this model, in order of their id.

    A module-level function of plain arguments: the rebuild runs it in a process of its own.
    """
    return points_of(open_database(database_url), model_key, analyser)


def points_of(
    engine: Engine, model_key: str, analyser: Analyser, ids: Sequence[str] | None = None
) -> Iterator[Point]:
    """The points of the current chunks, or of those that ``ids`` names; see stored_points."""
    if ids is None:
        yield from _pages(engine, model_key, analyser, ())
        return
    for start in range(0, len(ids), _IDS_AT_ONCE):
        chosen = ChunkRow.id.in_(ids[start : start + _IDS_AT_ONCE])
        yield from _pages(engine, model_key, analyser, (chosen,))


def _pages(
    engine: Engine, model_key: str, analyser: Analyser, wanted: tuple[ColumnElement[bool], ...]
) -> Iterator[Point]:
    after = ""
    while True:
        with Session(engine) as session:
            rows = session.execute(
                select(ChunkRow, VersionRow, DocumentRow, EmbeddingRow.vector)
                .options(defer(VersionRow.text))
                .join(VersionRow, VersionRow.id == ChunkRow.version_id)
                .join(DocumentRow, DocumentRow.current_version_id == VersionRow.id)
                .join(EmbeddingRow, EmbeddingRow.text_hash == ChunkRow.text_hash)
                .where(EmbeddingRow.model_key == model_key, ChunkRow.id > after, *wanted)
                .order_by(ChunkRow.id)
                .limit(_PAGE)
            ).all()
            if not rows:
                return
            groups = _groups(session, {document.id for _, _, document, _ in rows})
            for chunk, version, document, vector in rows:
                yield make_point(
                    chunk_id=chunk.id,
                    sparse=analyser.passage(chunk.embedded_text),
                    dense=decode_vector(vector),
                    document_id=document.id,
                    version_id=version.id,
                    groups=groups.get(document.id, ()),
                    type=version.type,
                    authority=version.authority,
                    language=version.language,
                    source=document.source,
                    date=version.date_value,
                )
            after = rows[-1][0].id


def _groups(session: Session, document_ids: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    rows = session.execute(
        select(DocumentGroupRow.document_id, DocumentGroupRow.group)
        .where(DocumentGroupRow.document_id.in_(document_ids))
        .order_by(DocumentGroupRow.document_id, DocumentGroupRow.group)
    )
    for document, group in rows:
        found[document] = (*found.get(document, ()), group)
    return found
