"""An answer that comes piece by piece, where Slack has it and one person alone reads.

It is whole, and has passed the gate, before its first piece is sent. In a channel only one person
would see it come (``recipient_user_id``); the others would see a beginning that stands still, so
channels get a placeholder that becomes the answer. A stream is always a reply in a thread.

https://docs.slack.dev/reference/methods/chat.startStream, chat.appendStream, chat.stopStream and
assistant.threads.setStatus.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bots.slack.directory import FAILURES
from bots.slack.incoming import Incoming, Kind
from bots.slack.render import Block, SlackMessage
from bots.slack.replying import mark

_LOG = logging.getLogger(__name__)
# What a workspace hasn't, it may get some day.
_REFUSED_SECONDS = 3600.0
_BUSY_SECONDS = 30.0
# What belongs below an answer comes with its end.
_TAIL = {"context", "actions"}


@dataclass(frozen=True, slots=True)
class Streamed:
    """What became of a stream: our message (empty: there is none), and whether it is whole.

    ``unknown``: Slack didn't say whether it began one.
    """

    ts: str = ""
    whole: bool = False
    unknown: bool = False


class Streams:
    """Streams answers. Nothing here is tried twice: there is another way to tell them."""

    def __init__(self, client: AsyncWebClient) -> None:
        # Told to wait, we go the other way at once.
        self._client = AsyncWebClient(
            token=client.token,
            base_url=client.base_url,
            timeout=client.timeout,
            retry_handlers=[],
            logger=logging.getLogger("bots.slack.web"),
        )
        self._not_before = 0.0

    def suit(self, incoming: Incoming) -> bool:
        """Whether the answer to this may be streamed."""
        direct = incoming.kind is Kind.MESSAGE and incoming.channel.startswith("D")
        return direct and bool(incoming.thread) and time.monotonic() >= self._not_before

    async def looking(self, incoming: Incoming, words: str) -> bool:
        """Show that the answer is being looked for; ``False``: that can't be shown.

        Slack takes it away when the answer comes, or after two minutes.
        """
        try:
            await self._client.assistant_threads_setStatus(
                channel_id=incoming.channel, thread_ts=incoming.thread, status=words
            )
        except FAILURES as error:
            self._note(error)
            return False
        return True

    async def begin(self, incoming: Incoming, message: SlackMessage) -> Streamed:
        """Send the first piece."""
        try:
            answer = await self._client.chat_startStream(
                channel=incoming.channel,
                thread_ts=incoming.thread,
                chunks=[_piece(message.blocks[0])],
            )
        except SlackApiError as error:
            self._note(error)
            status = getattr(error.response, "status_code", 200)
            return Streamed(unknown=status >= 500)
        except FAILURES as error:
            self._note(error)
            return Streamed(unknown=True)
        return Streamed(str(answer["ts"]))

    async def finish(self, incoming: Incoming, ts: str, message: SlackMessage) -> bool:
        """Send the other pieces; ``False``: the message must be changed into the answer."""
        rest = message.blocks[1:]
        text = [one for one in rest if one["type"] not in _TAIL]
        below: list[Block] = [one for one in rest if one["type"] in _TAIL]
        try:
            for one in text:
                await self._client.chat_appendStream(
                    channel=incoming.channel, ts=ts, chunks=[_piece(one)]
                )
            await self._client.chat_stopStream(
                channel=incoming.channel, ts=ts, blocks=below or None, metadata=mark(incoming)
            )
        except FAILURES as error:
            _LOG.warning("the stream broke off: %s", error)
            return False
        return True

    def _note(self, error: Exception) -> None:
        response = getattr(error, "response", None)
        status = getattr(response, "status_code", 0)
        wait = _REFUSED_SECONDS
        if status == 429 and response is not None:
            wait = float(response.headers.get("Retry-After") or _BUSY_SECONDS)
        elif status != 200:
            wait = _BUSY_SECONDS
        self._not_before = time.monotonic() + wait
        _LOG.info("no streaming for %.0f s: %s", wait, error)


def _piece(block: Block) -> dict[str, Any]:
    return {"type": "blocks", "blocks": [block]}
