"""``/documents/{id}``: a document with a quote marked, on a page of its own or beside an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.core import Core, CoreDep, Reader
from api.pages.render import PagesDep
from api.pages.source_view import Span, around, sheet
from plansvar.access import User
from plansvar.documents.stored import DocumentInfo, copies_among, editions_among
from plansvar.documents.types import Block
from plansvar.errors import NotFoundError

router = APIRouter(prefix="/documents")

Place = Annotated[int, Query(ge=0, le=2**31)]
Number = Annotated[int | None, Query(ge=1, le=100_000)]


@dataclass(frozen=True, slots=True)
class _Read:
    info: DocumentInfo
    text: str
    blocks: list[Block]
    has_file: bool

    @property
    def has_pictures(self) -> bool:
        """Whether its pages can be shown as they look."""
        return self.has_file and self.info.path.lower().endswith(".pdf")


@router.get("/{document_id}")
async def document(
    request: Request,
    document_id: str,
    core: CoreDep,
    who: Reader,
    pages: PagesDep,
    start: Place = 0,
    end: Place = 0,
    page: Number = None,
) -> Response:
    """A document, page by page."""

    def found() -> dict[str, Any]:
        read = _read(core, document_id, who.user)
        others = core.service.documents(who.user)
        shown = sheet(read.blocks, read.text, Span(start, end), read.info.page_count, page)
        return {
            "read": read,
            "document": read.info,
            "sheet": shown,
            "copies": copies_among(read.info, others),
            "editions": editions_among(read.info, others),
            "start": start,
            "end": end,
        }

    return pages.html(request, "document.html", **await core.workers.run(found))


@router.get("/{document_id}/source")
async def source(
    request: Request,
    document_id: str,
    core: CoreDep,
    who: Reader,
    pages: PagesDep,
    start: Place = 0,
    end: Place = 0,
    page: Number = None,
    fact: Annotated[str, Query(max_length=100, pattern=r"^[\w-]*$")] = "",
) -> Response:
    """The place of a quote, to be shown beside an answer."""

    def found() -> dict[str, Any]:
        read = _read(core, document_id, who.user)
        return {
            "read": read,
            "document": read.info,
            "parts": around(read.blocks, read.text, Span(start, end)),
            "quote": read.text[start:end],
            "start": start,
            "end": end,
            "page": page,
            "fact": fact,
        }

    return pages.html(request, "part_source.html", **await core.workers.run(found))


def _read(core: Core, id_: str, user: User) -> _Read:
    service = core.service
    info = service.document(id_, user)
    try:
        service.original(id_, user)
        has_file = True
    except NotFoundError:
        has_file = False
    return _Read(
        info, service.document_text(id_, user), service.document_blocks(id_, user), has_file
    )
