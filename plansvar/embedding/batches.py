"""What embedders share: prefixes, the key of their vectors, and batches."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from plansvar.embedding.protocol import Vectors

BATCH_SIZE = 32  # 16 is as fast and 64 slower, see docs/adr/0002-embedding.md


class BatchEmbedder(ABC):
    """An embedder that runs a model in this process; what satisfies ``Embedder`` but the counting.

    Args:
        identity: name and revision of the weights, for ``model_key``.
        query_prefix: put before every question.
        passage_prefix: put before every passage.
        batch_size: texts per pass through the model.
    """

    def __init__(
        self, identity: str, query_prefix: str, passage_prefix: str, batch_size: int
    ) -> None:
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix
        self._batch_size = batch_size
        self._model_key = f"{identity} query={query_prefix!r} passage={passage_prefix!r}"
        self._dimension = 0  # until the model is loaded

    @property
    def model_key(self) -> str:
        """Identity of the vectors: weights and prefixes."""
        return self._model_key

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Embed texts to be found; a text beyond the model's maximum length (512 tokens) is cut.

        Args:
            texts: any number, in any order; the longest are embedded first.
            progress: called after each batch with the number of texts in it.

        Returns:
            float32 ``(len(texts), dimension)``, rows of unit length, in the order of ``texts``.
        """
        return self._embed(texts, self._passage_prefix, progress)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions; returns float32 ``(len(texts), dimension)``, rows of unit length."""
        return self._embed(texts, self._query_prefix)

    @abstractmethod
    def _run(self, batch: list[str], prefix: str) -> Vectors:
        """The vectors of one batch, of any length."""

    def _embed(
        self, texts: Sequence[str], prefix: str, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        if not texts:
            return np.empty((0, self._dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]), reverse=True)
        parts = []
        for numbers in _batches(order, [len(text) for text in texts], self._batch_size):
            parts.append(self._run([texts[at] for at in numbers], prefix))
            if progress:
                progress(len(numbers))
        vectors = np.empty((len(texts), parts[0].shape[1]), np.float32)
        vectors[order] = np.concatenate(parts)
        # Once more in float32: not every model ends in a normalisation, and bfloat16 rounds it off.
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def _batches(order: Sequence[int], lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Cut ``order``, longest first, into batches of at most ``most``.

    A batch also ends where a text is less than half as long as the first: the model calculates the
    padding like text. Over the sentences of an answer, which are short with some long ones, that
    is a third of the work (67,000 and 23,000 tokens for eight questions).
    """
    batch: list[int] = []
    for at in order:
        if batch and (len(batch) == most or 2 * lengths[at] < lengths[batch[0]]):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch
