"""What readers see while a version takes the place of another, and after a run was killed."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Connection, Engine, event

from ingest.publish import sweep
from plansvar.database import embeddings, reads, writes
from plansvar.database.engine import open_database
from plansvar.index import SearchFilter
from plansvar.index.analysis import BM25
from plansvar.index.edge import EdgeIndex
from plansvar.index.generations import open_current
from plansvar.language.terms import terms
from plansvar.service import IngestRequest
from plansvar.settings import Settings
from plansvar.stores import Stores
from tests.conftest import READER, Desk, HashingEmbedder

OLD = "# Molo\n\n## Stein\n\nMoloen bygges av stein.\n\n## Sted\n\nMoloen bygges i Sund.\n"
NEW = "# Molo\n\n## Betong\n\nMoloen bygges av betong.\n\n## Tid\n\nMoloen bygges i 2030.\n"
WRITES = ("upsert", "set_groups", "delete_points")


def found(engine: Engine, index: EdgeIndex) -> str:
    """What a reader who asks for "moloen" gets: all texts, from search and from the documents."""
    candidates = index.candidates(
        np.ones(32, dtype=np.float32) / np.sqrt(np.float32(32)),
        BM25.query(terms("moloen")),
        SearchFilter(groups=READER.groups),
        10,
    )
    ids = {point for point, _ in (*candidates.dense, *candidates.sparse)}
    chunks = reads.chunks(engine, READER, sorted(ids))
    documents = reads.documents(engine, READER)
    whole = [reads.text(engine, READER, one.version_id) or "" for one in documents]
    # A hit is shown in its document: all must speak of the same version.
    assert {chunk.document.version_id for chunk in chunks.values()} == {
        one.version_id for one in documents
    }
    assert all(chunk.text in whole[0] for chunk in chunks.values())
    return "\n".join([*sorted(chunk.text for chunk in chunks.values()), *whole])


@contextmanager
def watched(desk: Desk, look: Callable[[], None]) -> Iterator[None]:
    """Call ``look`` before every commit and before and after every write to the index."""
    index = desk.stores.index

    def before_commit(_: Connection) -> None:
        look()

    def around(name: str) -> None:
        write = getattr(EdgeIndex, name)

        def watched_write(*args: object) -> object:
            look()
            result = write(index, *args)
            look()
            return result

        patch.setattr(index, name, watched_write)

    event.listen(desk.stores.engine, "commit", before_commit)
    with pytest.MonkeyPatch.context() as patch:
        for name in WRITES:
            around(name)
        yield
    event.remove(desk.stores.engine, "commit", before_commit)


def test_a_reader_sees_one_version_at_every_moment(desk: Desk) -> None:
    desk.write("molo.md", OLD)
    desk.ingest()
    assert isinstance(desk.stores.index, EdgeIndex)
    index = desk.stores.index
    reader = open_database(str(desk.stores.engine.url))
    before = found(reader, index)
    seen: list[str] = []
    desk.write("molo.md", NEW)
    with watched(desk, lambda: seen.append(found(reader, index))):
        desk.ingest()
    after = found(reader, index)
    reader.dispose()
    assert "stein" in before
    assert "betong" in after
    # First only the old, then only the new, and there were moments of both.
    switch = seen.index(after)
    assert 3 < switch < len(seen) - 1
    assert seen == [before] * switch + [after] * (len(seen) - switch)


def test_a_document_that_is_new_comes_whole(desk: Desk) -> None:
    assert isinstance(desk.stores.index, EdgeIndex)
    index = desk.stores.index
    reader = open_database(str(desk.stores.engine.url))
    seen: list[str] = []
    desk.write("molo.md", NEW)
    with watched(desk, lambda: seen.append(found(reader, index))):
        desk.ingest()
    seen.append(found(reader, index))
    assert set(seen) == {"", found(reader, index)} != {""}
    reader.dispose()


def run_killed_at(step: str, folder: Path) -> None:
    """For a child process: change the document, and be killed where ``step`` begins."""
    import os

    from ingest import pipeline, publish

    stores = open_stores(folder)

    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if step == "sweep":
        publish.sweep = die
    else:
        setattr(writes, step, die)
    pipeline.ingest(IngestRequest((folder / "molo.md",), ("public",)), stores)


def open_stores(folder: Path) -> Stores:
    settings = Settings(data=folder / "data")
    settings.data.mkdir(exist_ok=True)
    embedder = HashingEmbedder()
    index = open_current(settings.data / "index", embedder.dimension, create=True)
    engine = open_database(f"sqlite:///{settings.data / 'plansvar.db'}")
    return Stores(engine, index, lambda: embedder, settings)


@pytest.mark.parametrize(("step", "seen"), [("activate", "stein"), ("sweep", "betong")])
def test_a_killed_run_leaves_one_version_and_the_next_one_sweeps_up(
    step: str, seen: str, no_settings: Path
) -> None:
    from ingest.pipeline import ingest

    request = IngestRequest((no_settings / "molo.md",), ("public",))
    (no_settings / "molo.md").write_text(OLD, encoding="utf-8")
    stores = open_stores(no_settings)
    ingest(request, stores)
    stores.index.close()
    stores.engine.dispose()

    (no_settings / "molo.md").write_text(NEW, encoding="utf-8")
    code = (
        "from pathlib import Path\n"
        "from tests.ingest.test_pipeline_switch import run_killed_at\n"
        f"run_killed_at({step!r}, Path({str(no_settings)!r}))\n"
    )
    repository = Path(__file__).parents[2]
    child = subprocess.run([sys.executable, "-c", code], cwd=repository, check=False)
    assert child.returncode == -signal.SIGKILL

    stores = open_stores(no_settings)
    assert isinstance(stores.index, EdgeIndex)
    other = {"stein": "betong", "betong": "stein"}[seen]
    text = found(stores.engine, stores.index)
    assert seen in text
    assert other not in text

    report = ingest(request, stores)
    assert len(report.changed if seen == "stein" else report.unchanged) == 1
    assert "betong" in found(stores.engine, stores.index)
    assert writes.leftover_chunks(stores.engine) == []
    assert sorted(stores.index.ids()) == writes.current_chunks(stores.engine)
    stores.index.close()
    stores.engine.dispose()


def test_what_a_killed_first_run_left_is_gone_with_its_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.write("molo.md", OLD)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(writes, "activate", die)
        desk.ingest()
    assert desk.documents() == []
    assert list(desk.stores.index.ids()) != []
    path.unlink()
    sweep(desk.stores)
    assert list(desk.stores.index.ids()) == []
    assert (
        embeddings.cached_vectors(
            desk.stores.engine, desk.embedder.model_key, _stored_hashes(desk.stores.engine)
        )
        == {}
    )
    assert not writes.any_document(desk.stores.engine)


def _stored_hashes(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT text_hash FROM embeddings").scalars())
