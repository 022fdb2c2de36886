"""``plansvar serve``."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress

import click

from cli.context import Context, help_text

# What libraries tell of their own steps; whoever runs a server reads of requests and of faults.
_TALKATIVE = ("alembic", "httpx", "mcp", "uvicorn")


@click.command("serve", help=help_text("serve"))
@click.option("--host", metavar="ADDRESS", help=help_text("serve_host"))
@click.option("--port", type=click.IntRange(0, 65535), help=help_text("serve_port"))
@click.pass_obj
def command(context: Context, host: str | None, port: int | None) -> int:
    """Answer requests over HTTP until it is stopped."""
    from api.app import build
    from api.serving import listen, run

    given = {"host": host, "port": port}
    changes = {key: value for key, value in given.items() if value is not None}
    api = context.settings.api.model_copy(update=changes)
    settings = context.settings.model_copy(update={"api": api})
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    with context.service(own=True) as service:
        app = build(service, settings)
        with listen(api.host, api.port) as (socket, address):
            service.open(address)
            context.tell("cli.serving", address=address)
            with suppress(KeyboardInterrupt):  # the usual way to stop it
                run(app, socket)
    return 0
