"""``plansvar keys``: API keys for the server."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

import click

from cli.context import Context, help_text, whole_characters
from cli.output import print_json

if TYPE_CHECKING:
    from api.keys import Key, RoleName

_json = click.option("--json", "as_json", is_flag=True, help=help_text("json"))


@click.group("keys", help=help_text("keys"))
def command() -> None:
    """API keys; the help stands in the catalogue."""


@command.command("add", help=help_text("keys_add"))
@click.argument("name")
@click.option("--groups", default="", help=help_text("keys_groups"))
@click.option(
    "--role",
    type=click.Choice(["reader", "editor", "admin"]),
    default="reader",
    show_default=True,
    help=help_text("keys_role"),
)
@click.option("--days", type=click.IntRange(1, 36_500), help=help_text("keys_days"))
@_json
@click.pass_obj
def add(
    context: Context, name: str, groups: str, role: str, days: int | None, as_json: bool
) -> int:
    """Make a key, which is shown this once."""
    from api.keys import KeyStore

    own = [one.strip() for one in whole_characters(groups).split(",") if one.strip()]
    store = KeyStore(context.settings.data)
    key, text = store.add(whole_characters(name), own, cast("RoleName", role), days)
    if as_json:
        print_json({**_as_json(key), "key": text})
    else:
        click.echo(text)
        context.tell("cli.keys.added", name=key.name)
    return 0


@command.command("list", help=help_text("keys_list"))
@_json
@click.pass_obj
def list_(context: Context, as_json: bool) -> int:
    """Show the keys, without what opens doors."""
    from api.keys import KeyStore

    keys = KeyStore(context.settings.data).keys()
    if as_json:
        print_json([_as_json(key) for key in keys])
        return 0
    now = dt.datetime.now(dt.UTC)
    for key in keys:
        state = context.say("cli.keys.valid" if key.is_valid(now) else "cli.keys.closed")
        groups = ", ".join(key.groups) or "-"
        until = (key.expires or "-")[:10]
        click.echo(f"{key.name} · {key.id} · {key.role} · {groups} · {until} · {state}")
    if not keys:
        context.tell("cli.keys.none")
    return 0


@command.command("revoke", help=help_text("keys_revoke"))
@click.argument("name")
@click.pass_obj
def revoke(context: Context, name: str) -> int:
    """Make a key invalid, at once."""
    from api.keys import KeyStore

    key = KeyStore(context.settings.data).revoke(whole_characters(name).strip())
    click.echo(context.say("cli.keys.revoked", name=key.name))
    return 0


def _as_json(key: Key) -> dict[str, object]:
    return {
        "id": key.id,
        "name": key.name,
        "groups": list(key.groups),
        "role": key.role,
        "created": key.created,
        "expires": key.expires,
        "revoked": key.revoked,
    }
