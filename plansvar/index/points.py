"""What a point looks like in an engine; the same for the embedded one and the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from plansvar.embedding.protocol import Vectors
from plansvar.errors import IndexStateError
from plansvar.index.protocol import Facet, FacetField, Point, PointInfo

DENSE = "dense"
SPARSE = "bm25"

KEYWORD_FIELDS = ("groups", "type", "authority", "language", "source", "document_id")
DATE_FIELDS = ("date_from", "date_to")

_FIRST_DAY, _LAST_DAY = 0, 99991231


def payload(point: Point) -> dict[str, str | int | list[str]]:
    """The fields that filters need, and the version for whoever looks at a stored point.

    A date range that is open on one side gets an end far away, so that a dated point always has
    both fields and overlap is two comparisons. An undated point has neither and fails both.
    """
    fields: dict[str, str | int | list[str]] = {
        "groups": list(point.groups),
        "type": point.type,
        "authority": point.authority,
        "language": point.language,
        "source": point.source,
        "document_id": point.document_id,
        "version_id": point.version_id,
    }
    if point.date_from is not None or point.date_to is not None:
        fields["date_from"] = _FIRST_DAY if point.date_from is None else point.date_from
        fields["date_to"] = _LAST_DAY if point.date_to is None else point.date_to
    return fields


def described(point_id: object, fields: Mapping[str, Any] | None) -> PointInfo:
    """A stored point's own account of itself; what is missing from it is empty."""
    known = fields or {}
    return PointInfo(
        id=str(point_id),
        document_id=str(known.get("document_id", "")),
        version_id=str(known.get("version_id", "")),
        groups=tuple(sorted(map(str, known.get("groups") or ()))),
    )


def dense_values(vector: Vectors, dimension: int) -> list[float]:
    """The vector as the engines' clients take it.

    Raises:
        IndexStateError: ``index.wrong_model`` if the vector has another length than the index.
    """
    if vector.shape != (dimension,):
        raise IndexStateError("index.wrong_model", expected=dimension, found=vector.shape[-1])
    values: list[float] = vector.tolist()
    return values


def batches(points: Iterable[Point], size: int) -> Iterator[list[Point]]:
    """The points in lists of at most ``size``."""
    iterator = iter(points)
    while batch := list(islice(iterator, size)):
        yield batch


def ranked(hits: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Best first; equal scores by id, because the engines leave their order open."""
    return tuple(sorted(hits, key=lambda hit: (-hit[1], hit[0])))


def facet(field: FacetField, counts: Iterable[tuple[str, int]], limit: int) -> Facet:
    """Most frequent first, equal counts by value; ``limit`` cuts only after that."""
    ordered = sorted(counts, key=lambda item: (-item[1], item[0]))
    return Facet(field, tuple(ordered[:limit]))
