"""How fast files of each format become chunks, a process per file, without the model."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.content import content_hash
from ingest.isolation.pool import Readers, limits_of
from ingest.metadata import NOTHING_GIVEN
from ingest.readers import registry
from plansvar.errors import ReadError
from plansvar.settings import Settings

# A page of a format that has none, in characters.
PAGE = 2_500


@dataclass(slots=True)
class Speed:
    """``pages`` of a format, read one file after the other in ``seconds``."""

    files: int = 0
    pages: float = 0.0
    seconds: float = 0.0


def bench_readers(folders: Sequence[Path], settings: Settings) -> dict[str, Speed]:
    """Read all files below some folders, one after the other, and sum up per suffix.

    A file that can't be read, a scan say, isn't counted. The first file of each format is read once
    before, since its reader is loaded then.
    """
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    speeds: dict[str, Speed] = defaultdict(Speed)
    ingest = settings.ingest.model_copy(update={"workers": 1})
    with Readers(ingest, limits_of(settings)) as readers:
        for path in files:
            suffix = path.suffix.lower()
            try:
                if suffix not in speeds:
                    _read(path, readers, settings)
                started = time.perf_counter()
                pages = _read(path, readers, settings)
            except ReadError:
                continue
            speed = speeds[suffix]
            speed.files += 1
            speed.pages += pages
            speed.seconds += time.perf_counter() - started
    return dict(speeds)


def _read(path: Path, readers: Readers, settings: Settings) -> float:
    """Read a file; returns its number of pages."""
    module = registry.check(path, limits_of(settings))
    result = readers.submit(path, path.name, module, NOTHING_GIVEN, content_hash(path)).result()
    document = result.parsed.document
    return document.page_count or len(document.text) / PAGE
