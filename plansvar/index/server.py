"""A Qdrant server or cluster, for more points or processes than one machine can hold.

The same points and filters as in ``edge.py``. Unlike there the server builds HNSW graphs by itself,
so above its indexing threshold the cosine list is approximate.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from qdrant_client import QdrantClient, models
from qdrant_client.common.client_exceptions import QdrantException
from qdrant_client.http.exceptions import (
    ApiException,
    ResponseHandlingException,
    UnexpectedResponse,
)

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

_log = logging.getLogger(__name__)

_BATCH = 256
_PAGE = 1_000
_MOST_VALUES = 1_000
# Said and not left out: where a collection is changed, what isn't said stays as it was.
_SPARSE = models.SparseVectorParams(modifier=models.Modifier.NONE)


class ServerIndex:
    """An index in one collection of a server, which is made when it isn't there."""

    def __init__(self, client: QdrantClient, collection: str, dimension: int) -> None:
        """Use ``collection`` through ``client``, which this index closes when it is closed.

        Raises:
            IndexStateError: ``index.unreachable``; ``index.refused`` when the server doesn't take
                the key; or ``index.wrong_model`` when the collection's vectors have another length.
        """
        self._client = client
        self._collection = collection
        self._dimension = dimension
        with _vendor_errors(collection):
            if client.collection_exists(collection):
                _check_dimension(client, collection, dimension)
                _leave_rarity_to_us(client, collection)
            else:
                _create(client, collection, dimension)
            _create_payload_indexes(client, collection)

    @classmethod
    def connect(
        cls, url: str, collection: str, dimension: int, api_key: str | None = None
    ) -> ServerIndex:
        """Use a collection of the server at ``url``, for example ``https://qdrant.example:6333``.

        Raises:
            IndexStateError: As in the constructor.
        """
        if api_key is not None and not url.startswith("https:"):
            _log.warning("the key for the index server is sent unencrypted to %s", url)
        with warnings.catch_warnings():
            # Said in the log already, where the operator sees it.
            warnings.filterwarnings("ignore", message="Api key is used with an insecure connection")
            # The check is a request of its own that warns and goes on; our first request is next,
            # and its failure is an error that says what to do.
            client = QdrantClient(url=url, api_key=api_key, check_compatibility=False)
        try:
            return cls(client, collection, dimension)
        except IndexStateError:
            client.close()
            raise

    def candidates(
        self, dense: Vectors, sparse: SparseVector, search_filter: SearchFilter, limit: int
    ) -> Candidates:
        """See :class:`plansvar.index.protocol.Index`."""
        wanted = _filter(search_filter)
        if wanted is None or limit < 1:
            return Candidates()
        requests = [
            models.QueryRequest(
                query=stored.dense_values(dense, self._dimension),
                using=stored.DENSE,
                filter=wanted,
                limit=limit,
            )
        ]
        if sparse.indices:
            requests.append(
                models.QueryRequest(
                    query=_sparse(sparse), using=stored.SPARSE, filter=wanted, limit=limit
                )
            )
        with _vendor_errors(self._collection):
            answers = self._client.query_batch_points(self._collection, requests)
        lists = [
            stored.ranked((str(hit.id), hit.score) for hit in answer.points) for answer in answers
        ]
        return Candidates(dense=lists[0], sparse=lists[1] if sparse.indices else ())

    def upsert(self, points: Iterable[Point]) -> int:
        """See :class:`plansvar.index.protocol.Index`."""
        written = 0
        for batch in stored.batches(points, _BATCH):
            structs = [self._engine_point(point) for point in batch]
            with _vendor_errors(self._collection):
                self._client.upsert(self._collection, structs, wait=True)
            written += len(batch)
        return written

    def set_groups(self, document_ids: Sequence[str], groups: Sequence[str]) -> None:
        """See :class:`plansvar.index.protocol.Index`."""
        if not document_ids:
            return
        named = models.Filter(must=[_condition(AnyOf("document_id", tuple(document_ids)))])
        with _vendor_errors(self._collection):
            self._client.set_payload(
                self._collection, {"groups": list(groups)}, points=named, wait=True
            )

    def delete_points(self, ids: Sequence[str]) -> None:
        """See :class:`plansvar.index.protocol.Index`."""
        if ids:
            selector = models.PointIdsList(points=list(ids))
            with _vendor_errors(self._collection):
                self._client.delete(self._collection, selector, wait=True)

    def count(self, search_filter: SearchFilter | None = None) -> int:
        """See :class:`plansvar.index.protocol.Index`."""
        wanted = None
        if search_filter is not None:
            wanted = _filter(search_filter)
            if wanted is None:
                return 0
        with _vendor_errors(self._collection):
            return self._client.count(self._collection, count_filter=wanted, exact=True).count

    def facets(self, field: FacetField, search_filter: SearchFilter, limit: int = 50) -> Facet:
        """See :class:`plansvar.index.protocol.Index`."""
        wanted = _filter(search_filter)
        if wanted is None:
            return Facet(field)
        with _vendor_errors(self._collection):
            hits = self._client.facet(
                self._collection,
                field,
                facet_filter=wanted,
                limit=max(limit, _MOST_VALUES),
                exact=True,
            ).hits
        return stored.facet(field, ((str(hit.value), hit.count) for hit in hits), limit)

    def ids(self) -> Iterator[str]:
        """See :class:`plansvar.index.protocol.Index`."""
        return (str(record.id) for record in self._records(with_payload=False))

    def listed(self) -> Iterator[PointInfo]:
        """See :class:`plansvar.index.protocol.Index`."""
        records = self._records(with_payload=True)
        return (stored.described(record.id, record.payload) for record in records)

    def _records(self, *, with_payload: bool) -> Iterator[models.Record]:
        offset = None
        while True:
            with _vendor_errors(self._collection):
                records, offset = self._client.scroll(
                    self._collection,
                    limit=_PAGE,
                    offset=offset,
                    with_payload=with_payload,
                    with_vectors=False,
                )
            yield from records
            if offset is None:
                return

    def close(self) -> None:
        """See :class:`plansvar.index.protocol.Index`."""
        self._client.close()

    def _engine_point(self, point: Point) -> models.PointStruct:
        vectors: dict[str, Any] = {stored.DENSE: stored.dense_values(point.dense, self._dimension)}
        if point.sparse.indices:
            vectors[stored.SPARSE] = _sparse(point.sparse)
        return models.PointStruct(id=point.id, vector=vectors, payload=stored.payload(point))


def _create(client: QdrantClient, collection: str, dimension: int) -> None:
    client.create_collection(
        collection,
        vectors_config={
            stored.DENSE: models.VectorParams(size=dimension, distance=models.Distance.COSINE)
        },
        sparse_vectors_config={stored.SPARSE: _SPARSE},
    )


def _check_dimension(client: QdrantClient, collection: str, dimension: int) -> None:
    vectors = client.get_collection(collection).config.params.vectors
    dense = vectors.get(stored.DENSE) if isinstance(vectors, dict) else None
    found = None if dense is None else dense.size
    if found != dimension:
        raise IndexStateError("index.wrong_model", expected=dimension, found=found)


def _leave_rarity_to_us(client: QdrantClient, collection: str) -> None:
    """A collection of before multiplies by an IDF of its own; a rebuild keeps the collection."""
    sparse = client.get_collection(collection).config.params.sparse_vectors or {}
    if stored.SPARSE in sparse and sparse[stored.SPARSE].modifier == models.Modifier.IDF:
        client.update_collection(collection, sparse_vectors_config={stored.SPARSE: _SPARSE})


def _create_payload_indexes(client: QdrantClient, collection: str) -> None:
    """Without them a filter reads every point's payload; making one that exists does nothing."""
    with warnings.catch_warnings():
        # The in-memory client of the tests accepts them, has no use for them, and says so.
        warnings.filterwarnings("ignore", message="Payload indexes have no effect")
        for field in stored.KEYWORD_FIELDS:
            client.create_payload_index(
                collection, field, models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD)
            )
        for field in stored.DATE_FIELDS:
            client.create_payload_index(
                collection,
                field,
                models.IntegerIndexParams(
                    type=models.IntegerIndexType.INTEGER, lookup=False, range=True
                ),
            )


def _filter(search_filter: SearchFilter) -> models.Filter | None:
    wanted = conditions(search_filter)
    return None if wanted is None else models.Filter(must=[_condition(c) for c in wanted])


def _condition(condition: Condition) -> models.FieldCondition:
    match condition:
        case AnyOf(field, values):
            return models.FieldCondition(key=field, match=models.MatchAny(any=list(values)))
        case AtLeast(field, value):
            return models.FieldCondition(key=field, range=models.Range(gte=value))
        case AtMost(field, value):
            return models.FieldCondition(key=field, range=models.Range(lte=value))


def _sparse(vector: SparseVector) -> models.SparseVector:
    return models.SparseVector(indices=list(vector.indices), values=list(vector.values))


@contextmanager
def _vendor_errors(collection: str) -> Iterator[None]:
    """Turn the client's errors into ours, told apart by who has to do something."""
    try:
        yield
    except ResponseHandlingException as exc:
        raise IndexStateError("index.unreachable", collection=collection, reason=str(exc)) from exc
    except UnexpectedResponse as exc:
        code = "index.refused" if exc.status_code in {401, 403} else "index.failed"
        raise IndexStateError(code, collection=collection, reason=str(exc)) from exc
    except (ApiException, QdrantException, RuntimeError) as exc:  # RuntimeError: it is closed
        raise IndexStateError("index.failed", collection=collection, reason=str(exc)) from exc
