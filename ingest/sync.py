"""Bring the documents of the configured sources in line with what is there.

One source after the other; :mod:`ingest.sources` has the kinds of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.attachments import tidy
from ingest.clear import clear
from ingest.pipeline import SOURCE, regroup
from ingest.related import relate
from ingest.sources import folder
from ingest.sources.common import batch_of
from plansvar.database import parts, writes
from plansvar.errors import SettingsError
from plansvar.service import (
    IngestFailure,
    IngestReport,
    ProgressCallback,
    SourceReport,
    SyncRequest,
)
from plansvar.settings import WebSettings
from plansvar.sources import AnySource, FolderSource
from plansvar.stores import Stores

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
    before = writes.current_contents(stores.engine)
    for name, source in sources.items():
        # Access that was taken away is gone at once, whatever keeps the source from being read.
        known = writes.known(stores.engine, name)
        batch = batch_of(name, source, (), known)
        batch = replace(batch, parts=parts.known_parts(stores.engine, name))
        settled = regroup(batch, stores)
        if isinstance(source, FolderSource):
            done = folder.sync(name, source, stores, report, allow_deletes=request.allow_deletes)
        else:
            # Whoever has folders only need not load what fetches.
            from ingest.sources import web  # noqa: PLC0415 - folders don't fetch
            from ingest.web.fetch import Fetcher  # noqa: PLC0415 - nor this

            with (make_fetcher or Fetcher)(stores.settings.web) as fetcher:
                done = web.sync(
                    name, source, stores, report, fetcher, allow_deletes=request.allow_deletes
                )
        reports.append(_joined(done, settled))
    relate(stores.engine)
    clear(stores, before)
    return reports if request.sources else [*reports, *_forgotten(stores)]


def _joined(done: SourceReport, settled: IngestReport) -> SourceReport:
    """A source's report, with the documents that got other readers before anything was read."""
    moved, own = dict(done.moved), done.ingest
    otherwise = {*own.changed, *done.gone}
    settled_paths = (moved.get(path, path) for path in settled.regrouped)
    regrouped = dict.fromkeys((*settled_paths, *own.regrouped))
    return replace(
        done,
        ingest=replace(
            own,
            regrouped=tuple(path for path in regrouped if path not in otherwise),
            unchanged=tuple(path for path in own.unchanged if path not in regrouped),
            withheld=settled.withheld if done.halted else own.withheld,
        ),
    )


def _forgotten(stores: Stores) -> Iterator[SourceReport]:
    """Sources of which there are documents, though the settings no longer name them."""
    for name, count in writes.source_counts(stores.engine).items():
        if name != SOURCE and name not in stores.settings.sources:
            why = IngestFailure(name, "sync.not_configured", {"source": name, "count": count})
            yield SourceReport(name, halted=why)


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
