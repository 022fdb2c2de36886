"""What the tests keep, so that it isn't made again for each of them: vectors, readers, tables.

All of it is the real thing, made once: vectors by the real model, a fork server from which readers
are forked, a database that the real migrations have made.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

import numpy as np
from sqlalchemy import Engine

import plansvar.embedding
from ingest.isolation import launch
from ingest.isolation.child import Request
from ingest.isolation.launch import ClosedError, Ended, ForkServer
from plansvar.database import engine as database
from plansvar.embedding import Embedder
from plansvar.embedding.protocol import Vectors

_LIBRARIES = ("torch", "sentence-transformers", "transformers", "onnxruntime", "tokenizers")
_OLD = 14 * 24 * 3600  # seconds after which a file of vectors that nobody uses is taken away


def vectors_file(cache: Path, options: object) -> Path:
    """Where the vectors of a model are kept from run to run, and for both workers.

    Another model, other settings, other code of ours or of the libraries: another file.
    """
    code = sorted(Path(plansvar.embedding.__file__).parent.glob("*.py"))
    digest = hashlib.sha256(repr((options, [version(name) for name in _LIBRARIES])).encode())
    for path in code:
        digest.update(path.read_bytes())
    folder = cache / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("vectors-*"):
        if old.stat().st_mtime < time.time() - _OLD:
            old.unlink(missing_ok=True)
    return folder / f"vectors-{digest.hexdigest()[:16]}.db"


class KeptEmbedder:
    """The real model. A text that it has embedded before, also for others, isn't embedded again.

    The model is loaded when the first new text comes.
    """

    def __init__(self, load: Callable[[], Embedder], file: Path) -> None:
        self._load = load
        self._loaded: Embedder | None = None
        self._lock = threading.Lock()
        self._kept: dict[str, Vectors] = {}
        self._file = file
        with closing(self._open()) as connection, connection:
            connection.execute("CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, v BLOB)")
            connection.execute("CREATE TABLE IF NOT EXISTS model (about TEXT)")
            about = connection.execute("SELECT about FROM model").fetchone()
        if about is None:
            about = (json.dumps([self._real.model_key, self._real.dimension]),)
            with closing(self._open()) as connection, connection:
                connection.execute("INSERT INTO model VALUES (?)", about)
        self.model_key: str
        self.dimension: int
        self.model_key, self.dimension = json.loads(about[0])
        os.utime(file)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        return self._embed("passage", texts, progress)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed("query", texts, None)

    def count_tokens(self, text: str) -> int:
        return self._real.count_tokens(text)

    @property
    def _real(self) -> Embedder:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _embed(
        self, kind: str, texts: Sequence[str], progress: Callable[[int], None] | None
    ) -> Vectors:
        keys = {text: f"{kind}: {text}" for text in texts}
        self._read([key for key in keys.values() if key not in self._kept])
        new = [text for text, key in keys.items() if key not in self._kept]
        if new:
            if kind == "query":
                vectors = self._real.embed_queries(new)
            else:
                vectors = self._real.embed_passages(new, progress)
            self._keep({keys[text]: one for text, one in zip(new, vectors, strict=True)})
        if progress and len(new) < len(texts):
            progress(len(texts) - len(new))
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._kept[keys[text]] for text in texts])

    def _read(self, keys: Sequence[str]) -> None:
        """Take what has been kept in the file."""
        with closing(self._open()) as connection:
            for key in keys:
                row = connection.execute(
                    "SELECT v FROM vectors WHERE text = ?", (_digest(key),)
                ).fetchone()
                if row:
                    self._kept[key] = np.frombuffer(row[0], dtype=np.float32)

    def _keep(self, made: dict[str, Vectors]) -> None:
        self._kept |= made
        rows = [(_digest(key), vector.astype(np.float32).tobytes()) for key, vector in made.items()]
        with closing(self._open()) as connection, connection:
            connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._file, timeout=60)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


class KeptServer:
    """A run's hold on the fork server that the tests of a process share.

    Each file is read in a process of its own as ever; what is shared is the server that has the
    readers loaded, which takes most of a second to start. A run that ends while something is being
    read ends the server with it, as it would its own.
    """

    _shared: ClassVar[dict[str, ForkServer]] = {}

    def __init__(self) -> None:
        self._running = 0
        self._closed = False
        self._lock = threading.Lock()

    def run(self, request: Request) -> Ended:
        with self._lock:
            if self._closed:
                raise ClosedError
            self._running += 1
        try:
            return self._server().run(request)
        finally:
            with self._lock:
                self._running -= 1

    def close(self) -> None:
        with self._lock:
            self._closed = True
            running = self._running
        if running:
            self.stop_all()

    @classmethod
    def _server(cls) -> ForkServer:
        """The one for what a child may know of this process just now."""
        key = json.dumps([launch._environment(), sys.path])
        return cls._shared.setdefault(key, ForkServer())

    @classmethod
    def stop_all(cls) -> None:
        while cls._shared:
            cls._shared.popitem()[1].close()


class KeptTables:
    """Stands for the migrations of a new SQLite file: copies what they have made once."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        self.real = database._migrate
        self._lock = threading.Lock()

    def __call__(self, engine: Engine, revision: str | None) -> None:
        file = engine.url.database
        if (
            engine.dialect.name != "sqlite"
            or revision is not None
            or not file
            or file == ":memory:"
        ):
            self.real(engine, revision)
            return
        with self._lock:
            if not self._template.exists():
                self._make()
        with closing(sqlite3.connect(self._template)) as template, engine.connect() as connection:
            into = connection.connection.driver_connection
            empty = into.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
            if empty:
                template.backup(into)
        if not empty:
            self.real(engine, revision)

    def _make(self) -> None:
        from sqlalchemy import create_engine

        made = self._template.with_suffix(".new")
        engine = create_engine(f"sqlite:///{made}")
        self.real(engine, None)
        engine.dispose()
        made.rename(self._template)
