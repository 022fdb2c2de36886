"""``/v1/search``: passages without an answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.core import CoreDep, Reader, Spoken, conditional
from api.models import NOT_EMPTY
from plansvar.answer_json import result_json

router = APIRouter(prefix="/v1", tags=["answers"])


@router.get(
    "/search",
    summary="Find passages",
    description="The best passages for some words, best first, as `plansvar search --json`. "
    "`notices` says, in the reader's language, what is to be known of them.",
)
async def search(
    request: Request,
    core: CoreDep,
    who: Reader,
    spoken: Spoken,
    q: Annotated[
        str, Query(max_length=2_000, description="what to look for", json_schema_extra=NOT_EMPTY)
    ],
    limit: Annotated[int, Query(ge=1, le=100, description="the most passages")] = 10,
) -> Response:
    """Find passages."""
    found = await core.workers.run(core.service.search, q, who.user, limit)
    return conditional(request, {"query": q, **result_json(found, spoken)})
