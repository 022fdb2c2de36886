"""Putting the pages into the server's program."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from api.access import Doorkeeper, KeyDoorkeeper
from api.keys import KeyStore
from api.pages import (
    ask,
    conversations,
    documents,
    login,
    overviews,
    register,
    search,
    source,
    upload,
)
from api.pages.assets import load_assets
from api.pages.render import Pages
from api.pages.session import SessionDoorkeeper, Sessions, load_secret
from plansvar.settings import Settings

_ROUTERS = (
    ask,
    conversations,
    search,
    register,
    overviews,
    documents,
    source,
    upload,
    login,
)
_YEAR = 31_536_000


def build_pages(settings: Settings) -> Pages:
    """What the pages need."""
    keys = KeyStore(settings.data) if settings.api.access == "keys" else None
    sessions = Sessions(load_secret(settings.data), keys)
    secure = any(one.startswith("https://") for one in settings.api.origins)
    return Pages(load_assets(), sessions, secure, local=settings.api.access == "local")


def with_sessions(door: Doorkeeper, pages: Pages) -> Doorkeeper:
    """The same doorkeeper, who also lets in whoever has logged in on a page with a key."""
    if isinstance(door, KeyDoorkeeper):
        return SessionDoorkeeper(door, pages.sessions)
    return door


def mount(app: FastAPI, pages: Pages) -> None:
    """Add the pages and the files that they load."""
    app.state.pages = pages
    for module in _ROUTERS:
        app.include_router(module.router, include_in_schema=False)
    app.add_api_route("/static/{mark}/{name}", _static, include_in_schema=False)
    app.add_api_route("/favicon.ico", _icon, include_in_schema=False)


async def _static(request: Request, mark: str, name: str) -> Response:
    """One of the files of :mod:`api.pages.assets`."""
    pages: Pages = request.app.state.pages
    asset = pages.assets.by_name.get(name)
    if asset is None or asset.address != request.url.path:
        raise HTTPException(404)
    headers = {"Cache-Control": f"public, max-age={_YEAR}, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(asset.packed, media_type=asset.media_type, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)


async def _icon(request: Request) -> Response:
    pages: Pages = request.app.state.pages
    return RedirectResponse(pages.assets.address("icon.svg"), 301)
