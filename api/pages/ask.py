"""``/``: a question and its answer, with the sources beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from api.core import Core, CoreDep, Reader, Spoken
from api.pages.answer_view import by_number, groups, short_answer, with_footnotes
from api.pages.render import HEADERS, Pages, PagesDep, is_part
from api.problems import problem
from plansvar.access import User
from plansvar.errors import PlansvarError
from plansvar.language.detect import Language

router = APIRouter()

_EVENTS = "text/event-stream"
Asked = Annotated[str, Query(max_length=20_000)]


@router.get("/")
async def page(
    request: Request, core: CoreDep, who: Reader, spoken: Spoken, pages: PagesDep, q: Asked = ""
) -> Response:
    """The page for questions; with ``q``, also its answer.

    htmx is told at once that the documents are being looked through, and then gets the answer. A
    sentence is never shown before it has been checked, so all of them come together.
    """
    question = q.strip()
    if is_part(request) and _EVENTS in request.headers.get("accept", ""):
        return EventSourceResponse(
            _events(request, core, who.user, spoken, pages, question), headers=HEADERS
        )
    shown = await _answered(request, core, who.user, spoken, pages, question) if question else ""
    return pages.html(request, "ask.html", question=question, answer=shown)


async def _events(
    request: Request, core: Core, person: User, spoken: Language, pages: Pages, question: str
) -> AsyncIterator[ServerSentEvent]:
    yield _event(pages.text(request, "part_looking.html", question=question))
    yield _event(await _answered(request, core, person, spoken, pages, question))


async def _answered(
    request: Request, core: Core, person: User, spoken: Language, pages: Pages, question: str
) -> str:
    """The part of the page that holds the answer, or that says why there is none."""
    try:
        answer = await core.workers.run(core.service.ask, question, person)
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
    )


def _event(html: str) -> ServerSentEvent:
    return ServerSentEvent(data=html, sep="\n")
