"""Web addresses, parsed once: what was checked is what is connected to and asked for."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

import httpx2

from plansvar.errors import WebError

DEFAULT_PORTS = {"http": 80, "https": 443}
WEB_PORTS = frozenset(DEFAULT_PORTS.values())
_LONGEST = 4_000
_SHOWN = 200
_LONGEST_HOST = 253
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# "127.1", "2130706433" and "0x7f.1" are IPv4 addresses to most resolvers. No public name ends so.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_AUTHORITY = re.compile(r"[^:/?#]*://([^/?#]*)")


@dataclass(frozen=True, slots=True)
class Target:
    """One address to ask. ``host`` is lower case, in ASCII (punycode), without a dot at its end.

    An IPv6 address has no brackets in ``host``. ``path`` is percent-encoded, begins with ``/`` and
    holds the query; there is no fragment.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as in a ``Host`` header; a default port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """The address without its path."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address, always spelt the same."""
        return self.origin + self.path


def parse(url: str, ports: Collection[int] = WEB_PORTS) -> Target:
    """Parse a whole http or https address, strictly.

    Raises:
        WebError: ``web.bad_url``: another scheme, no host, a user name, another port, an IPv4
            address in an unusual spelling, control characters, a backslash.
    """
    if len(url) > _LONGEST or "\\" in url:
        raise WebError("web.bad_url", url=url[:_SHOWN])
    try:
        parsed = httpx2.URL(url)
        scheme, port = parsed.scheme, parsed.port
        host = _host(parsed.raw_host.decode("ascii"))
        path = parsed.raw_path.decode("ascii")
    except (httpx2.InvalidURL, ValueError) as error:
        raise WebError("web.bad_url", url=url[:_SHOWN]) from error
    authority = _AUTHORITY.match(url)
    if scheme not in DEFAULT_PORTS or host is None or authority is None or "@" in authority[1]:
        raise WebError("web.bad_url", url=url[:_SHOWN])
    port = DEFAULT_PORTS[scheme] if port is None else port
    if port not in ports:
        raise WebError("web.bad_url", url=url[:_SHOWN])
    return Target(scheme, host, port, path)


def join(base: Target, reference: str, ports: Collection[int] = WEB_PORTS) -> Target:
    """The address that ``reference``, absolute or relative, means on the page ``base``.

    Raises:
        WebError: as :func:`parse`.
    """
    if len(reference) > _LONGEST or "\\" in reference:
        raise WebError("web.bad_url", url=reference[:_SHOWN])
    try:
        joined = str(httpx2.URL(base.url).join(reference))
    except (httpx2.InvalidURL, ValueError) as error:
        raise WebError("web.bad_url", url=reference[:_SHOWN]) from error
    return parse(joined, ports)


def _host(host: str) -> str | None:
    """The host's one spelling; ``None`` where it is no name and no address."""
    if ":" in host:
        try:
            address = IPv6Address(host)
        except AddressValueError:
            return None
        return None if address.scope_id is not None else str(address)
    host = host.removesuffix(".")
    labels = host.split(".")
    if len(host) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(host))
        except AddressValueError:
            return None
    return host
