"""The server's program, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

import plansvar
from api.access import Doorkeeper, OwnerDoorkeeper, doorkeeper
from api.core import Core, language
from api.guard import Guard
from api.jobs import Jobs
from api.limits import Workers
from api.mcp_server import McpEndpoint
from api.metrics import Metrics
from api.openapi import describe
from api.overviews import Overviews
from api.pages.errors import respond
from api.pages.mount import build_pages, mount, with_sessions
from api.problems import problem
from api.routes import (
    ask,
    chat,
    conversations,
    documents,
    drafts,
    health,
    jobs,
    overviews,
    register,
    search,
)
from api.routes import service as service_route
from api.slack import bot_beside, check_tokens
from plansvar.errors import PlansvarError, RequestError
from plansvar.service import Service
from plansvar.settings import Settings

_ROUTERS = (
    ask,
    conversations,
    chat,
    search,
    documents,
    register,
    drafts,
    overviews,
    jobs,
    health,
    service_route,
)


def build(service: Service, settings: Settings, door: Doorkeeper | None = None) -> FastAPI:
    """The program that answers requests.

    Args:
        service: what it offers; the caller opens and closes it.
        settings: ``api`` says who gets in, and how much is taken on.
        door: who tells one asker from another; ``None``: as the settings say.

    Raises:
        SettingsError: the settings would let in people whom nobody knows.
        SlackError: there is a bot in the settings that lacks something.
    """
    check_tokens(settings)
    metrics = Metrics()
    chosen = settings.api
    core = Core(
        service,
        settings,
        Workers(chosen.workers, chosen.queue, chosen.queue_seconds),
        Jobs(),
        metrics,
        Overviews(service),
    )
    metrics.watch("calls_under_way", "Calls that run or wait.", lambda: core.workers.under_way)
    metrics.watch("jobs_under_way", "Jobs that run or wait.", lambda: core.jobs.under_way)

    mcp = McpEndpoint(core)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with bot_beside(app, settings, service), mcp.sessions.run():
            yield
        core.overviews.close()
        core.workers.close()
        core.jobs.close()

    app = FastAPI(
        title="Plansvar",
        version=plansvar.__version__,
        openapi_url=None,  # a route of its own, for those who are let in
        docs_url=None,  # they would load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.core = core
    app.add_exception_handler(PlansvarError, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    for module in _ROUTERS:
        app.include_router(module.router)
    app.router.routes.append(mcp.route)
    pages = build_pages(settings)
    mount(app, pages)
    describe(app)
    known = with_sessions(door or doorkeeper(settings), pages)
    app.add_middleware(
        Guard,
        settings=settings,
        doorkeeper=OwnerDoorkeeper(known, settings),
        metrics=metrics,
        respond=partial(respond, pages),
    )
    return app


def _answer(request: Request, error: PlansvarError) -> Response:
    found = problem(error, language(request))
    return respond(request.app.state.pages, request.scope, found)


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, PlansvarError)
    return _answer(request, error)


def _invalid(request: Request, error: Exception) -> Response:
    """Say which field is wrong and why, never what was sent."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0] if error.errors() else {"loc": ("body",), "msg": "invalid"}
    place = ".".join(str(part) for part in first["loc"])[:100]
    clean = place.encode("utf-8", "replace").decode()
    told = RequestError("api.invalid", place=clean, reason=str(first["msg"])[:200])
    return _answer(request, told)


def _refused(request: Request, error: Exception) -> Response:
    """What the framework itself refuses: no such path, no such method, a broken form."""
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, PlansvarError):  # a body that is too long, or came too slowly
        return _answer(request, error.__cause__)
    if error.status_code == 404:
        return _answer(request, RequestError("api.no_route"))
    if error.status_code == 405:
        told = RequestError("api.method", method=request.method)
        answer = _answer(request, told)
        answer.headers.update(error.headers or {})
        return answer
    told = RequestError("api.invalid", place="body", reason=str(error.detail)[:200])
    return _answer(request, told)
