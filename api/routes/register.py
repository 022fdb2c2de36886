"""``/v1/register``: facts with their evidence, what to look at, and what people say of them."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.core import Core, CoreDep, Editor, Reader, Spoken, conditional
from api.models import A_DAY, CorrectionIn
from api.routes.fact_filters import Filters, Format
from api.shown_paths import shown_path, without_folders
from plansvar.access import User
from plansvar.language.detect import Language
from plansvar.register.corrections import CorrectionRequest
from plansvar.register.export import facts_json
from plansvar.register.export.facts_csv import facts_csv
from plansvar.register.export.workbook import Scope, write_workbook
from plansvar.register.kinds import FactKind
from plansvar.register.queries import FactPage, FactQuery, Flag
from plansvar.register.standing import holding
from plansvar.register.timespan import reached

router = APIRouter(prefix="/v1/register", tags=["register"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Limit = Annotated[int, Query(ge=1, le=1_000, description="the most in one answer")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="how many to pass over")]
AsOf = Annotated[
    str | None,
    Query(
        max_length=10,
        description="as of this day, as 2024-05-31",
        examples=["2024"],
        json_schema_extra=A_DAY,
    ),
]


@router.get(
    "/facts",
    summary="Facts",
    description=(
        "All facts that fit, of what you may read, in the form of docs/register.md. What stands "
        "only in editions that are replaced is left out and counted, unless `everything` or `plan`."
    ),
    responses={200: {"content": {"application/json": {}, "text/csv": {}, XLSX: {}}}},
)
async def facts(
    request: Request,
    core: CoreDep,
    who: Reader,
    spoken: Spoken,
    filters: Annotated[Filters, Query()],
) -> Response:
    """Facts that fit some filters."""
    query = filters.query()
    page = await core.workers.run(found_facts, core, query, who.user, filters.everything)
    kinds = query.kinds or tuple(FactKind)
    if filters.format is Format.CSV:
        text = await core.workers.run(facts_csv, page.facts, kinds, shown_path(core.settings))
        return download(text.encode(), "text/csv; charset=utf-8", "plansvar.csv")
    if filters.format is Format.XLSX:
        book = await core.workers.run(workbook, core, page, who.user, query.as_of, spoken)
        return download(book, XLSX, "plansvar.xlsx")
    part = replace(page, facts=page.facts[filters.offset : filters.offset + filters.limit])
    content = await core.workers.run(facts_json.page_json, part, query.as_of)
    return conditional(request, {**content, "offset": filters.offset, "limit": filters.limit})


def found_facts(core: Core, query: FactQuery, user: User, everything: bool) -> FactPage:
    """What fits a query; unless ``everything``, without what only replaced editions say."""
    page = core.service.facts(query, user)
    if everything or query.plan is not None:
        return page
    day = query.as_of or dt.date.today().isoformat()
    return holding(page, core.service.documents(user), day)


def workbook(core: Core, page: FactPage, user: User, as_of: str | None, spoken: Language) -> bytes:
    """All of a page as a workbook, for somebody's eyes, as of a day."""
    shown = shown_path(core.settings)
    documents = tuple(
        replace(one, path=shown(one.path))
        for one in core.service.documents(user)
        if as_of is None or reached(one.since, as_of)
    )
    scope = Scope(user, as_of, documents, dt.datetime.now(), page.left_out)
    with tempfile.TemporaryDirectory(prefix="plansvar-") as folder:
        path = Path(folder) / "register.xlsx"
        write_workbook(path, page.facts, scope, spoken)
        return path.read_bytes()


def download(content: bytes, media_type: str, name: str) -> Response:
    """A file to be saved."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


@router.get("/facts/{fact_id}", summary="One fact, with all its evidence")
async def fact(
    request: Request, fact_id: str, core: CoreDep, who: Reader, as_of: AsOf = None
) -> Response:
    """One fact."""
    found = await core.workers.run(core.service.fact, fact_id, who.user, as_of)
    return conditional(request, facts_json.one_json(found, as_of))


@router.get("/facts/{fact_id}/history", summary="What held before, and what people have said")
async def history(request: Request, fact_id: str, core: CoreDep, who: Reader) -> Response:
    """A fact and its corrections."""

    def found() -> dict[str, Any]:
        one = core.service.fact(fact_id, who.user)
        return facts_json.history_json(one, core.service.corrections(one.id, who.user))

    return conditional(request, await core.workers.run(found))


@router.get("/conflicts", summary="Facts on which documents disagree")
async def conflicts(
    request: Request, core: CoreDep, who: Reader, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """Facts with conflicts."""
    query = FactQuery(flags=(Flag.CONFLICT,), limit=limit, offset=offset)
    page = await core.workers.run(core.service.facts, query, who.user)
    return conditional(request, facts_json.page_json(page, None))


@router.get(
    "/review", summary="What somebody should look at", description="The most important first."
)
async def review(
    request: Request, core: CoreDep, who: Reader, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """The review queue."""
    items = await core.workers.run(core.service.review, who.user)
    content = facts_json.review_json(items[offset : offset + limit], len(items))
    return conditional(request, content)


@router.get("/corrections", summary="What people have said of facts, the oldest first")
async def corrections(
    request: Request, core: CoreDep, who: Reader, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """The log of corrections."""

    def found() -> dict[str, Any]:
        log = core.service.corrections(None, who.user)
        facts_of = _facts_of(core, who.user)
        shown = log[offset : offset + limit]
        names = {one.id: facts_of(one.claims) for one in shown}
        told = {id_: fact_id for id_, fact_id in names.items() if fact_id}
        return {**facts_json.log_json(shown, told), "total": len(log)}

    return conditional(request, await core.workers.run(found))


def _facts_of(core: Core, user: User) -> Callable[[tuple[str, ...]], str | None]:
    by_claim = {
        claim: one.id for one in core.service.register(user).facts for claim in one.claim_ids
    }
    return lambda claims: next((by_claim[one] for one in claims if one in by_claim), None)


@router.post(
    "/corrections",
    summary="Confirm, correct, reject or merge a fact, or withdraw a correction",
    description="Written into a log under your name; the documents stay as they are.",
    status_code=201,
)
async def correct(body: CorrectionIn, core: CoreDep, who: Editor) -> dict[str, Any]:
    """Say something of a fact."""
    wanted = CorrectionRequest(
        fact_id=body.fact,
        action=body.action,
        field=body.field,
        values=tuple(body.values),
        other=body.other,
        withdraws=body.withdraws,
        note=body.note,
    )

    def done() -> dict[str, Any]:
        known = {one.id for one in core.service.corrections(None, who.user)}
        now = core.service.correct(wanted, who.user)
        log = core.service.corrections(None, who.user)
        written = [one for one in log if one.id not in known and one.by == who.user.name]
        return dict(without_folders(facts_json.corrected_json(now, written[-1]), core.settings))

    return await core.workers.run(done)
