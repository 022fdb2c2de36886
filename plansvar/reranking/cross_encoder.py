"""Any CrossEncoder of sentence-transformers, from a folder or the hub."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from plansvar.errors import ModelError
from plansvar.reranking.protocol import Scores


class CrossEncoderReranker:
    """Another model that reads question and passage together.

    Args:
        model: a folder, or the id of a model on huggingface.co, which is downloaded unless that
            library's cache has it.

    Raises:
        ModelError: ``model.unavailable`` (``model``).
    """

    def __init__(self, model: str) -> None:
        from sentence_transformers import CrossEncoder  # noqa: PLC0415 - takes seconds

        try:
            self._model = CrossEncoder(model)
        except MemoryError:
            raise
        except Exception as error:  # the library's own errors have no common base
            raise ModelError("model.unavailable", model=model) from error

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """See :class:`plansvar.reranking.protocol.Reranker`."""
        if not texts:
            return np.empty(0, np.float32)
        found = self._model.predict(
            [(question, text) for text in texts], show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(found, np.float32).reshape(len(texts), -1)[:, 0]
