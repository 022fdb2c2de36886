"""What every request passes before anything looks at it, and every answer on its way out.

Default deny: a path that isn't on the list of public ones is answered with 401 to whoever isn't
known, whether anything is there or not.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import Doorkeeper, Identity, is_loopback
from api.limits import RateLimit
from api.metrics import Metrics
from api.pages.session import cookie
from api.problems import Problem, problem, reader_language
from api.slack import SLACK_PATH, over_http
from plansvar.errors import PlansvarError, RequestError
from plansvar.language.detect import LANGUAGES, Language
from plansvar.serving import ApiSettings
from plansvar.settings import Settings

PUBLIC_PATHS = frozenset({"/health/live", "/health/ready"})
# Pages that open before anybody is known: to log in, in one's own language, with its style sheets.
PUBLIC_PAGES = frozenset({"/login", "/favicon.ico"})
PUBLIC_FOLDERS = ("/static/", "/language/")
UPLOAD_PATHS = frozenset({"/v1/documents", "/documents"})
LANGUAGE_COOKIE = "plansvar_language"
_UPLOAD_EXTRA = 100_000  # the parts of a form around the file

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

Respond = Callable[[Scope, Problem], Response]

_AUDIT = logging.getLogger("plansvar.audit")
_LOG = logging.getLogger("plansvar.api")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """The outermost part of the program: lets in, limits, counts and writes down."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        doorkeeper: Doorkeeper,
        metrics: Metrics,
        respond: Respond,
    ) -> None:
        """``app`` is what lies behind; ``respond`` makes an answer of a problem."""
        self._app = app
        self._respond = respond
        self._settings = settings
        self._doorkeeper = doorkeeper
        self._metrics = metrics
        self._rate = RateLimit(settings.api.requests_per_minute)
        self._failures = RateLimit(settings.api.requests_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the ASGI specification."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:  # no web sockets here
            await send({"type": "websocket.close", "code": 1008})

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        number = secrets.token_hex(8)
        headers = Headers(scope=scope)
        state = scope.setdefault("state", {})
        state["language"] = self._language(headers)
        status = 0

        async def out(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(MutableHeaders(scope=message), number)
            await send(message)

        try:
            await self._let_in(scope, headers, state)
            await self._app(scope, self._limited(scope, headers, receive), out)
        except PlansvarError as error:
            if not status:
                told = self._respond(scope, problem(error, state["language"]))
                await told(scope, receive, out)
        except Exception:  # noqa: BLE001 - logged, and the asker gets an answer
            _LOG.exception("request %s failed", number)
            if not status:
                fault = RequestError("api.unexpected", request=number)
                told = self._respond(scope, problem(fault, state["language"]))
                await told(scope, receive, out)
        finally:
            seconds = time.perf_counter() - began
            self._metrics.request(scope, status, seconds)
            _write_down(scope, state.get("identity"), status, seconds, number)

    async def _let_in(self, scope: Scope, headers: Headers, state: dict[str, object]) -> None:
        _check_origin(scope, headers, self._settings.api)
        path: str = scope["path"]
        if path in PUBLIC_PATHS | PUBLIC_PAGES or path.startswith(PUBLIC_FOLDERS):
            return
        if scope["path"] == SLACK_PATH and over_http(self._settings):
            return  # signed by Slack, which the bot looks at
        client = scope["client"][0] if scope.get("client") else None
        try:
            identity = await self._doorkeeper.identify(headers, client)
        except RequestError:
            self._failures.take(client or "")
            raise
        if identity.session and scope["method"] not in _SAFE and path.startswith(("/v1/", "/mcp")):
            # A browser adds its cookie to whatever it sends; only our forms bring a token.
            raise RequestError("api.login")
        state["identity"] = identity
        self._rate.take(identity.subject)

    def _language(self, headers: Headers) -> Language:
        """The language that somebody has chosen on a page, or else the one the browser asks for."""
        chosen = cookie(headers, LANGUAGE_COOKIE)
        for language in LANGUAGES:
            if chosen == language:
                return language
        return reader_language(headers.get("accept-language"), self._settings.language)

    def _limited(self, scope: Scope, headers: Headers, receive: Receive) -> Receive:
        most = self._settings.api.max_body_bytes
        if scope["method"] == "POST" and scope["path"] in UPLOAD_PATHS:
            most = max(most, self._settings.max_file_bytes + _UPLOAD_EXTRA)
        declared = headers.get("content-length", "0")
        if not declared.isascii() or not declared.isdigit() or int(declared[:20]) > most:
            raise RequestError("api.too_large", bytes=most)
        return _within(receive, most, self._settings.api.body_seconds)


def _within(receive: Receive, most: int, pause: float) -> Receive:
    """Take in a body as long as it is short enough and keeps coming."""
    taken = 0
    whole = False

    async def limited() -> Message:
        nonlocal taken, whole
        if whole:  # nothing more is expected but that the asker leaves, which may take its time
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), pause)
        except TimeoutError as error:
            raise RequestError("api.too_slow") from error
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if taken > most:
                raise RequestError("api.too_large", bytes=most)
        return message

    return limited


def _check_origin(scope: Scope, headers: Headers, settings: ApiSettings) -> None:
    """Refuse names and web pages that aren't ours.

    A web page of somebody else can make a browser on this machine send requests here: under a name
    of its own (DNS rebinding), or from its own address. Both can be seen.
    """
    host = headers.get("host", "")
    name = _name(host)
    if (settings.access == "local" or settings.hosts) and not (
        is_loopback(name) or name in settings.hosts
    ):
        raise RequestError("api.host")
    origin = headers.get("origin")
    if origin is not None and origin not in {f"{scope['scheme']}://{host}", *settings.origins}:
        raise RequestError("api.origin")
    site = headers.get("sec-fetch-site", "none")
    if settings.access == "local" and site == "cross-site":
        followed = headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
        if not followed:
            raise RequestError("api.origin")


def _name(host: str) -> str:
    """The name of a host, without its port; nothing for what is no host."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _add_headers(headers: MutableHeaders, number: str) -> None:
    headers["X-Request-Id"] = number
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "private, no-cache")


def _write_down(
    scope: Scope, identity: Identity | None, status: int, seconds: float, number: str
) -> None:
    """One line for each request. No questions and no names of files: they may be secret."""
    line: dict[str, object] = {
        "request": number,
        "user": identity.user.name if identity else None,
        "subject": identity.subject if identity else None,
        "method": scope["method"],
        "route": _route(scope),
        "status": status,
        "ms": round(seconds * 1000),
        "client": scope["client"][0] if scope.get("client") else None,
    }
    if ids := scope.get("path_params"):
        line["of"] = {key: str(value)[:100] for key, value in ids.items()}
    _AUDIT.info("%s", json.dumps(line, ensure_ascii=False))


def _route(scope: Scope) -> str | None:
    path: Callable[[], str] | str | None = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else None
