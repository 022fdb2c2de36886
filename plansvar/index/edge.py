"""The embedded engine: qdrant-edge, Qdrant's own engine inside the process.

What was measured of qdrant-edge-py 0.9.0 at 20,000 points of 384 dimensions on two cores, and
what follows from it (docs/adr/0003-index.md):

- Payload indexes take a filtered hybrid query from 83 to 4 ms, so every filter field has one.
- ``optimize()`` took 12 s, in which the whole process stands still, and made exact search no
  faster, so it is never called.
- With the write-ahead log a kill between two flushes left 0 of 24 shards with a damaged point;
  without it 6 of 12 whose points were being replaced. So the log stays on.
- Calls hold the interpreter lock. Threads may share an index; batches are small, so that a write
  doesn't hold up the searches of other threads for long.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import qdrant_edge as engine

from plansvar.embedding.protocol import Vectors
from plansvar.errors import IndexStateError
from plansvar.index import points as stored
from plansvar.index.filters import AnyOf, AtLeast, AtMost, Condition, conditions
from plansvar.index.protocol import (
    Candidates,
    Facet,
    FacetField,
    Point,
    PointInfo,
    SearchFilter,
    SparseVector,
)

if TYPE_CHECKING:
    from qdrant_edge import ConditionType, UpdateOperation

_CONFIG_FILE = "edge_config.json"
_BATCH = 128
_PAGE = 1_000
_MOST_VALUES = 1_000
_EXACT = engine.SearchParams(exact=True)


class EdgeIndex:
    """An index in a folder. One process at a time; its threads may share it.

    Search is exact.
    """

    def __init__(self, folder: Path, dimension: int) -> None:
        """Open the index in ``folder``, or make an empty one there.

        Raises:
            IndexStateError: ``index.in_use`` by another process, ``index.damaged``, or
                ``index.wrong_model`` when its vectors have another length than ``dimension``.
        """
        self.folder = folder
        self._dimension = dimension
        with _vendor_errors(folder, "index.damaged"):
            self._shard = _open(folder, dimension)
            _add_missing_payload_indexes(self._shard)

    def candidates(
        self, dense: Vectors, sparse: SparseVector, search_filter: SearchFilter, limit: int
    ) -> Candidates:
        """See :class:`plansvar.index.protocol.Index`."""
        wanted = _filter(search_filter)
        if wanted is None or limit < 1:
            return Candidates()
        requests = [
            engine.QueryRequest(
                limit=limit,
                query=engine.Query.Nearest(
                    stored.dense_values(dense, self._dimension), using=stored.DENSE
                ),
                filter=wanted,
                params=_EXACT,
            ),
            engine.QueryRequest(
                limit=limit,
                query=engine.Query.Nearest(_sparse(sparse), using=stored.SPARSE),
                filter=wanted,
            ),
        ]
        with _vendor_errors(self.folder, "index.failed"):
            by_cosine, by_terms = self._shard.query_batch(engine.QueryBatchRequest(requests))
        return Candidates(
            dense=stored.ranked((str(hit.id), hit.score) for hit in by_cosine),
            sparse=stored.ranked((str(hit.id), hit.score) for hit in by_terms),
        )

    def upsert(self, points: Iterable[Point]) -> int:
        """See :class:`plansvar.index.protocol.Index`."""
        written = 0
        for batch in stored.batches(points, _BATCH):
            self._update(
                engine.UpdateOperation.upsert_points([self._engine_point(p) for p in batch])
            )
            written += len(batch)
        self._flush()
        return written

    def set_groups(self, document_ids: Sequence[str], groups: Sequence[str]) -> None:
        """See :class:`plansvar.index.protocol.Index`."""
        if not document_ids:
            return
        named = engine.Filter(must=[_condition(AnyOf("document_id", tuple(document_ids)))])
        self._update(engine.UpdateOperation.set_payload_by_filter(named, {"groups": list(groups)}))
        self._flush()

    def delete_points(self, ids: Sequence[str]) -> None:
        """See :class:`plansvar.index.protocol.Index`."""
        if ids:
            self._update(engine.UpdateOperation.delete_points(list(ids)))
            self._flush()

    def count(self, search_filter: SearchFilter | None = None) -> int:
        """See :class:`plansvar.index.protocol.Index`."""
        wanted = None
        if search_filter is not None:
            wanted = _filter(search_filter)
            if wanted is None:
                return 0
        with _vendor_errors(self.folder, "index.failed"):
            return self._shard.count(engine.CountRequest(exact=True, filter=wanted))

    def facets(self, field: FacetField, search_filter: SearchFilter, limit: int = 50) -> Facet:
        """See :class:`plansvar.index.protocol.Index`."""
        wanted = _filter(search_filter)
        if wanted is None:
            return Facet(field)
        with _vendor_errors(self.folder, "index.failed"):
            hits = self._shard.facet(
                engine.FacetRequest(
                    key=field, limit=max(limit, _MOST_VALUES), exact=True, filter=wanted
                )
            ).hits
        return stored.facet(field, ((str(hit.value), hit.count) for hit in hits), limit)

    def ids(self) -> Iterator[str]:
        """See :class:`plansvar.index.protocol.Index`."""
        return (str(record.id) for record in self._records(with_payload=False))

    def listed(self) -> Iterator[PointInfo]:
        """See :class:`plansvar.index.protocol.Index`."""
        records = self._records(with_payload=True)
        return (stored.described(record.id, record.payload) for record in records)

    def _records(self, *, with_payload: bool) -> Iterator[engine.Record]:
        offset: Any = None
        while True:
            with _vendor_errors(self.folder, "index.failed"):
                records, offset = self._shard.scroll(
                    engine.ScrollRequest(offset=offset, limit=_PAGE, with_payload=with_payload)
                )
            yield from records
            if offset is None:
                return

    def close(self) -> None:
        """See :class:`plansvar.index.protocol.Index`. May be called twice."""
        with _vendor_errors(self.folder, "index.failed"):
            self._shard.close()

    def _engine_point(self, point: Point) -> engine.Point:
        vectors: dict[str, Any] = {stored.DENSE: stored.dense_values(point.dense, self._dimension)}
        if point.sparse.indices:
            vectors[stored.SPARSE] = _sparse(point.sparse)
        return engine.Point(point.id, vectors, stored.payload(point))

    def _update(self, operation: UpdateOperation) -> None:
        with _vendor_errors(self.folder, "index.failed"):
            self._shard.update(operation)

    def _flush(self) -> None:
        """Make the writes survive a power cut; a killed process is the log's business."""
        with _vendor_errors(self.folder, "index.failed"):
            self._shard.flush()


def _open(folder: Path, dimension: int) -> engine.EdgeShard:
    config_file = folder / _CONFIG_FILE
    if not config_file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        return engine.EdgeShard.create(
            str(folder),
            engine.EdgeConfig(
                vectors={
                    stored.DENSE: engine.EdgeVectorParams(
                        size=dimension, distance=engine.Distance.Cosine
                    )
                },
                sparse_vectors={stored.SPARSE: engine.EdgeSparseVectorParams()},
            ),
        )
    # The shard has no getter for its configuration; this file is its documented place.
    config = json.loads(config_file.read_text(encoding="utf-8"))
    found = config["vectors"][stored.DENSE]["size"]
    if found != dimension:
        raise IndexStateError("index.wrong_model", expected=dimension, found=found)
    return engine.EdgeShard.load(str(folder))


def _add_missing_payload_indexes(shard: engine.EdgeShard) -> None:
    """Also at opening: a process can die between making a shard and making its indexes."""
    present = shard.info().payload_schema
    for field in stored.KEYWORD_FIELDS:
        if field not in present:
            shard.update(
                engine.UpdateOperation.create_field_index(field, engine.KeywordIndexParams())
            )
    for field in stored.DATE_FIELDS:
        if field not in present:
            shard.update(
                engine.UpdateOperation.create_field_index(
                    field, engine.IntegerIndexParams(lookup=False, range=True)
                )
            )


def _filter(search_filter: SearchFilter) -> engine.Filter | None:
    wanted = conditions(search_filter)
    return None if wanted is None else engine.Filter(must=[_condition(c) for c in wanted])


def _condition(condition: Condition) -> ConditionType:
    match condition:
        case AnyOf(field, values):
            return engine.FieldCondition(field, match=engine.MatchAny(list(values)))
        case AtLeast(field, value):
            return engine.FieldCondition(field, range=engine.RangeFloat(gte=float(value)))
        case AtMost(field, value):
            return engine.FieldCondition(field, range=engine.RangeFloat(lte=float(value)))


def _sparse(vector: SparseVector) -> engine.SparseVector:
    return engine.SparseVector(list(vector.indices), list(vector.values))


@contextmanager
def _vendor_errors(folder: Path, code: str) -> Iterator[None]:
    """Turn the engine's errors into ours.

    It raises bare ``Exception``; and where Rust panics, which some damaged files make it do, an
    exception that isn't one (a ``BaseException`` that can't be imported, only recognised).
    """
    try:
        yield
    except IndexStateError:
        raise
    except BaseException as exc:
        if not isinstance(exc, Exception) and type(exc).__module__ != "pyo3_runtime":
            raise
        # A lock held elsewhere reads "failed to open WAL …: Can't init WAL: Kind(WouldBlock)".
        code = "index.in_use" if "WouldBlock" in str(exc) else code
        raise IndexStateError(code, path=str(folder), reason=str(exc)) from exc
