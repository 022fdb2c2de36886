"""How long a search in the embedded index takes, beside the engine alone.

Run ``python -m eval.bench_search``; the figures go to standard output as JSON, milliseconds unless
the name says otherwise.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import UUID

import click
import numpy as np
import qdrant_edge as engine

from plansvar.embedding.protocol import Vectors
from plansvar.index import Bm25, Point, SearchFilter, SparseVector
from plansvar.index.edge import EdgeIndex

_SEED = 20_260_101
_HALF = SearchFilter(groups=("internal",))


def bench_search(
    points: int = 20_000,
    *,
    dimension: int = 384,
    terms_per_point: int = 60,
    terms_per_question: int = 8,
    limit: int = 50,
    questions: int = 200,
) -> dict[str, float]:
    """Time ``EdgeIndex.candidates`` and the same two lists asked of the engine directly.

    The points are random unit vectors with terms of a Zipf distribution; the access filter lets
    half of them through. The bare engine gets its requests ready-made, one call per list, and
    returns ids and scores. The two take turns, so that a busy machine disturbs both alike.

    Returns:
        ``candidates_p50``, ``candidates_p95``, ``bare_p50``, ``bare_p95``, ``ratio_p50``, and
        ``build_s``, the seconds it took to write the points.
    """
    rng = np.random.default_rng(_SEED)
    bm25 = Bm25(average_length=terms_per_point)
    asked = [
        (_unit(rng, dimension), bm25.query(_terms(rng, terms_per_question)))
        for _ in range(questions)
    ]
    with tempfile.TemporaryDirectory() as folder:
        index_dir, copy = Path(folder, "index"), Path(folder, "copy")
        index = EdgeIndex(index_dir, dimension)
        started = time.perf_counter()
        index.upsert(_points(rng, bm25, points, dimension, terms_per_point))
        build_s = time.perf_counter() - started
        index.close()
        shutil.copytree(index_dir, copy)  # a folder can't be open twice
        index = EdgeIndex(index_dir, dimension)
        shard = engine.EdgeShard.load(str(copy))
        ours, bare = [], []
        for dense, sparse in asked:
            requests = _bare_requests(dense, sparse, limit)
            ours.append(_milliseconds(partial(index.candidates, dense, sparse, _HALF, limit)))
            bare.append(_milliseconds(partial(_query_each, shard, requests)))
        index.close()
        shard.close()
    figures = {
        "candidates_p50": np.percentile(ours, 50),
        "candidates_p95": np.percentile(ours, 95),
        "bare_p50": np.percentile(bare, 50),
        "bare_p95": np.percentile(bare, 95),
        "ratio_p50": np.percentile(ours, 50) / np.percentile(bare, 50),
        "build_s": build_s,
    }
    return {name: round(float(value), 3) for name, value in figures.items()}


def _bare_requests(dense: Vectors, sparse: SparseVector, limit: int) -> list[engine.QueryRequest]:
    internal = engine.FieldCondition("groups", match=engine.MatchAny(["internal"]))
    wanted = engine.Filter(must=[internal])
    terms = engine.SparseVector(list(sparse.indices), list(sparse.values))
    return [
        engine.QueryRequest(
            limit=limit,
            query=engine.Query.Nearest(dense.tolist(), using="dense"),
            filter=wanted,
            params=engine.SearchParams(exact=True),
        ),
        engine.QueryRequest(
            limit=limit, query=engine.Query.Nearest(terms, using="bm25"), filter=wanted
        ),
    ]


def _query_each(shard: engine.EdgeShard, requests: list[engine.QueryRequest]) -> None:
    for request in requests:
        shard.query(request)


def _points(
    rng: np.random.Generator, bm25: Bm25, count: int, dimension: int, terms: int
) -> Iterator[Point]:
    for number in range(count):
        yield Point(
            id=str(UUID(int=number + 1)),
            dense=_unit(rng, dimension),
            sparse=bm25.passage(_terms(rng, terms)),
            document_id=f"document-{number // 20}",
            version_id=f"version-{number // 20}",
            groups=("internal",) if number % 2 else ("public",),
            type=("plan", "report", "minutes")[number % 3],
            authority=("adopted", "draft")[number % 2],
            language=("nb", "nn")[number % 2],
            source=f"source-{number % 5}",
            date_from=20_200_101,
            date_to=20_211_231,
        )


def _unit(rng: np.random.Generator, dimension: int) -> Vectors:
    vector = rng.normal(size=dimension).astype(np.float32)
    return vector / np.linalg.norm(vector)


def _terms(rng: np.random.Generator, count: int) -> list[str]:
    """Terms of a Zipf distribution over 50,000, as in running text."""
    return [f"term{rank}" for rank in np.minimum(rng.zipf(1.2, size=count), 50_000)]


def _milliseconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    click.echo(json.dumps(bench_search(), indent=2))
