"""How fast documents are read in, beside the embedding model alone over the same texts."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from eval.no_model import NoModel
from eval.synthetic import SECTIONS_PER_DOCUMENT, write_documents
from ingest.pipeline import ingest
from plansvar.database import writes
from plansvar.database.engine import open_database
from plansvar.embedding import Embedder
from plansvar.embedding.st_embedder import SentenceTransformersEmbedder
from plansvar.index.generations import open_current
from plansvar.service import IngestRequest
from plansvar.settings import Settings
from plansvar.stores import Stores

_EXAMPLE_CHUNKS = 89


@dataclass(frozen=True, slots=True)
class _Spent:
    """Seconds by the clock, and seconds of all processor cores together."""

    wall: float
    processor: float


def bench_ingest(
    embedder: SentenceTransformersEmbedder,
    settings: Settings,
    *,
    corpus: Path | None,
    chunks: int,
    repeats: int,
) -> dict[str, float]:
    """Time ``ingest.pipeline.ingest`` and a bare ``SentenceTransformer.encode`` in turn.

    Both get the same chunk texts, from the same model object (so the same weights and number type)
    in batches of the same size, longest first; the bare one sorts all texts at once, the pipeline
    those of some 256 chunks at a time. The pipeline reads files, cuts them, embeds, and writes
    database and index. Loading the model is counted in neither.

    Args:
        embedder: the loaded model.
        settings: batch size, and the limits of the readers.
        corpus: real documents; synthetic ones are added.
        chunks: about how many chunks there should be.
        repeats: how often each is run; who goes first alternates.

    Returns:
        ``ratio`` (the pipeline's speed over the bare one's, medians by the clock) and
        ``ratio_processor``, the same in processor time, which other programs disturb less;
        ``rest_ms_per_chunk``, what the pipeline takes besides the model, which any model's speed
        can be held against; and what these were made from.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        documents = folder / "documents"
        wanted = chunks
        if corpus is not None:
            shutil.copytree(corpus, documents / "real")
            wanted -= _EXAMPLE_CHUNKS
        write_documents(documents / "synthetic", max(1, round(wanted / SECTIONS_PER_DOCUMENT)))

        rest, texts = [], []
        for number in range(3):
            with _stores(
                folder / f"rest-{number}", NoModel(embedder.model_key, embedder.dimension), settings
            ) as stores:
                rest.append(_timed(partial(_ingest, documents, stores)))
                texts = writes.embedded_texts(stores.engine, writes.current_chunks(stores.engine))

        _encode(embedder, settings, texts[:64])
        ours, bare = [], []
        for number in range(repeats):
            with _stores(folder / f"data-{number}", embedder, settings) as stores:
                if number % 2:
                    bare.append(_timed(partial(_encode, embedder, settings, texts)))
                ours.append(_timed(partial(_ingest, documents, stores)))
                if not number % 2:
                    bare.append(_timed(partial(_encode, embedder, settings, texts)))
    ours_s, bare_s, rest_s = (_median(each) for each in (ours, bare, rest))
    return {
        "chunks": len(texts),
        "tokens": sum(embedder.count_tokens(text) for text in texts),
        "chunks_per_s": len(texts) / ours_s.wall,
        "bare_chunks_per_s": len(texts) / bare_s.wall,
        "ratio": bare_s.wall / ours_s.wall,
        "ratio_processor": bare_s.processor / ours_s.processor,
        "rest_ms_per_chunk": 1000 * rest_s.wall / len(texts),
    }


@contextmanager
def _stores(data: Path, embedder: Embedder, settings: Settings) -> Iterator[Stores]:
    """A new, empty data folder."""
    data.mkdir()
    engine = open_database(f"sqlite:///{data / 'plansvar.db'}")
    index = open_current(data / "index", embedder.dimension, create=True)
    try:
        yield Stores(engine, index, lambda: embedder, settings.model_copy(update={"data": data}))
    finally:
        index.close()
        engine.dispose()


def _ingest(documents: Path, stores: Stores) -> None:
    report = ingest(IngestRequest((documents,), ("public",)), stores)
    # A scan among the examples has no text to be measured by.
    if any(failure.code != "read.no_text" for failure in report.failed):
        raise ValueError(f"not read: {report.failed}")


def _encode(
    embedder: SentenceTransformersEmbedder, settings: Settings, texts: Sequence[str]
) -> None:
    # The embedder's own model and prefix: whatever else is compared, it isn't two models.
    embedder._model.encode(
        list(texts),
        prompt=embedder._passage_prefix,
        batch_size=settings.embedding.batch_size,
        show_progress_bar=False,
    )


def _timed(call: Callable[[], None]) -> _Spent:
    wall, processor = time.perf_counter(), time.process_time()
    call()
    return _Spent(time.perf_counter() - wall, time.process_time() - processor)


def _median(runs: Sequence[_Spent]) -> _Spent:
    return _Spent(
        float(np.median([run.wall for run in runs])),
        float(np.median([run.processor for run in runs])),
    )
