"""What comes out of the database: documents and chunks as a reader may see them."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plansvar.documents.about import About
from plansvar.documents.types import Authority, DatePrecision, DocumentType

_NOTHING_KNOWN = About()
_NAMESPACE = uuid.UUID("5f0c1d0e-6a3c-4c52-9d55-3d6f4c1f7a10")


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document's current version, without its text. ``date`` is cut to ``date_precision``.

    ``part_of`` is the id of the document that it came with: of the mail, for an attachment.
    Documents with the same ``copy_group`` are copies of each other; those with the same ``work``
    are editions of one plan: drafts, adopted ones, revisions.
    """

    id: str
    version_id: str
    source: str
    path: str
    groups: tuple[str, ...]
    title: str
    type: DocumentType
    authority: Authority
    date: str | None
    date_precision: DatePrecision | None
    date_found_in: str | None
    language: str
    page_count: int | None
    about: About = _NOTHING_KNOWN
    part_of: str | None = None
    copy_group: str | None = None
    work: str | None = None

    @property
    def since(self) -> str | None:
        """Its date, or else from when it applies, cut to what is known."""
        return self.date or (self.about.valid.start if self.about.valid else None)


def copies_among(
    document: DocumentInfo, others: Iterable[DocumentInfo]
) -> tuple[DocumentInfo, ...]:
    """The other documents that are copies of this one."""
    if document.copy_group is None:
        return ()
    return tuple(
        one for one in others if one.copy_group == document.copy_group and one.id != document.id
    )


def editions_among(
    document: DocumentInfo, others: Iterable[DocumentInfo]
) -> tuple[DocumentInfo, ...]:
    """The other editions of the same plan, the oldest first; copies of this one aren't any."""
    if document.work is None:
        return ()
    copies = {one.id for one in copies_among(document, others)}
    editions = [
        one
        for one in others
        if one.work == document.work and one.id != document.id and one.id not in copies
    ]
    return tuple(sorted(editions, key=lambda one: (one.since or "", one.path)))


def is_named(document: DocumentInfo, target: str, path: Path) -> bool:
    """Whether a target, or the path it stands for, is the document or a folder above it."""
    own = Path(document.path)
    return target in {document.id, document.path} or own == path or path in own.parents


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk of a current version that the asking user may read."""

    id: str
    document: DocumentInfo
    start: int
    end: int
    first_block: int
    last_block: int
    heading_path: tuple[str, ...]
    page_first: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much a user's question was put to. ``latest`` is the newest document date among them."""

    documents: int
    undated: int
    latest: str | None


def document_id(source: str, path: str) -> str:
    """A document's id: from where it is, never from what it says."""
    return str(uuid.uuid5(_NAMESPACE, f"{source}\x00{path}"))


def version_id(document: str, content_hash: str, reading: str) -> str:
    """A version's id: the same content read in the same way is the same version."""
    return str(uuid.uuid5(_NAMESPACE, f"{document}\x00{content_hash}\x00{reading}"))


def chunk_id(version: str, ordinal: int) -> str:
    """A chunk's id, and that of its point in the index."""
    return str(uuid.uuid5(_NAMESPACE, f"{version}\x00{ordinal}"))


def text_hash(text: str) -> str:
    """The key under which a text's vector is kept."""
    return hashlib.sha256(text.encode()).hexdigest()
