"""The service of a server, over HTTP: Plansvar's client in Python.

The command line uses it by itself while a server holds the data folder.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, Self
from urllib.parse import urlsplit

import httpx
from pydantic import ValidationError

from plansvar import wire
from plansvar.access import User
from plansvar.answers import Answer, SearchHit
from plansvar.documents.stored import DocumentInfo, is_named
from plansvar.documents.types import Block
from plansvar.errors import NotFoundError, PlansvarError, ServerError
from plansvar.language.detect import Language
from plansvar.owner import Owner
from plansvar.register.corrections import Correction, CorrectionRequest
from plansvar.register.facts import Fact, Register
from plansvar.register.queries import FactPage, FactQuery
from plansvar.register.review import ReviewItem
from plansvar.service import (
    IngestReport,
    IngestRequest,
    ProgressCallback,
    SourceReport,
    Status,
    SyncRequest,
    Verification,
)
from plansvar.settings import LOCAL_USER

_TIMEOUT = httpx.Timeout(300.0, connect=10.0)
_TRIES = 6
_LONGEST_WAIT = 30.0
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 - not listened on


class HttpService:
    """Implements :class:`plansvar.service.Service` by asking a server. Threads may share it.

    Two servers are spoken to in the same way. The one that holds the data folder of this account
    is given the secret from that folder, and does what this process could do itself, for any user.
    Any other is given a key, and decides by it who asks.
    """

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

    def ask(self, question: str, user: User) -> Answer:
        """See :meth:`Service.ask`."""
        answer: Answer = self._call("ask", user, question=question)
        return answer

    def search(self, query: str, user: User, limit: int = 10) -> list[SearchHit]:
        """See :meth:`Service.search`."""
        hits: list[SearchHit] = self._call("search", user, query=query, limit=limit)
        return hits

    def documents(self, user: User) -> list[DocumentInfo]:
        """See :meth:`Service.documents`."""
        found: list[DocumentInfo] = self._call("documents", user)
        return found

    def document(self, id_: str, user: User) -> DocumentInfo:
        """See :meth:`Service.document`."""
        found: DocumentInfo = self._call("document", user, id_=id_)
        return found

    def document_text(self, id_: str, user: User) -> str:
        """See :meth:`Service.document_text`."""
        text: str = self._call("document_text", user, id_=id_)
        return text

    def document_blocks(self, id_: str, user: User) -> list[Block]:
        """See :meth:`Service.document_blocks`."""
        blocks: list[Block] = self._call("document_blocks", user, id_=id_)
        return blocks

    def original(self, id_: str, user: User) -> Path:
        """See :meth:`Service.original`; a file of another server is there until :meth:`close`."""
        if self._data is not None:
            path: Path = self._call("original", user, id_=id_)
            return path
        self.document(id_, user)
        self._files = self._files or tempfile.TemporaryDirectory(prefix="plansvar-")
        copy = Path(self._files.name) / id_
        with self._reached():
            response = self._client.get(f"{self._address}/v1/documents/{id_}/original")
        if response.is_error:
            self._refused(response)
        copy.write_bytes(response.content)
        return copy

    def status(self, user: User) -> Status:
        """See :meth:`Service.status`."""
        status: Status = self._call("status", user)
        return status

    def facts(self, query: FactQuery, user: User) -> FactPage:
        """See :meth:`Service.facts`."""
        page: FactPage = self._call("facts", user, query=query)
        return page

    def fact(self, id_: str, user: User, as_of: str | None = None) -> Fact:
        """See :meth:`Service.fact`."""
        fact: Fact = self._call("fact", user, id_=id_, as_of=as_of)
        return fact

    def register(self, user: User, as_of: str | None = None) -> Register:
        """See :meth:`Service.register`."""
        register: Register = self._call("register", user, as_of=as_of)
        return register

    def review(self, user: User) -> tuple[ReviewItem, ...]:
        """See :meth:`Service.review`."""
        items: tuple[ReviewItem, ...] = self._call("review", user)
        return items

    def correct(self, request: CorrectionRequest, user: User) -> Fact | None:
        """See :meth:`Service.correct`."""
        fact: Fact | None = self._call("correct", user, request=request)
        return fact

    def corrections(self, fact_id: str | None, user: User) -> tuple[Correction, ...]:
        """See :meth:`Service.corrections`."""
        log: tuple[Correction, ...] = self._call("corrections", user, fact_id=fact_id)
        return log

    def ingest(
        self, request: IngestRequest, progress: ProgressCallback | None = None
    ) -> IngestReport:
        """See :meth:`Service.ingest`. Another machine's server can't see the files."""
        self._only_here()
        for path in request.paths:
            if not path.exists():
                raise NotFoundError("path.missing", path=path)
        paths = tuple(path.absolute() for path in request.paths)
        own = {name: getattr(request, name) for name in request.__dataclass_fields__}
        there = IngestRequest(**{**own, "paths": paths})
        report: IngestReport = self._run("ingest", None, progress, request=there)
        return report

    def sync(
        self, request: SyncRequest, progress: ProgressCallback | None = None
    ) -> list[SourceReport]:
        """See :meth:`Service.sync`; the sources are those of the server's settings."""
        reports: list[SourceReport] = self._run("sync", None, progress, request=request)
        return reports

    def remove(self, targets: Sequence[str], user: User) -> list[DocumentInfo]:
        """See :meth:`Service.remove`. What is meant is found out here, where paths begin."""
        documents = self.documents(user)
        ids: list[str] = []
        for target in targets:
            path = Path(target).expanduser().resolve()
            matches = [one.id for one in documents if is_named(one, target, path)]
            if not target.strip() or not matches:
                raise NotFoundError("document.missing", target=target)
            ids += matches
        removed: list[DocumentInfo] = self._run(
            "remove", user, None, targets=list(dict.fromkeys(ids))
        )
        return removed

    def rebuild(self, progress: ProgressCallback | None = None) -> int:
        """Not while a server answers from the index.

        Raises:
            ServerError: ``server.holds`` or ``server.not_over_http``.
        """
        self._not_while_it_runs()

    def verify(
        self, progress: ProgressCallback | None = None, *, repair: bool = False
    ) -> tuple[Verification, Verification | None]:
        """See :meth:`Service.verify`; no repair, see :meth:`rebuild`."""
        if repair:
            self._not_while_it_runs()
        found: tuple[Verification, Verification | None] = self._run("verify", None, progress)
        return found

    def open(self, address: str | None = None) -> None:
        """Ask whether the server is there.

        Raises:
            ServerError: ``server.unreachable``.
        """
        with self._reached():
            self._client.get(f"{self._address}/health/live")

    def close(self) -> None:
        """Let go of the connections, and of files that were fetched."""
        self._client.close()
        if self._files:
            self._files.cleanup()

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
