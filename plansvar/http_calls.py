"""Calls of a server's service over HTTP, and what a server's troubles become here."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, Self
from urllib.parse import urlsplit

import httpx
from pydantic import ValidationError

from plansvar import wire
from plansvar.access import User
from plansvar.errors import PlansvarError, ServerError
from plansvar.language.detect import Language
from plansvar.owner import Owner
from plansvar.service import ProgressCallback
from plansvar.settings import LOCAL_USER

_TIMEOUT = httpx.Timeout(300.0, connect=10.0)
_TRIES = 6
_LONGEST_WAIT = 30.0
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 - not listened on


class HttpCalls:
    """A server, and who it is spoken to as."""

    def __init__(self, address: str, key: str | None = None, language: Language = "nb") -> None:
        """``key`` is an API key or a token; ``language`` is that of messages.

        Raises:
            ServerError: ``server.bad_address``.
        """
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            raise ServerError("server.bad_address", address=address)
        self._address = address.rstrip("/")
        self._data: Path | None = None
        self._pid: int | None = None
        headers: dict[str, str] = {"Accept-Language": language}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        self._client = httpx.Client(headers=headers, timeout=_TIMEOUT, trust_env=not _local(parts))
        self._files: tempfile.TemporaryDirectory[str] | None = None

    @classmethod
    def of_owner(cls, owner: Owner, data: Path, language: Language = "nb") -> Self:
        """The server that holds a data folder of this account."""
        address = owner.address or ""
        for everywhere, here in _EVERYWHERE.items():
            address = address.replace(f"//{everywhere}:", f"//{here}:")
        made = cls(address, owner.secret, language)
        made._data, made._pid = data, owner.pid
        return made

    def _call(self, name: str, user: User, **arguments: object) -> Any:  # noqa: ANN401 - by its name
        body = self._body(name, user, arguments)
        for attempt in range(_TRIES):
            with self._reached():
                response = self._client.post(f"{self._address}{wire.PATH}/{name}", json=body)
            wait = _wait(response)
            if wait is None or attempt == _TRIES - 1:
                break
            time.sleep(wait)
        if response.is_error:
            self._refused(response)
        return self._result(name, response.json())

    def _run(
        self, name: str, user: User | None, progress: ProgressCallback | None, **arguments: object
    ) -> Any:  # noqa: ANN401 - by its name
        """Call what takes long: lines that tell how far it is, and one with what came of it."""
        body = self._body(name, user, arguments)
        told: dict[str, Any] = {}
        url = f"{self._address}{wire.PATH}/{name}"
        with self._reached(), self._client.stream("POST", url, json=body) as response:
            if response.is_error:
                response.read()
                self._refused(response)
            for line in response.iter_lines():
                told = json.loads(line)
                if progress and "progress" in told:
                    progress(wire.PROGRESS.validate_python(told["progress"]))
        if "result" not in told:
            self._raise(told.get("error", {}))
        return self._result(name, told)

    def _body(self, name: str, user: User | None, arguments: dict[str, object]) -> dict[str, Any]:
        body: dict[str, Any] = {"arguments": wire.encode(name, arguments), "user": None}
        if user is not None and self._data is not None:
            body["user"] = {"name": user.name, "groups": list(user.groups)}
        elif user is not None and user.name != LOCAL_USER:
            raise ServerError("server.as_user", address=self._address)
        return body

    def _result(self, name: str, content: dict[str, Any]) -> Any:  # noqa: ANN401 - by its name
        try:
            return wire.method(name).result.validate_python(content["result"])
        except (ValidationError, KeyError) as error:
            raise ServerError("server.other_version", address=self._address) from error

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except (httpx.HTTPError, OSError) as error:
            raise ServerError(
                "server.unreachable", address=self._address, reason=str(error)
            ) from error
        except json.JSONDecodeError as error:  # something else answers there
            raise ServerError("server.other_version", address=self._address) from error

    def _refused(self, response: httpx.Response) -> NoReturn:
        try:
            content = response.json()
        except ValueError:
            content = {}
        if not isinstance(content, dict) or not content:
            raise ServerError("server.told", address=self._address, detail=response.status_code)
        self._raise(content)

    def _raise(self, content: dict[str, Any]) -> NoReturn:
        """Raise the error that the server has met, or that it has told of."""
        error: PlansvarError | None = wire.error_of(content.get("error", content))
        if error is not None:
            raise error
        detail = content.get("detail", "?")
        raise ServerError("server.told", address=self._address, detail=detail)

    def _only_here(self) -> None:
        if self._data is None:
            raise ServerError("server.not_over_http", address=self._address)

    def _not_while_it_runs(self) -> NoReturn:
        self._only_here()
        raise ServerError("server.holds", path=self._data, address=self._address, pid=self._pid)


def _wait(response: httpx.Response) -> float | None:
    """Seconds after which a busy server wants to be asked again."""
    if response.status_code not in {429, 503}:
        return None
    try:
        return min(_LONGEST_WAIT, float(response.headers["Retry-After"]))
    except (KeyError, ValueError):
        return None


def _local(parts: Any) -> bool:  # noqa: ANN401 - what urlsplit gives
    """Whether it is this machine: then no proxy stands between."""
    return parts.hostname in {"localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104 - a name
