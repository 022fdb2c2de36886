"""``/``: a question and its answer, with the sources beside it, kept as a conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import RedirectResponse, Response

from api.access import Identity
from api.core import Core, CoreDep, Reader, Spoken
from api.pages.answer_view import by_number, groups, short_answer, with_footnotes
from api.pages.forms import OurForm
from api.pages.render import HEADERS, Pages, PagesDep, is_part
from api.problems import problem
from plansvar.asking import NEW, AskOptions, Scope
from plansvar.conversations.types import ConversationInfo, Turn
from plansvar.errors import IndexStateError, PlansvarError
from plansvar.language.detect import Language

router = APIRouter()

_EVENTS = "text/event-stream"
_SHOWN = 30  # conversations; older ones are on the command line and in the API
Asked = Annotated[str, Query(max_length=20_000)]
Name = Annotated[str, Query(max_length=1_000)]


@router.get("/")
async def page(
    request: Request,
    core: CoreDep,
    who: Reader,
    spoken: Spoken,
    pages: PagesDep,
    q: Asked = "",
    document: Annotated[list[Name] | None, Query(max_length=100)] = None,
) -> Response:
    """The page for questions; with ``q``, also its answer, which is not kept: it is an address.

    ``document``: ids of those that the answer may come from.
    """
    question = q.strip()
    options = AskOptions(Scope(documents=tuple(document or ())))
    shown = (
        await _answered(request, core, who, spoken, pages, question, options) if question else ""
    )
    return await ask_page(request, core, who, pages, question=question, answer=shown)


@router.post("/")
async def ask(
    request: Request,
    core: CoreDep,
    who: Reader,
    spoken: Spoken,
    pages: PagesDep,
    ours: OurForm,
    q: Annotated[str, Form(max_length=20_000)],
    conversation: Annotated[str, Form(max_length=100)] = NEW,
    document: Annotated[list[str] | None, Form(max_length=100)] = None,
) -> Response:
    """Answer a question in a conversation.

    htmx is told at once that the documents are being looked through, and then gets the answer. A
    sentence is never shown before it has been checked, so all of them come together.
    """
    question = q.strip()
    options = AskOptions(Scope(documents=tuple(document or ())), conversation=conversation or NEW)
    if is_part(request) and _EVENTS in request.headers.get("accept", ""):
        return EventSourceResponse(
            _events(request, core, who, spoken, pages, question, options), headers=HEADERS
        )
    found = await core.workers.run(core.service.ask, question, who.keeper, options)
    return RedirectResponse(f"/conversations/{found.conversation}", 303, headers=HEADERS)


async def ask_page(
    request: Request, core: Core, who: Identity, pages: Pages, **values: object
) -> Response:
    """The page for questions with the asker's conversations."""
    given: dict[str, Any] = {"question": "", "answer": "", "conversation": "", "turns": ()}
    kept = await core.workers.run(own_conversations, core, who)
    return pages.html(request, "ask.html", **{**given, **values}, conversations=kept)


def own_conversations(core: Core, who: Identity) -> tuple[ConversationInfo, ...]:
    """The asker's last conversations; none where nothing has been read in yet."""
    try:
        return tuple(core.service.conversations(who.keeper)[:_SHOWN])
    except IndexStateError:
        return ()


async def _events(
    request: Request,
    core: Core,
    who: Identity,
    spoken: Language,
    pages: Pages,
    question: str,
    options: AskOptions,
) -> AsyncIterator[ServerSentEvent]:
    yield _event(pages.text(request, "part_looking.html", question=question))
    yield _event(await _answered(request, core, who, spoken, pages, question, options))


async def _answered(
    request: Request,
    core: Core,
    who: Identity,
    spoken: Language,
    pages: Pages,
    question: str,
    options: AskOptions,
) -> str:
    """The part of the page that holds the answer, or that says why there is none."""
    try:
        answer = await core.workers.run(core.service.ask, question, who.keeper, options)
        earlier = await core.workers.run(_earlier, core, who, answer.conversation)
    except PlansvarError as error:
        told = problem(error, spoken)
        return pages.text(request, "part_problem.html", detail=told.detail)
    return pages.text(
        request,
        "part_answer.html",
        question=question,
        answer=answer,
        groups=groups(answer),
        short=short_answer(answer),
        citations=by_number(answer.citations),
        copied=with_footnotes(answer, spoken),
        earlier=earlier,
        sources=tuple({one.document.id for one in answer.citations}),
    )


def _earlier(core: Core, who: Identity, conversation: str | None) -> tuple[Turn, ...]:
    """What was asked before the last question of a conversation."""
    if conversation is None:
        return ()
    return core.service.conversation(conversation, who.keeper).turns[:-1]


def _event(html: str) -> ServerSentEvent:
    return ServerSentEvent(data=html, sep="\n")
