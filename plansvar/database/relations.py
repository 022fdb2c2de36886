"""Which documents belong together: what is compared, and what was found. Not for readers."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import asdict, dataclass

from sqlalchemy import Engine, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from plansvar.database.models import DocumentLinkRow, DocumentRow, VersionRow
from plansvar.documents.types import Authority, DocumentType


@dataclass(frozen=True, slots=True)
class Related:
    """The groups that a document belongs to; ``None`` where it stands alone."""

    copy_group: str | None = None
    work: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Two documents, by id, that are copies or editions of one plan. ``one`` comes first."""

    one: str
    other: str
    copies: bool
    editions: bool


@dataclass(frozen=True, slots=True)
class Comparable:
    """What is compared of a current document; ``related`` is what is stored of it now.

    ``places`` are the numbers of municipalities and counties.
    """

    id: str
    version_id: str
    content_hash: str
    sketch: bytes
    title: str
    type: DocumentType
    authority: Authority
    date: str | None
    language: str
    organisation: str | None
    places: frozenset[str]
    related: Related


def comparables(engine: Engine) -> list[Comparable]:
    """All current documents, by id."""
    statement = (
        select(
            DocumentRow.id,
            DocumentRow.current_version_id,
            DocumentRow.copy_group,
            DocumentRow.work,
            VersionRow.content_hash,
            VersionRow.sketch,
            VersionRow.title,
            VersionRow.type,
            VersionRow.authority,
            VersionRow.date_value,
            VersionRow.language,
            VersionRow.organisation,
            VersionRow.places,
        )
        .join(VersionRow, VersionRow.id == DocumentRow.current_version_id)
        .order_by(DocumentRow.id)
    )
    with Session(engine) as session:
        return [
            Comparable(
                id=row.id,
                version_id=row.current_version_id,
                content_hash=row.content_hash,
                sketch=row.sketch or b"",
                title=row.title,
                type=DocumentType(row.type),
                authority=Authority(row.authority),
                date=row.date_value,
                language=row.language,
                organisation=row.organisation,
                places=frozenset(place["number"] for place in row.places),
                related=Related(row.copy_group, row.work),
            )
            for row in session.execute(statement)
        ]


def text(engine: Engine, version_id: str) -> str:
    """The text of a version."""
    with Session(engine) as session:
        statement = select(VersionRow.text).where(VersionRow.id == version_id)
        return session.scalar(statement) or ""


def links(engine: Engine) -> frozenset[Link]:
    """All pairs that are stored."""
    with Session(engine) as session:
        return frozenset(
            Link(row.one, row.other, copies=row.copies, editions=row.editions)
            for row in session.scalars(select(DocumentLinkRow))
        )


def relate(
    engine: Engine, related: Mapping[str, Related], *, gone: Set[Link], new: Set[Link]
) -> None:
    """Store what documents, by id, belong to, and which pairs are alike by themselves."""
    with Session(engine) as session, session.begin():
        if gone:
            session.connection().execute(
                delete(DocumentLinkRow).where(
                    DocumentLinkRow.one == bindparam("first"),
                    DocumentLinkRow.other == bindparam("second"),
                ),
                [{"first": link.one, "second": link.other} for link in gone],
            )
        if new:
            session.execute(insert(DocumentLinkRow), [asdict(link) for link in new])
        if not related:
            return
        session.connection().execute(
            update(DocumentRow)
            .where(DocumentRow.id == bindparam("document"))
            .values(copy_group=bindparam("copies"), work=bindparam("editions")),
            [
                {"document": key, "copies": one.copy_group, "editions": one.work}
                for key, one in related.items()
            ],
        )
