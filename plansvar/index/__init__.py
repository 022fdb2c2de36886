"""Search engines behind one small protocol.

Import the adapters from their modules (``plansvar.index.edge``, ``plansvar.index.server``): the
server's client takes more than a second to import, which an embedded index shouldn't cost.
"""

from plansvar.index.bm25 import Bm25
from plansvar.index.protocol import (
    Candidates,
    Facet,
    FacetField,
    Index,
    Point,
    SearchFilter,
    SparseVector,
)

__all__ = [
    "Bm25",
    "Candidates",
    "Facet",
    "FacetField",
    "Index",
    "Point",
    "SearchFilter",
    "SparseVector",
]
