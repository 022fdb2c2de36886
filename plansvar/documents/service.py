"""The documents of a database, for the service: one of them, with its text and its file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from plansvar import originals
from plansvar.access import User
from plansvar.database import reads
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Block
from plansvar.errors import NotFoundError
from plansvar.register.service import RegisterService

_LAST = 2**31 - 1


class DocumentsService(RegisterService):
    """Reads single documents. One that is forbidden looks like one that isn't there."""

    def __init__(self, database: Callable[[], Engine], data: Path) -> None:
        """``database`` opens the database when it is first needed; ``data`` is the data folder."""
        super().__init__(database)
        self._data = data

    def document(self, id_: str, user: User) -> DocumentInfo:
        """See :meth:`plansvar.service.Service.document`."""
        found = reads.document(self._database(), user, id_)
        if found is None:
            raise NotFoundError("document.unknown", id=id_)
        return found

    def document_text(self, id_: str, user: User) -> str:
        """See :meth:`plansvar.service.Service.document_text`."""
        version = self.document(id_, user).version_id
        text = reads.text(self._database(), user, version)
        if text is None:  # gone since
            raise NotFoundError("document.unknown", id=id_)
        return text

    def document_blocks(self, id_: str, user: User) -> list[Block]:
        """See :meth:`plansvar.service.Service.document_blocks`."""
        version = self.document(id_, user).version_id
        return reads.blocks(self._database(), user, version, 0, _LAST, boxes=True)

    def original(self, id_: str, user: User) -> Path:
        """See :meth:`plansvar.service.Service.original`."""
        document = self.document(id_, user)
        content = reads.content_hash(self._database(), user, id_)
        if content is None:  # gone since
            raise NotFoundError("document.unknown", id=id_)
        kept = originals.original(self._data, content)
        if kept.is_file():
            return kept
        own = Path(document.path)
        if not _is(own, content):
            raise NotFoundError("document.no_original", id=id_)
        return own


def _is(path: Path, content: str) -> bool:
    """Whether a file is there and still what was read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == content
    except (OSError, ValueError):
        return False
