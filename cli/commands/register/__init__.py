"""``plansvar register …``: facts, with their evidence, and what people say of them."""

from __future__ import annotations

import click

from cli.context import help_text
from cli.lazy import LazyGroup

_LISTS = (
    "measures",
    "responsibilities",
    "goals",
    "decisions",
    "applications",
    "funding",
    "questions",
    "parties",
)
_PACKAGE = "cli.commands.register"
_COMMANDS = {
    **{name: f"{_PACKAGE}.lists:{name}" for name in _LISTS},
    "show": f"{_PACKAGE}.looking:show",
    "history": f"{_PACKAGE}.looking:history",
    "conflicts": f"{_PACKAGE}.looking:conflicts",
    "review": f"{_PACKAGE}.looking:review",
    "confirm": f"{_PACKAGE}.correcting:confirm",
    "correct": f"{_PACKAGE}.correcting:correct",
    "reject": f"{_PACKAGE}.correcting:reject",
    "merge": f"{_PACKAGE}.correcting:merge",
    "withdraw": f"{_PACKAGE}.correcting:withdraw",
    "log": f"{_PACKAGE}.correcting:log",
    "export": f"{_PACKAGE}.files:export",
    "timeline": f"{_PACKAGE}.files:timeline",
    "tree": f"{_PACKAGE}.files:tree",
}


@click.group("register", cls=LazyGroup, commands_at=_COMMANDS, help=help_text("register"))
def command() -> None:
    """The group; its help stands in the catalogue."""
