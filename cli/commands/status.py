"""``plansvar status``."""

from __future__ import annotations

from dataclasses import asdict

import click

from cli.context import Context, help_text
from cli.output import print_json
from plansvar.messages.catalogue import date_text


@click.command("status", help=help_text("status"))
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def command(context: Context, user_name: str | None, as_json: bool) -> int:
    """Show what has been read in."""
    user = context.settings.find_user(user_name)
    with context.service() as service:
        status = service.status(user)
    if as_json:
        print_json(asdict(status))
        return 0
    latest = date_text(status.latest, context.settings.language) if status.latest else "–"
    for key, value in (
        ("data", status.data),
        ("documents", f"{status.documents} ({status.undated} {context.say('cli.status.undated')})"),
        ("latest", latest),
        ("types", _counts(status.by_type)),
        ("languages", _counts(status.by_language)),
        ("chunks", f"{status.chunks} ({status.indexed} {context.say('cli.status.indexed')})"),
        ("model", status.model),
    ):
        click.echo(f"{context.say('cli.status.' + key):<14}{value}")
    if status.chunks != status.indexed:
        context.tell("cli.status.differ")
    return 0


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
