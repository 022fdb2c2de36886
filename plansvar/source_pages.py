"""The web page on which a reader sees where something stands."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import urlencode

from plansvar.documents.stored import DocumentInfo


class Place(Protocol):
    """``[start, end)`` of a document's stored text: a citation, a hit or the evidence of a fact."""

    @property
    def document(self) -> DocumentInfo:
        """Where it stands."""
        ...

    @property
    def page(self) -> int | None:
        """The page or slide, where the document has any."""
        ...

    @property
    def start(self) -> int:
        """Its first character."""
        ...

    @property
    def end(self) -> int:
        """The character after its last."""
        ...


def source_page(base: str, place: Place) -> str:
    """The address of a document at a page, with what stands at a place marked.

    Args:
        base: the server's address as its users have it, without a slash at its end.
        place: what is to be seen.
    """
    span: dict[str, int] = {"start": place.start, "end": place.end}
    if place.page is not None:
        span["page"] = place.page
    return f"{base}/documents/{place.document.id}?{urlencode(span)}#quote"
