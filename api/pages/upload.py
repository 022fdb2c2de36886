"""Uploads, removal and sync from the pages: each is a job, whose progress the page asks for."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from api.access import Identity, Role
from api.core import Admin, CoreDep, Editor, Spoken
from api.job_json import job_json, source_json
from api.jobs import Job
from api.pages.forms import OurForm
from api.pages.render import HEADERS, Pages, PagesDep, is_part
from api.uploads import file_name, groups_of, keep, remove_work, upload_work
from plansvar.language.detect import Language
from plansvar.service import ProgressCallback, SyncRequest

router = APIRouter()


@router.post("/documents")
async def upload(
    request: Request,
    core: CoreDep,
    who: Editor,
    spoken: Spoken,
    pages: PagesDep,
    ours: OurForm,
    file: Annotated[list[UploadFile], File(max_length=20)],
    group: Annotated[list[str] | None, Form(max_length=50)] = None,
) -> Response:
    """Read files in, each as a job of its own."""
    groups = groups_of(",".join(group or []), who, core.settings)
    started = []
    for one in file:
        name = file_name(one.filename or "")
        path = await core.workers.run(keep, one.file, name, who.subject, core.settings)
        work = upload_work(core.service, path, groups, spoken)
        started.append(core.jobs.start("upload", who.subject, work, name))
    return _told(request, pages, started, spoken)


@router.post("/documents/{document_id}/remove")
async def remove(
    request: Request,
    document_id: str,
    core: CoreDep,
    who: Editor,
    spoken: Spoken,
    pages: PagesDep,
    ours: OurForm,
) -> Response:
    """Take a document out."""
    found = await core.workers.run(core.service.document, document_id, who.user)
    work = remove_work(core.service, found.id, who.user, core.settings)
    return _told(
        request, pages, [core.jobs.start("remove", who.subject, work, found.title)], spoken
    )


@router.post("/sync")
async def sync(
    request: Request,
    core: CoreDep,
    who: Admin,
    spoken: Spoken,
    pages: PagesDep,
    ours: OurForm,
    source: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Bring the documents of one source, or of all, in line with what is there."""
    wanted = SyncRequest((source,) if source else ())

    def work(progress: ProgressCallback) -> dict[str, Any]:
        reports = core.service.sync(wanted, progress)
        return {"sources": [source_json(one, spoken) for one in reports]}

    return _told(request, pages, [core.jobs.start("sync", who.subject, work, source)], spoken)


@router.get("/jobs/{job_id}")
async def job(
    request: Request, job_id: str, core: CoreDep, who: Editor, spoken: Spoken, pages: PagesDep
) -> Response:
    """How far a job is."""
    found = core.jobs.get(job_id, _whose(who))
    return pages.html(request, "part_jobs.html", jobs=[job_json(found, spoken)])


def _whose(who: Identity) -> str | None:
    return None if who.role is Role.ADMIN else who.subject


def _told(request: Request, pages: Pages, jobs: list[Job], spoken: Language) -> Response:
    """The jobs for htmx; without scripts, the page that lists them."""
    if is_part(request):
        told = [job_json(one, spoken) for one in jobs]
        return pages.html(request, "part_jobs.html", jobs=told)
    return RedirectResponse("/documents", 303, headers=HEADERS)
