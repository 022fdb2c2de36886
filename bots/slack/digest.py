"""Once a week an admin channel is told which questions had no answer, without who asked them."""

from __future__ import annotations

import asyncio
import logging
import time

from bots.slack.desk import Desk
from bots.slack.directory import FAILURES
from bots.slack.markup import cut
from bots.slack.render import SlackMessage, plain_message, section
from bots.slack.replying import Replies, Undeliverable

_LOG = logging.getLogger(__name__)
WEEK = 7 * 24 * 3600.0
_HOUR = 3600.0
_MOST = 30
_LONGEST = 200


async def weekly(desk: Desk, replies: Replies, channel: str) -> None:
    """Tell it when it is time, until this is cancelled."""
    while True:
        try:
            await tell(desk, replies, channel)
        except (Undeliverable, *FAILURES) as error:
            _LOG.warning("Slack: no digest in %s: %s", channel, error)
        await asyncio.sleep(_HOUR)


async def tell(desk: Desk, replies: Replies, channel: str) -> bool:
    """Tell it if the last time was a week ago; returns whether there was something to tell.

    Raises:
        Undeliverable: Slack doesn't take it.
    """
    now = time.time()
    last = await desk.stored(desk.store.last_digest)
    if last is None:  # from now on: what was asked before isn't brought up again
        await desk.stored(lambda: desk.store.digested(now))
    if last is None or now - last < WEEK:
        return False
    missed = await desk.stored(lambda: desk.store.missed(last))
    if missed:
        await replies.post(channel, _message(desk, missed))
    await desk.stored(lambda: desk.store.digested(now))
    return bool(missed)


def _message(desk: Desk, missed: list[str]) -> SlackMessage:
    head = plain_message(desk.say("digest.head", count=len(missed)))
    lines = [f"• {cut(' '.join(one.split()), _LONGEST)[0]}" for one in missed[:_MOST]]
    if len(missed) > _MOST:
        lines.append(desk.say("digest.more", count=len(missed) - _MOST))
    return SlackMessage(head.text, [*head.blocks, *(section(line) for line in lines)])
