"""``plansvar conversations``: one's own, as far as one may still read their sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from cli.context import Context, help_text
from cli.output import print_json
from plansvar.conversations.json import conversation_json, info_json
from plansvar.conversations.types import Turn

_LONGEST_TITLE = 60


@click.group("conversations", help=help_text("conversations"))
def command() -> None:
    """The commands below; the help stands in the catalogue."""


@command.command("list", help=help_text("conversations_list"))
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def list_(context: Context, user_name: str | None, as_json: bool) -> int:
    """List them."""
    user = context.settings.find_user(user_name)
    with context.service() as service:
        found = service.conversations(user)
    if as_json:
        print_json([info_json(one) for one in found])
        return 0
    if not found:
        context.tell("cli.no_conversations")
    for one in found:
        title = one.title
        if len(title) > _LONGEST_TITLE:
            title = title[:_LONGEST_TITLE].rstrip() + " …"
        date = f"{one.last:%Y-%m-%d %H:%M}"
        params = {"id": one.id, "date": date, "count": one.turns, "title": title}
        click.echo(context.say("cli.conversation_line", **params))
    return 0


@command.command("show", help=help_text("conversations_show"))
@click.argument("id_", metavar="ID")
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def show(context: Context, id_: str, user_name: str | None, as_json: bool) -> int:
    """Show one."""
    user = context.settings.find_user(user_name)
    with context.service() as service:
        found = service.conversation(id_, user)
    if as_json:
        print_json(conversation_json(found))
        return 0
    for turn in found.turns:
        _print(turn, context)
    return 0


@command.command("delete", help=help_text("conversations_delete"))
@click.argument("id_", metavar="ID")
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.pass_obj
def delete(context: Context, id_: str, user_name: str | None) -> int:
    """Delete one."""
    user = context.settings.find_user(user_name)
    with context.service() as service:
        service.delete_conversation(id_, user)
    context.tell("cli.conversation_deleted")
    return 0


def _print(turn: Turn, context: Context) -> None:
    click.echo(context.say("cli.turn_line", number=turn.number, asked=turn.asked))
    for sentence in turn.answer["sentences"]:
        numbers = "".join(f" [{number}]" for number in sentence["citations"])
        click.echo(f"   {sentence['text']}{numbers}")
    for notice in turn.answer["notices"]:
        click.echo(f"   {notice}")
    for citation in turn.answer["citations"]:
        click.echo(f"   [{citation['number']}] {_place(citation, context)}")
    if turn.feedback:
        verdict = context.say(f"cli.verdict.{turn.feedback.verdict.value}")
        said = context.say("cli.turn_feedback", verdict=verdict, comment=turn.feedback.comment)
        click.echo(f"   {said.strip()}")
    click.echo(f"   {context.say('cli.turn_id', id=turn.id)}\n")


def _place(citation: Mapping[str, Any], context: Context) -> str:
    parts = [citation["document"]["title"], citation["document"]["date"]]
    if citation["page"] is not None:
        parts.append(context.say("cli.page", page=citation["page"]))
    return " · ".join(part for part in parts if part)
