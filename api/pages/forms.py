"""Forms that change something: only those that our own page has sent."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.core import current_user
from api.pages.render import pages
from plansvar.errors import RequestError

HEADER = "X-CSRF-Token"
FIELD = "csrf"


async def from_our_page(request: Request) -> None:
    """Refuse a form without the token that our page has given to this person.

    Raises:
        RequestError: ``api.form``.
    """
    who = current_user(request)
    token = request.headers.get(HEADER)
    if token is None:
        given = (await request.form()).get(FIELD)
        token = given if isinstance(given, str) else ""
    if not pages(request).sessions.is_token(token, who.subject):
        raise RequestError("api.form")


OurForm = Annotated[None, Depends(from_our_page)]
