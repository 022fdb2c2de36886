"""``/v1/service``: each method of the service as it is, for Plansvar's own client.

It isn't part of the API that is described, and changes with the version. Whoever brings the secret
of the data folder may do what its owner may, for any user; others what their role allows, as
themselves.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import JSONResponse, Response, StreamingResponse

from api.access import OWNER, Identity, Role
from api.core import Core, CoreDep, Reader
from api.jobs import Work
from api.problems import problem, told
from api.shown_paths import without_folders
from api.uploads import remove_with_files
from plansvar import wire
from plansvar.access import user as make_user
from plansvar.errors import PlansvarError, RequestError
from plansvar.service import ProgressCallback, Status

router = APIRouter(prefix=wire.PATH, include_in_schema=False)

_NEEDED = {
    "correct": Role.EDITOR,
    "remove": Role.EDITOR,
    "sync": Role.ADMIN,
    "verify": Role.ADMIN,
    "feedback_export": Role.ADMIN,  # it is everybody's
}
# What is kept for one asker alone.
_KEPT = {
    "ask",
    "conversations",
    "conversation",
    "delete_conversation",
    "feedback",
    "overview",
    "overviews",
}
_OWNERS_ONLY = {"ingest", "original"}  # paths of this machine
_PAUSE, _SILENCE = 0.1, 50  # seconds between two looks; looks after which something is said


class _Caller(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=200)
    groups: list[str] = Field(max_length=10_000)


class _Call(BaseModel):
    model_config = ConfigDict(extra="forbid")

    arguments: dict[str, Any] = Field(default_factory=dict)
    user: _Caller | None = None


@router.post("/{name}")
async def call(name: str, body: _Call, core: CoreDep, who: Reader) -> Response:
    """Call a method of the service."""
    if name not in wire.METHODS:
        raise RequestError("api.no_route")
    _check_role(name, body, who)
    try:
        arguments = wire.decode(name, body.arguments)
    except (ValidationError, KeyError) as error:
        raise RequestError("api.invalid", place="arguments", reason=type(error).__name__) from error
    if wire.method(name).takes_user:
        sent = body.user
        own = who.keeper if name in _KEPT else who.user
        arguments["user"] = make_user(sent.name, sent.groups) if sent else own
    if name in wire.LONG:
        return _long(name, arguments, core, who)
    try:
        found = await core.workers.run(_called, core, name, arguments)
    except RequestError:
        raise
    except PlansvarError as error:
        status = problem(error, core.settings.language).status
        return JSONResponse({"error": wire.error_json(_told(error, who))}, status)
    return Response(
        await core.workers.run(_encoded, core, name, found, who), media_type="application/json"
    )


def _check_role(name: str, body: _Call, who: Identity) -> None:
    if who.subject == OWNER:
        return
    if name in _OWNERS_ONLY or body.user is not None or who.role < _NEEDED.get(name, Role.READER):
        raise RequestError("api.role")


def _called(core: Core, name: str, arguments: dict[str, Any]) -> object:
    method: Callable[..., object] = getattr(core.service, name)
    return method(**arguments)


def _encoded(core: Core, name: str, found: object, who: Identity) -> bytes:
    result = wire.method(name).result
    if who.subject == OWNER:
        return b'{"result":' + result.dump_json(found) + b"}"
    return json.dumps({"result": _shown(core, name, found)}).encode()


def _shown(core: Core, name: str, found: object) -> object:
    """A result without the folders of this machine."""
    if isinstance(found, Status):
        found = replace(found, data="")
    content = wire.method(name).result.dump_python(found, mode="json")
    return without_folders(content, core.settings)


def _told(error: PlansvarError, who: Identity) -> PlansvarError:
    return error if who.subject == OWNER else told(error)


def _long(name: str, arguments: dict[str, Any], core: Core, who: Identity) -> Response:
    """Work in the one thread that writes, and tell how far it is."""
    outcome: list[object] = []

    def work(progress: ProgressCallback) -> dict[str, Any]:
        if name == "remove":
            removed = remove_with_files(core.service, core.settings, **arguments)
            outcome.append(removed)
        else:
            outcome.append(_called(core, name, {**arguments, "progress": progress}))
        return {}

    return StreamingResponse(
        _lines(name, work, outcome, core, who), media_type="application/x-ndjson"
    )


async def _lines(
    name: str, work: Work, outcome: list[object], core: Core, who: Identity
) -> AsyncIterator[str]:
    id_ = core.jobs.start(name, who.subject, work).id
    last, silent = None, 0
    while (job := core.jobs.get(id_, None)).ended is None:
        silent += 1
        if job.progress != last or silent >= _SILENCE:
            last, silent = job.progress, 0
            known = wire.PROGRESS.dump_python(last, mode="json") if last else None
            yield json.dumps({"progress": known} if known else {"waiting": True}) + "\n"
        await asyncio.sleep(_PAUSE)
    if job.error is not None:
        yield json.dumps({"error": wire.error_json(_told(job.error, who))}) + "\n"
    elif who.subject == OWNER:
        content = wire.method(name).result.dump_python(outcome[0], mode="json")
        yield json.dumps({"result": content}) + "\n"
    else:
        yield json.dumps({"result": _shown(core, name, outcome[0])}) + "\n"
