"""Drafts and overviews in this process; what writes them lies above and is passed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plansvar.access import User
from plansvar.drafts.overview_types import Overview, OverviewInfo, OverviewRequest
from plansvar.drafts.types import DraftRequest, Letter
from plansvar.stores import Stores

if TYPE_CHECKING:
    from plansvar.service import ProgressCallback


@dataclass(frozen=True, slots=True)
class DraftPipelines:
    """The functions of the packages above; :mod:`plansvar.drafts.reading` says what they do."""

    draft: Callable[[DraftRequest, User, Stores], Letter]
    overview: Callable[
        [OverviewRequest, User, Stores, ProgressCallback | None, Callable[[], bool] | None],
        Overview,
    ]
    overviews: Callable[[User, Stores], list[OverviewInfo]]


class DraftsService:
    """Implements :class:`plansvar.drafts.reading.DraftReads`."""

    def draft(self, request: DraftRequest, user: User) -> Letter:
        """See :meth:`plansvar.drafts.reading.DraftReads.draft`."""
        pipelines, stores = self._drafting()
        return pipelines.draft(request, user, stores)

    def overview(
        self,
        request: OverviewRequest,
        user: User,
        progress: ProgressCallback | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Overview:
        """See :meth:`plansvar.drafts.reading.DraftReads.overview`."""
        pipelines, stores = self._drafting()
        return pipelines.overview(request, user, stores, progress, stop)

    def overviews(self, user: User) -> list[OverviewInfo]:
        """See :meth:`plansvar.drafts.reading.DraftReads.overviews`."""
        pipelines, stores = self._drafting()
        return pipelines.overviews(user, stores)

    def _drafting(self) -> tuple[DraftPipelines, Stores]:
        """The pipelines, and what they work on."""
        raise NotImplementedError
