"""Who may read what a run finds, and the change of it for documents that are known already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest import marked
from plansvar.database import writes
from plansvar.documents.about import Mark
from plansvar.service import Withheld
from plansvar.stores import Stores


class Access:
    """The readers of a batch's documents.

    ``regrouped`` are the paths of documents whose readers were changed; ``withheld`` names those
    that are kept from the public for their marks.
    """

    def __init__(self, groups: Sequence[str] | None, allow_marked: bool, stores: Stores) -> None:
        """See :class:`ingest.batch.Batch` for the first two."""
        self.regrouped: list[str] = []
        self.withheld: list[Withheld] = []
        self._named = groups
        self._allow_marked = allow_marked
        self._stores = stores

    def groups(
        self,
        path: str,
        known: writes.Known | None,
        marks: Sequence[Mark],
        within: Sequence[str] | None,
        *,
        same_version: bool,
    ) -> tuple[str, ...]:
        """Who may read; what is kept from the public for its marks is noted.

        Args:
            path: what the document is known by.
            known: what the database has of it.
            marks: those that it bears.
            within: who may read the mail that it came with, if it did.
            same_version: it is what is known.
        """
        found = marked.readers(
            self._named,
            known,
            self._stores.settings.default_groups,
            marks,
            same_version=same_version,
            allow_marked=self._allow_marked,
            within=within,
        )
        if found.withheld:
            quotes = tuple(mark.quote for mark in marks)
            self.withheld.append(Withheld(path, quotes, found.groups))
        return found.groups

    def expected(self, known: writes.Known | None, within: Sequence[str] | None) -> tuple[str, ...]:
        """Who will read a document if its content is as it was; nothing is noted."""
        return marked.readers(
            self._named,
            known,
            self._stores.settings.default_groups,
            known.marks if known else (),
            same_version=True,
            allow_marked=self._allow_marked,
            within=within,
        ).groups

    def regroup(self, path: str, known: writes.Known, groups: tuple[str, ...]) -> bool:
        """Change who may read a known document; returns whether anything was to be changed."""
        if groups == known.groups:
            return False
        # The database decides what is seen: access that is taken away is gone with its commit.
        # Where access is given, the index comes first, so that a run that dies between is made
        # good by the next one, which compares with the database.
        engine, index = self._stores.engine, self._stores.index
        narrowing = set(groups) <= set(known.groups)
        if narrowing:
            writes.set_groups(engine, known.document_id, groups)
        index.set_groups([known.document_id], groups)
        if not narrowing:
            writes.set_groups(engine, known.document_id, groups)
        self.regrouped.append(path)
        return True

    def keep(
        self,
        path: str,
        known: writes.Known,
        parts: Mapping[str, Mapping[str, writes.Known]],
        within: Sequence[str] | None = None,
    ) -> list[str]:
        """Settle who may read a document whose content is left as it is, and what came with it.

        Args:
            path: what it is known by.
            known: what the database has of it.
            parts: what came with documents, by the id of those and by path.
            within: who may read the mail that it came with, if it did.

        Returns:
            The paths of those of which not even the readers were changed.
        """
        groups = self.groups(path, known, known.marks, within, same_version=True)
        left = [] if self.regroup(path, known, groups) else [path]
        for part, one in parts.get(known.document_id, {}).items():
            left += self.keep(part, one, parts, groups)
        return left
