"""What every embedder promises, on the built-in model."""

from __future__ import annotations

import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from plansvar.embedding import Embedder, load_embedder


def test_shape_type_and_length(embedder: Embedder) -> None:
    for vectors in (
        embedder.embed_passages(["a", "b", ""]),
        embedder.embed_queries(["a", "b", ""]),
    ):
        assert vectors.shape == (3, embedder.dimension) == (3, 384)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_no_texts(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, 384)
    assert embedder.embed_queries([]).shape == (0, 384)


def test_rows_stay_in_order_whatever_the_lengths(
    embedder: Embedder, norwegian_texts: list[str]
) -> None:
    vectors = embedder.embed_passages(norwegian_texts)
    for at in (0, 20, 35, 50):
        alone = embedder.embed_passages([norwegian_texts[at]])[0]
        assert float(alone @ vectors[at]) > 0.9999


def test_queries_and_passages_have_their_own_prefix(embedder: Embedder) -> None:
    query, passage = embedder.embed_queries(["plan"])[0], embedder.embed_passages(["plan"])[0]
    assert float(query @ passage) < 0.999


def test_question_finds_its_passage(embedder: Embedder) -> None:
    passages = embedder.embed_passages(
        [
            "Søknadsfristen for regionale utviklingsmidler er 1. februar kl. 12.00.",
            "Næringshagen eier tiltak 3.2 og rapporterer til styringsgruppa.",
            "Vegen mellom Øvre Årdal og Tyin er stengd om vinteren.",
        ]
    )
    questions = embedder.embed_queries(
        ["Når må vi senest søke om midler?", "Kven har ansvaret for tiltak 3.2?"]
    )
    assert (questions @ passages.T).argmax(axis=1).tolist() == [0, 1]


def test_progress_adds_up(embedder: Embedder) -> None:
    done: list[int] = []
    embedder.embed_passages(["kort tekst"] * 70, progress=done.append)
    assert sum(done) == 70
    assert len(done) > 1


def test_token_count_has_no_specials_and_no_limit(embedder: Embedder) -> None:
    assert embedder.count_tokens("") == 0
    assert embedder.count_tokens("plan") == 1
    assert embedder.count_tokens("plan " * 2000) >= 2000


def test_threads(embedder: Embedder, norwegian_texts: list[str]) -> None:
    """Counting (which never cuts) and embedding (which does) share one tokenizer."""
    long_text = "plan " * 700
    expected = embedder.embed_queries(norwegian_texts[:8])

    def work(at: int) -> tuple[Any, int]:
        return embedder.embed_queries([norwegian_texts[at], long_text]), embedder.count_tokens(
            long_text
        )

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(work, range(8)))
    for at, (vectors, count) in enumerate(results):
        assert count == embedder.count_tokens(long_text)
        assert float(vectors[0] @ expected[at]) > 0.9999


def test_key_names_weights_and_prefixes_but_not_the_dtype(
    embedder: Embedder, model_cache: Path
) -> None:
    bfloat16 = load_embedder("default", model_cache, dtype="bfloat16")
    bare = load_embedder("default", model_cache, "", "", dtype="float32")
    assert bfloat16.model_key == embedder.model_key
    assert bare.model_key != embedder.model_key
    text = ["Fylkestinget vedtok planen."]
    near = float(bfloat16.embed_passages(text)[0] @ embedder.embed_passages(text)[0])
    assert near > 0.999
    np.testing.assert_allclose(np.linalg.norm(bfloat16.embed_passages(text)), 1.0, atol=1e-6)


def test_both_forms_of_the_model_give_the_same(
    model_cache: Path, embedder: Embedder, norwegian_texts: list[str]
) -> None:
    texts = [*norwegian_texts, "", "plan " * 700, "e\u0301tat og sk\u00e5r", "tab\tog\nlinje"]
    other = load_embedder("default", model_cache, quick=True, dtype="float32")
    assert other.model_key == embedder.model_key
    for ours, theirs in (
        (embedder.embed_passages(texts), other.embed_passages(texts)),
        (embedder.embed_queries(texts), other.embed_queries(texts)),
    ):
        assert float((ours * theirs).sum(axis=1).min()) > 0.9999
    assert [embedder.count_tokens(one) for one in texts] == [
        other.count_tokens(one) for one in texts
    ]


def test_the_quick_form_needs_no_torch(model_cache: Path) -> None:
    code = (
        "import sys, pathlib; from plansvar.embedding import load_embedder;"
        "load_embedder('default', pathlib.Path(sys.argv[1]), quick=True).embed_queries(['plan']);"
        "print([one for one in ('torch', 'transformers', 'onnx') if one in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(model_cache)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("quick", [False, True])
def test_loads_without_network(
    quick: bool, model_cache: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    loaded = load_embedder("default", model_cache, quick=quick)
    assert loaded.embed_queries(["plan"]).shape == (1, embedder.dimension)
