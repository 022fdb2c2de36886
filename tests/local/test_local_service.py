"""The service in this process, over real stores; only the model is scripted."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.sync import sync
from plansvar import local
from plansvar.access import User, user
from plansvar.answers import Answer, SearchHit, SearchResult
from plansvar.database import reads
from plansvar.errors import DatabaseError, IndexStateError, NotFoundError
from plansvar.index import SearchFilter
from plansvar.index.analysis import ANALYSIS, BM25
from plansvar.language.terms import terms
from plansvar.local import LocalService, Pipelines
from plansvar.service import IngestReport, IngestRequest, Progress
from plansvar.settings import Settings
from plansvar.stores import Stores
from tests.conftest import READER, HashingEmbedder
from tests.local.test_owner import another_program

BOARD = user("kari", ("styret",))
MakeService = Callable[..., LocalService]


def titles(query: str, who: User, limit: int, stores: Stores) -> SearchResult:
    """A search of our own: what it takes to see whether index, model and database fit together."""
    candidates = stores.index.candidates(
        stores.embedder().embed_queries([query])[0],
        BM25.query(terms(query)),
        SearchFilter(groups=who.groups),
        limit,
    )
    found = reads.chunks(stores.engine, who, [point for point, _ in candidates.dense])
    return SearchResult(
        tuple(
            SearchHit(chunk.document, None, (), chunk.text, chunk.start, chunk.end, 0.0)
            for chunk in found.values()
        )
    )


def no_answer(question: str, who: User, stores: Stores, *_: object) -> Answer:
    raise NotImplementedError


@pytest.fixture
def make_service(no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeService]:
    """Makes services on the same data folder, as programs that run one after the other."""
    made: list[LocalService] = []

    def make(model: str = "hashing-1", data: Path = no_settings / "data") -> LocalService:
        monkeypatch.setattr(local, "load_embedder", lambda *_, **__: HashingEmbedder(model))
        settings = Settings(data=data, lock_timeout=0.05)
        service = LocalService(settings, Pipelines(ingest, sync, no_answer, titles))
        made.append(service)
        return service

    yield make
    for service in made:
        service.close()


def fill(service: LocalService, folder: Path, *names: str) -> IngestReport:
    for name in names or ("molo", "kai", "torg"):
        (folder / "planer").mkdir(exist_ok=True)
        text = f"Plan for {name}\n\nHer skal det bygges {name} innen 2030.\n"
        (folder / "planer" / f"{name}.txt").write_text(text, encoding="utf-8")
    return service.ingest(IngestRequest((folder / "planer",), ("public",)))


def test_before_anything_is_read_in(make_service: MakeService, no_settings: Path) -> None:
    service = make_service()
    assert service.documents(READER) == []
    for use in (
        lambda: service.ask("Hva?", READER),
        lambda: service.search("molo", READER),
        lambda: service.status(READER),
        lambda: service.remove(["x"], READER),
        service.rebuild,
    ):
        with pytest.raises(IndexStateError, match=r"index\.nothing_yet"):
            use()
    # Looking made nothing, and took nothing from another program.
    assert not (no_settings / "data").exists()


def test_a_missing_path(make_service: MakeService, no_settings: Path) -> None:
    with pytest.raises(NotFoundError, match=r"path\.missing"):
        make_service().ingest(IngestRequest((no_settings / "borte",)))
    assert not (no_settings / "data").exists()


def test_status(make_service: MakeService, no_settings: Path) -> None:
    service = make_service()
    fill(service, no_settings)
    service.ingest(IngestRequest((no_settings / "planer" / "kai.txt",), ("styret",)))
    found = service.status(READER)
    assert (found.documents, found.undated, found.chunks, found.indexed) == (2, 2, 2, 2)
    assert (found.model, found.by_type, found.by_language) == ("hashing-1", {"plan": 2}, {"nb": 2})
    assert service.status(BOARD).documents == 3


def test_remove(make_service: MakeService, no_settings: Path) -> None:
    service = make_service()
    fill(service, no_settings, "a", "b", "c", "d")
    folder = no_settings / "planer"
    identity = {Path(info.path).stem: info.id for info in service.documents(READER)}
    removed = service.remove([str(folder / "a.txt"), identity["b"], "planer/a.txt"], READER)
    assert [Path(info.path).name for info in removed] == ["a.txt", "b.txt"]
    assert service.status(READER).indexed == 2
    with pytest.raises(NotFoundError, match=r"document\.missing"):
        service.remove([str(folder), "finnes-ikke"], READER)
    assert len(service.documents(READER)) == 2
    assert len(service.remove([str(folder)], READER)) == 2
    assert service.documents(READER) == []
    # A removed file can be read in again.
    assert len(fill(service, no_settings, "a").added) == 4


def test_nobody_removes_what_they_may_not_read(
    make_service: MakeService, no_settings: Path
) -> None:
    service = make_service()
    fill(service, no_settings)
    service.ingest(IngestRequest((no_settings / "planer",), ("styret",)))
    (info, *_) = service.documents(BOARD)
    for target in (info.id, info.path):
        with pytest.raises(NotFoundError, match=r"document\.missing"):
            service.remove([target], READER)
    assert len(service.documents(BOARD)) == 3


def test_another_program_holds_the_folder(make_service: MakeService, no_settings: Path) -> None:
    first = make_service()
    fill(first, no_settings)
    first.close()
    with another_program(no_settings / "data") as pid:
        service = make_service()
        for use in (
            lambda: service.search("molo", READER),
            lambda: service.remove([str(no_settings / "planer")], READER),
            lambda: fill(service, no_settings),
            service.rebuild,
        ):
            with pytest.raises(IndexStateError, match=r"index\.held") as error:
                use()
            assert error.value.params["pid"] == pid
        assert len(service.documents(READER)) == 3


def test_a_lost_index_is_told_and_rebuilt(make_service: MakeService, no_settings: Path) -> None:
    service = make_service()
    fill(service, no_settings)
    before = [hit.document.id for hit in service.search("molo torg", READER).hits]
    service.close()
    shutil.rmtree(no_settings / "data" / "index")

    service = make_service()
    with pytest.raises(IndexStateError, match=r"index\.missing"):
        service.search("molo", READER)
    with pytest.raises(IndexStateError, match=r"index\.missing"):
        fill(service, no_settings, "ny")
    steps: list[Progress] = []
    assert service.rebuild(steps.append) == 3
    assert {step.stage for step in steps} == {"embed", "index"}
    assert all(step.done <= step.total == 3 for step in steps)
    assert [hit.document.id for hit in service.search("molo torg", READER).hits] == before
    status = service.status(READER)
    assert (status.chunks, status.indexed) == (3, 3)
    assert len(fill(service, no_settings, "ny").added) == 1


def test_another_model_needs_a_rebuild(make_service: MakeService, no_settings: Path) -> None:
    first = make_service()
    fill(first, no_settings)
    first.close()

    service = make_service("hashing-2")
    assert service.status(READER).model == "hashing-1"
    with pytest.raises(IndexStateError, match=r"index\.other_model") as error:
        service.search("molo", READER)
    assert error.value.params == {"stored": "hashing-1", "wanted": "hashing-2"}
    with pytest.raises(IndexStateError, match=r"index\.other_model"):
        fill(service, no_settings, "ny")
    assert service.rebuild() == 3
    assert len(service.search("molo", READER).hits) == 3
    assert service.status(READER).model == "hashing-2"
    # The old generation is gone, and only one is left.
    generations = [path.name for path in (no_settings / "data" / "index").glob("gen-*")]
    assert generations == ["gen-2"]


def test_a_model_file_that_cannot_be_read(make_service: MakeService, no_settings: Path) -> None:
    first = make_service()
    fill(first, no_settings)
    first.close()
    stored = json.loads((no_settings / "data" / "model.json").read_text(encoding="utf-8"))
    assert stored == {"model": "hashing-1", "dimension": 32, "analysis": ANALYSIS}
    (no_settings / "data" / "model.json").write_text("{", encoding="utf-8")
    service = make_service()
    assert service.status(READER).model == ""
    assert len(service.search("molo", READER).hits) == 3


def test_an_index_of_an_older_analysis_needs_a_rebuild(
    make_service: MakeService, no_settings: Path
) -> None:
    first = make_service()
    fill(first, no_settings)
    first.close()
    record = no_settings / "data" / "model.json"
    record.write_text('{"model": "hashing-1", "dimension": 32}', encoding="utf-8")
    # Nothing was counted then.
    with closing(sqlite3.connect(no_settings / "data" / "plansvar.db")) as connection, connection:
        connection.execute("UPDATE versions SET terms = NULL")
        connection.execute("DELETE FROM term_counts")
    service = make_service()
    with pytest.raises(IndexStateError, match=r"index\.other_analysis"):
        service.search("molo", READER)
    assert service.verify()[0].miscounted == ("public",)
    assert service.rebuild() == 3
    assert len(service.search("molo", READER).hits) == 3
    assert service.verify()[0].agrees


def test_a_data_folder_that_is_a_file(make_service: MakeService, no_settings: Path) -> None:
    (no_settings / "fil").write_text("", encoding="utf-8")
    service = make_service(data=no_settings / "fil")
    with pytest.raises(IndexStateError, match=r"data\.not_writable"):
        fill(service, no_settings)


def test_a_damaged_database(make_service: MakeService, no_settings: Path) -> None:
    (no_settings / "data").mkdir()
    (no_settings / "data" / "plansvar.db").write_bytes(b"ingen database" * 100)
    with pytest.raises(DatabaseError, match=r"database\.damaged"):
        make_service().documents(READER)
