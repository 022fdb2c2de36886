"""``/register/facts/{id}``: one fact with its evidence; editors confirm and correct it in place."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from api.access import Identity
from api.core import Core, CoreDep, Editor, Reader, Spoken
from api.pages.fact_view import fields, withdrawable
from api.pages.forms import OurForm
from api.pages.register_view import notes
from api.pages.render import HEADERS, Pages, PagesDep, is_part
from api.problems import problem
from plansvar.errors import CorrectionError, PlansvarError
from plansvar.language.detect import Language
from plansvar.register.corrections import Action, CorrectionRequest
from plansvar.register.export.wording import code_of

router = APIRouter(prefix="/register/facts")

Text = Annotated[str, Form(max_length=2_000)]


@router.get("/{fact_id}")
async def fact(
    request: Request, fact_id: str, core: CoreDep, who: Reader, spoken: Spoken, pages: PagesDep
) -> Response:
    """A fact, on a page of its own or beside its list."""
    return await _shown(request, fact_id, core, who, spoken, pages)


@router.post("/{fact_id}")
async def say(
    request: Request,
    fact_id: str,
    core: CoreDep,
    who: Editor,
    spoken: Spoken,
    pages: PagesDep,
    ours: OurForm,
    action: Annotated[Action, Form()],
    field: Annotated[str, Form(max_length=100)] = "",
    values: Text = "",
    note: Text = "",
    withdraws: Annotated[str, Form(max_length=200)] = "",
    other: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Confirm, correct, reject or merge it, or withdraw what somebody has said of it."""
    lines = tuple(one.strip() for one in values.splitlines() if one.strip())
    wanted = CorrectionRequest(
        fact_id,
        action,
        field=field or None,
        values=tuple(code_of(field, one) for one in lines) if action is Action.CORRECT else (),
        other=other or None,
        withdraws=withdraws or None,
        note=note.strip(),
    )
    try:
        now = await core.workers.run(core.service.correct, wanted, who.user)
    except CorrectionError as error:
        return await _shown(request, fact_id, core, who, spoken, pages, failed=error)
    if not is_part(request):
        to = f"/register/facts/{now.id}" if now else "/register"
        return RedirectResponse(to, 303, headers=HEADERS)
    if now is None:
        answer = pages.html(request, "part_rejected.html", fact_id=fact_id)
    else:
        answer = await _shown(request, now.id, core, who, spoken, pages, saved=True)
    answer.headers["HX-Trigger"] = "fact-changed"
    return answer


async def _shown(
    request: Request,
    id_: str,
    core: Core,
    who: Identity,
    spoken: Language,
    pages: Pages,
    *,
    failed: PlansvarError | None = None,
    saved: bool = False,
) -> Response:
    one = await core.workers.run(core.service.fact, id_, who.user)
    log = await core.workers.run(core.service.corrections, one.id, who.user)
    return pages.html(
        request,
        "part_fact.html" if is_part(request) else "fact.html",
        422 if failed else 200,
        fact=one,
        fields=fields(one, spoken),
        notes=notes(one, spoken),
        log=log,
        open_log={one.id for one in withdrawable(log)},
        failed=problem(failed, spoken).detail if failed else None,
        saved=saved,
    )
