"""Real stores with the real model, for what only meaning finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.pipeline import ask
from ingest.pipeline import ingest
from plansvar.access import User
from plansvar.answers import Answer
from plansvar.database import reads
from plansvar.database.engine import open_database
from plansvar.documents.stored import DocumentInfo
from plansvar.embedding import Embedder
from plansvar.index.edge import EdgeIndex
from plansvar.service import IngestRequest
from plansvar.settings import Settings
from plansvar.stores import Stores
from tests.assistant.making import assert_verbatim
from tests.assistant.town import DOCUMENTS
from tests.conftest import READER


@dataclass(frozen=True)
class Office:
    """A folder of files, and stores with the real model to ask them from."""

    folder: Path
    stores: Stores

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def ingest(self, *paths: Path, groups: tuple[str, ...] = ("public",)) -> None:
        report = ingest(IngestRequest(paths or (self.folder,), groups), self.stores)
        assert report.failed == ()

    def documents(self) -> list[DocumentInfo]:
        return reads.documents(self.stores.engine, READER)

    def ask(self, question: str, who: User = READER) -> Answer:
        """The answer; whatever it is, its citations stand where they say."""
        answer = ask(question, who, self.stores)
        assert_verbatim(answer, self.stores, who)
        assert answer.question == question
        return answer


def open_office(folder: Path, index: EdgeIndex, model: Embedder) -> Iterator[Office]:
    """An office with nothing in it."""
    (folder / "data").mkdir()
    (folder / "files").mkdir()
    engine = open_database(f"sqlite:///{folder / 'data' / 'plansvar.db'}")
    stores = Stores(engine, index, lambda: model, Settings(data=folder / "data"))
    yield Office(folder / "files", stores)
    engine.dispose()


@pytest.fixture(scope="session")
def model_index(model: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EdgeIndex]:
    """One index for all offices that are opened for a single test."""
    index = EdgeIndex(tmp_path_factory.mktemp("office") / "index", model.dimension)
    yield index
    index.close()


@pytest.fixture
def office(no_settings: Path, model_index: EdgeIndex, model: Embedder) -> Iterator[Office]:
    """An empty office."""
    model_index.delete_points(list(model_index.ids()))
    yield from open_office(no_settings, model_index, model)


@pytest.fixture(scope="session")
def town(model: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The town's documents, read in. For tests that change nothing."""
    folder = tmp_path_factory.mktemp("town")
    index = EdgeIndex(folder / "index", model.dimension)
    for office in open_office(folder, index, model):
        for name, text in DOCUMENTS.items():
            office.write(name, text)
        office.ingest()
        yield office
    index.close()
