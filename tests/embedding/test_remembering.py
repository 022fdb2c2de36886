"""What was embedded lately isn't embedded again, and comes out the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plansvar.embedding.remembering import RememberingEmbedder
from tests.conftest import HashingEmbedder

TEXTS = st.lists(
    st.sampled_from(["molo", "kai og havn", "ferje", "", "Ny kai", "torg"]), max_size=8
)


@given(st.lists(TEXTS, max_size=6), st.integers(1, 10))
def test_the_vectors_are_the_same(calls: list[list[str]], most: int) -> None:
    plain, remembering = HashingEmbedder(), RememberingEmbedder(HashingEmbedder(), most)
    for texts in calls:
        found = remembering.embed_passages(texts)
        assert found.shape == (len(texts), plain.dimension)
        if texts:
            assert np.array_equal(found, plain.embed_passages(texts))


def test_only_what_is_new_is_embedded() -> None:
    inner = HashingEmbedder()
    embedder = RememberingEmbedder(inner, 3)
    embedder.embed_passages(["a", "b", "a"])
    embedder.embed_passages(["b", "c"])
    assert inner.embedded == ["a", "b", "c"]
    embedder.embed_passages(["d"])  # "a", used longest ago, is forgotten
    embedder.embed_passages(["b", "c", "d", "a"])
    assert inner.embedded == ["a", "b", "c", "d", "a"]


def test_threads_share_it() -> None:
    embedder = RememberingEmbedder(HashingEmbedder(), 5)
    texts = [[f"notat {number % 7}", f"notat {number % 3}"] for number in range(200)]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(embedder.embed_passages, texts))
    assert all(
        np.array_equal(one, HashingEmbedder().embed_passages(asked))
        for one, asked in zip(found, texts, strict=True)
    )
