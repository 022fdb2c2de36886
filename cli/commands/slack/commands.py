"""The commands of ``plansvar slack``."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.context import Context, help_text
from cli.output import print_json

if TYPE_CHECKING:
    from bots.slack.check import Finding
    from plansvar.service import Service


_MARKS = {True: "✓", False: "✗", None: "–"}


@click.command("run", help=help_text("slack_run"))
@click.pass_obj
def run(context: Context) -> int:
    """Answer in Slack until stopped."""
    from filelock import FileLock, Timeout

    from bots.slack.inside import LOCK
    from plansvar.errors import SlackError
    from plansvar.owner import make_folder

    if context.settings.slack.transport == "http":
        raise SlackError("slack.over_http")
    if context.settings.server:
        # It would answer as the key's owner, whoever asks in Slack.
        raise SlackError("slack.remote", address=context.settings.server)

    data: Path = context.settings.data
    make_folder(data)
    try:
        with FileLock(data / LOCK, timeout=0), context.service() as service:
            asyncio.run(_answer(context, service))
    except Timeout as error:
        raise SlackError("slack.running", data=data) from error
    return 0


async def _answer(context: Context, service: Service) -> None:
    from bots.slack.app import running

    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(one, stopped.set)
    async with running(context.settings, service) as bot:
        context.tell("cli.slack.running")
        if bot.resumed:
            context.tell("cli.slack.resumed", count=bot.resumed)
        await stopped.wait()
    context.tell("cli.slack.stopped")


@click.command("manifest", help=help_text("slack_manifest"))
@click.option("--url", default="", metavar="URL", help=help_text("slack_url"))
@click.pass_obj
def manifest(context: Context, url: str) -> int:
    """Print the app manifest."""
    from bots.slack.manifest import manifest as made

    click.echo(json.dumps(made(context.settings.language, url), ensure_ascii=False, indent=2))
    return 0


@click.command("check", help=help_text("slack_check"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def check(context: Context, as_json: bool) -> int:
    """Try tokens, scopes and connection."""
    from bots.slack.check import check as tried

    findings = asyncio.run(tried(context.settings))
    if as_json:
        print_json([_as_json(one, context) for one in findings])
    else:
        for one in findings:
            click.echo(f"{_MARKS[one.good]} {_words(one, context)}")
    return 1 if any(one.good is False for one in findings) else 0


def _as_json(finding: Finding, context: Context) -> dict[str, object]:
    words = _words(finding, context)
    return {"good": finding.good, "code": finding.key, "message": words}


def _words(finding: Finding, context: Context) -> str:
    return context.say(f"cli.slack.check.{finding.key}", **finding.params)


@click.command("channels", help=help_text("slack_channels"))
@click.option("--allow", metavar="CHANNEL", help=help_text("slack_allow"))
@click.option("--groups", metavar="GROUPS", help=help_text("slack_groups"))
@click.option("--forbid", metavar="CHANNEL", help=help_text("slack_forbid"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def channels(
    context: Context, allow: str | None, groups: str | None, forbid: str | None, as_json: bool
) -> int:
    """List the channels that see more than public documents, and change that."""
    from bots.slack.store import SlackStore
    from plansvar.access import INTERNAL

    for one in filter(None, (allow, forbid)):
        if not (one[0] in "CG" and one.isalnum() and one.isupper()):
            raise click.UsageError(context.say("cli.slack.no_channel", name=one))
    if groups is not None and not allow:
        raise click.UsageError(context.say("cli.slack.groups_alone"))
    store = SlackStore(context.settings.data)
    try:
        if allow:
            named = (groups if groups is not None else INTERNAL).split(",")
            store.allow(allow, tuple(one.strip() for one in named if one.strip()))
        if forbid:
            store.forbid(forbid)
        allowed = store.allowed()
    finally:
        store.close()
    if as_json:
        print_json([{"channel": id_, "groups": list(names)} for id_, names in allowed.items()])
    elif not allowed:
        context.tell("cli.slack.no_channels")
    else:
        for id_, names in allowed.items():
            click.echo(f"{id_}  {', '.join(names)}")
    return 0
