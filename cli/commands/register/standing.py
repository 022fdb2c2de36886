"""Lists show what applies, and say how much of replaced editions they leave out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cli.context import Context

if TYPE_CHECKING:
    from plansvar.access import User
    from plansvar.register.queries import FactPage
    from plansvar.service import Service


def what_holds(page: FactPage, service: Service, user: User, as_of: str | None) -> FactPage:
    """A page without what stands only in editions that are replaced on the day asked for."""
    from plansvar.register.standing import holding

    return holding(page, service.documents(user), as_of or dt.date.today().isoformat())


def tell_left_out(context: Context, count: int) -> None:
    """Say on stderr how many are left out, and how to see them."""
    key = "cli.register.left_out_one" if count == 1 else "cli.register.left_out"
    context.tell(key, count=count)
