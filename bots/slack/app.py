"""The bot put together: which events reach the desk, and the connection to Slack."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bots.slack import incoming as reading
from bots.slack.buttons import Buttons
from bots.slack.desk import Desk
from bots.slack.digest import weekly
from bots.slack.directory import FAILURES, Directory
from bots.slack.incoming import Incoming, Kind
from bots.slack.manifest import FIND_SOURCE
from bots.slack.pane import Pane
from bots.slack.replying import Replies, Undeliverable, tried
from bots.slack.store import SlackStore
from bots.slack.streaming import Streams
from plansvar.errors import SlackError
from plansvar.service import Service
from plansvar.settings import Settings
from plansvar.slack_settings import tokens

_LOG = logging.getLogger(__name__)
_RETRIES = 5
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Bot:
    """A running bot."""

    app: AsyncApp
    desk: Desk
    resumed: int


def web_client(settings: Settings) -> AsyncWebClient:
    """Slack's Web API; told to wait, it waits as long as Slack says.

    Raises:
        SlackError: ``slack.no_tokens`` or ``slack.no_secret``.
    """
    slack = settings.slack
    return AsyncWebClient(
        token=tokens(slack)[0],
        base_url=slack.api_url,
        timeout=10,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=_RETRIES)],
        logger=logging.getLogger("bots.slack.web"),
    )


@asynccontextmanager
async def running(settings: Settings, service: Service) -> AsyncIterator[Bot]:
    """The bot, connected; when left, what is in hand gets some seconds and the rest stays stored.

    Over HTTP nothing is connected: whoever receives Slack's requests hands them to ``Bot.app``.

    Raises:
        SlackError: ``slack.no_tokens``, ``slack.no_secret`` or ``slack.refused``.
    """
    client = web_client(settings)
    who = await _who_we_are(client)
    store = SlackStore(settings.data)
    directory = Directory(client, settings.slack)
    replies = Replies(client, who.bot_user_id or "")
    streams = Streams(client)
    pages = settings.api.origins[0].rstrip("/") if settings.api.origins else None
    desk = Desk(
        service, store, directory, replies, settings.slack, settings.language, pages, streams
    )
    _, secret = tokens(settings.slack)
    over_http = settings.slack.transport == "http"
    app = build_app(client, desk, directory, who, secret if over_http else None)
    handler = None if over_http else AsyncSocketModeHandler(app, secret)
    digest: asyncio.Task[None] | None = None
    try:
        await desk.warm_up()
        resumed = await desk.resume()
        if handler is not None:
            await handler.client.connect()  # type: ignore[no-untyped-call]
        if settings.slack.digest_channel:
            telling = weekly(desk, replies, settings.slack.digest_channel)
            digest = asyncio.create_task(telling)
        yield Bot(app, desk, resumed)
    finally:
        if digest is not None:
            digest.cancel()
            await asyncio.gather(digest, return_exceptions=True)
        if handler is not None:
            await handler.client.close()  # type: ignore[no-untyped-call]
        await desk.close()
        store.close()


async def _who_we_are(client: AsyncWebClient) -> AuthorizeResult:
    """Which bot of which workspace the token is for.

    Raises:
        SlackError: ``slack.refused``.
    """

    async def ask(attempt: int) -> AuthorizeResult:
        found = await client.auth_test()
        return AuthorizeResult.from_auth_test_response(
            bot_token=client.token, auth_test_response=found
        )

    try:
        answer: AuthorizeResult = await tried(ask)
    except Undeliverable as error:
        raise SlackError("slack.refused", reason=str(error)) from error
    except FAILURES as error:
        raise SlackError("slack.refused", reason=type(error).__name__) from error
    return answer


def build_app(
    client: AsyncWebClient,
    desk: Desk,
    directory: Directory,
    who: AuthorizeResult,
    signing_secret: str | None = None,
) -> AsyncApp:
    """Bolt's app with our listeners. With a ``signing_secret`` it refuses what isn't from Slack.

    ``process_before_response``: Slack is told that an event arrived only after its listener is
    done, which has stored it by then.
    """

    async def authorize() -> AuthorizeResult:
        # Bolt would ask Slack at the first event, and drop that one where Slack has no answer.
        return who

    app = AsyncApp(
        client=client,
        authorize=authorize,
        name="plansvar",
        signing_secret=signing_secret,
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
            if found is not None:
                first = not await desk.takes_part(found)
                await desk.take(found)
                if first:  # beside it: Slack waits for us to say that we have the question
                    desk.begin(pane.title(found))
            return
        if (found := reading.follow_up(event, bot)) and await desk.goes_on(found):
            await desk.take(found)

    @app.event("user_change")
    async def on_user_change(event: dict[str, Any]) -> None:
        directory.changed(event["user"])

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
