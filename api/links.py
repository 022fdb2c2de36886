"""Addresses at which a reader sees where something stands."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request

from plansvar.answers import Citation
from plansvar.settings import Settings


def base_address(request: Request, settings: Settings) -> str:
    """The server's address as its users have it, without a slash at its end.

    Where a proxy stands before the server, that is the first of ``api.origins``.
    """
    return (settings.api.origins or (str(request.base_url),))[0].rstrip("/")


def source_link(base: str, citation: Citation) -> str:
    """Where the quote of a citation is seen: on its page, or else in the file that has it."""
    document = f"{base}/v1/documents/{citation.document.id}"
    if citation.page is None or not citation.document.path.lower().endswith(".pdf"):
        return f"{document}/original"
    place = urlencode({"start": citation.start, "end": citation.end})
    return f"{document}/pages/{citation.page}.png?{place}"
