"""The web page on which a reader sees where something stands."""

from __future__ import annotations

from urllib.parse import urlencode

from plansvar.answers import Citation


def source_page(base: str, citation: Citation) -> str:
    """The address of a citation's document at its page, with the quote marked.

    Args:
        base: the server's address as its users have it, without a slash at its end.
        citation: what is to be seen.
    """
    place: dict[str, int] = {"start": citation.start, "end": citation.end}
    if citation.page is not None:
        place["page"] = citation.page
    return f"{base}/documents/{citation.document.id}?{urlencode(place)}#quote"
