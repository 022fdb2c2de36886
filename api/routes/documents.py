"""``/v1/documents``: which there are, what stands in them, and their files; upload and removal."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Path, Query, Request, Response, UploadFile
from starlette.responses import FileResponse

from api.core import VARY, CoreDep, Editor, Reader, Spoken, conditional, known_already
from api.core import tag as _tag
from api.job_json import job_json
from api.uploads import groups_of, keep, remove_work, upload_work
from plansvar.answer_json import listed_json
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Block, DocumentType
from plansvar.page_image.drawing import DEFAULT_WIDTH, Mark, draw, marks

router = APIRouter(prefix="/v1/documents", tags=["documents"])

Limit = Annotated[int, Query(ge=1, le=1_000, description="the most in one answer")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="how many to pass over")]


@router.get("", summary="List documents", description="Those that you may read, by path.")
async def documents(
    request: Request,
    core: CoreDep,
    who: Reader,
    q: Annotated[
        str | None, Query(max_length=200, description="stands in the title or the path")
    ] = None,
    type: Annotated[DocumentType | None, Query(description="of this type only")] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """List documents."""

    def listed() -> dict[str, Any]:
        all_ = core.service.documents(who.user)
        found = [one for one in all_ if _wanted(one, q, type)]
        page = found[offset : offset + limit]
        return {
            "total": len(found),
            "offset": offset,
            "limit": limit,
            "documents": [listed_json(one, all_) for one in page],
        }

    return conditional(request, await core.workers.run(listed))


def _wanted(document: DocumentInfo, text: str | None, type_: DocumentType | None) -> bool:
    words = (text or "").casefold()
    told = f"{document.title}\n{document.path}".casefold()
    return words in told and type_ in {None, document.type}


@router.get("/{document_id}", summary="One document")
async def document(request: Request, document_id: str, core: CoreDep, who: Reader) -> Response:
    """All that is told of a document."""

    def found() -> dict[str, Any]:
        one = core.service.document(document_id, who.user)
        return listed_json(one, core.service.documents(who.user))

    return conditional(request, await core.workers.run(found))


@router.get(
    "/{document_id}/text",
    summary="A document's text",
    description="The stored text. `start` and `end` of citations are places in it.",
)
async def text(request: Request, document_id: str, core: CoreDep, who: Reader) -> Response:
    """A document's text."""
    found = await core.workers.run(core.service.document_text, document_id, who.user)
    return conditional(request, {"id": document_id, "text": found})


@router.get(
    "/{document_id}/blocks",
    summary="A document's parts",
    description="Headings, paragraphs, list items and tables in reading order, with their text.",
)
async def blocks(
    request: Request,
    document_id: str,
    core: CoreDep,
    who: Reader,
    limit: Limit = 500,
    offset: Offset = 0,
) -> Response:
    """A document's blocks."""

    def found() -> dict[str, Any]:
        whole = core.service.document_text(document_id, who.user)
        all_ = core.service.document_blocks(document_id, who.user)
        return {
            "id": document_id,
            "total": len(all_),
            "offset": offset,
            "limit": limit,
            "blocks": [_block_json(one, whole) for one in all_[offset : offset + limit]],
        }

    return conditional(request, await core.workers.run(found))


def _block_json(block: Block, text: str) -> dict[str, Any]:
    return {
        "ordinal": block.ordinal,
        "kind": block.kind.value,
        "text": text[block.start : block.end],
        "start": block.start,
        "end": block.end,
        "level": block.level,
        "page": block.page,
        "heading": list(block.heading_path),
        "label": block.label,
        "furniture": block.furniture,
        "header_rows": block.header_rows,
        "rows": [[text[start:end] for start, end in row.cells] for row in block.rows],
    }


@router.get(
    "/{document_id}/original",
    summary="A document's file",
    description="The file that was read, to be saved. Never shown in place: it may be harmful.",
    response_class=FileResponse,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
async def original(document_id: str, core: CoreDep, who: Reader) -> Response:
    """A document's file."""

    def found() -> tuple[DocumentInfo, Any]:
        one = core.service.document(document_id, who.user)
        return one, core.service.original(document_id, who.user)

    info, path = await core.workers.run(found)
    headers = {"Content-Disposition": _attachment(info.path)}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


@router.get(
    "/{document_id}/pages/{page}.png",
    summary="A page as an image",
    description=(
        "A page of a PDF, counted from 1. `start` and `end`, as citations have them, mark a quote."
    ),
    response_class=Response,
    responses={200: {"content": {"image/png": {"schema": {"type": "string"}}}}},
)
async def page_image(
    request: Request,
    document_id: str,
    page: Annotated[int, Path(ge=1, le=100_000)],
    core: CoreDep,
    who: Reader,
    start: Annotated[int, Query(ge=0, le=2**31, description="where the quote begins")] = 0,
    end: Annotated[int, Query(ge=0, le=2**31, description="where it ends")] = 0,
    width: Annotated[int, Query(ge=100, le=3_000, description="in pixels")] = DEFAULT_WIDTH,
) -> Response:
    """A page, with a quote marked."""
    info = await core.workers.run(core.service.document, document_id, who.user)
    tag = _tag(f"{info.version_id} {page} {start} {end} {width}")
    if unchanged := known_already(request, tag):
        return unchanged

    def drawn() -> bytes:
        path = core.service.original(document_id, who.user)
        marked: tuple[Mark, ...] = ()
        if start < end:
            text = core.service.document_text(document_id, who.user)
            blocks = core.service.document_blocks(document_id, who.user)
            marked = marks(blocks, text, page, start, end)
        return draw(path, page, marked, width)

    image = await core.workers.run(drawn)
    return Response(image, media_type="image/png", headers={"ETag": tag, "Vary": VARY})


def _attachment(path: str) -> str:
    """The header that saves a file under its own name, whatever is in it (RFC 6266)."""
    name = PurePosixPath(path.replace("\\", "/")).name
    # Control letters, and those that turn the direction of text and hide an ending.
    name = "".join(one for one in name if unicodedata.category(one) not in {"Cc", "Cf", "Cs"})
    name = name.strip(" .")[:150] or "document"
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


@router.post(
    "",
    summary="Upload a document",
    description=(
        "Reads a file in, as a background job: see `/v1/jobs/{id}`. A second file of the same name "
        "from the same user is a new version. You can only give access to groups you are in."
    ),
    status_code=202,
)
async def upload(
    core: CoreDep,
    who: Editor,
    spoken: Spoken,
    file: Annotated[UploadFile, File(description="the file")],
    groups: Annotated[
        str | None, Form(max_length=2_000, description="who may read it, separated by commas")
    ] = None,
) -> dict[str, Any]:
    """Upload a document."""
    named = groups_of(groups, who, core.settings)
    path = await core.workers.run(keep, file.file, file.filename or "", who.subject, core.settings)
    work = upload_work(core.service, path, named, spoken)
    return job_json(core.jobs.start("upload", who.subject, work), spoken)


@router.delete(
    "/{document_id}",
    summary="Remove a document",
    description="From Plansvar, not from where it came: a source that has it brings it back.",
    status_code=202,
)
async def remove(document_id: str, core: CoreDep, who: Editor, spoken: Spoken) -> dict[str, Any]:
    """Remove a document."""
    found = await core.workers.run(core.service.document, document_id, who.user)
    work = remove_work(core.service, found.id, who.user, core.settings)
    return job_json(core.jobs.start("remove", who.subject, work), spoken)
