"""What can be read of one document: a part of :class:`plansvar.service.Service`."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from plansvar.access import User
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Block


class DocumentReads(Protocol):
    """Single documents, as a user may read them."""

    def document(self, id_: str, user: User) -> DocumentInfo:
        """One document.

        Raises:
            NotFoundError: ``document.unknown``: there is none, or ``user`` may not know of it.
            IndexStateError: nothing has been read in yet; so do the three below.
        """
        ...

    def document_text(self, id_: str, user: User) -> str:
        """A document's stored text, in which citations have their place. Raises as above."""
        ...

    def document_blocks(self, id_: str, user: User) -> list[Block]:
        """A document's blocks in reading order. Raises as above."""
        ...

    def original(self, id_: str, user: User) -> Path:
        """The file that was read: the copy of it, or itself as long as it is unchanged.

        Raises:
            NotFoundError: as above, and ``document.no_original`` where neither is there.
        """
        ...
