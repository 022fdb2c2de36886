"""What the index was made with: a small file beside it, so that nothing else need be opened."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from plansvar.embedding import Embedder
from plansvar.errors import IndexStateError
from plansvar.index.analysis import ANALYSIS

_FILE = "model.json"


@dataclass(frozen=True, slots=True)
class IndexRecord:
    """The embedding model's key, the length of its vectors, and the version of the analysis."""

    model: str
    dimension: int
    analysis: int = 1  # of an index from before it was written down


def read(data: Path) -> IndexRecord | None:
    """The record in a data folder; ``None`` where there is none that can be read."""
    try:
        found = json.loads((data / _FILE).read_text(encoding="utf-8"))
        return IndexRecord(str(found["model"]), int(found["dimension"]), found.get("analysis", 1))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(data: Path, embedder: Embedder) -> None:
    """Put down what an index is made with from now on."""
    record = IndexRecord(embedder.model_key, embedder.dimension, ANALYSIS)
    path = data / _FILE
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(asdict(record)), encoding="utf-8")
    draft.replace(path)


def matching(data: Path, embedder: Embedder) -> Embedder:
    """The model, once it is known that the index was made with it, and with this analysis.

    Raises:
        IndexStateError: ``index.other_model`` (``stored``, ``wanted``) or ``index.other_analysis``.
    """
    stored = read(data)
    if stored is None:
        write(data, embedder)
    elif stored.model != embedder.model_key:
        raise IndexStateError("index.other_model", stored=stored.model, wanted=embedder.model_key)
    elif stored.analysis != ANALYSIS:
        raise IndexStateError("index.other_analysis", stored=stored.analysis, wanted=ANALYSIS)
    return embedder
