"""The Slack bot in the server, where its tokens are set: docs/slack.md."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from plansvar.service import Service
from plansvar.settings import Settings
from plansvar.slack_settings import tokens

SLACK_PATH = "/slack/events"


def over_http(settings: Settings) -> bool:
    """Whether Slack sends its requests to this server."""
    return settings.slack.bot_token is not None and settings.slack.transport == "http"


def check_tokens(settings: Settings) -> None:
    """Refuse to start a bot that could never run.

    Raises:
        SlackError: ``slack.no_tokens`` or ``slack.no_secret``.
    """
    if settings.slack.bot_token is not None:
        tokens(settings.slack)


@asynccontextmanager
async def bot_beside(app: FastAPI, settings: Settings, service: Service) -> AsyncIterator[None]:
    """The bot as long as the server runs; nothing where there are no tokens."""
    if settings.slack.bot_token is None:
        yield
        return
    from bots.slack.inside import Inbox, keep_running  # noqa: PLC0415 - bolt, where there is a bot

    inbox = Inbox()
    if over_http(settings):
        app.add_route(SLACK_PATH, inbox.take, methods=["POST"], include_in_schema=False)
    task = asyncio.create_task(keep_running(settings, service, inbox))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
