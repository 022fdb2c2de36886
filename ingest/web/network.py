"""Where connections are opened: names are looked up once, checked, and connected to as checked.

:class:`PinnedBackend` is the network layer below httpcore2. It is asked for a connection to a name
and gives one to a checked address. TLS is done above it, for the name, so certificates are verified
as always. There is no proxy, and no other way out.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore2

from ingest.web.addresses import Address, is_public
from ingest.web.urls import WEB_PORTS
from plansvar.errors import WebError

_MOST_ADDRESSES = 4  # tried of a name that has many


def system_resolver(host: str) -> list[str]:
    """All addresses of a name, as the system finds them."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Network:
    """What can be reached, and how. Programs use ``Network()``; only tests make another.

    No setting leads here, and a test sees to it that no program's code does.
    """

    resolve: Callable[[str], Sequence[str]] = system_resolver
    is_allowed: Callable[[Address], bool] = is_public
    ports: frozenset[int] = WEB_PORTS
    tls: ssl.SSLContext | None = None


class PinnedBackend(httpcore2.NetworkBackend):
    """Opens connections to allowed addresses only, and lets none last beyond ``deadline``."""

    def __init__(self, network: Network, connect_seconds: float) -> None:
        self._network = network
        self._connect_seconds = connect_seconds
        self._sockets = httpcore2.SyncBackend()
        self.deadline = 0.0  # by time.monotonic(); the fetcher sets it before each request

    def left(self) -> float:
        """Seconds until the deadline.

        Raises:
            httpcore2.ReadTimeout: it has passed.
        """
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise httpcore2.ReadTimeout
        return seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Look ``host`` up, check every address, connect to one of those very addresses.

        Raises:
            WebError: ``web.unknown_host`` or ``web.private_address``.
            httpcore2.ConnectError: none of the addresses answers.
            httpcore2.TimeoutException: looking up and connecting took too long.
        """
        until = min(self.deadline, time.monotonic() + self._connect_seconds)
        addresses = self._addresses(host, until)
        failure: Exception = httpcore2.ConnectTimeout()
        for number, address in enumerate(addresses):
            seconds = (until - time.monotonic()) / (len(addresses) - number)
            if seconds <= 0:
                break
            try:
                stream = self._sockets.connect_tcp(
                    str(address), port, seconds, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self)
        raise failure

    def _addresses(self, host: str, until: float) -> list[Address]:
        try:
            addresses: list[Address] = [ipaddress.ip_address(host)]
        except ValueError:
            addresses = [ipaddress.ip_address(found) for found in self._look_up(host, until)]
        if not addresses:
            raise WebError("web.unknown_host", host=host)
        # One address that isn't public condemns the name: nobody mixes them with good intentions.
        if not all(self._network.is_allowed(address) for address in addresses):
            raise WebError("web.private_address", host=host)
        return addresses[:_MOST_ADDRESSES]

    def _look_up(self, host: str, until: float) -> Sequence[str]:
        """Look up in a thread that is left behind when it takes too long: it can't be stopped."""
        answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                answers.put(self._network.resolve(host))
            except Exception as error:  # noqa: BLE001 - raised again below
                answers.put(error)

        threading.Thread(target=look_up, name=f"look up {host}", daemon=True).start()
        try:
            answer = answers.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            raise httpcore2.ConnectTimeout from None
        if isinstance(answer, (OSError, UnicodeError)):
            raise WebError("web.unknown_host", host=host) from answer
        if isinstance(answer, Exception):
            raise answer
        return answer


class _TimedStream(httpcore2.NetworkStream):
    """A connection whose every step ends at the deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore2.NetworkStream, backend: PinnedBackend) -> None:
        self._stream = stream
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._backend.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._backend.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        left = self._backend.left()
        seconds = left if timeout is None else min(left, timeout)
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, seconds)
        except httpcore2.ConnectError as error:
            # Told apart here: further up httpcore2 takes the cause away.
            if isinstance(error.__cause__, ssl.SSLError):
                raise WebError("web.certificate", host=server_hostname) from error
            raise
        return _TimedStream(stream, self._backend)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore2's own type
        return self._stream.get_extra_info(info)
