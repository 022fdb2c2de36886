"""What the tests share: a scripted embedder, real stores in a temporary folder, no settings."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import numpy as np
import platformdirs
import pytest

import plansvar.local
from ingest.pipeline import ingest
from plansvar.access import User, user
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

# The same examples in every run, so that a change is judged by what it changed.
# `pytest --hypothesis-profile explore` looks for new ones.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=500)
hypothesis.settings.load_profile("steady")

READER = user("leser", ())

# Read before the tests take PLANSVAR_… away: the built-in model is built once, not for every test.
MODEL_CACHE = os.environ.get("PLANSVAR_CACHE") or platformdirs.user_cache_dir("plansvar")


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


class KeptEmbedder:
    """The real model. A passage that was embedded before in this run isn't embedded again."""

    def __init__(self, real: Embedder) -> None:
        self._real = real
        self._kept: dict[str, Vectors] = {}
        self.model_key = real.model_key
        self.dimension = real.dimension

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if new:
            vectors = self._real.embed_passages(new, progress)
            self._kept.update(zip(new, vectors, strict=True))
        if progress and len(new) < len(texts):
            progress(len(texts) - len(new))
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._kept[text] for text in texts])

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._real.embed_queries(texts)

    def count_tokens(self, text: str) -> int:
        return self._real.count_tokens(text)


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


@pytest.fixture(scope="session")
def loaded_once() -> Iterator[Callable[..., Embedder]]:
    """The real model, loaded at the first use of the same settings and then kept."""
    loaded: dict[object, Embedder] = {}

    def load(*args: Any, notify: Callable[[str], None] | None = None, **options: Any) -> Embedder:
        key = (args, tuple(sorted(options.items())))
        if key not in loaded:
            loaded[key] = KeptEmbedder(load_embedder(*args, notify=notify, **options))
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
