"""A folder of documents, read in as ``plansvar ingest`` does it, but without a model."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from eval.no_model import NoModel
from ingest.extract import extract
from ingest.metadata import Given
from ingest.parse import parse
from ingest.pipeline import ingest
from ingest.readers import registry
from ingest.readers.limits import Limits
from plansvar.access import user
from plansvar.database.claims import claims
from plansvar.database.engine import open_database
from plansvar.database.reads import documents
from plansvar.documents.stored import DocumentInfo
from plansvar.errors import ReadError
from plansvar.index.generations import open_current
from plansvar.register.evidence import StoredClaim
from plansvar.service import IngestRequest
from plansvar.settings import Settings
from plansvar.stores import Stores

# A page of a format that has none, in characters.
PAGE = 2_500
INTERNAL = "internt"
_GROUPS = ("public", "internal")


@dataclass(frozen=True, slots=True)
class Read:
    """A folder, read in. ``failed`` names what could not be read, with the code of the reason."""

    folder: Path
    claims: tuple[StoredClaim, ...]
    documents: tuple[DocumentInfo, ...]
    failed: tuple[tuple[str, str], ...]

    def place(self, path: str) -> str:
        """A document's path below the folder."""
        return below(path, self.folder)


def below(path: str, folder: Path) -> str:
    """A path below a folder; the path itself if it isn't."""
    try:
        return Path(path).relative_to(folder.resolve()).as_posix()
    except ValueError:
        return path


def read(folder: Path, only: Sequence[str] = ()) -> Read:
    """Read a folder's documents with everything that this brings, OCR too.

    Args:
        folder: the documents; those below ``internt`` are for the group ``internal``.
        only: the paths below it that are wanted; without any: all.
    """
    paths = [folder / name for name in only] or sorted(folder.iterdir())
    internal = folder / INTERNAL
    inside = tuple(path for path in paths if path == internal or internal in path.parents)
    public = tuple(path for path in paths if path not in inside)
    failed: list[tuple[str, str]] = []
    reader = user("eval", _GROUPS)
    with _stores() as stores:
        for files, group in ((public, "public"), (inside, "internal")):
            if files:
                report = ingest(IngestRequest(files, (group,)), stores)
                failed += [(below(one.path, folder), one.code) for one in report.failed]
        return Read(
            folder,
            tuple(claims(stores.engine, reader)),
            tuple(documents(stores.engine, reader)),
            tuple(failed),
        )


@contextmanager
def _stores() -> Iterator[Stores]:
    """Real stores in a temporary folder, with an embedder that takes no time."""
    with tempfile.TemporaryDirectory() as name:
        data, model = Path(name), NoModel()
        settings = Settings.model_validate({"data": data})
        engine = open_database(f"sqlite:///{data / 'plansvar.db'}")
        index = open_current(data / "index", model.dimension, create=True)
        try:
            yield Stores(engine, index, lambda: model, settings)
        finally:
            index.close()
            engine.dispose()


def milliseconds(folder: Path, only: Sequence[str] = ()) -> Mapping[str, float]:
    """Time extraction alone: ``pages``, ``ms`` in all and ``slowest`` (of a document, ms a page).

    It is processor time of this process, of the second time that a document is gone through, since
    the first one of all loads the word lists. Scans aren't among them, and a page of a format that
    has none is 2,500 characters.
    """
    paths = [folder / name for name in only] or sorted(folder.rglob("*"))
    pages, seconds, slowest = 0.0, 0.0, 0.0
    for path in filter(Path.is_file, paths):
        try:
            document = parse(path, path, registry.module_for(path), Given(), Limits()).document
        except ReadError:
            continue
        extract(document)
        started = process_time()
        extract(document)
        took = process_time() - started
        long = max(document.page_count or len(document.text) / PAGE, 1.0)
        pages, seconds = pages + long, seconds + took
        slowest = max(slowest, took / long)
    return {"pages": round(pages, 1), "ms": round(seconds * 1e3, 1),
            "slowest": round(slowest * 1e3, 2)}  # fmt: skip


def today() -> dt.date:
    """The day on which the register is asked."""
    return dt.datetime.now(tz=dt.UTC).date()
