"""Answers that are streamed, and what becomes of them where Slack hasn't that, or it breaks off."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from tests.bots.slack.conftest import OWNER, Office
from tests.bots.slack.limits import check_message
from tests.bots.slack.server import ANNA, Failure, until

Play = Callable[[Callable[[Office], Awaitable[None]]], None]
METHODS = ("chat.startStream", "chat.appendStream", "chat.stopStream")


def called(here: Office) -> list[str]:
    return [name for _, name, _ in here.slack.calls if name.startswith("chat.")]


async def ask(here: Office, number: int = 1) -> None:
    """Ask in the pane, and wait for the answer."""
    await here.slack.event(here.slack.message("D1", OWNER, thread_ts="1.0"))
    await until(lambda: sum("updated" in one for one in here.slack.ours("D1")) == number)


def test_in_the_pane_the_answer_is_streamed_whole_and_once(office: Play) -> None:
    async def scene(here: Office) -> None:
        here.slack.direct("D1")
        async with here.bot():
            await ask(here)
            assert [one["status"] for one in here.slack.statuses] == ["leter i dokumentene …"]
            assert set(called(here)) <= set(METHODS)
            [told] = here.slack.ours("D1")
            check_message(told)
            assert not told["streaming"]
            assert told["thread_ts"] == "1.0"
            # What is streamed is what would be put in a placeholder's place.
            here.slack.streams = False
            await ask(here, 2)
            assert called(here)[-2:] == ["chat.postMessage", "chat.update"]
            plain = here.slack.ours("D1")[1]
            shown, other = (
                [one for one in blocks if one["type"] != "actions"]
                for blocks in (told["blocks"], plain["blocks"])
            )
            assert shown == other

    office(scene)


def test_channels_get_a_placeholder_that_all_see_become_the_answer(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA)
        async with here.bot():
            await here.slack.event(here.slack.mention(channel, OWNER))
            await until(lambda: "updated" in (here.slack.ours(channel) or [{}])[0])
        assert called(here) == ["chat.postMessage", "chat.update"]

    office(scene)


@pytest.mark.parametrize("method", ["assistant.threads.setStatus", *METHODS])
@pytest.mark.parametrize(
    "failure",
    [
        Failure(error="unknown_method"),
        Failure(429, "ratelimited", retry_after=20),
        Failure(503),
        Failure(503, done=True),
        Failure(error="message_not_in_streaming_state"),
    ],
)
def test_a_stream_that_breaks_off_becomes_one_whole_answer(
    office: Play, method: str, failure: Failure
) -> None:
    async def scene(here: Office) -> None:
        here.slack.direct("D1")
        async with here.bot():
            here.slack.fail(method, failure)
            async with asyncio.timeout(10):  # nobody waits for Slack's Retry-After
                await ask(here)
        [told] = here.slack.ours("D1")
        check_message(told)
        assert not told.get("streaming")
        words = json.dumps(told["blocks"], ensure_ascii=False)
        assert words.count("har ansvar") == 1, words
        assert "helpful" in words

    office(scene)


def test_a_stream_of_a_bot_that_was_stopped_is_taken_up(office: Play) -> None:
    async def scene(here: Office) -> None:
        here.slack.direct("D1")
        for known in (True, False):
            here.slack.messages.clear()
            async with here.bot() as bot:
                # The bot is gone between the first piece and the second.
                stop = here.slack.message("D1", OWNER, thread_ts="1.0")
                streams = bot.desk._streams
                assert streams is not None

                async def never(*_: object) -> bool:
                    return await asyncio.Event().wait()

                streams.finish = never  # type: ignore[assignment]
                if not known:
                    bot.desk.store.replied = lambda *_: None  # type: ignore[method-assign]
                await here.slack.event(stop)
                await until(lambda: here.slack.ours("D1"))
                await asyncio.sleep(0.1)
                await bot.desk.close(patience=0)
            assert here.slack.ours("D1")[0]["streaming"]
            async with here.bot() as bot:
                assert bot.resumed == 1
                await until(lambda: "updated" in here.slack.ours("D1")[0])
                await until(lambda b=bot: not b.desk._tasks)
            [told] = here.slack.ours("D1")
            check_message(told)
            assert told["metadata"]["event_payload"]["key"] == f"D1:{stop['ts']}"

    office(scene)
