"""What every re-ranker does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


class Reranker(Protocol):
    """Says how well texts answer a question. May be shared by threads."""

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """Relevance of each text, shape ``(len(texts),)``.

        Higher is better; only differences within one call mean anything.
        """
        ...
