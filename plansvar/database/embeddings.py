"""Vectors of texts, kept so that none is computed twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.orm import Session

from plansvar.database.models import EmbeddingRow
from plansvar.embedding.protocol import Vectors

_BATCH = 500


def cached_vectors(engine: Engine, model_key: str, hashes: Sequence[str]) -> dict[str, Vectors]:
    """The stored vectors of texts by their hash, as float32."""
    found: dict[str, Vectors] = {}
    with Session(engine) as session:
        for start in range(0, len(hashes), _BATCH):
            rows = session.execute(
                select(EmbeddingRow.text_hash, EmbeddingRow.vector).where(
                    EmbeddingRow.model_key == model_key,
                    EmbeddingRow.text_hash.in_(hashes[start : start + _BATCH]),
                )
            )
            found.update({key: decode_vector(data) for key, data in rows})
    return found


def save_vectors(engine: Engine, model_key: str, vectors: dict[str, Vectors]) -> None:
    """Store vectors by the hash of their text; those that are there already stay."""
    present = cached_vectors(engine, model_key, list(vectors))
    values = [
        {"text_hash": key, "model_key": model_key, "vector": vector.astype("<f2").tobytes()}
        for key, vector in vectors.items()
        if key not in present
    ]
    if values:
        with Session(engine) as session, session.begin():
            session.execute(insert(EmbeddingRow), values)


def drop_other_models(engine: Engine, model_key: str) -> None:
    """Delete the vectors of all models but one."""
    with Session(engine) as session, session.begin():
        session.execute(delete(EmbeddingRow).where(EmbeddingRow.model_key != model_key))


def as_stored(vector: Vectors) -> Vectors:
    """A vector as it comes back from the database: rounded to float16."""
    return decode_vector(vector.astype("<f2").tobytes())


def decode_vector(data: bytes) -> Vectors:
    """float16 bytes to a float32 vector of unit length."""
    vector = np.frombuffer(data, dtype="<f2").astype(np.float32)
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float32)
