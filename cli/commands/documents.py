"""``plansvar documents``."""

from __future__ import annotations

import click

from cli.context import Context, help_text
from cli.output import print_json
from plansvar.answer_json import document_json
from plansvar.messages.catalogue import date_text


@click.command("documents", help=help_text("documents"))
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def command(context: Context, user_name: str | None, as_json: bool) -> int:
    """List the documents."""
    user = context.settings.find_user(user_name)
    with context.service() as service:
        found = service.documents(user)
    if as_json:
        print_json([{**document_json(one), "groups": list(one.groups)} for one in found])
        return 0
    for one in found:
        language = context.settings.language
        date = date_text(one.date, language) if one.date else context.say("cli.undated")
        click.echo(f"{one.title}\n  {one.type.value} · {date} · {one.language} · {one.path}")
    if not found:
        context.tell("cli.no_documents")
    return 0
