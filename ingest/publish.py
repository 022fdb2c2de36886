"""Makes what was read visible: written beside the old versions, then switched over.

::

    embed -> database (unseen) -> index -> activate -> old goes

A version becomes visible in one commit. What a stopped run leaves behind is unseen, and is swept
away by the next run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.parse import Parsed
from plansvar import originals
from plansvar.database import writes
from plansvar.disk import require_room
from plansvar.documents import stored
from plansvar.embedding.protocol import Vectors
from plansvar.index.chunk_points import make_point
from plansvar.index.protocol import Point, SparseVector
from plansvar.stores import Stores
from plansvar.vectors import vectors_of

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Version:
    """A document's version that waits for its vectors.

    ``original`` is the file to keep a copy of; ``None``: none is kept. ``part_of`` is the document
    that it came with; ``parts_missing``: something that came with it couldn't be read.
    """

    document_id: str
    version_id: str
    source: str
    path: str
    content_hash: str
    reading: str
    parsed: Parsed
    groups: tuple[str, ...]
    is_new: bool
    original: Path | None = None
    part_of: str | None = None
    parts_missing: bool = False


def publish(versions: Sequence[Version], stores: Stores, embedded: Callable[[int], None]) -> None:
    """Embed some documents together, write them beside their old versions, then switch over.

    Raises:
        DatabaseError: ``data.disk_full``: nothing of this has been written then.
    """
    require_room(stores.settings.data)
    texts = [piece.embedded_text for one in versions for piece in one.parsed.chunks]
    vectors = vectors_of(stores.engine, stores.embedder(), texts, embedded)
    words = [
        [stores.analyser.passage(piece.embedded_text) for piece in one.parsed.chunks]
        for one in versions
    ]
    for one, passages in zip(versions, words, strict=True):
        _keep_original(one, stores)
        writes.add_version(
            stores.engine,
            document_id=one.document_id,
            source=one.source,
            path=one.path,
            version_id=one.version_id,
            content_hash=one.content_hash,
            reading=one.reading,
            document=one.parsed.document,
            chunks=one.parsed.chunks,
            terms=passages,
            claims=one.parsed.claims,
            part_of=one.part_of,
            parts_missing=one.parts_missing,
        )
    stores.index.upsert(
        point
        for one, passages in zip(versions, words, strict=True)
        for point in _points(one, vectors, passages)
    )
    for one in versions:
        writes.activate(stores.engine, one.document_id, one.version_id, one.groups)
    if not all(one.is_new for one in versions):
        sweep(stores)


def sweep(stores: Stores) -> None:
    """Remove what is not current: replaced versions, and those of a run that was stopped."""
    leftovers = writes.leftover_chunks(stores.engine)
    if leftovers:
        stores.index.delete_points(leftovers)
    writes.drop_leftovers(stores.engine)


def _keep_original(version: Version, stores: Stores) -> None:
    """Keep a copy; a file that went away since it was read is in the index all the same."""
    if version.original is None:
        return
    try:
        originals.keep(stores.settings.data, version.original, version.content_hash)
    except OSError as error:
        _log.warning("no copy of the original of %s: %s", version.document_id, error)


def _points(
    version: Version, vectors: dict[str, Vectors], words: Sequence[SparseVector]
) -> Iterator[Point]:
    document = version.parsed.document
    for piece, sparse in zip(version.parsed.chunks, words, strict=True):
        yield make_point(
            chunk_id=stored.chunk_id(version.version_id, piece.ordinal),
            sparse=sparse,
            dense=vectors[stored.text_hash(piece.embedded_text)],
            document_id=version.document_id,
            version_id=version.version_id,
            groups=version.groups,
            type=document.type.value,
            authority=document.authority.value,
            language=document.language,
            source=version.source,
            date=document.date.value if document.date else None,
        )
