"""The bot put together: which events reach the desk, and the connection to Slack."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bots.slack import incoming as reading
from bots.slack.buttons import Buttons
from bots.slack.desk import Desk
from bots.slack.directory import Directory
from bots.slack.incoming import Incoming, Kind
from bots.slack.manifest import FIND_SOURCE
from bots.slack.pane import Pane
from bots.slack.replying import Replies
from bots.slack.store import SlackStore
from plansvar.errors import SlackError
from plansvar.service import Service
from plansvar.settings import Settings

_LOG = logging.getLogger(__name__)
_RETRIES = 5
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Bot:
    """A running bot."""

    app: AsyncApp
    desk: Desk
    handler: AsyncSocketModeHandler
    resumed: int


def web_client(settings: Settings) -> AsyncWebClient:
    """Slack's Web API; told to wait, it waits as long as Slack says.

    Raises:
        SlackError: ``slack.no_tokens``.
    """
    slack = settings.slack
    if slack.bot_token is None or slack.app_token is None:
        raise SlackError("slack.no_tokens")
    return AsyncWebClient(
        token=slack.bot_token.get_secret_value(),
        base_url=slack.api_url,
        timeout=10,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=_RETRIES)],
        logger=logging.getLogger("bots.slack.web"),
    )


@asynccontextmanager
async def running(settings: Settings, service: Service) -> AsyncIterator[Bot]:
    """The bot, connected; when left, what is in hand gets some seconds and the rest stays stored.

    Raises:
        SlackError: ``slack.no_tokens``.
    """
    client = web_client(settings)
    store = SlackStore(settings.data)
    directory = Directory(client, settings.slack)
    desk = Desk(service, store, directory, Replies(client), settings.slack, settings.language)
    app = build_app(client, desk, directory)
    token = settings.slack.app_token
    handler = AsyncSocketModeHandler(app, token.get_secret_value() if token else "")
    try:
        await desk.warm_up()
        resumed = await desk.resume()
        await handler.client.connect()  # type: ignore[no-untyped-call]
        yield Bot(app, desk, handler, resumed)
    finally:
        await handler.client.close()  # type: ignore[no-untyped-call]
        await desk.close()
        store.close()


def build_app(client: AsyncWebClient, desk: Desk, directory: Directory) -> AsyncApp:
    """Bolt's app with our listeners.

    ``process_before_response``: Slack is told that an event arrived only after its listener is
    done, which has stored it by then.
    """
    app = AsyncApp(
        client=client,
        name="plansvar",
        process_before_response=True,
        logger=logging.getLogger("bots.slack.bolt"),
    )

    pane = Pane(client, desk)

    async def take(found: Incoming | None) -> None:
        if found is not None:
            await desk.take(found)

    @app.event("app_mention")
    async def on_mention(event: dict[str, Any], context: AsyncBoltContext) -> None:
        await take(reading.mention(event, context.bot_user_id or ""))

    @app.event("message")
    async def on_message(event: dict[str, Any], context: AsyncBoltContext) -> None:
        bot = context.bot_user_id or ""
        if event.get("channel_type") == "im":
            found = reading.direct(event, bot)
            if found is not None and found.thread:
                await pane.title(found)
            await take(found)
            return
        if (found := reading.follow_up(event, bot)) and await desk.takes_part(found):
            await desk.take(found)

    @app.event("user_change")
    async def on_user_change() -> None:
        directory.forget()

    async def on_command(ack: AsyncAck, body: dict[str, Any], kind: Kind) -> None:
        found = reading.command(body, kind)
        await desk.take(found)
        shown = found.text[:_SHOWN]
        await ack(
            {
                "response_type": "ephemeral",
                "text": desk.say("looking"),
                "blocks": [
                    {
                        "type": "section",
                        "text": {
                            "type": "plain_text",
                            "text": f"{desk.say('looking')} {shown}".strip(),
                            "emoji": False,
                        },
                    }
                ],
            }
        )

    @app.command("/plansvar")
    async def on_question(ack: AsyncAck, body: dict[str, Any]) -> None:
        await on_command(ack, body, Kind.QUESTION)

    @app.command("/tiltak")
    async def on_list(ack: AsyncAck, body: dict[str, Any]) -> None:
        await on_command(ack, body, Kind.LIST)

    @app.shortcut(FIND_SOURCE)
    async def on_find_source(ack: AsyncAck, body: dict[str, Any]) -> None:
        await desk.take(reading.shortcut(body))
        await ack()

    Buttons(client, desk).listen(app)
    pane.listen(app)
    return app
