"""``plansvar rebuild``."""

from __future__ import annotations

import click

from cli.context import Context, help_text
from cli.output import print_json, progress_bar


@click.command("rebuild", help=help_text("rebuild"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def command(context: Context, as_json: bool) -> int:
    """Build the index anew."""
    with context.service() as service, progress_bar(context) as progress:
        count = service.rebuild(progress)
    if as_json:
        print_json({"chunks": count})
    else:
        click.echo(context.say("cli.rebuilt", count=count))
    return 0
