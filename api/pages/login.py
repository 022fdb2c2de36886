"""``/login``, ``/logout``, and the choice of a language."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from api.guard import LANGUAGE_COOKIE
from api.limits import RateLimit
from api.pages.forms import OurForm
from api.pages.render import HEADERS, PagesDep, end_session, local_path, set_cookie
from api.pages.session import COOKIE, HOURS
from plansvar.language.detect import LANGUAGES
from plansvar.messages.catalogue import message

router = APIRouter()

_YEAR = 31_536_000
_TRIES = RateLimit(20)  # of one address in a minute


@router.get("/login")
async def form(request: Request, pages: PagesDep, next: str = "/") -> Response:
    """The page to log in on, where one can."""
    if pages.local:
        return RedirectResponse(local_path(next), 303, headers=HEADERS)
    return pages.html(request, "login.html", next=local_path(next), failed=None)


@router.post("/login")
async def log_in(
    request: Request,
    pages: PagesDep,
    key: Annotated[str, Form(max_length=300)] = "",
    next: Annotated[str, Form(max_length=2_000)] = "/",
) -> Response:
    """Begin a session with an API key.

    No token is asked for: where a browser tells what page a form comes from, the guard has looked
    at it, and whoever is logged in by another's form sees the other's name on every page.
    """
    _TRIES.take(request.client.host if request.client else "")
    cookie = pages.sessions.begin(key)
    if cookie is None:
        told = message("error.api.bad_key", request.state.language)
        return pages.html(request, "login.html", 401, next=local_path(next), failed=told)
    answer = RedirectResponse(local_path(next), 303, headers=HEADERS)
    set_cookie(answer, pages, COOKIE, cookie, seconds=HOURS * 3600)
    return answer


@router.post("/logout")
async def log_out(request: Request, pages: PagesDep, ours: OurForm) -> Response:
    """End the session."""
    answer = RedirectResponse("/login", 303, headers=HEADERS)
    end_session(answer, pages)
    return answer


@router.get("/language/{code}")
async def language(request: Request, pages: PagesDep, code: str, next: str = "/") -> Response:
    """Remember a language, and go back."""
    answer = RedirectResponse(local_path(next), 303, headers=HEADERS)
    if code in LANGUAGES:
        set_cookie(answer, pages, LANGUAGE_COOKIE, code, seconds=_YEAR)
    return answer
