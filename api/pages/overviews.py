"""``/overviews``: all documents that a question is about are gone through, with what was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from api.access import Identity
from api.core import Core, CoreDep, Reader, Spoken
from api.job_json import job_json
from api.jobs import Job, State
from api.overviews import as_it_stands, readable
from api.pages.forms import OurForm
from api.pages.render import HEADERS, Pages, PagesDep, is_part
from api.problems import problem
from api.routes.overviews import OverviewForm, as_file
from api.shown_paths import shown_path
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority, DocumentType
from plansvar.drafts.overview_files import summary
from plansvar.drafts.overview_types import Finding, Overview, OverviewInfo, OverviewRequest
from plansvar.errors import IndexStateError, PlansvarError, QuestionError
from plansvar.language.detect import Language

router = APIRouter(prefix="/overviews")

_PER_PAGE = 200
_SHOWN = 30  # overviews in the list
# What an overview is kept under; jobs have longer ids, and end with the server.
_KEPT_ID = re.compile(r"[0-9a-f]{16}")

Date = Annotated[str, Form(max_length=10)]


@dataclass(frozen=True, slots=True)
class Line:
    """An overview in the list. ``state`` is that of its job, if it has one that hasn't ended."""

    id: str
    question: str
    day: str
    documents: int | None
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one document, each with what it stands under, but for the title itself."""

    document: DocumentInfo
    rows: tuple[Finding, ...]

    @property
    def headings(self) -> tuple[tuple[str, ...], ...]:
        """One for each row."""
        return tuple(
            one.heading[1:] if one.heading[:1] == (self.document.title,) else one.heading
            for one in self.rows
        )


@router.get("")
async def overviews(request: Request, core: CoreDep, who: Reader, pages: PagesDep) -> Response:
    """The form, and what one has begun."""
    return await _page(request, core, who, pages)


@router.post("")
async def start(
    request: Request,
    core: CoreDep,
    who: Reader,
    spoken: Spoken,
    pages: PagesDep,
    ours: OurForm,
    q: Annotated[str, Form(max_length=20_000)] = "",
    type: Annotated[list[DocumentType] | None, Form(max_length=50)] = None,
    authority: Annotated[list[Authority] | None, Form(max_length=50)] = None,
    after: Date = "",
    before: Date = "",
    resume: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Begin one, or go on with one that was stopped."""
    wished = OverviewRequest(
        q.strip(),
        tuple(type or ()),
        tuple(authority or ()),
        after or None,
        before or None,
        resume or None,
    )
    try:
        if not resume and not wished.question:
            raise QuestionError("question.empty")
        job = core.overviews.start(wished, who)
    except PlansvarError as error:
        told = problem(error, spoken)
        answer = await _page(
            request, core, who, pages, told.status, trouble=told.detail, wished=wished
        )
        answer.headers.update(told.headers)
        return answer
    return RedirectResponse(f"/overviews/{job.id}", 303, headers=HEADERS)


@router.get("/{overview_id}")
async def overview(
    request: Request,
    overview_id: str,
    core: CoreDep,
    who: Reader,
    spoken: Spoken,
    pages: PagesDep,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """How far one is, or what was found."""
    if _KEPT_ID.fullmatch(overview_id):
        found = await core.workers.run(_found, core, overview_id, who)
        return pages.html(request, "overview.html", **_values(found, page, spoken))
    job = core.overviews.get(overview_id, who)
    if job.result is not None:
        return _elsewhere(request, f"/overviews/{job.result['overview'].id}")
    return pages.html(
        request,
        "part_overview_job.html" if is_part(request) else "overview_job.html",
        job=job_json(job, spoken),
    )


@router.post("/{job_id}/stop")
async def stop(job_id: str, core: CoreDep, who: Reader, ours: OurForm) -> Response:
    """End one after the document in hand; it can be gone on with."""
    core.overviews.stop(job_id, who)
    return RedirectResponse(f"/overviews/{job_id}", 303, headers=HEADERS)


@router.get("/{overview_id}/export")
async def export(
    overview_id: str,
    core: CoreDep,
    who: Reader,
    spoken: Spoken,
    format: Literal[OverviewForm.CSV, OverviewForm.XLSX] = OverviewForm.CSV,
) -> Response:
    """What was found, as a file."""

    def made() -> Response:
        return as_file(_found(core, overview_id, who), format, who.user, spoken)

    return await core.workers.run(made)


def _elsewhere(request: Request, to: str) -> Response:
    """To an address that stays when the server is started anew."""
    if is_part(request):
        return Response(status_code=200, headers={**HEADERS, "HX-Redirect": to})
    return RedirectResponse(to, 303, headers=HEADERS)


def _found(core: Core, id_: str, who: Identity) -> Overview:
    kept = as_it_stands(id_, who, core.service)
    return readable(kept, core.service, who.user, shown_path(core.settings))


def _groups(findings: Sequence[Finding]) -> list[Group]:
    grouped = groupby(findings, key=lambda one: one.document.id)
    rows = [tuple(found) for _, found in grouped]
    return [Group(one[0].document, one) for one in rows]


def _values(found: Overview, page: int, spoken: Language) -> dict[str, Any]:
    first = (page - 1) * _PER_PAGE
    shown: Sequence[Finding] = found.findings[first : first + _PER_PAGE]
    lines = summary(found, spoken)
    return {
        "overview": found,
        "findings": _groups(shown),
        # The last line tells how to go on on the command line; here there is a button.
        "lines": lines[:-1] if found.remaining else lines,
        "page": page,
        "count": -(-len(found.findings) // _PER_PAGE),
    }


async def _page(
    request: Request,
    core: Core,
    who: Identity,
    pages: Pages,
    status: int = 200,
    *,
    trouble: str | None = None,
    wished: OverviewRequest | None = None,
) -> Response:
    kept = await core.workers.run(_kept, core, who)
    return pages.html(
        request,
        "overviews.html",
        status,
        lines=_lines(core.overviews.list(who), kept)[:_SHOWN],
        trouble=trouble,
        wished=wished or OverviewRequest(),
        types=[one.value for one in DocumentType],
        authorities=[one.value for one in Authority],
    )


def _kept(core: Core, who: Identity) -> list[OverviewInfo]:
    """What one has begun; nothing where nothing has been read in yet."""
    try:
        return core.service.overviews(who.keeper)
    except IndexStateError:
        return []


def _lines(jobs: Sequence[Job], kept: Sequence[OverviewInfo]) -> list[Line]:
    """What is under way first, then what is kept, without what is under way once more."""
    going = [one for one in jobs if one.ended is None]
    names = {one.name for one in going}
    return [
        *(Line(one.id, one.name, one.created.date().isoformat(), None, one.state) for one in going),
        *(
            Line(one.id, one.question, one.last.date().isoformat(), one.documents)
            for one in kept
            if one.question[:100] not in names and one.id not in names
        ),
    ]
