"""``plansvar slack …``: the bot, and what it takes to set it up."""

from __future__ import annotations

import click

from cli.context import help_text
from cli.lazy import LazyGroup

_COMMANDS = {
    name: f"cli.commands.slack.commands:{name}" for name in ("run", "manifest", "check", "channels")
}


@click.group("slack", cls=LazyGroup, commands_at=_COMMANDS, help=help_text("slack"))
def command() -> None:
    """The group; its help stands in the catalogue."""
