"""``/search``: passages with the words marked, to be narrowed and put in order."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.core import CoreDep, Reader, Spoken
from api.pages.render import PagesDep, is_part
from api.pages.search_view import FACETS, MOST, by_date, facets, narrowed, snippet
from api.problems import problem
from plansvar.answers import SearchResult
from plansvar.errors import PlansvarError

router = APIRouter()
_PER_PAGE = 20

Values = Annotated[list[str], Field(max_length=50)]


class Wanted(BaseModel):
    """What is looked for, and what it is narrowed to."""

    model_config = ConfigDict(extra="ignore")

    q: str = Field("", max_length=2_000)
    sort: Literal["relevance", "date"] = "relevance"
    page: int = Field(1, ge=1, le=100)
    type: Values = Field(default_factory=list)
    authority: Values = Field(default_factory=list)
    organisation: Values = Field(default_factory=list)
    municipality: Values = Field(default_factory=list)
    year: Values = Field(default_factory=list)
    language: Values = Field(default_factory=list)

    def chosen(self) -> dict[str, list[str]]:
        """The chosen values of each facet."""
        return {name: getattr(self, name) for name in FACETS}


@router.get("/search")
async def search(
    request: Request,
    core: CoreDep,
    who: Reader,
    spoken: Spoken,
    pages: PagesDep,
    wanted: Annotated[Wanted, Query()],
) -> Response:
    """The page for searching; htmx gets its results alone."""
    query = wanted.q.strip()
    result = SearchResult()
    trouble = None
    if query:
        try:
            result = await core.workers.run(core.service.search, query, who.user, MOST)
        except PlansvarError as error:
            trouble = problem(error, spoken).detail
    chosen = wanted.chosen()
    found = narrowed(result.hits, chosen)
    if wanted.sort == "date":
        found = by_date(found)
    first = (wanted.page - 1) * _PER_PAGE
    shown = [(one, snippet(one.text, query)) for one in found[first : first + _PER_PAGE]]
    return pages.html(
        request,
        "part_results.html" if is_part(request) else "search.html",
        query=query,
        trouble=trouble,
        hits=shown,
        total=len(found),
        notices=[one.text(spoken) for one in result.notices],
        all=len(result.hits),
        facets=facets(result.hits, chosen, spoken),
        chosen=chosen,
        sort=wanted.sort,
        page=wanted.page,
        count=-(-len(found) // _PER_PAGE),
        most=MOST,
    )
