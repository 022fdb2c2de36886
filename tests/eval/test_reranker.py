"""What the re-ranker learns from, what it is told, and that eight bits tell the same."""

from __future__ import annotations

import math
import random

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from eval.adapter.data import documents
from eval.reranker import pairs
from eval.reranker.smoothing import smooth
from eval.reranker.train import Rows, batches, loss_of


def test_a_section_that_answers_stands_before_others_of_its_document() -> None:
    groups = list(pairs.made_up_sections(random.Random(1), 50))
    assert len(groups) > 50
    sections = {text for document in documents() for text in document.sections().texts}
    for group in groups:
        assert set(group.texts) <= sections
        assert len(set(group.texts)) == len(group.texts) > group.right
        assert len({text.partition(" › ")[0] for text in group.texts}) == 1


def test_the_loss_is_of_what_answers_or_of_nothing() -> None:
    row = [1, 2, 3]
    answered, unanswered = Rows((row, row), 1), Rows((row, row), 0)
    scores = torch.tensor([2.0, -1.0])
    total = 1 + math.exp(2) + math.exp(-1)
    assert math.isclose(loss_of(scores, [answered]).item(), math.log(total) - 2, abs_tol=1e-5)
    assert math.isclose(loss_of(scores, [unanswered]).item(), math.log(total), abs_tol=1e-5)
    both = loss_of(torch.cat([scores, scores]), [answered, unanswered])
    assert math.isclose(both.item(), math.log(total) - 1, abs_tol=1e-5)


def test_an_epoch_has_every_group_once() -> None:
    groups = [Rows(([0] * length,) * 3, 1) for length in range(1, 170)]
    found = [group for batch in batches(groups, random.Random(2)) for group in batch]
    assert sorted(map(id, found)) == sorted(map(id, groups))


def test_smoothing_changes_nothing_but_the_steps_of_eight_bits() -> None:
    rng = np.random.default_rng(3)
    first = rng.normal(size=(8, 6)).astype(np.float32)
    last = rng.normal(size=(6, 1)).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["states", "first"], ["wide"]),
            helper.make_node("MatMul", ["wide", "last"], ["scored"]),
        ],
        "two",
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "tokens", 8])],
        [helper.make_tensor_value_info("scored", TensorProto.FLOAT, [1, "tokens", 1])],
        [numpy_helper.from_array(first, "first"), numpy_helper.from_array(last, "last")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    states = rng.normal(size=(1, 5, 8)).astype(np.float32)
    states[..., 2] *= 100

    def run() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), providers=["CPUExecutionProvider"]
        )
        return np.asarray(session.run(["scored"], {"states": states})[0])

    before = run()
    smooth(model, [{"states": states}], leave="scored")
    onnx.checker.check_model(model)
    kept = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    assert np.array_equal(kept["last"], last)
    large = states[0, :, 2] * kept["first.by"][2]
    assert np.abs(large).max() < np.abs(states[..., 2]).max() / 10
    np.testing.assert_allclose(run(), before, rtol=1e-4, atol=1e-4)
