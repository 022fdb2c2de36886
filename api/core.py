"""What the routes work with, and who may call them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from api.access import Identity, Role
from api.jobs import Jobs
from api.limits import Workers
from api.metrics import Metrics
from api.overviews import Overviews
from api.shown_paths import without_folders
from plansvar.errors import RequestError
from plansvar.language.detect import Language
from plansvar.service import Service
from plansvar.settings import Settings


@dataclass(frozen=True, slots=True)
class Core:
    """Built once per server."""

    service: Service
    settings: Settings
    workers: Workers
    jobs: Jobs
    metrics: Metrics
    overviews: Overviews


def core(request: Request) -> Core:
    """The server's own parts."""
    found: Core = request.app.state.core
    return found


def current_user(request: Request) -> Identity:
    """Who asks.

    Raises:
        RequestError: ``api.login``: the guard has let nobody in.
    """
    found = getattr(request.state, "identity", None)
    if not isinstance(found, Identity):
        raise RequestError("api.login")
    return found


def _at_least(role: Role) -> Callable[[Request], Identity]:
    def check(request: Request) -> Identity:
        identity = current_user(request)
        if identity.role < role:
            raise RequestError("api.role")
        return identity

    return check


def language(request: Request) -> Language:
    """The language of the one who asks."""
    found: Language = request.state.language
    return found


CoreDep = Annotated[Core, Depends(core)]
Reader = Annotated[Identity, Depends(_at_least(Role.READER))]
Editor = Annotated[Identity, Depends(_at_least(Role.EDITOR))]
Admin = Annotated[Identity, Depends(_at_least(Role.ADMIN))]
Spoken = Annotated[Language, Depends(language)]


VARY = "Authorization, Accept-Language"


def tag(content: str | bytes) -> str:
    """The ETag of what is made from ``content``."""
    data = content.encode() if isinstance(content, str) else content
    return f'"{hashlib.sha256(data).hexdigest()[:32]}"'


def known_already(request: Request, tag: str) -> Response | None:
    """The answer 304 to whoever has what the ETag stands for."""
    known = request.headers.get("if-none-match", "")
    if tag in {one.strip().removeprefix("W/") for one in known.split(",")}:
        return Response(status_code=304, headers={"ETag": tag, "Vary": VARY})
    return None


def conditional(request: Request, content: Any) -> Response:  # noqa: ANN401 - any JSON
    """JSON with an ETag; 304 without it where the asker has the same already.

    It doesn't tell where in the machine documents lie.
    """
    content = without_folders(content, core(request).settings)
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    own = tag(body)
    return known_already(request, own) or Response(
        body, media_type="application/json", headers={"ETag": own, "Vary": VARY}
    )
