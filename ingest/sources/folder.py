"""A folder as a source.

::

    files there now  -> moved (same content elsewhere) -> read in (new and changed)
    documents known  -> gone: out, unless suspiciously many

Nothing is changed when the folder can't be found, or when so many of its documents are gone that a
disk is more likely unplugged than a folder tidied.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ingest.batch import Batch, path_name, raw_files
from ingest.content import content_hash
from ingest.discover import Discovered, discover
from ingest.pipeline import read_in
from ingest.sources.common import batch_of, take_out, too_many
from plansvar.database import parts, writes
from plansvar.errors import ReadError
from plansvar.service import IngestFailure, ProgressCallback, SourceReport
from plansvar.sources import FolderSource
from plansvar.stores import Stores


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done with a source's documents, before anything is."""

    batch: Batch
    found: Discovered
    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]


def sync(
    name: str,
    source: FolderSource,
    stores: Stores,
    report: ProgressCallback,
    *,
    allow_deletes: bool,
) -> SourceReport:
    """Bring the documents of a folder in line with what is in it."""
    folder = source.folder
    if not folder.is_dir():
        failure = IngestFailure(path_name(folder), "sync.unreachable", {"path": folder})
        return SourceReport(name, halted=failure)
    plan = _plan(name, source, stores)
    known = plan.batch.known
    if too_many(len(plan.gone), len(known)) and not allow_deletes:
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
    below = take_out({known[path].document_id: path for path in plan.gone}, stores)
    batch = replace(plan.batch, parts=parts.known_parts(stores.engine, name))
    done = read_in(batch, plan.found, stores, report)
    gone = sorted((*plan.gone, *below.values(), *done.gone))
    return SourceReport(name, done, plan.moved, tuple(gone))


def _plan(name: str, source: FolderSource, stores: Stores) -> _Plan:
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
    batch = batch_of(name, source, raw_files(found), now)
    return _Plan(batch, found, tuple(moved), tuple(sorted(missing)))


def _discover(source: FolderSource, stores: Stores) -> Discovered:
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
