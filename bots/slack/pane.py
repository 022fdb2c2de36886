"""The conversation with the bot: a title for each thread, and in the older pane what one could ask.

New apps have Slack's “agent” view, whose suggestions stand in the manifest; apps from before that
have the “assistant” pane, which asks for them when somebody opens it.
https://docs.slack.dev/ai/migrating-to-agent-messaging
"""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bots.slack.desk import Desk
from bots.slack.directory import FAILURES
from bots.slack.incoming import Incoming
from bots.slack.manifest import prompts
from bots.slack.markup import cut, says_something

_LOG = logging.getLogger(__name__)
_LONGEST_TITLE = 80


class Pane:
    """The listeners of the pane. What fails there costs nobody an answer."""

    def __init__(self, client: AsyncWebClient, desk: Desk) -> None:
        self._client = client
        self._desk = desk

    def listen(self, app: AsyncApp) -> None:
        """Register the listeners."""
        app.event("assistant_thread_started")(self.on_started)
        app.event("assistant_thread_context_changed")(self.on_moved)

    async def on_started(self, event: dict[str, Any]) -> None:
        """Somebody has opened the pane."""
        thread = event["assistant_thread"]
        self._desk.begin(self._suggest(thread["channel_id"], thread["thread_ts"]))

    async def on_moved(self) -> None:
        """Which channel somebody looks at beside the pane changes nothing in an answer."""

    async def title(self, incoming: Incoming) -> None:
        """Name a thread after its first question, where Slack has titles."""
        if not says_something(incoming.text):
            return
        title = cut(incoming.text, _LONGEST_TITLE)[0]
        try:
            await self._client.assistant_threads_setTitle(
                channel_id=incoming.channel, thread_ts=incoming.thread, title=title
            )
        except FAILURES as error:
            _LOG.debug("assistant.threads.setTitle: %s", error)

    async def _suggest(self, channel: str, thread: str) -> None:
        say = self._desk.say
        try:
            await self._client.assistant_threads_setSuggestedPrompts(
                channel_id=channel,
                thread_ts=thread,
                title=say("pane.greeting"),
                prompts=prompts(self._desk.language),
            )
        except FAILURES as error:
            _LOG.warning("assistant.threads.setSuggestedPrompts: %s", error)
