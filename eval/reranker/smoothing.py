"""Make a graph ready for int8: what is large in the activations is moved into the weights.

Some dimensions of an encoder's states are far larger than the others, and in int8 they leave the
others few steps. Each matrix gets its input divided, and its rows multiplied, by a factor for each
dimension, which changes nothing but how well both can be told in eight bits (Xiao et al.,
"SmoothQuant", 2023, with a share that was found by trying).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import helper, numpy_helper

_SHARE = 0.75
_LEAST = 1e-5
_MATRICES = ("MatMul", "Attention")

Feed = dict[str, npt.NDArray[np.generic]]


def smooth(model: onnx.ModelProto, feeds: Iterable[Feed], leave: str) -> None:
    """Change a graph in place.

    Args:
        model: has its weights in it.
        feeds: inputs that are like those to come.
        leave: the output of the one multiplication that is left as it is.
    """
    weights = {one.name: one for one in model.graph.initializer}
    matrices = [
        node
        for node in model.graph.node
        if node.op_type in _MATRICES and node.input[1] in weights and node.output[0] != leave
    ]
    largest = _largest(model, sorted({node.input[0] for node in matrices}), feeds)
    for node in matrices:
        states, weight = node.input[0], weights[node.input[1]]
        values = numpy_helper.to_array(weight)
        of_rows = np.maximum(np.abs(values).max(axis=1), _LEAST)
        factors = largest[states] ** _SHARE / of_rows ** (1 - _SHARE)
        factors = np.maximum(factors, _LEAST).astype(np.float32)
        weight.CopyFrom(numpy_helper.from_array(values * factors[:, None], weight.name))
        divisor, smoothed = f"{weight.name}.by", f"{weight.name}.smoothed"
        model.graph.initializer.append(numpy_helper.from_array(1 / factors, divisor))
        place = list(model.graph.node).index(node)
        model.graph.node.insert(place, helper.make_node("Mul", [states, divisor], [smoothed]))
        node.input[0] = smoothed


def _largest(
    model: onnx.ModelProto, names: Sequence[str], feeds: Iterable[Feed]
) -> dict[str, npt.NDArray[np.float32]]:
    """The largest absolute value of each dimension of some states."""
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    float_type = onnx.TensorProto.FLOAT
    for name in names:
        watched.graph.output.append(helper.make_tensor_value_info(name, float_type, None))
    session = onnxruntime.InferenceSession(
        watched.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    found = {name: np.full(1, _LEAST, np.float32) for name in names}
    for feed in feeds:
        for name, states in zip(names, session.run(list(names), feed), strict=True):
            found[name] = np.maximum(found[name], np.abs(states).max(axis=(0, 1)))
    return found
