"""Vectors of texts, embedded once per model and kept in the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from sqlalchemy import Engine

from plansvar.database import embeddings, writes
from plansvar.documents.stored import text_hash
from plansvar.embedding.protocol import Embedder, Vectors

_BATCH = 256


def vectors_of(
    engine: Engine,
    embedder: Embedder,
    texts: Sequence[str],
    progress: Callable[[int], None] | None = None,
) -> dict[str, Vectors]:
    """Vectors of texts by the hash of the text: from the database, else embedded and kept.

    ``progress`` is called with the number of texts that are ready since the last call.
    """
    by_hash = {text_hash(text): text for text in texts}
    vectors = embeddings.cached_vectors(engine, embedder.model_key, list(by_hash))
    if progress and len(texts) > len(by_hash) - len(vectors):
        progress(len(texts) - (len(by_hash) - len(vectors)))
    missing = [key for key in by_hash if key not in vectors]
    if missing:
        embedded = embedder.embed_passages([by_hash[key] for key in missing], progress)
        fresh = dict(zip(missing, embedded, strict=True))
        embeddings.save_vectors(engine, embedder.model_key, fresh)
        # As they are stored: a rebuilt index gives the same scores as the first one.
        vectors.update({key: embeddings.as_stored(vector) for key, vector in fresh.items()})
    return vectors


class KeptVectors:
    """Gives the vectors of passages that are kept in the database; ``embedder`` makes the others.

    Nothing is written: what a question needs once need not be kept.
    """

    def __init__(self, embedder: Embedder, engine: Engine) -> None:
        self._embedder = embedder
        self._engine = engine
        self.model_key = embedder.model_key
        self.dimension = embedder.dimension

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """See :class:`plansvar.embedding.protocol.Embedder`."""
        hashes = [text_hash(text) for text in texts]
        found = embeddings.cached_vectors(self._engine, self.model_key, hashes)
        if progress and found:
            progress(sum(one in found for one in hashes))
        new = {one: text for one, text in zip(hashes, texts, strict=True) if one not in found}
        if new:
            vectors = self._embedder.embed_passages(list(new.values()), progress)
            # As they would be stored: a question scores the same whether they are kept or not.
            rounded = map(embeddings.as_stored, vectors)
            found.update(zip(new, rounded, strict=True))
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return np.stack([found[one] for one in hashes])

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See :class:`plansvar.embedding.protocol.Embedder`."""
        return self._embedder.embed_queries(texts)

    def count_tokens(self, text: str) -> int:
        """See :class:`plansvar.embedding.protocol.Embedder`."""
        return self._embedder.count_tokens(text)


def embed_current(
    engine: Engine, embedder: Embedder, progress: Callable[[int, int], None] | None = None
) -> int:
    """Give every chunk that is seen a vector of this model; returns the number of chunks.

    Interrupted, it goes on where it was: what is embedded is kept. ``progress``: done and total.
    """
    ids = writes.current_chunks(engine)
    for start in range(0, len(ids), _BATCH):
        texts = writes.embedded_texts(engine, ids[start : start + _BATCH])
        vectors_of(engine, embedder, texts)
        if progress:
            progress(min(start + _BATCH, len(ids)), len(ids))
    return len(ids)
