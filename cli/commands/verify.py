"""``plansvar verify``."""

from __future__ import annotations

from dataclasses import asdict

import click

from cli.context import Context, help_text
from cli.output import print_json, progress_bar
from plansvar.service import Verification

_DIFFERENCES = ("missing", "orphaned", "wrong_access", "without_vector", "leftover", "miscounted")


@click.command("verify", help=help_text("verify"))
@click.option("--repair", is_flag=True, help=help_text("repair"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def command(context: Context, repair: bool, as_json: bool) -> int:
    """Compare the database and the index."""
    with context.service() as service, progress_bar(context) as progress:
        found, after = service.verify(progress, repair=repair)
    last = after or found
    if as_json:
        repaired = None if after is None else asdict(after)
        print_json({"agrees": last.agrees, "found": asdict(found), "repaired": repaired})
    else:
        _print(found, after, context)
    return 0 if last.agrees else 2


def _print(found: Verification, after: Verification | None, context: Context) -> None:
    counts = {"documents": found.documents, "chunks": found.chunks}
    if found.agrees:
        click.echo(context.say("cli.verify.agrees", **counts))
        return
    click.echo(context.say("cli.verify.differs", **counts))
    for name in _DIFFERENCES:
        if count := len(getattr(found, name)):
            click.echo("  " + context.say(f"cli.verify.{name}", count=count))
    if after is None:
        click.echo(context.say("cli.verify.how"))
    elif after.agrees:
        click.echo(context.say("cli.verify.repaired"))
    else:
        click.echo(context.say("cli.verify.still"))
