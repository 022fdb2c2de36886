"""``/register``: the lists of the plan register, and their files."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.access import Identity
from api.core import Core, CoreDep, Reader, Spoken
from api.pages import register_view as view_of
from api.pages.facts import router as facts_router
from api.pages.merging import router as merging_router
from api.pages.register_view import DATED, KINDS, OWNED, View, flags_of
from api.pages.render import PagesDep, is_part
from api.problems import problem
from api.routes.register import XLSX, download, found_facts, workbook
from api.shown_paths import shown_path
from plansvar.errors import PlansvarError
from plansvar.language.detect import Language
from plansvar.register.export.facts_csv import facts_csv
from plansvar.register.export.goal_tree import goal_trees
from plansvar.register.facts import Fact
from plansvar.register.queries import FactPage, FactQuery, Flag

router = APIRouter()
router.include_router(facts_router)
router.include_router(merging_router)
_PER_PAGE = 100
_OWN = frozenset({"page", "format"})

Words = Annotated[str, Field(max_length=200)]


class Wanted(BaseModel):
    """What a list is narrowed to; what is empty doesn't count."""

    model_config = ConfigDict(extra="ignore")

    q: Words = ""
    owner: Words = ""
    plan: Words = ""
    status: Words = ""
    due: Annotated[str, Field(max_length=10)] = ""
    since: Annotated[str, Field(max_length=10)] = ""
    until: Annotated[str, Field(max_length=10)] = ""
    as_of: Annotated[str, Field(max_length=10)] = ""
    flag: Annotated[str, Field(max_length=20)] = ""
    everything: bool = False
    page: int = Field(1, ge=1, le=100_000)
    format: Literal["csv", "xlsx"] = "csv"

    def query(self, view: View) -> FactQuery:
        """The question to the register."""
        flags = [one for one in Flag if one.value == self.flag]
        if view is View.CONFLICTS:
            flags.append(Flag.CONFLICT)
        dated = view in DATED
        return FactQuery(
            kinds=KINDS[view],
            text=self.q.strip() or None,
            owner=self.owner.strip() or None if view in OWNED else None,
            plan=self.plan.strip() or None,
            flags=tuple(flags),
            since=self.since or None if dated else None,
            until=self.until or None if dated else None,
            as_of=self.as_of or None,
        )

    def given(self) -> dict[str, Any]:
        """What is narrowed, for addresses."""
        return {key: value for key, value in self.model_dump().items() if value and key not in _OWN}


@router.get("/register")
async def start(
    request: Request,
    core: CoreDep,
    who: Reader,
    spoken: Spoken,
    pages: PagesDep,
    wanted: Annotated[Wanted, Query()],
) -> Response:
    """The register, open at the measures."""
    return await register(request, View.MEASURES, core, who, spoken, pages, wanted)


@router.get("/register/{view}")
async def register(
    request: Request,
    view: View,
    core: CoreDep,
    who: Reader,
    spoken: Spoken,
    pages: PagesDep,
    wanted: Annotated[Wanted, Query()],
) -> Response:
    """One of its lists; htmx gets the list alone."""
    trouble, values = None, _nothing()
    try:
        values = await core.workers.run(_found, core, view, who, spoken, wanted)
    except PlansvarError as error:
        trouble = problem(error, spoken).detail
    return pages.html(
        request,
        "part_register.html" if is_part(request) else "register.html",
        view=view.value,
        views=[one.value for one in View],
        wanted=wanted,
        given=wanted.given(),
        flags=[one.value for one in flags_of(view)],
        has_owner=view in OWNED,
        has_dates=view in DATED,
        trouble=trouble,
        **values,
    )


@router.get("/register/{view}/export")
async def export(
    view: View, core: CoreDep, who: Reader, spoken: Spoken, wanted: Annotated[Wanted, Query()]
) -> Response:
    """A list as it is narrowed, as a file."""

    def made() -> Response:
        page = _page(core, view, who, wanted)
        if wanted.format == "xlsx":
            book = workbook(core, page, who.user, wanted.as_of or None, spoken)
            return download(book, XLSX, f"plansvar-{view}.xlsx")
        kinds = KINDS[view] or tuple(dict.fromkeys(one.kind for one in page.facts))
        text = facts_csv(page.facts, kinds, shown_path(core.settings))
        return download(text.encode(), "text/csv; charset=utf-8", f"plansvar-{view}.csv")

    return await core.workers.run(made)


def _page(core: Core, view: View, who: Identity, wanted: Wanted) -> FactPage:
    page = found_facts(core, wanted.query(view), who.user, wanted.everything)
    facts = [one for one in page.facts if _fits(one, wanted)]
    return FactPage(tuple(facts), len(facts), page.ambiguous, page.meant, page.left_out)


def _fits(fact: Fact, wanted: Wanted) -> bool:
    status = wanted.status.strip().casefold()
    end = view_of.due(fact)
    return (not status or any(status in one.casefold() for one in fact.texts("status"))) and (
        not wanted.due or (bool(end) and end[: len(wanted.due)] <= wanted.due)
    )


def _nothing() -> dict[str, Any]:
    return {
        "rows": [],
        "columns": (),
        "total": 0,
        "count": 1,
        "trees": (),
        "years": [],
        "reviews": [],
        "left_out": 0,
        "ambiguous": (),
        "meant": (),
    }


def _found(
    core: Core, view: View, who: Identity, spoken: Language, wanted: Wanted
) -> dict[str, Any]:
    day = wanted.as_of or dt.date.today().isoformat()
    values = _nothing()
    first = (wanted.page - 1) * _PER_PAGE
    if view is View.REVIEW:
        items = core.service.review(who.user)
        shown = items[first : first + _PER_PAGE]
        rows = [(one, view_of.row(one.fact, spoken, day)) for one in shown]
        return {
            **values,
            "reviews": rows,
            "total": len(items),
            "count": -(-len(items) // _PER_PAGE),
        }
    page = _page(core, view, who, wanted)
    values |= {"left_out": page.left_out, "ambiguous": page.ambiguous, "meant": page.meant}
    if view is View.GOALS:
        # Goals are counted, not the measures that stand below them.
        trees = goal_trees(page.facts)
        goals = sum(one.kind is KINDS[View.GOALS][0] for one in page.facts)
        return {**values, "trees": trees, "total": goals}
    facts = view_of.in_order(view, page.facts, day)
    rows_ = [view_of.row(one, spoken, day) for one in facts[first : first + _PER_PAGE]]
    return {
        **values,
        "rows": rows_,
        "columns": view_of.columns(view, spoken) if KINDS[view] else (),
        "total": len(facts),
        "count": -(-len(facts) // _PER_PAGE),
        "years": view_of.years(rows_) if view is View.DECISIONS else [],
    }
