"""Bringing an answer to Slack once: a message in the thread that is changed, or a command's reply.

Posting isn't idempotent: where it is unknown whether a message was posted, our own mark in the
messages' metadata tells.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bots.slack.directory import FAILURES
from bots.slack.incoming import Incoming
from bots.slack.render import SlackMessage

_LOG = logging.getLogger(__name__)
_MARK = "plansvar_reply"
# Slack's own faults, after which another try may do; anything else would fail again.
_PASSING = {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "ratelimited",
}
_WAITS = (0.5, 1, 2, 4, 8, 15, 30)


class Undeliverable(Exception):  # noqa: N818 - says what it is
    """Slack won't take a reply: the channel is gone or closed to us, say."""


class Replies:
    """Posts and changes our messages."""

    def __init__(self, client: AsyncWebClient, bot: str = "") -> None:
        """``bot`` is our own id as a user."""
        self._client = client
        self._bot = bot

    async def begin(self, incoming: Incoming, text: str) -> str:
        """Post a placeholder; returns the id of the message, which may be there from before.

        Raises:
            Undeliverable: Slack doesn't take it.
        """

        async def post(attempt: int) -> str:
            if attempt and (found := await self._posted(incoming)):
                return found
            answer = await self._client.chat_postMessage(
                channel=incoming.channel,
                text=text,
                thread_ts=incoming.thread or None,
                metadata=mark(incoming),
                unfurl_links=False,
                unfurl_media=False,
                link_names=False,
                parse="none",
            )
            return str(answer["ts"])

        return str(await tried(post))

    async def post(self, channel: str, message: SlackMessage) -> None:
        """Post something that nobody has asked for.

        Raises:
            Undeliverable: Slack doesn't take it.
        """

        async def send(attempt: int) -> None:
            await self._client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=message.blocks,
                unfurl_links=False,
                unfurl_media=False,
                link_names=False,
                parse="none",
            )

        await tried(send)

    async def again(self, incoming: Incoming, text: str) -> str:
        """As :meth:`begin`, for a question of an earlier run that may have a placeholder."""
        return await self.posted(incoming) or await self.begin(incoming, text)

    async def posted(self, incoming: Incoming) -> str:
        """Our message to a question, if there is one already; empty where there is none.

        A stream has no mark before its end. One that broke off is this question's, since those of
        a thread are answered one after the other.

        Raises:
            Undeliverable: Slack doesn't show us the conversation.
        """

        async def look(attempt: int) -> str:
            return await self._posted(incoming)

        return str(await tried(look))

    async def finish(self, incoming: Incoming, reply_ts: str, message: SlackMessage) -> None:
        """Put the answer in the placeholder's place.

        Raises:
            Undeliverable: Slack doesn't take it.
        """

        async def change(attempt: int) -> None:
            try:
                await update()
            except SlackApiError as error:
                if (error.response or {}).get("error") != "streaming_state_conflict":
                    raise
                # A stream that broke off, which must end before it can be changed.
                await self._client.chat_stopStream(channel=incoming.channel, ts=reply_ts)
                await update()

        async def update() -> None:
            await self._client.chat_update(
                channel=incoming.channel,
                ts=reply_ts,
                text=message.text,
                blocks=message.blocks,
                metadata=mark(incoming),
                link_names=False,
                parse="none",
            )

        await tried(change)

    async def respond(self, incoming: Incoming, message: SlackMessage) -> None:
        """Answer a command: only the asker sees it.

        Raises:
            Undeliverable: Slack doesn't take it.
        """

        async def send(attempt: int) -> None:
            hook = AsyncWebhookClient(incoming.response_url, timeout=10)
            answer = await hook.send(
                text=message.text,
                blocks=message.blocks,
                response_type="ephemeral",
                unfurl_links=False,
                unfurl_media=False,
            )
            if answer.status_code == 429 or answer.status_code >= 500:
                await asyncio.sleep(float(answer.headers.get("Retry-After", 0) or 0))
                raise aiohttp.ClientError(str(answer.status_code))
            if answer.status_code != 200:
                raise Undeliverable(answer.body)

        await tried(send)

    async def _posted(self, incoming: Incoming) -> str:
        streamed = incoming.channel.startswith("D") and incoming.thread
        params: dict[str, Any] = {
            "channel": incoming.channel,
            "oldest": incoming.ts or "0",
            "include_all_metadata": True,
            "limit": 200,
        }
        if incoming.thread:
            page = await self._client.conversations_replies(ts=incoming.thread, **params)
        else:
            page = await self._client.conversations_history(**params)
        for one in page.get("messages") or []:
            found = one.get("metadata") or {}
            if found.get("event_type") == _MARK:
                if found["event_payload"]["key"] == incoming.key:
                    return str(one["ts"])
            elif streamed and one.get("user") == self._bot and one["ts"] > incoming.ts:
                return str(one["ts"])
        return ""


def mark(incoming: Incoming) -> dict[str, Any]:
    """The metadata that tells which question a message of ours answers."""
    return {"event_type": _MARK, "event_payload": {"key": incoming.key}}


async def tried(call: Any) -> Any:  # noqa: ANN401 - any call to Slack
    """Call Slack, and again where it may do another time; ``call`` gets the number of the attempt.

    Raises:
        Undeliverable: Slack refuses it, and will again.
    """
    for attempt, wait in enumerate((*_WAITS, None)):
        try:
            return await call(attempt)
        except SlackApiError as error:
            reason = str((error.response or {}).get("error", ""))
            status = getattr(error.response, "status_code", 200)
            if reason not in _PASSING and status < 500 and status != 429:
                raise Undeliverable(reason) from error
            failure: Exception = error
        except FAILURES as error:
            failure = error
        if wait is None:
            raise failure
        _LOG.warning("Slack: %s; another try in %s s", type(failure).__name__, wait)
        await asyncio.sleep(wait)
    raise AssertionError("the last wait is None")
