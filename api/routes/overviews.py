"""``/v1/overviews``: all documents of some kind are gone through, as a job."""

from __future__ import annotations

import json
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.accepting import wanted
from api.core import Core, CoreDep, Reader, Spoken
from api.job_json import job_json
from api.jobs import Job
from api.models import OverviewIn
from api.overviews import readable
from api.routes.register import XLSX, download
from api.shown_paths import shown_path
from plansvar.access import User
from plansvar.drafts import overview_files as files
from plansvar.drafts.json import overview_json
from plansvar.drafts.overview_types import Overview
from plansvar.errors import QuestionError, RequestError
from plansvar.language.detect import Language

router = APIRouter(prefix="/v1/overviews", tags=["drafts"])
CSV = "text/csv"


class OverviewForm(StrEnum):
    """How an overview is written."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


_FORMS = {"application/json": OverviewForm.JSON, CSV: OverviewForm.CSV, XLSX: OverviewForm.XLSX}


@router.post(
    "",
    summary="Go through all documents that a question is about",
    description=(
        "A job of your own: `GET` its id to see how far it is, and what was found. `resume` goes "
        "on with one that was stopped."
    ),
    status_code=202,
)
async def start(body: OverviewIn, core: CoreDep, who: Reader, spoken: Spoken) -> dict[str, Any]:
    """Begin an overview."""
    if body.resume is None and not body.question.strip():
        raise QuestionError("question.empty")
    return _told(core.overviews.start(body.request(), who), spoken)


@router.get(
    "",
    summary="Your overviews",
    description=(
        "Those that are still kept, the one that was gone on with last first; `resume` takes their "
        "`id`, also after the server was started anew."
    ),
)
async def own(core: CoreDep, who: Reader) -> dict[str, Any]:
    """What one has begun."""
    found = await core.workers.run(core.service.overviews, who.keeper)
    listed = [
        {
            "id": one.id,
            "question": one.question,
            "last": one.last.isoformat(timespec="seconds"),
            "documents": one.documents,
        }
        for one in found
    ]
    return {"overviews": listed}


@router.get(
    "/{job_id}",
    summary="How far an overview is, and what was found",
    description=(
        "As JSON the job, with the overview as its `result`; as CSV or a workbook the findings "
        "alone, when it is done. Documents that you may no longer read are left out."
    ),
    responses={
        200: {"content": {"application/json": {"schema": {"type": "object"}}, CSV: {}, XLSX: {}}}
    },
)
async def one(
    request: Request,
    job_id: str,
    core: CoreDep,
    who: Reader,
    spoken: Spoken,
    format: Annotated[OverviewForm | None, Query(description="wins over `Accept`")] = None,
) -> Response:
    """An overview, as it stands."""
    job = core.overviews.get(job_id, who)
    form = format or wanted(request.headers.get("accept", ""), _FORMS, OverviewForm.JSON)
    found = await core.workers.run(_found, core, job, who.user)
    if form is OverviewForm.JSON:
        told = {**_told(job, spoken), "result": overview_json(found) if found else None}
        content = json.dumps(told, ensure_ascii=False)
        headers = {"Cache-Control": "no-store"}
        return Response(content, media_type="application/json", headers=headers)
    if job.error is not None:
        raise job.error
    if found is None:
        raise RequestError("api.not_done", seconds=2)
    return await core.workers.run(as_file, found, form, who.user, spoken)


@router.delete(
    "/{job_id}",
    summary="Stop an overview",
    description="After the document in hand; what was found until then stays, and it can go on.",
    status_code=202,
)
async def stop(job_id: str, core: CoreDep, who: Reader, spoken: Spoken) -> dict[str, Any]:
    """End an overview early."""
    return _told(core.overviews.stop(job_id, who), spoken)


def _told(job: Job, spoken: Language) -> dict[str, Any]:
    return {**job_json(job, spoken), "result": None}


def _found(core: Core, job: Job, user: User) -> Overview | None:
    if job.result is None:
        return None
    return readable(job.result["overview"], core.service, user, shown_path(core.settings))


def as_file(overview: Overview, form: OverviewForm, user: User, spoken: Language) -> Response:
    """The findings, to be saved: CSV, or a workbook."""
    if form is OverviewForm.CSV:
        text = files.overview_csv(overview, spoken)
        return download(text.encode("utf-8-sig"), f"{CSV}; charset=utf-8", "oversikt.csv")
    with tempfile.TemporaryDirectory(prefix="plansvar-") as folder:
        path = Path(folder) / "overview.xlsx"
        files.write_overview(path, overview, user.name, spoken)
        return download(path.read_bytes(), XLSX, "oversikt.xlsx")
