"""``/v1/ask``: an answer as JSON, or sentence by sentence."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.core import CoreDep, Reader
from api.models import Question
from api.shown_paths import without_folders
from plansvar.answer_json import answer_json

router = APIRouter(prefix="/v1", tags=["answers"])
_EVENTS = "text/event-stream"


@router.post(
    "/ask",
    summary="Answer a question",
    description=(
        "From the documents that you may read, with the source of each sentence, or an honest "
        "“not found”. With `Accept: text/event-stream`: an event `sentence` for each sentence, "
        "then an event `answer` with the whole answer. Every sentence has been checked against "
        "its source before it is sent. With `conversation` a follow-up is read as a full "
        "question, and the answer is kept for you alone; `scope` and `as_of` limit what it may "
        "come from."
    ),
    responses={
        200: {
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Answer"}},
                _EVENTS: {"schema": {"type": "string"}},
            }
        }
    },
)
async def ask(request: Request, body: Question, core: CoreDep, who: Reader) -> Response:
    """Answer a question."""
    found = await core.workers.run(core.service.ask, body.question, who.keeper, body.options())
    answer = without_folders(answer_json(found), core.settings)
    if _wants_events(request.headers.get("accept", "")):
        return EventSourceResponse(_events(answer), headers={"Cache-Control": "no-store"})
    content = json.dumps(answer, ensure_ascii=False)
    return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})


def _wants_events(accept: str) -> bool:
    kinds = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    return _EVENTS in kinds and "application/json" not in kinds[: kinds.index(_EVENTS)]


async def _events(answer: dict[str, Any]) -> AsyncIterator[ServerSentEvent]:
    for number, sentence in enumerate(answer["sentences"]):
        yield _event("sentence", sentence, number)
    yield _event("answer", answer, len(answer["sentences"]))


def _event(kind: str, content: dict[str, Any], number: int) -> ServerSentEvent:
    data = json.dumps(content, ensure_ascii=False)
    return ServerSentEvent(data=data, event=kind, id=str(number))
