"""Embeddings by ONNX Runtime: the built-in model, ready in about a second."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from plansvar.embedding.batches import BATCH_SIZE, BatchEmbedder
from plansvar.embedding.onnx_graph import GRAPH, IDS, MASK, VECTORS
from plansvar.embedding.protocol import Vectors
from plansvar.errors import ModelError

TOKENIZER = "tokenizer.json"


class OnnxEmbedder(BatchEmbedder):
    """The built-in model in float32; satisfies ``Embedder`` and may be shared by threads.

    Its vectors are those of ``SentenceTransformersEmbedder`` (cosine above 0.9999), so the two
    have the same ``model_key``. It starts eight seconds sooner: importing torch and
    sentence-transformers takes that long.

    Args:
        folder: the built-in model's folder.
        identity: name and revision of the weights, for ``model_key``.
        query_prefix: put before every question.
        passage_prefix: put before every passage.
        max_tokens: where a text is cut.
        batch_size: texts per pass through the model.

    Raises:
        ModelError: ``model.damaged`` when the folder can't be loaded.
    """

    def __init__(
        self,
        folder: Path,
        identity: str,
        *,
        query_prefix: str,
        passage_prefix: str,
        max_tokens: int,
        batch_size: int = BATCH_SIZE,
    ) -> None:
        import onnxruntime  # noqa: PLC0415  only where a model is needed
        from tokenizers import Tokenizer  # noqa: PLC0415 - slow to import

        onnxruntime.disable_telemetry_events()  # sent on Windows unless told not to
        super().__init__(identity, query_prefix, passage_prefix, batch_size)
        options = onnxruntime.SessionOptions()
        # The graph is written as it is to be run, and what it warns of is no user's business.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.log_severity_level = 3
        # Its own store of memory never gives back what one long batch took, and saves no time.
        options.enable_cpu_mem_arena = False
        # Threads that wait for work by spinning take the processor from whoever else is asking.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        except MemoryError:
            raise
        except Exception as error:  # both raise errors of their own, without a common base
            raise ModelError("model.damaged", path=str(folder)) from error
        self._max_tokens = max_tokens
        self._pad = self._tokenizer.token_to_id("<pad>")
        self._dimension = int(self._session.get_outputs()[0].shape[1])

    def count_tokens(self, text: str) -> int:
        """Number of model tokens of ``text`` without special tokens and prefixes, never cut."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _run(self, batch: list[str], prefix: str) -> Vectors:
        rows = [self._ids(prefix + text) for text in batch]
        ids = np.full((len(rows), max(map(len, rows))), self._pad, np.int64)
        mask = np.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        return np.asarray(self._session.run([VECTORS], {IDS: ids, MASK: mask})[0], np.float32)

    def _ids(self, text: str) -> list[int]:
        """Token ids with the special ones. Cut here, since the tokenizer's setting is shared."""
        ids: list[int] = self._tokenizer.encode(text).ids
        return ids if len(ids) <= self._max_tokens else [*ids[: self._max_tokens - 1], ids[-1]]
