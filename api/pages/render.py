"""From values to pages: templates, words, and the headers that keep a page to itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import jinja2
from fastapi import Depends, Request
from starlette.responses import HTMLResponse, Response

from api.access import Identity, Role
from api.pages import words
from api.pages.assets import Assets
from api.pages.session import COOKIE, Sessions
from plansvar.language.detect import LANGUAGES, Language
from plansvar.messages.catalogue import message

_TEMPLATES = Path(__file__).parent / "templates"
# Only our own files, and pictures that the style sheets carry in themselves. No style and no
# script inside a page: what a document says can't become either.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    # Without a referrer at all, a browser also hides where a form comes from.
    "Referrer-Policy": "same-origin",
    "Vary": "Cookie, Accept-Language, HX-Request, Accept",
    "Cache-Control": "private, no-store",
}


@dataclass(frozen=True, slots=True)
class Pages:
    """What all pages need; built once per server.

    ``secure``: browsers reach it by HTTPS. ``local``: nobody has to log in.
    """

    assets: Assets
    sessions: Sessions
    secure: bool
    local: bool = False

    def html(
        self, request: Request, template: str, /, status: int = 200, **values: object
    ) -> Response:
        """A page, or the part of one that htmx has asked for."""
        shown = 503 if self.assets.missing else status
        return HTMLResponse(self.text(request, template, **values), shown, headers=HEADERS)

    def text(self, request: Request, template: str, /, **values: object) -> str:
        """The same as text."""
        language: Language = request.state.language
        if self.assets.missing:
            template = "missing.html"
        found = _environment(language).get_template(template)
        identity = getattr(request.state, "identity", None)
        return found.render(
            **values,
            **self._shared(request, identity),
            missing=self.assets.missing,
        )

    def _shared(self, request: Request, identity: Identity | None) -> dict[str, Any]:
        subject = identity.subject if identity else ""
        return {
            "path": request.url.path,
            "here": _local(request),
            "asset": self.assets.address,
            "csrf": self.sessions.token(subject),
            "who": identity,
            "is_editor": identity is not None and identity.role >= Role.EDITOR,
            "is_admin": identity is not None and identity.role >= Role.ADMIN,
            "can_log_in": self.sessions.can_log_in,
            "languages": LANGUAGES,
        }


def pages(request: Request) -> Pages:
    """The server's own."""
    found: Pages = request.app.state.pages
    return found


PagesDep = Annotated[Pages, Depends(pages)]


def is_part(request: Request) -> bool:
    """Whether htmx asks for a part of a page, and not a browser for the whole."""
    return request.headers.get("hx-request") == "true"


def set_cookie(answer: Response, own: Pages, name: str, value: str, *, seconds: int) -> None:
    """A cookie that no script reads and no other site's request carries."""
    answer.set_cookie(
        name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=own.secure
    )


def end_session(answer: Response, own: Pages) -> None:
    """Take the session's cookie back."""
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=own.secure)


def local_path(path: str) -> str:
    """A place on this server to go on to; the first page for anything else."""
    fine = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if fine and path.isprintable() and len(path) <= 2_000 else "/"


def address(path: str, **values: object) -> str:
    """A path with parameters; those without a value are left out, lists are repeated."""
    given = {key: value for key, value in values.items() if value not in (None, "", (), [])}
    return f"{path}?{urlencode(given, doseq=True)}" if given else path


def _local(request: Request) -> str:
    query = request.url.query
    return quote(local_path(request.url.path + (f"?{query}" if query else "")), safe="")


_ENVIRONMENTS: dict[Language, jinja2.Environment] = {}


def _environment(language: Language) -> jinja2.Environment:
    if language not in _ENVIRONMENTS:
        _ENVIRONMENTS[language] = _made(language)
    return _ENVIRONMENTS[language]


def _made(language: Language) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )

    def say(key: str, **params: object) -> str:
        return message(f"pages.{key}", language, **params)

    made.globals.update(t=say, lang=language, address=address)
    filters: dict[str, Callable[..., str]] = words.filters(language)
    made.filters.update(filters)
    return made
