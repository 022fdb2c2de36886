"""``plansvar remove``."""

from __future__ import annotations

import click

from cli.context import Context, help_text
from cli.output import print_json
from plansvar.answer_json import document_json


@click.command("remove", help=help_text("remove"))
@click.argument("targets", nargs=-1, required=True, metavar="TARGET…")
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def command(
    context: Context, targets: tuple[str, ...], user_name: str | None, as_json: bool
) -> int:
    """Remove documents."""
    user = context.settings.find_user(user_name)
    with context.service() as service:
        removed = service.remove(targets, user)
    if as_json:
        print_json([document_json(one) for one in removed])
    else:
        for one in removed:
            click.echo(context.say("cli.removed", path=one.path))
    return 0
