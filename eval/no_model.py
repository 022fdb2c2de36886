"""An embedder that takes no time, for measuring everything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from plansvar.embedding import Vectors


class NoModel:
    """Random vectors. ``embedded`` counts the texts that it was asked for."""

    def __init__(self, model_key: str = "none", dimension: int = 384) -> None:
        self.model_key = model_key
        self.dimension = dimension
        self.embedded = 0
        self._rng = np.random.default_rng(0)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """See :class:`plansvar.embedding.Embedder`."""
        if progress:
            progress(len(texts))
        return self.embed_queries(texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See :class:`plansvar.embedding.Embedder`."""
        self.embedded += len(texts)
        vectors = self._rng.normal(size=(len(texts), self.dimension)).astype(np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    def count_tokens(self, text: str) -> int:
        """See :class:`plansvar.embedding.Embedder`."""
        return len(text.split())
