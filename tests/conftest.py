"""What the tests share: a scripted embedder, real stores in a temporary folder, no settings."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import numpy as np
import platformdirs
import psutil
import pytest

import plansvar.local
from ingest.isolation import launch
from ingest.pipeline import ingest
from plansvar.access import User, user
from plansvar.database import engine as database
from plansvar.database import reads
from plansvar.database.engine import open_database
from plansvar.documents.stored import DocumentInfo
from plansvar.embedding import Embedder, load_embedder
from plansvar.embedding.protocol import Vectors
from plansvar.index.edge import EdgeIndex
from plansvar.language.terms import terms
from plansvar.language.word_list import word_list
from plansvar.service import IngestReport, IngestRequest
from plansvar.settings import Settings
from plansvar.stores import Stores
from tests.keeping import KeptEmbedder, KeptServer, KeptTables, vectors_file

# The same examples in every run, so that a change is judged by what it changed.
# `pytest --hypothesis-profile explore` looks for new ones.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=500)
hypothesis.settings.load_profile("steady")

READER = user("leser", ())


# Read before the tests take PLANSVAR_… away: the built-in model is built once, not for every test.
MODEL_CACHE = os.environ.get("PLANSVAR_CACHE") or platformdirs.user_cache_dir("plansvar")

_PLENTY = 8 * 2**30  # bytes


def _in_memory() -> None:
    """Put what the tests write into memory where there is plenty.

    Databases and indexes wait for the disk after each write, which no test is about: what a killed
    process has written is not lost, whether it has reached the disk or not.
    ``PYTEST_DEBUG_TEMPROOT`` names another place.
    """
    memory = Path("/dev/shm")
    if not (memory.is_dir() and os.access(memory, os.W_OK)):
        return
    if min(shutil.disk_usage(memory).free, psutil.virtual_memory().available) > _PLENTY:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


_in_memory()

# Files of tests that take longest, the slowest first: whichever came last would leave a core idle.
SLOWEST = (
    "eval/test_guard.py",
    "eval/test_kills.py",
    "cli/test_demo.py",
    "embedding/test_model_files.py",
    "ingest/ocr/test_pages.py",
    "ingest/sources/test_web.py",
    "eval/test_bench.py",
    "cli/test_ask.py",
    "ingest/ocr/test_files.py",
    "ingest/sources/test_stopped.py",
    "eval/test_register_command.py",
    "ingest/ocr/test_recognise.py",
    "ingest/readers/test_old_office.py",
    "embedding/test_embedder.py",
    "eval/retrieval/test_running.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slowest files first; all others as they came."""
    here = Path(__file__).parent
    place = {here / name: number for number, name in enumerate(SLOWEST)}
    items.sort(key=lambda item: place.get(item.path, len(SLOWEST)))


class HashingEmbedder:
    """An :class:`Embedder` for tests in which the model doesn't matter: a bag of hashed terms.

    ``embedded`` holds all passages that it was given, in order.
    """

    def __init__(self, model_key: str = "hashing-1", dimension: int = 32) -> None:
        self.model_key = model_key
        self.dimension = dimension
        self.embedded: list[str] = []

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        self.embedded += texts
        if progress:
            progress(len(texts))
        return self.embed_queries(texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector(text) for text in texts])

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for term in terms(text):
            digest = hashlib.sha256(term.encode()).digest()
            vector[digest[0] % self.dimension] += 1.0 + digest[1] / 256
        vector[0] += 1e-3  # a text without terms has a direction too
        return vector / np.linalg.norm(vector)


def share_word_list(cache: Path) -> None:
    """Let a cache of its own have the word list of all runs, which takes seconds to make."""
    word_list(Path(MODEL_CACHE))
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "words").symlink_to(Path(MODEL_CACHE) / "words")


@dataclass
class Desk:
    """A folder of files, and real stores to read them into."""

    folder: Path
    stores: Stores
    embedder: HashingEmbedder

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def ingest(self, *paths: Path, groups: tuple[str, ...] | None = ("public",)) -> IngestReport:
        return ingest(IngestRequest(paths or (self.folder,), groups), self.stores)

    def documents(self, who: User = READER) -> list[DocumentInfo]:
        return reads.documents(self.stores.engine, who)

    def texts(self, who: User = READER) -> list[str]:
        """The stored texts that a user may read, in order of path."""
        found = [reads.text(self.stores.engine, who, one.version_id) for one in self.documents(who)]
        return [text for text in found if text is not None]


@pytest.fixture
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No ``PLANSVAR_…`` variable and no ``plansvar.toml``; returns the working folder."""
    for name in [name for name in os.environ if name.upper().startswith("PLANSVAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def shared_edge_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EdgeIndex]:
    """One index for all desks, which take half a second each to make."""
    index = EdgeIndex(tmp_path_factory.mktemp("desk") / "index", HashingEmbedder().dimension)
    yield index
    index.close()


@pytest.fixture
def desk(no_settings: Path, shared_edge_index: EdgeIndex) -> Iterator[Desk]:
    """Files in ``files``, a database in ``data``, an index; nothing in any of them."""
    settings = Settings(data=no_settings / "data", cache=no_settings / "cache")
    settings.data.mkdir()
    share_word_list(settings.cache)
    folder = no_settings / "files"
    folder.mkdir()
    shared_edge_index.delete_points(list(shared_edge_index.ids()))
    embedder = HashingEmbedder()
    engine = open_database(f"sqlite:///{settings.data / 'plansvar.db'}")
    yield Desk(folder, Stores(engine, shared_edge_index, lambda: embedder, settings), embedder)
    engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptTables]:
    """What every test would make anew is made once: :mod:`tests.keeping`."""
    with pytest.MonkeyPatch.context() as patch:
        tables = KeptTables(tmp_path_factory.mktemp("tables"))
        patch.setattr(database, "_migrate", tables)
        if sys.platform == "linux":
            patch.setattr(launch, "launcher", KeptServer)
        yield tables
    KeptServer.stop_all()


@pytest.fixture(scope="session")
def loaded_once() -> Iterator[Callable[..., Embedder]]:
    """The real model, loaded at the first use of the same settings and then kept."""
    loaded: dict[object, Embedder] = {}

    def load(
        model: str,
        *args: Any,
        notify: Callable[[str], None] | None = None,
        **options: Any,
    ) -> Embedder:
        key = (model, args, tuple(sorted(options.items())))
        if key not in loaded:
            real = partial(load_embedder, model, *args, notify=notify, **options)
            # Another model than ours may change, or be none at all: that is told at once.
            ours = model == "default"
            loaded[key] = (
                KeptEmbedder(real, vectors_file(Path(MODEL_CACHE), key)) if ours else real()
            )
        return loaded[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plansvar.local, "load_embedder", load)
        yield load


@pytest.fixture(scope="session")
def model(loaded_once: Callable[..., Embedder]) -> Embedder:
    """The built-in model, loaded as :class:`plansvar.local.LocalService` does for questions."""
    prefixes = (None, None)
    settings = {"dtype": "auto", "batch_size": 32, "quick": True}
    return loaded_once("default", Path(MODEL_CACHE), *prefixes, **settings)
