"""The boundary to embedding models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns text into unit-length vectors.

    ``model_key`` names model, revision and prefixes: vectors with different keys can't be compared.
    """

    @property
    def model_key(self) -> str:
        """Identity of the vectors this embedder makes."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Embed texts to be found; returns float32 ``(len(texts), dimension)``, unit-length rows.

        ``progress`` is called with the number of texts done since the last call.
        """
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions; returns float32 ``(len(texts), dimension)``, rows of unit length."""
        ...

    def count_tokens(self, text: str) -> int:
        """Number of model tokens of ``text`` without special tokens and prefixes."""
        ...
