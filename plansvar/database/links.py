"""Copies and editions as a reader may know of them: through documents that he may read himself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from plansvar.access import User
from plansvar.database.models import DocumentGroupRow, DocumentLinkRow, DocumentRow
from plansvar.documents.groups import grouped

# Of more groups than this all links are read.
_BATCH = 500
# The two ends of a link. Made once: it costs more than the reading.
_ONE, _OTHER = aliased(DocumentRow), aliased(DocumentRow)


@dataclass(frozen=True, slots=True)
class Groups:
    """The name of the group that a document belongs to, by its id; one alone is in none."""

    copies: Mapping[str, str]
    works: Mapping[str, str]


def groups_of(session: Session, user: User, documents: Iterable[DocumentRow]) -> Groups:
    """The groups of some documents, made of those documents alone that ``user`` may read.

    What is stored with the documents was found among all of them: two of a group may be joined by
    a third that nobody but others may read.
    """
    listed = list(documents)
    copies = {one.copy_group for one in listed} - {None}
    works = {one.work for one in listed} - {None}
    if not copies and not works:
        return Groups({}, {})
    rows = session.execute(_links(user, copies, works)).all()
    return Groups(
        copies=grouped((row.one, row.other) for row in rows if row.copies),
        works=grouped((row.one, row.other) for row in rows if row.editions),
    )


def _links(
    user: User, copies: set[str | None], works: set[str | None]
) -> Select[str, str, bool, bool]:
    few = len(copies) + len(works) <= _BATCH
    wanted = or_(_ONE.copy_group.in_(copies), _ONE.work.in_(works)) if few else true()
    return (
        select(
            DocumentLinkRow.one,
            DocumentLinkRow.other,
            DocumentLinkRow.copies,
            DocumentLinkRow.editions,
        )
        .join(_ONE, _ONE.id == DocumentLinkRow.one)
        .join(_OTHER, _OTHER.id == DocumentLinkRow.other)
        .where(and_(wanted, _may_read(_ONE.id, user), _may_read(_OTHER.id, user)))
    )


def _may_read(document: InstrumentedAttribute[str], user: User) -> ColumnElement[bool]:
    return exists().where(
        DocumentGroupRow.document_id == document, DocumentGroupRow.group.in_(user.groups)
    )
