"""Fetches one page: politely, from public addresses only, and never more than the limits.

::

    parse -> robots.txt -> wait -> look up, check, connect -> headers -> redirect? from the start
                                                                      -> type -> body, counted
"""

from __future__ import annotations

import contextlib
import functools
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self, TypeVar

import httpcore2
import httpx2

import plansvar
from ingest.web import media
from ingest.web.body import BodyBrokenError, BodyTooLargeError, read_body, start_of_body
from ingest.web.network import Network, PinnedBackend
from ingest.web.robots import LONGEST_DELAY, MOST_BYTES, Robots, RobotsFile
from ingest.web.urls import Target, join, parse
from plansvar.errors import WebError
from plansvar.settings import WebSettings

_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_NO_ANSWER = {
    "web.bad_url",
    "web.broken",
    "web.certificate",
    "web.private_address",
    "web.timeout",
    "web.unknown_host",
    "web.unreachable",
}
_LONGEST_VALIDATOR = 200
_KEEP_ALIVE = 5.0
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one page may take. ``seconds`` don't count waiting out of politeness."""

    seconds: float = 30.0
    connect_seconds: float = 10.0
    bytes: int = 20_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server wants to hear to say "not modified". They belong to the address ``url``."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page. ``url`` is where it was in the end; ``suffix`` that of a file with such content.

    ``moved``: it is there for good, by all who sent us on.
    """

    url: str
    content: bytes
    media_type: str
    suffix: str
    charset: str | None
    validators: Validators
    moved: bool = False


@dataclass(frozen=True, slots=True)
class NotModified:
    """The page is as it was when the validators were given; ``moved`` as in :class:`Fetched`."""

    url: str
    moved: bool = False


class Fetcher:
    """Fetches pages, one after the other: one fetcher per run, used by one thread.

    It keeps each host's robots.txt and when it may next be asked. No cookies, no proxies.
    """

    def __init__(
        self,
        settings: WebSettings,
        *,
        limits: Limits | None = None,
        network: Network | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """``network`` and ``sleep`` are for tests: see :class:`ingest.web.network.Network`."""
        self._settings = settings
        self._limits = limits or Limits()
        self._network = network or Network()
        self._sleep = sleep
        self._backend = PinnedBackend(self._network, self._limits.connect_seconds)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=self._network.tls or _system_tls(),
            keepalive_expiry=_KEEP_ALIVE,
            network_backend=self._backend,
        )
        self._robots = Robots(self._load_robots)
        self._next_at: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are still open."""
        self._pool.close()

    def parse(self, url: str) -> Target:
        """Parse an address that may be fetched. Raises as :func:`ingest.web.urls.parse`."""
        return parse(url, self._network.ports)

    def join(self, base: Target, reference: str) -> Target:
        """The address meant on the page ``base``. Raises as :func:`ingest.web.urls.parse`."""
        return join(base, reference, self._network.ports)

    def get(
        self,
        url: str,
        validators: Validators | None = None,
        *,
        accept: Mapping[str, str] = media.DOCUMENTS,
    ) -> Fetched | NotModified:
        """Fetch a page.

        Args:
            url: an http or https address.
            validators: those of the page as it is known; the answer may be ``NotModified`` then.
            accept: suffixes by media type; other content is refused.

        Raises:
            WebError: see its docstring for the codes. ``web.gone`` is the only one that says that
                the page is no longer there.
        """
        ways: list[int] = []

        def finish(target: Target, response: httpcore2.Response) -> Fetched | NotModified:
            answer = self._page(target, response, validators, accept)
            return replace(answer, moved=bool(ways) and _PERMANENT.issuperset(ways))

        return self._follow(self.parse(url), self._permit, finish, validators, ways.append)

    def _follow(
        self,
        target: Target,
        permit: Callable[[Target], None],
        finish: Callable[[Target, httpcore2.Response], _Result],
        validators: Validators | None = None,
        sent_on: Callable[[int], None] = lambda _: None,
    ) -> _Result:
        """Ask, follow redirects, and give the answer that is none to ``finish``.

        ``sent_on`` is told the status of each redirect.
        """
        first, left = target, self._limits.seconds
        for _ in range(self._limits.redirects + 1):
            permit(target)
            started = time.monotonic()
            self._backend.deadline = started + left
            with self._asked(target, validators) as response:
                if response.status not in _REDIRECTS:
                    return finish(target, response)
                target = self._redirected(target, response)
                sent_on(response.status)
            left -= time.monotonic() - started
        raise WebError("web.too_many_redirects", url=first.url, limit=self._limits.redirects)

    def _permit(self, target: Target) -> None:
        self._robots.check(target)
        self._wait(target, self._robots.delay(target))

    def _wait(self, target: Target, wanted: float = 0.0) -> None:
        """Wait until the host may be asked again, and note when it may be after this time."""
        wait = self._next_at.get(target.host, 0.0) - time.monotonic()
        if wait > 0:
            self._sleep(wait)
        self._next_at[target.host] = time.monotonic() + max(self._settings.delay, wanted)

    @contextlib.contextmanager
    def _asked(self, target: Target, validators: Validators | None) -> Iterator[httpcore2.Response]:
        """The answer to one request, its body unread. Errors of the network become ours."""
        address = httpcore2.URL(
            scheme=target.scheme.encode(),
            host=target.host.encode(),
            port=target.port,
            target=target.path.encode(),
        )
        headers: dict[bytes | str, bytes | str] = {
            "Host": target.authority,
            "User-Agent": _user_agent(self._settings.contact),
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
        }
        if validators and validators.url == target.url:
            if validators.etag:
                headers["If-None-Match"] = validators.etag
            if validators.last_modified:
                headers["If-Modified-Since"] = validators.last_modified
        timeouts = dict.fromkeys(("connect", "pool"), self._limits.connect_seconds)
        try:
            with self._pool.stream(
                "GET", address, headers=headers, extensions={"timeout": timeouts}
            ) as response:
                yield response
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
            raise WebError("web.unreachable", host=target.host) from error
        except httpcore2.TimeoutException as error:
            seconds = round(self._limits.seconds)
            raise WebError("web.timeout", url=target.url, seconds=seconds) from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, BodyBrokenError) as error:
            raise WebError("web.broken", url=target.url) from error
        except BodyTooLargeError as error:
            megabytes = self._limits.bytes // 1_000_000
            raise WebError("web.too_large", url=target.url, megabytes=megabytes) from error

    def _redirected(self, target: Target, response: httpcore2.Response) -> Target:
        location = _header(response, b"location")
        if not location:
            raise WebError("web.broken", url=target.url)
        to = self.join(target, location)
        if target.scheme == "https" and to.scheme == "http":
            raise WebError("web.downgrade", url=target.url, to=to.url)
        return to

    def _page(
        self,
        target: Target,
        response: httpcore2.Response,
        validators: Validators | None,
        accept: Mapping[str, str],
    ) -> Fetched | NotModified:
        asked = validators is not None and validators.url == target.url
        if response.status == HTTPStatus.NOT_MODIFIED and asked:
            return NotModified(target.url)
        if response.status in _GONE:
            raise WebError("web.gone", url=target.url)
        if response.status in _BUSY:
            wait = min(_seconds(_header(response, b"retry-after")), LONGEST_DELAY)
            later = time.monotonic() + wait
            self._next_at[target.host] = max(later, self._next_at.get(target.host, 0.0))
            raise WebError("web.busy", host=target.host)
        if response.status != HTTPStatus.OK:
            raise WebError("web.status", url=target.url, status=response.status)
        kind = _header(response, b"content-type")
        suffix = media.suffix(kind, target.path, accept)
        if suffix is None:
            found = media.media_type(kind) or "?"
            raise WebError("web.content_type", url=target.url, found=found[:100])
        if int(_header(response, b"content-length") or 0) > self._limits.bytes:  # h11 checked it
            raise BodyTooLargeError
        content = read_body(
            response.iter_stream(), _header(response, b"content-encoding"), self._limits.bytes
        )
        return Fetched(
            url=target.url,
            content=content,
            media_type=media.media_type(kind),
            suffix=suffix,
            charset=media.charset(kind),
            validators=Validators(
                target.url, _validator(response, b"etag"), _validator(response, b"last-modified")
            ),
        )

    def _load_robots(self, target: Target) -> RobotsFile:
        def finish(_: Target, response: httpcore2.Response) -> RobotsFile:
            if response.status != HTTPStatus.OK:
                return RobotsFile(response.status, "")
            coding = _header(response, b"content-encoding")
            start = start_of_body(response.iter_stream(), coding, MOST_BYTES)
            return RobotsFile(response.status, start.decode("utf-8-sig", "replace"))

        return self._follow(target, self._wait, finish)


def answered(error: WebError) -> bool:
    """Whether the error is what a site said, so that the network is there."""
    return error.code not in _NO_ANSWER


@functools.cache
def _system_tls() -> ssl.SSLContext:
    """TLS with the system's certificates, whatever the environment says; 50 ms to make."""
    return httpx2.create_ssl_context(trust_env=False)


def _user_agent(contact: str | None) -> str:
    name = f"Plansvar/{plansvar.__version__}"
    return f"{name} (+{contact})" if contact else name


def _header(response: httpcore2.Response, name: bytes) -> str:
    """A header's value; several are joined, as the standard says; "" where there is none."""
    values = [value for key, value in response.headers if key.lower() == name]
    whole = b", ".join(values)
    try:
        return whole.decode("utf-8")
    except UnicodeDecodeError:
        return whole.decode("latin-1")


def _validator(response: httpcore2.Response, name: bytes) -> str | None:
    value = _header(response, name)
    usable = value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR
    return value if value and usable else None


def _seconds(retry_after: str) -> float:
    """Seconds in a ``Retry-After`` header, which holds a number or a date; 0 if neither."""
    if retry_after.isascii() and retry_after.isdecimal():
        return float(retry_after[:9])
    try:
        until = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
