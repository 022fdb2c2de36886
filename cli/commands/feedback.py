"""``plansvar feedback``: what somebody thinks of an answer, and questions made of that."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cli.context import Context, help_text, whole_characters
from plansvar.conversations.types import Verdict


@click.group("feedback", help=help_text("feedback"))
def command() -> None:
    """The commands below; the help stands in the catalogue."""


@command.command("give", help=help_text("feedback_give"))
@click.argument("turn", metavar="ANSWER")
@click.argument("verdict", type=click.Choice([one.value for one in Verdict]))
@click.option("--comment", default="", help=help_text("feedback_comment"))
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.pass_obj
def give(context: Context, turn: str, verdict: str, comment: str, user_name: str | None) -> int:
    """Store what somebody thinks of an answer."""
    user = context.settings.find_user(user_name)
    with context.service() as service:
        service.feedback(turn, Verdict(verdict), user, whole_characters(comment))
    context.tell("cli.feedback_thanks")
    return 0


@command.command("export", help=help_text("feedback_export"))
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help=help_text("feedback_out")
)
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.pass_obj
def export(context: Context, out: Path | None, user_name: str | None) -> int:
    """Write what was said of answers as a question file."""
    user = context.settings.find_user(user_name)
    with context.service() as service:
        found = service.feedback_export(user)
    lines = [json.dumps(one, ensure_ascii=False) for one in found.questions]
    if not lines:
        context.tell("cli.feedback_none")
    elif out is None:
        click.echo("\n".join(lines))
    else:
        out.write_text("\n".join(lines) + "\n", encoding="utf-8")
        context.tell("cli.feedback_exported", count=len(lines), path=out)
    if found.left_out:
        context.tell("cli.feedback_left_out", count=found.left_out)
    return 0
