"""``/register/facts/{id}/merge``: which other fact the same one may be, for an editor to choose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.core import CoreDep, Editor, Spoken
from api.pages.register_view import row
from api.pages.render import PagesDep, is_part
from plansvar.register.facts import Fact
from plansvar.register.names import plain

router = APIRouter(prefix="/register/facts")

_SHOWN = 8
_LEAST = 0.45  # likeness of those that share no word
_SHORT = 3  # letters of a word that says little
_COMPARED = 60  # letter by letter, of those that share most words


@router.get("/{fact_id}/merge")
async def choose(
    request: Request,
    fact_id: str,
    core: CoreDep,
    who: Editor,
    spoken: Spoken,
    pages: PagesDep,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The facts most like it, or most like a name."""

    def found() -> tuple[Fact, list[Fact]]:
        fact = core.service.fact(fact_id, who.user)
        others = core.service.register(who.user).of(fact.kind)
        return fact, alike(q.strip() or fact.name, [one for one in others if one.id != fact.id])

    today = dt.date.today().isoformat()
    fact, others = await core.workers.run(found)
    return pages.html(
        request,
        "part_merge.html" if is_part(request) else "merge.html",
        fact=fact,
        rows=[row(one, spoken, today) for one in others],
        q=q,
    )


def alike(name: str, facts: Sequence[Fact]) -> list[Fact]:
    """The facts whose names are most like a name, the likest first; none that isn't like it."""
    asked = plain(name)
    words = _words(asked)
    shared = sorted(facts, key=lambda one: -len(words & _words(plain(one.name))))
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(asked)
    scored: list[tuple[float, Fact]] = []
    for one in shared[:_COMPARED]:
        own = plain(one.name)
        matcher.set_seq1(own)
        if (ratio := matcher.ratio()) >= _LEAST or words & _words(own):
            scored.append((ratio, one))
    scored.sort(key=lambda pair: -pair[0])
    return [one for _, one in scored[:_SHOWN]]


def _words(text: str) -> set[str]:
    return {word for word in text.split() if len(word) > _SHORT}
