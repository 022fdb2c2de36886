"""``plansvar search``."""

from __future__ import annotations

import click

from cli.context import Context, help_text, whole_characters
from cli.output import print_json
from cli.render import render_hits
from plansvar.answer_json import hit_json


@click.command("search", help=help_text("search"))
@click.argument("query")
@click.option(
    "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help=help_text("limit")
)
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def command(context: Context, query: str, limit: int, user_name: str | None, as_json: bool) -> int:
    """Find passages."""
    user = context.settings.find_user(user_name)
    with context.service() as service:
        found = service.search(whole_characters(query), user, limit)
    language = context.settings.language
    for notice in found.notices:
        click.echo(notice.text(language), err=True)
    if as_json:
        print_json([hit_json(hit) for hit in found.hits])
    else:
        click.echo(render_hits(found.hits, language))
    return 0
