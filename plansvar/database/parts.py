"""Documents that came with another one: the attachments of a mail, and those of mails in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Engine, exists, select, update
from sqlalchemy.orm import Session, aliased

from plansvar.database.models import DocumentRow, VersionRow
from plansvar.database.term_counts import counted
from plansvar.database.writes import Known, read_known

_BATCH = 500


def known_parts(engine: Engine, source: str) -> dict[str, dict[str, Known]]:
    """What of a source came with another document: by that one's id, then by path."""
    with Session(engine) as session:
        found: dict[str, dict[str, Known]] = {}
        for path, part_of, one in read_known(session, source, DocumentRow.part_of.is_not(None)):
            found.setdefault(part_of or "", {})[path] = one
        return found


def below(engine: Engine, document_ids: Sequence[str]) -> dict[str, str]:
    """All that came with some documents, directly or not: ids and paths, those themselves not."""
    with Session(engine) as session:
        return _below(session, document_ids)


def move(engine: Engine, document_id: str, path: str) -> None:
    """Say that a document lies elsewhere now, and so does what came with it.

    All keep their ids, versions and readers.
    """
    with Session(engine) as session, session.begin():
        old = session.scalars(
            select(DocumentRow.path).where(DocumentRow.id == document_id)
        ).one_or_none()
        if old is None:
            return
        paths = {document_id: path}
        for part, part_path in _below(session, [document_id]).items():
            paths[part] = path + part_path.removeprefix(old)
        now = dt.datetime.now(dt.UTC)
        for one, new in paths.items():
            session.execute(
                update(DocumentRow).where(DocumentRow.id == one).values(path=new, updated_at=now)
            )


def set_parts_missing(engine: Engine, version_ids: Sequence[str], missing: bool) -> None:
    """Say whether something is missing of what came with a document, so that it is read again."""
    with Session(engine) as session, session.begin():
        _set_parts_missing(session, version_ids, missing)


def expect_again(engine: Engine, document_ids: Sequence[str]) -> None:
    """Have that be read again with which some documents came, since they are taken out alone."""
    with Session(engine) as session, session.begin():
        ids = list(document_ids)
        while ids:
            above = aliased(DocumentRow)
            rows = [
                row
                for start in range(0, len(ids), _BATCH)
                for row in session.execute(
                    select(above.id, above.current_version_id)
                    .join(DocumentRow, DocumentRow.part_of == above.id)
                    .where(DocumentRow.id.in_(ids[start : start + _BATCH]))
                )
            ]
            _set_parts_missing(session, [version for _, version in rows if version], True)
            ids = sorted({document for document, _ in rows})


def hide_orphans(engine: Engine) -> None:
    """Make unseen what came with a document that isn't seen."""
    above = aliased(DocumentRow)
    seen = exists().where(above.id == DocumentRow.part_of, above.current_version_id.is_not(None))
    with Session(engine) as session, session.begin():
        # One level at a time: an orphan's own parts are orphans then.
        while orphans := session.scalars(
            select(DocumentRow.id).where(
                DocumentRow.part_of.is_not(None),
                DocumentRow.current_version_id.is_not(None),
                ~seen,
            )
        ).all():
            with counted(session, orphans):
                for start in range(0, len(orphans), _BATCH):
                    session.execute(
                        update(DocumentRow)
                        .where(DocumentRow.id.in_(orphans[start : start + _BATCH]))
                        .values(current_version_id=None)
                    )


def _below(session: Session, document_ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    ids = list(document_ids)
    while ids:
        level: dict[str, str] = {}
        for start in range(0, len(ids), _BATCH):
            rows = session.execute(
                select(DocumentRow.id, DocumentRow.path).where(
                    DocumentRow.part_of.in_(ids[start : start + _BATCH])
                )
            )
            level.update((one, path) for one, path in rows)
        found.update(level)
        ids = list(level)
    return found


def _set_parts_missing(session: Session, version_ids: Sequence[str], missing: bool) -> None:
    for start in range(0, len(version_ids), _BATCH):
        session.execute(
            update(VersionRow)
            .where(VersionRow.id.in_(version_ids[start : start + _BATCH]))
            .values(parts_missing=missing)
        )
