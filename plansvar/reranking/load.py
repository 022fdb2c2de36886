"""From the setting to a re-ranker."""

from __future__ import annotations

from pathlib import Path

from plansvar.embedding.default_model import DEFAULT, BuiltIn, ensure_default_model, packed_file
from plansvar.embedding.onnx_embedder import TOKENIZER
from plansvar.errors import ModelError
from plansvar.reranking.built_in import FILE, BuiltInReranker
from plansvar.reranking.cross_encoder import CrossEncoderReranker
from plansvar.reranking.protocol import Reranker

BUILT_IN, NONE = "default", "none"


def load_reranker(model: str, cache: Path) -> Reranker | None:
    """Load a re-ranker.

    Args:
        model: ``"none"``; ``"default"`` for the built-in one; or what sentence-transformers'
            CrossEncoder takes.
        cache: where the built-in embedding model is, or is built.

    Returns:
        ``None`` for ``"none"``.

    Raises:
        ModelError: it isn't there, or is damaged.
    """
    if model == NONE:
        return None
    if model != BUILT_IN:
        return CrossEncoderReranker(model)
    found = built_in(cache, DEFAULT)
    if found is None:
        raise ModelError("model.unavailable", model=str(FILE))
    return found


def built_in(cache: Path, form: BuiltIn) -> Reranker | None:
    """Load the built-in re-ranker; ``None`` where what it is made of is not installed.

    Args:
        cache: where the built-in embedding model is, or is built.
        form: the form of that model that is in use; both have the same tokenizer.

    Raises:
        ModelError: it is damaged.
    """
    packed, folder = packed_file(), ensure_default_model(cache, form=form)
    if packed is None or folder is None or not FILE.is_file():
        return None
    return BuiltInReranker(folder / TOKENIZER, packed)
