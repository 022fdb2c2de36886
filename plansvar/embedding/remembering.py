"""Passages that were embedded lately: to answer, the same sentences compete again and again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np

from plansvar.embedding.protocol import Embedder, Vectors

# 20,000 sentences of some 384 numbers are 30 MB.
_MOST = 20_000


class RememberingEmbedder:
    """Gives the vectors of ``embedder``, and those of passages that it gave lately at once.

    Threads may share it.
    """

    def __init__(self, embedder: Embedder, most: int = _MOST) -> None:
        """``most``: how many passages are remembered; those used last stay."""
        self._embedder = embedder
        self._most = most
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()
        self.model_key = embedder.model_key
        self.dimension = embedder.dimension

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """See :class:`plansvar.embedding.protocol.Embedder`."""
        with self._lock:
            found = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            vectors = self._embedder.embed_passages(new, progress)
            found.update(zip(new, vectors, strict=True))
        with self._lock:
            for text in texts:
                self._known[text] = found[text]
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return np.stack([found[text] for text in texts])

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See :class:`plansvar.embedding.protocol.Embedder`."""
        return self._embedder.embed_queries(texts)

    def count_tokens(self, text: str) -> int:
        """See :class:`plansvar.embedding.protocol.Embedder`."""
        return self._embedder.count_tokens(text)
