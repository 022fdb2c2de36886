"""``/conversations``, ``/feedback``, ``/draft``: what somebody does with the answers he got."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from api.core import CoreDep, Reader
from api.pages.ask import ask_page, own_conversations
from api.pages.forms import OurForm
from api.pages.render import HEADERS, PagesDep, is_part
from api.routes.drafts import word_file
from plansvar.conversations.types import MAX_COMMENT_CHARACTERS, Verdict
from plansvar.drafts.types import DraftRequest

router = APIRouter()


@router.get("/conversations")
async def conversations(request: Request, core: CoreDep, who: Reader, pages: PagesDep) -> Response:
    """The list beside the form; without htmx the page that has it."""
    if not is_part(request):
        return await ask_page(request, core, who, pages)
    kept = await core.workers.run(own_conversations, core, who)
    # It is asked for when an answer has been kept, so that the last one is in hand.
    last = kept[0].id if kept else ""
    return pages.html(request, "part_conversations.html", conversations=kept, conversation=last)


@router.get("/conversations/{conversation_id}")
async def conversation(
    request: Request, conversation_id: str, core: CoreDep, who: Reader, pages: PagesDep
) -> Response:
    """A conversation as it was, to be gone on with."""
    found = await core.workers.run(core.service.conversation, conversation_id, who.keeper)
    return await ask_page(request, core, who, pages, conversation=found.info.id, turns=found.turns)


@router.post("/conversations/{conversation_id}/delete")
async def delete(conversation_id: str, core: CoreDep, who: Reader, ours: OurForm) -> Response:
    """Delete a conversation."""
    await core.workers.run(core.service.delete_conversation, conversation_id, who.keeper)
    return RedirectResponse("/", 303, headers=HEADERS)


@router.post("/feedback")
async def feedback(
    request: Request,
    core: CoreDep,
    who: Reader,
    pages: PagesDep,
    ours: OurForm,
    turn: Annotated[str, Form(max_length=200)],
    verdict: Annotated[Verdict, Form()],
    comment: Annotated[str, Form(max_length=2 * MAX_COMMENT_CHARACTERS)] = "",
) -> Response:
    """Store what somebody thinks of an answer."""
    # Browsers count a line's end as one character and send two.
    said = comment.replace("\r\n", "\n")
    await core.workers.run(core.service.feedback, turn, verdict, who.keeper, said)
    if is_part(request):
        return pages.html(request, "part_feedback.html", verdict=verdict.value)
    return RedirectResponse("/", 303, headers=HEADERS)


@router.post("/draft")
async def draft(
    core: CoreDep,
    who: Reader,
    ours: OurForm,
    question: Annotated[str, Form(max_length=20_000)],
) -> Response:
    """An answer as a Word file, to be gone through and sent by a person."""
    letter = await core.workers.run(core.service.draft, DraftRequest(question), who.user)
    return await core.workers.run(word_file, letter)
