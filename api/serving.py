"""Listening, and running a program until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from plansvar.errors import SettingsError

_CONNECTIONS = 1_000
_GOODBYE_SECONDS = 20


@contextmanager
def listen(host: str, port: int) -> Iterator[tuple[socket.socket, str]]:
    """A socket that is listened on, and its address for others (port 0: one that is free).

    Raises:
        SettingsError: ``api.port``.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as own:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            own.bind((host.strip("[]"), port))
            own.listen()  # whoever is told the address may come before the program is ready
        except OSError as error:
            reason = error.strerror or str(error)
            raise SettingsError("api.port", host=host, port=port, reason=reason) from error
        name, number = own.getsockname()[:2]
        shown = f"[{name}]" if family is socket.AF_INET6 else name
        yield own, f"http://{shown}:{number}"


def server(app: FastAPI) -> uvicorn.Server:
    """What runs a program. What proxies say of who asks isn't believed."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            proxy_headers=False,
            server_header=False,
            access_log=False,  # there is the audit log
            log_config=None,
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=_GOODBYE_SECONDS,
            ws="none",
        )
    )


def run(app: FastAPI, own: socket.socket) -> None:
    """Answer until SIGINT or SIGTERM; what is being worked on is ended first."""
    server(app).run(sockets=[own])
