"""``/v1/drafts``: an answer to a letter, with footnotes, to be checked and sent by a person."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.accepting import wanted
from api.core import CoreDep, Reader
from api.models import DraftIn
from api.routes.register import download
from api.shown_paths import without_folders
from plansvar.drafts.json import letter_json
from plansvar.drafts.markdown import markdown
from plansvar.drafts.types import DraftRequest, Letter

router = APIRouter(prefix="/v1", tags=["drafts"])

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown"


class DraftForm(StrEnum):
    """How a draft is written."""

    JSON = "json"
    DOCX = "docx"
    MARKDOWN = "markdown"


_FORMS = {
    "application/json": DraftForm.JSON,
    DOCX: DraftForm.DOCX,
    MARKDOWN: DraftForm.MARKDOWN,
}


@router.post(
    "/drafts",
    summary="Draft an answer to a letter",
    description=(
        "Each sentence with a footnote, and what must be checked before it is sent. As JSON, Word "
        "or Markdown, as `format` or `Accept` says. A draft is nothing to send unread."
    ),
    responses={
        200: {
            "content": {
                "application/json": {"schema": {"type": "object"}},
                DOCX: {"schema": {"type": "string", "format": "binary"}},
                MARKDOWN: {"schema": {"type": "string"}},
            }
        }
    },
)
async def draft(
    request: Request,
    body: DraftIn,
    core: CoreDep,
    who: Reader,
    format: Annotated[DraftForm | None, Query(description="wins over `Accept`")] = None,
) -> Response:
    """Draft an answer."""
    wished = DraftRequest(body.question, body.language)
    letter = await core.workers.run(core.service.draft, wished, who.user)
    form = format or wanted(request.headers.get("accept", ""), _FORMS, DraftForm.JSON)
    if form is DraftForm.DOCX:
        return await core.workers.run(word_file, letter)
    if form is DraftForm.MARKDOWN:
        return download(markdown(letter).encode(), f"{MARKDOWN}; charset=utf-8", "svar.md")
    content = json.dumps(without_folders(letter_json(letter), core.settings), ensure_ascii=False)
    return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})


def word_file(letter: Letter) -> Response:
    """A draft to be saved."""
    from plansvar.drafts.word import docx  # noqa: PLC0415 - python-docx, for whoever wants it

    return download(docx(letter), DOCX, "svar.docx")
