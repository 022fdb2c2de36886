"""``/documents``: what is indexed, from where, and what is under way or has failed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.access import Identity, Role
from api.core import Core, CoreDep, Reader, Spoken
from api.job_json import job_json
from api.pages.render import PagesDep, is_part
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import DocumentType

router = APIRouter()
_PER_PAGE = 50
_JOBS = 10
# What documents that were named one by one have as their source: ingest.pipeline.SOURCE, whose
# import takes seconds; a test compares them.
BY_HAND = "files"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A place that documents come from; ``configured`` ones can be brought in line again."""

    name: str
    by_hand: bool
    documents: int
    latest: str | None
    configured: bool


@router.get("/documents")
async def documents(
    request: Request,
    core: CoreDep,
    who: Reader,
    spoken: Spoken,
    pages: PagesDep,
    q: Annotated[str, Query(max_length=200)] = "",
    type: Annotated[str, Query(max_length=50)] = "",
    source: Annotated[str, Query(max_length=500)] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """The page of documents; htmx gets the list alone."""

    def found() -> dict[str, Any]:
        all_ = core.service.documents(who.user)
        wanted = [one for one in all_ if _is_wanted(one, q, type, source)]
        wanted.sort(key=lambda one: (one.date or "", one.title), reverse=True)
        first = (page - 1) * _PER_PAGE
        return {
            "documents": wanted[first : first + _PER_PAGE],
            "total": len(wanted),
            "all": len(all_),
            "undated": sum(one.date is None for one in all_),
            "hiding": [one for one in all_ if one.about.hides_text],
            "marked": [one for one in all_ if one.about.marks],
            "sources": _sources(core, all_, who),
            "types": sorted({one.type.value for one in all_}),
        }

    jobs = []
    if who.role >= Role.EDITOR:
        whose = None if who.role is Role.ADMIN else who.subject
        jobs = [job_json(one, spoken) for one in core.jobs.list(whose)[:_JOBS]]
    values = await core.workers.run(found)
    return pages.html(
        request,
        "part_documents.html" if is_part(request) else "documents.html",
        **values,
        jobs=jobs,
        q=q,
        type=type,
        source=source,
        page=page,
        count=-(-values["total"] // _PER_PAGE),
        groups=who.user.groups,
        default_groups=core.settings.default_groups,
    )


def _is_wanted(document: DocumentInfo, text: str, type_: str, source: str) -> bool:
    told = f"{document.title}\n{document.path}".casefold()
    known = {one.value for one in DocumentType}
    return (
        text.strip().casefold() in told
        and (type_ not in known or document.type.value == type_)
        and source in {"", document.source}
    )


def _sources(core: Core, documents: list[DocumentInfo], who: Identity) -> list[SourceLine]:
    """Where the documents that somebody may read come from; administrators see all sources."""
    counts = Counter(one.source for one in documents)
    configured = set(core.settings.sources)
    names = set(counts) | (configured if who.role is Role.ADMIN else set())
    latest: dict[str, str] = {}
    for one in documents:
        latest[one.source] = max(latest.get(one.source, ""), one.date or "")
    return [
        SourceLine(
            name, name == BY_HAND, counts[name], latest.get(name) or None, name in configured
        )
        for name in sorted(names)
    ]
