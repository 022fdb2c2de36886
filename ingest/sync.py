"""Bring the documents of the configured sources in line with what is there.

::

    source -> files there now  -> moved (same content elsewhere) -> read in (new and changed)
              documents known  -> gone: out, unless suspiciously many

Nothing of a source is changed when its folder can't be found, or when so many of its documents are
gone that a disk is more likely unplugged than a folder tidied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.attachments import tidy
from ingest.content import content_hash
from ingest.discover import Discovered, discover
from ingest.metadata import Given
from ingest.pipeline import Batch, path_name, raw_files, read_in
from ingest.publish import sweep
from plansvar import originals
from plansvar.database import parts, writes
from plansvar.errors import ReadError, SettingsError
from plansvar.local import Stores
from plansvar.service import IngestFailure, ProgressCallback, SourceReport, SyncRequest
from plansvar.sources import SourceSettings

_MOST_GONE = 0.2  # share of a source's documents


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done with a source's documents, before anything is."""

    batch: Batch
    found: Discovered
    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]


def sync(
    request: SyncRequest, stores: Stores, progress: ProgressCallback | None = None
) -> list[SourceReport]:
    """Bring sources in line, one after the other; see :meth:`plansvar.service.Service.sync`.

    Raises:
        SettingsError: ``sync.no_sources`` or ``sync.unknown_source``.
    """
    sources = _chosen(request.sources, stores)
    tidy(stores)
    reports = [
        _sync(name, source, request.allow_deletes, stores, progress or (lambda _: None))
        for name, source in sources.items()
    ]
    if any(report.gone or report.ingest.changed for report in reports):
        originals.drop_others(stores.settings.data, writes.current_contents(stores.engine))
    return reports


def _chosen(names: Sequence[str], stores: Stores) -> dict[str, SourceSettings]:
    configured = stores.settings.sources
    if not configured:
        raise SettingsError("sync.no_sources")
    for name in names:
        if name not in configured:
            raise SettingsError(
                "sync.unknown_source", source=name, known=", ".join(sorted(configured))
            )
    return {name: configured[name] for name in names} if names else dict(configured)


def _sync(
    name: str,
    source: SourceSettings,
    allow_deletes: bool,
    stores: Stores,
    report: ProgressCallback,
) -> SourceReport:
    folder = source.folder
    if not folder.is_dir():
        failure = IngestFailure(path_name(folder), "sync.unreachable", {"path": folder})
        return SourceReport(name, halted=failure)
    plan = _plan(name, source, stores)
    known = plan.batch.known
    if len(plan.gone) > _MOST_GONE * len(known) and not allow_deletes:
        failure = IngestFailure(
            path_name(folder),
            "sync.too_many_gone",
            {"path": folder, "gone": len(plan.gone), "known": len(known)},
        )
        return SourceReport(name, halted=failure)
    for _, new in plan.moved:
        parts.move(stores.engine, known[new].document_id, new)
    # What is gone goes before anything is read: a stopped run should leave too little rather than
    # what has been taken back.
    gone = {known[path].document_id: path for path in plan.gone}
    gone |= parts.below(stores.engine, list(gone))
    writes.hide(stores.engine, list(gone))
    if gone:
        sweep(stores)
    batch = replace(plan.batch, parts=parts.known_parts(stores.engine, name))
    done = read_in(batch, plan.found, stores, report)
    return SourceReport(name, done, plan.moved, tuple(sorted((*gone.values(), *done.gone))))


def _plan(name: str, source: SourceSettings, stores: Stores) -> _Plan:
    """Compare what is there with what is known. Changes nothing."""
    found = _discover(source, stores)
    known = writes.known(stores.engine, name)
    here = {path_name(path): path for path in found.files}
    # What can't be looked at isn't gone: it may be there, behind a folder that is closed just now.
    closed = [Path(path_name(path)) for path, _ in found.refused]
    missing = {
        path: one
        for path, one in known.items()
        if path not in here and not any(Path(path).is_relative_to(place) for place in closed)
    }
    moved: list[tuple[str, str]] = []
    if missing:
        by_content: dict[str, list[str]] = {}
        for path, one in missing.items():
            by_content.setdefault(one.content_hash, []).append(path)
        for new in sorted(here.keys() - known.keys()):
            same = by_content.get(_content(here[new]), [])
            if same:
                moved.append((same.pop(0), new))
    now = dict(known)
    for old, new in moved:
        now[new] = now.pop(old)
        del missing[old]
    batch = Batch(
        source=name,
        files=raw_files(found),
        known=now,
        groups=source.groups,
        given=Given(source.type, source.authority, source.organisation),
        allow_marked=source.allow_marked,
        keep_originals=source.keep_originals,
    )
    return _Plan(batch, found, tuple(moved), tuple(sorted(missing)))


def _discover(source: SourceSettings, stores: Stores) -> Discovered:
    folder = source.folder
    found = discover((folder,), (stores.settings.data,))

    def takes(path: Path) -> bool:
        return source.takes(path.relative_to(folder))

    return Discovered(
        files=tuple(filter(takes, found.files)),
        skipped=tuple(filter(takes, found.skipped)),
        refused=found.refused,
    )


def _content(path: Path) -> str:
    try:
        return content_hash(path)
    except ReadError:
        return ""  # it will be named when it is read
