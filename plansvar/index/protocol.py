"""The boundary to search engines: points in, two scored candidate lists out.

The index holds chunk ids, vectors and the fields that filters need, nothing else; it can be thrown
away and rebuilt from the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from plansvar.embedding.protocol import Vectors
from plansvar.search_filter import SearchFilter

__all__ = [
    "Candidates",
    "Facet",
    "FacetField",
    "Index",
    "Point",
    "PointInfo",
    "SearchFilter",
    "SparseVector",
]

FacetField = Literal["type", "authority", "language", "source"]


@dataclass(frozen=True, slots=True)
class SparseVector:
    """BM25 term weights: ``indices`` are 32-bit term ids in ascending order, no doubles."""

    indices: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One chunk in the index. ``id`` is a UUID string; ``dense`` a unit-length float32 vector.

    Dates are ``yyyymmdd`` integers. One end that is ``None`` leaves the range open on that side;
    two make the point undated.
    """

    id: str
    dense: Vectors
    sparse: SparseVector
    document_id: str
    version_id: str
    groups: tuple[str, ...]
    type: str
    authority: str
    language: str
    source: str
    date_from: int | None = None
    date_to: int | None = None


@dataclass(frozen=True, slots=True)
class PointInfo:
    """What a stored point says of itself, for comparing with the database."""

    id: str
    document_id: str
    version_id: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Two scored lists ``(point id, score)``, best first: cosine and BM25."""

    dense: tuple[tuple[str, float], ...] = ()
    sparse: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """How many points hold each value of a field, most frequent first."""

    field: FacetField
    counts: tuple[tuple[str, int], ...] = ()


class Index(Protocol):
    """A store of points. Every search takes a filter, and every filter names groups.

    Threads may share one index. Its errors are ``IndexStateError``s.
    """

    def candidates(
        self, dense: Vectors, sparse: SparseVector, search_filter: SearchFilter, limit: int
    ) -> Candidates:
        """The ``limit`` nearest points by cosine, and the ``limit`` best by BM25.

        The BM25 list holds only points that share a term with the question, so it may be shorter.
        Its scores are the products of the vectors, in which IDF is already
        (:func:`plansvar.index.rarity.for_user`): nothing depends on points that don't match.
        """
        ...

    def upsert(self, points: Iterable[Point]) -> int:
        """Write points (an existing id is replaced), durably; returns how many."""
        ...

    def set_groups(self, document_ids: Sequence[str], groups: Sequence[str]) -> None:
        """Change who may read the points of some documents, without touching their vectors."""
        ...

    def delete_points(self, ids: Sequence[str]) -> None:
        """Remove points by id, durably; unknown ids are ignored."""
        ...

    def count(self, search_filter: SearchFilter | None = None) -> int:
        """Exact number of points (that match)."""
        ...

    def facets(self, field: FacetField, search_filter: SearchFilter, limit: int = 50) -> Facet:
        """Counts of the values of ``field`` among the points that match."""
        ...

    def ids(self) -> Iterator[str]:
        """All point ids, for comparing with the database."""
        ...

    def listed(self) -> Iterator[PointInfo]:
        """All points with the fields that decide who may read them."""
        ...

    def close(self) -> None:
        """Flush and release the store. A second call does nothing."""
        ...
