"""Bring the documents of the configured sources in line with what is there.

One source after the other; :mod:`ingest.sources` has the kinds of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ingest.attachments import tidy
from ingest.related import relate
from ingest.sources import folder
from plansvar import originals, recognised
from plansvar.database import writes
from plansvar.errors import SettingsError
from plansvar.local import Stores
from plansvar.service import ProgressCallback, SourceReport, SyncRequest
from plansvar.settings import WebSettings
from plansvar.sources import AnySource, FolderSource

if TYPE_CHECKING:
    from ingest.web.fetch import Fetcher


def sync(
    request: SyncRequest,
    stores: Stores,
    progress: ProgressCallback | None = None,
    *,
    make_fetcher: Callable[[WebSettings], Fetcher] | None = None,
) -> list[SourceReport]:
    """Bring sources in line, one after the other; see :meth:`plansvar.service.Service.sync`.

    ``make_fetcher`` is for tests, whose pages lie on this machine.

    Raises:
        SettingsError: ``sync.no_sources`` or ``sync.unknown_source``.
    """
    sources = _chosen(request.sources, stores)
    report = progress or (lambda _: None)
    tidy(stores)
    reports: list[SourceReport] = []
    for name, source in sources.items():
        if isinstance(source, FolderSource):
            done = folder.sync(name, source, stores, report, allow_deletes=request.allow_deletes)
        else:
            # Whoever has folders only need not load what fetches.
            from ingest.sources import web  # noqa: PLC0415
            from ingest.web.fetch import Fetcher  # noqa: PLC0415

            with (make_fetcher or Fetcher)(stores.settings.web) as fetcher:
                done = web.sync(
                    name, source, stores, report, fetcher, allow_deletes=request.allow_deletes
                )
        reports.append(done)
    relate(stores.engine)
    if any(report.gone or report.ingest.changed for report in reports):
        contents = writes.current_contents(stores.engine)
        originals.drop_others(stores.settings.data, contents)
        recognised.drop_others(stores.settings.data, contents)
    return reports


def _chosen(names: Sequence[str], stores: Stores) -> dict[str, AnySource]:
    configured = stores.settings.sources
    if not configured:
        raise SettingsError("sync.no_sources")
    for name in names:
        if name not in configured:
            raise SettingsError(
                "sync.unknown_source", source=name, known=", ".join(sorted(configured))
            )
    return {name: configured[name] for name in names} if names else dict(configured)
