"""The tables. JSON columns hold what is only ever read and written as a whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Text,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Base of all tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012 - read by SQLAlchemy


class DocumentRow(Base):
    """One file or page. Which of its versions is seen is this row's ``current_version_id``.

    ``part_of`` is the id of the document that it came with: of the mail, for an attachment.
    """

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    path: Mapped[str] = mapped_column(Text)
    # Not a foreign key: a mail is written after its attachments.
    part_of: Mapped[str | None]
    # Not a foreign key: versions point here, and a circle can't be created in one go.
    current_version_id: Mapped[str | None]
    # What belongs together has the same value, whoever may read it: readers are told what
    # plansvar.database.links makes of it. See ingest.related.
    copy_group: Mapped[str | None] = mapped_column(index=True)
    work: Mapped[str | None] = mapped_column(index=True)
    created_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))

    __table_args__ = (Index(None, "part_of"),)


class DocumentLinkRow(Base):
    """Two documents that are copies or editions by themselves, not through a third one.

    ``one`` comes before ``other``.
    """

    __tablename__ = "document_links"

    one: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    other: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    copies: Mapped[bool]
    editions: Mapped[bool]


class DocumentGroupRow(Base):
    """A group that may read a document."""

    __tablename__ = "document_groups"

    document_id: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    group: Mapped[str] = mapped_column(primary_key=True)


class VersionRow(Base):
    """A document as it was read once: its text and what was found out about it.

    ``parts_missing``: something that came with it couldn't be read, so it is to be read again.
    ``read_ahead``: by what its units were embedded, see :mod:`assistant.reading_ahead`.
    ``terms``: what :mod:`plansvar.database.term_counts` keeps of it; read for that alone.
    """

    __tablename__ = "versions"

    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    content_hash: Mapped[str]
    reading: Mapped[str]
    title: Mapped[str] = mapped_column(Text)
    type: Mapped[str]
    type_reason: Mapped[str] = mapped_column(Text)
    authority: Mapped[str]
    authority_reason: Mapped[str] = mapped_column(Text)
    date_value: Mapped[str | None]
    date_precision: Mapped[str | None]
    date_found_in: Mapped[str | None]
    date_quote: Mapped[str | None] = mapped_column(Text)
    valid_from: Mapped[str | None]
    valid_to: Mapped[str | None]
    valid_quote: Mapped[str | None] = mapped_column(Text)
    organisation: Mapped[str | None] = mapped_column(Text)
    organisation_found_in: Mapped[str | None]
    places: Mapped[list[Any]]
    case_number: Mapped[str | None]
    marks: Mapped[list[Any]]
    hidden_characters: Mapped[int]
    language: Mapped[str]
    languages: Mapped[list[Any]]
    page_count: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    sketch: Mapped[bytes | None] = mapped_column(LargeBinary)
    parts_missing: Mapped[bool] = mapped_column(server_default=false())
    read_ahead: Mapped[str | None]
    terms: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))

    __table_args__ = (Index(None, "document_id"),)


class BlockRow(Base):
    """A block of a version; see :class:`plansvar.documents.types.Block`."""

    __tablename__ = "blocks"

    version_id: Mapped[str] = mapped_column(
        ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True
    )
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    level: Mapped[int]
    page: Mapped[int | None]
    heading_path: Mapped[list[Any]]
    rows: Mapped[list[Any]]
    header_rows: Mapped[int]
    boxes: Mapped[list[Any]]
    furniture: Mapped[bool]
    label: Mapped[str]


class ChunkRow(Base):
    """A chunk of a version; see :class:`plansvar.documents.types.Chunk`."""

    __tablename__ = "chunks"

    id: Mapped[str] = mapped_column(primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    first_block: Mapped[int]
    last_block: Mapped[int]
    heading_path: Mapped[list[Any]]
    page_first: Mapped[int | None]
    page_last: Mapped[int | None]
    embedded_text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str]

    __table_args__ = (Index(None, "version_id", "ordinal"), Index(None, "text_hash"))


class ClaimRow(Base):
    """What a version claims; see :class:`plansvar.register.claims.Claim`.

    ``claim_id`` is the same when the same document says the same again in its next version.
    """

    __tablename__ = "claims"

    version_id: Mapped[str] = mapped_column(
        ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True
    )
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[str]
    kind: Mapped[str]
    extractor: Mapped[str]
    confidence: Mapped[float] = mapped_column(Float)
    changes: Mapped[bool]
    effective: Mapped[str | None]
    scope: Mapped[str | None] = mapped_column(Text)
    fields: Mapped[list[Any]]

    __table_args__ = (Index(None, "claim_id"),)


class CorrectionRow(Base):
    """What somebody said of a fact; see :class:`plansvar.register.corrections.Correction`.

    Rows are only ever added. They belong to no version: the documents may be read again.
    """

    __tablename__ = "corrections"

    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(index=True, unique=True)
    at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    by: Mapped[str]
    action: Mapped[str]
    field: Mapped[str | None]
    before: Mapped[list[Any]]
    after: Mapped[list[Any]]
    note: Mapped[str] = mapped_column(Text)
    withdraws: Mapped[str | None]
    # Of a confirmation: the values that held then.
    confirmed: Mapped[list[Any] | None]


class CorrectionClaimRow(Base):
    """A claim that a correction is about; ``other``: of the fact that it is merged with.

    ``groups`` could read its document when the correction was made.
    """

    __tablename__ = "correction_claims"

    correction_id: Mapped[str] = mapped_column(primary_key=True)
    claim_id: Mapped[str] = mapped_column(primary_key=True, index=True)
    other: Mapped[bool] = mapped_column(primary_key=True)
    groups: Mapped[list[Any]]


class EmbeddingRow(Base):
    """The vector of a text by a model: float16, little-endian. Never computed twice."""

    __tablename__ = "embeddings"

    text_hash: Mapped[str] = mapped_column(primary_key=True)
    model_key: Mapped[str] = mapped_column(primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class UnitRow(Base):
    """A text that competes for being an answer, whose vector is kept in :class:`EmbeddingRow`."""

    __tablename__ = "units"

    version_id: Mapped[str] = mapped_column(
        ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True
    )
    text_hash: Mapped[str] = mapped_column(primary_key=True, index=True)


class UnitVectorsRow(Base):
    """The vectors of the units of a chunk, together; see :mod:`plansvar.database.units`."""

    __tablename__ = "unit_vectors"

    chunk_id: Mapped[str] = mapped_column(
        ForeignKey("chunks.id", ondelete="CASCADE"), primary_key=True
    )
    vectors: Mapped[bytes] = mapped_column(LargeBinary)


class TermCountRow(Base):
    """In how many chunks a group finds a term; see :mod:`plansvar.database.term_counts`."""

    __tablename__ = "term_counts"

    group: Mapped[str] = mapped_column(primary_key=True)
    term: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chunks: Mapped[int]

    __table_args__ = ({"sqlite_with_rowid": False},)


class FetchRow(Base):
    """How a page was fetched last; see :class:`plansvar.database.fetches.Fetch`."""

    __tablename__ = "fetches"

    source: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(Text, primary_key=True)
    final_url: Mapped[str] = mapped_column(Text)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    content_hash: Mapped[str]
    feed_only: Mapped[bool]
    fetched_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))


class ConversationRow(Base):
    """What somebody asked in one go; see :class:`plansvar.conversations.types.Conversation`."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))


class TurnRow(Base):
    """A question and its answer, with what its asker thought of it.

    ``groups`` are those of the asker at that time. ``answer`` is the JSON of the answer. ``named``
    has a list of document ids for each thing that it names beside its citations: one of these
    documents must be readable for it to be shown again. ``versions`` is what made the answer.
    """

    __tablename__ = "turns"

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True), index=True)
    asked: Mapped[str] = mapped_column(Text)
    groups: Mapped[list[Any]]
    answer: Mapped[dict[str, Any]]
    named: Mapped[list[Any]]
    versions: Mapped[dict[str, Any]]
    verdict: Mapped[str | None]
    comment: Mapped[str] = mapped_column(Text)
    feedback_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))

    __table_args__ = (Index(None, "conversation_id", "ordinal"),)
