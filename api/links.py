"""Addresses at which a reader sees where something stands."""

from __future__ import annotations

from starlette.requests import Request

from plansvar.answers import Citation
from plansvar.settings import Settings
from plansvar.source_pages import source_page


def base_address(request: Request, settings: Settings) -> str:
    """The server's address as its users have it, without a slash at its end.

    Where a proxy stands before the server, that is the first of ``api.origins``.
    """
    return (settings.api.origins or (str(request.base_url),))[0].rstrip("/")


def source_link(base: str, citation: Citation) -> str:
    """The page that shows the quote of a citation where it stands."""
    return source_page(base, citation)
