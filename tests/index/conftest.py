from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from qdrant_client import QdrantClient

from plansvar.index import Index
from plansvar.index.edge import EdgeIndex
from plansvar.index.server import ServerIndex
from tests.index.points import DIMENSION

ENGINES: dict[str, Callable[[Path], Index]] = {
    "edge": lambda folder: EdgeIndex(folder, DIMENSION),
    "server": lambda _: ServerIndex(QdrantClient(":memory:"), "chunks", DIMENSION),
}


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """An empty index of each engine."""
    engine = ENGINES[request.param](tmp_path / "index")
    yield engine
    engine.close()


@pytest.fixture(scope="module", params=ENGINES)
def shared_index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Index]:
    """One index for many hypothesis examples, which empty it themselves."""
    engine = ENGINES[request.param](tmp_path_factory.mktemp("index"))
    yield engine
    engine.close()
