"""``/v1/sync`` and ``/v1/jobs``: long work, and how far it is."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.access import Identity, Role
from api.core import Admin, CoreDep, Editor, Spoken
from api.job_json import job_json, source_json
from api.models import SyncIn
from plansvar.service import ProgressCallback, SyncRequest

router = APIRouter(prefix="/v1", tags=["jobs"])


@router.post(
    "/sync",
    summary="Bring documents in line with their sources",
    description="A background job: see `/v1/jobs/{id}`. One at a time writes; others wait.",
    status_code=202,
)
async def sync(body: SyncIn, core: CoreDep, who: Admin, spoken: Spoken) -> dict[str, Any]:
    """Bring documents in line with their sources."""
    wanted = SyncRequest(tuple(body.sources), body.allow_deletes)

    def work(progress: ProgressCallback) -> dict[str, Any]:
        reports = core.service.sync(wanted, progress)
        return {"sources": [source_json(one, spoken) for one in reports]}

    return job_json(core.jobs.start("sync", who.subject, work), spoken)


@router.get("/jobs", summary="Jobs", description="Your own, the newest first; administrators: all.")
async def jobs(core: CoreDep, who: Editor, spoken: Spoken) -> dict[str, Any]:
    """Jobs, the newest first."""
    return {"jobs": [job_json(one, spoken) for one in core.jobs.list(_whose(who))]}


@router.get("/jobs/{job_id}", summary="One job")
async def job(job_id: str, core: CoreDep, who: Editor, spoken: Spoken) -> dict[str, Any]:
    """A job, as it stands."""
    return job_json(core.jobs.get(job_id, _whose(who)), spoken)


def _whose(who: Identity) -> str | None:
    return None if who.role is Role.ADMIN else who.subject
