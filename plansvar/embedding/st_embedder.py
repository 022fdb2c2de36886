"""Embeddings by the library sentence-transformers, on the CPU, from a model folder."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from plansvar.embedding.batches import BATCH_SIZE, BatchEmbedder
from plansvar.embedding.protocol import Vectors
from plansvar.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Dtype = Literal["float32", "bfloat16"]


class SentenceTransformersEmbedder(BatchEmbedder):
    """An embedding model run in this process; satisfies ``Embedder``.

    All methods may be called from several threads: only the tokenizer, which keeps settings between
    calls, is locked, so a question needn't wait for a long run of passages.

    Args:
        folder: a folder that sentence-transformers can load; nothing is fetched from the network.
        identity: name and revision of the weights, for ``model_key``.
        query_prefix: put before every question.
        passage_prefix: put before every passage.
        dtype: type to calculate in. Vectors of both types can be compared, so it isn't part of
            ``model_key``.
        batch_size: texts per pass through the model.

    Raises:
        ModelError: ``model.damaged`` when the folder can't be loaded or makes no usable vector.
    """

    def __init__(
        self,
        folder: Path,
        identity: str,
        *,
        query_prefix: str = "",
        passage_prefix: str = "",
        dtype: Dtype = "float32",
        batch_size: int = BATCH_SIZE,
    ) -> None:
        super().__init__(identity, query_prefix, passage_prefix, batch_size)
        self._tokenizing = threading.Lock()
        self._model = load_model(folder, dtype)
        try:
            probe = self._embed(["plan"], query_prefix)
        except Exception as error:
            raise ModelError("model.damaged", path=str(folder)) from error
        self._dimension = int(probe.shape[1])
        if not math.isclose(float(np.linalg.norm(probe)), 1.0, rel_tol=1e-3):
            raise ModelError("model.damaged", path=str(folder))

    def count_tokens(self, text: str) -> int:
        """Number of model tokens of ``text`` without special tokens and prefixes, never cut."""
        with self._tokenizing:
            encoded = self._model.tokenizer(
                text, add_special_tokens=False, truncation=False, verbose=False
            )
        return len(encoded["input_ids"])

    def _run(self, batch: list[str], prefix: str) -> Vectors:
        """One pass. ``SentenceTransformer.encode`` reports no progress."""
        import torch  # noqa: PLC0415  costs seconds; loaded with the model

        with self._tokenizing:
            features = self._model.preprocess(batch, prompt=prefix)
        with torch.inference_mode():
            part: Vectors = self._model(features)["sentence_embedding"].float().numpy()
        return part


def load_model(folder: Path, dtype: Dtype) -> SentenceTransformer:
    """Load a model folder with sentence-transformers, without network and progress bars.

    Raises:
        ModelError: ``model.damaged`` when the folder can't be loaded.
    """
    import torch  # noqa: PLC0415  costs seconds
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415  costs seconds

    try:
        with _no_progress_bars():
            model = SentenceTransformer(
                str(folder),
                device="cpu",
                local_files_only=True,
                model_kwargs={"dtype": getattr(torch, dtype)},
            )
    except MemoryError:
        raise
    except Exception as error:  # half a dozen libraries read these files, each with its own errors
        raise ModelError("model.damaged", path=str(folder)) from error
    return model.eval()


@contextmanager
def _no_progress_bars() -> Iterator[None]:
    """Silence transformers' bar over the weights, and leave its setting as it was found."""
    from transformers.utils import logging  # noqa: PLC0415  costs seconds

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
