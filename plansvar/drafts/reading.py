"""Drafts and overviews, as part of the interface that every door uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from plansvar.access import User
from plansvar.drafts.overview_types import Overview, OverviewInfo, OverviewRequest
from plansvar.drafts.types import DraftRequest, Letter

if TYPE_CHECKING:
    from plansvar.service import ProgressCallback


class DraftReads(Protocol):
    """What is written out of many answers. Every read takes the user who asks."""

    def draft(self, request: DraftRequest, user: User) -> Letter:
        """Draft an answer to a letter, out of documents that ``user`` may read.

        Raises:
            QuestionError: an empty letter, or one that is too long.
            IndexStateError: nothing has been read in yet, or the index is held by somebody else.
        """
        ...

    def overview(
        self,
        request: OverviewRequest,
        user: User,
        progress: ProgressCallback | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Overview:
        """Go through all documents that a question is about and that ``user`` may read.

        ``stop`` is asked between two documents; what is there then is returned, and the same user
        may go on with it by its id.

        Raises:
            NotFoundError: ``overview.unknown``: none of that id, or it is somebody else's.
            DraftError: ``overview.no_documents`` or ``overview.bad_date``.
            QuestionError, IndexStateError: as :meth:`draft`.
        """
        ...

    def overviews(self, user: User) -> list[OverviewInfo]:
        """The overviews that ``user`` has begun, the one that was gone on with last first.

        Raises:
            IndexStateError: as :meth:`draft`.
        """
        ...
