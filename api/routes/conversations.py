"""``/v1/conversations`` and ``/v1/feedback``: a user's own, which nobody else knows of."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from api.core import CoreDep, Reader
from api.models import FeedbackIn
from api.shown_paths import without_folders
from plansvar.conversations.json import conversation_json, info_json

router = APIRouter(prefix="/v1", tags=["conversations"])


@router.get(
    "/conversations",
    summary="Your conversations",
    description="The one that was used last first. `/v1/ask` with `conversation` begins them.",
)
async def conversations(core: CoreDep, who: Reader) -> dict[str, Any]:
    """One's own conversations."""
    found = await core.workers.run(core.service.conversations, who.keeper)
    return {"conversations": [info_json(one) for one in found]}


@router.get(
    "/conversations/{conversation_id}",
    summary="One conversation",
    description="As it was, without what rests on sources that you may no longer read.",
)
async def conversation(conversation_id: str, core: CoreDep, who: Reader) -> dict[str, Any]:
    """One of them with its answers."""
    found = await core.workers.run(core.service.conversation, conversation_id, who.keeper)
    return dict(without_folders(conversation_json(found), core.settings))


@router.delete(
    "/conversations/{conversation_id}",
    summary="Delete a conversation",
    description="With its answers and what you have said of them.",
    status_code=204,
)
async def delete(conversation_id: str, core: CoreDep, who: Reader) -> Response:
    """Delete one of them."""
    await core.workers.run(core.service.delete_conversation, conversation_id, who.keeper)
    return Response(status_code=204)


@router.post(
    "/feedback",
    summary="Say what you think of an answer",
    description="Of an answer in a conversation of your own; in place of what you said before.",
    status_code=204,
)
async def feedback(body: FeedbackIn, core: CoreDep, who: Reader) -> Response:
    """Store a verdict."""
    await core.workers.run(core.service.feedback, body.turn, body.verdict, who.keeper, body.comment)
    return Response(status_code=204)
