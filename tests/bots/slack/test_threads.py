"""A thread is a conversation: follow-ups, also after a restart, and feedback beside the web's."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from bots.slack.threads import Threads
from plansvar.access import user
from plansvar.conversations.types import Verdict
from tests.bots.slack.conftest import INTERNAL, OWNER, Office
from tests.bots.slack.server import ANNA, until

Play = Callable[[Callable[[Office], Awaitable[None]]], None]

DEADLINE = "og når er fristen?"


def done(here: Office, channel: str) -> list[dict[str, Any]]:
    return [one for one in here.slack.ours(channel) if "updated" in one]


def words(message: dict[str, Any]) -> str:
    return json.dumps(message["blocks"], ensure_ascii=False)


async def say(here: Office, event: dict[str, Any]) -> str:
    """Send a message and wait for its answer; returns what that says."""
    channel = event["channel"]
    number = len(here.slack.ours(channel)) + 1
    await here.slack.event(event)
    await until(lambda: len(done(here, channel)) == number)
    return words(here.slack.ours(channel)[-1])


def test_a_follow_up_is_understood_also_after_a_restart(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA, "UOLA")
        first = here.slack.mention(channel, OWNER)
        thread = {"thread_ts": first["ts"]}
        async with here.bot():
            assert "Brimfjord havn IKS" in await say(here, first)
        async with here.bot() as bot:
            # Somebody else goes on, without a mention.
            event = here.slack.message(channel, DEADLINE, user="UOLA", **thread)
            told = await say(here, event)
            assert "Når er fristen for Grønn skipsfart i fjorden?" in told
            assert "31.12.2025" in told or "31. desember 2025" in told
            # Another thread knows nothing of this one.
            other = await say(here, here.slack.mention(channel, DEADLINE))
            assert "skipsfart i fjorden?" not in other
            service = bot.desk._service
            kept = service.conversations(user(f"slack:{channel}", ()))
            assert sorted(one.turns for one in kept) == [1, 2]
            assert service.conversations(user(f"slack:{ANNA}", ())) == []

    office(scene)


def test_each_direct_message_begins_a_thread_of_its_own(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.direct("D1")
        async with here.bot() as bot:
            first = here.slack.message(channel, OWNER)
            await say(here, first)
            assert here.slack.ours(channel)[0]["thread_ts"] == first["ts"]
            below = here.slack.message(channel, DEADLINE, thread_ts=first["ts"])
            assert "Når er fristen for Grønn skipsfart i fjorden?" in await say(here, below)
            assert here.slack.titles == {first["ts"]: OWNER}
            told = await say(here, here.slack.message(channel, DEADLINE))
            assert "skipsfart i fjorden?" not in told
            kept = bot.desk._service.conversations(user(f"slack:{ANNA}", ()))
            assert sorted(one.turns for one in kept) == [1, 2]

    office(scene)


def test_a_conversation_that_is_gone_begins_anew(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA)
        async with here.bot() as bot:
            first = here.slack.mention(channel, OWNER)
            await say(here, first)
            asker = user(f"slack:{channel}", ())
            [kept] = bot.desk._service.conversations(asker)
            bot.desk._service.delete_conversation(kept.id, asker)
            event = here.slack.message(channel, OWNER, thread_ts=first["ts"])
            assert "Brimfjord havn IKS" in await say(here, event)

    office(scene)


def test_feedback_stands_with_the_answer_in_the_common_store(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA)
        async with here.bot() as bot:
            service = bot.desk._service
            first = here.slack.mention(channel, OWNER)
            await say(here, first)
            key = f"{channel}:{first['ts']}"

            def given() -> tuple[Verdict, str] | None:
                asker = user(f"slack:{channel}", ())
                [kept] = service.conversations(asker)
                said = service.conversation(kept.id, asker).turns[0].feedback
                return (said.verdict, said.comment) if said else None

            await here.slack.press("helpful", key, channel)
            await until(lambda: given() == (Verdict.HELPFUL, ""))
            await here.slack.press("not_helpful", key, channel)
            await until(lambda: given() == (Verdict.MISSING, "") and here.slack.views)
            await here.slack.submit(here.slack.views.pop(), "Gammel kilde", choice=1)
            await until(lambda: given() == (Verdict.WRONG_SOURCE, "Gammel kilde"))
            await here.slack.press("wrong_owner", key, channel)
            await until(lambda: given() == (Verdict.WRONG, "") and here.slack.views)
            await here.slack.submit(here.slack.views.pop(), "Det er kommunen")
            await until(lambda: given() == (Verdict.WRONG, "Det er kommunen"))
            # A key of another conversation says nothing of this answer.
            here.slack.direct("D9", "UOLA")
            await here.slack.press("helpful", key, "D9", user="UOLA")
            await until(lambda: not bot.desk._tasks)
            assert given() == (Verdict.WRONG, "Det er kommunen")
            exported = service.feedback_export(user("kari", ()))
            assert [one["question"] for one in exported.questions] == [OWNER]
            assert "UANNA" not in json.dumps(exported.questions)

    office(scene)


def test_a_command_is_its_askers_and_can_be_gone_on_with_when_shared(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA)
        async with here.bot() as bot:
            await here.slack.command("/plansvar", OWNER, channel)
            await until(lambda: here.slack.ephemeral)
            kept = bot.desk._service.conversations(user(f"slack:{ANNA}", ()))
            assert [one.title for one in kept] == [OWNER]
            blocks = here.slack.ephemeral[0]["blocks"]
            [buttons] = [one for one in blocks if one["type"] == "actions"]
            await here.slack.press("share", buttons["elements"][0]["value"], channel)
            await until(lambda: done(here, channel))
            below = here.slack.ours(channel)[0]["ts"]
            told = await say(here, here.slack.message(channel, DEADLINE, thread_ts=below))
            assert "Når er fristen for Grønn skipsfart i fjorden?" in told

    office(scene)


def test_what_a_channel_may_no_longer_read_is_not_referred_to(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA)
        async with here.bot() as bot:
            bot.desk.store.allow(channel, ("internal",))
            first = here.slack.mention(channel, INTERNAL)
            assert "Osedal" in await say(here, first)
            bot.desk.store.forbid(channel)
            for follow_up in ("og hvem er det?", "og når var det?", "hva med Havnevesenet?"):
                event = here.slack.message(channel, follow_up, thread_ts=first["ts"])
                told = await say(here, event)
                assert "Osedal" not in told
                assert "14 millioner" not in told

    office(scene)


def test_an_answer_that_slack_never_got_is_kept_once(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA)
        async with here.bot() as bot:

            async def never(*_: object) -> None:
                await asyncio.Event().wait()

            bot.desk._replies.finish = never  # type: ignore[method-assign]
            first = here.slack.mention(channel, OWNER)
            await here.slack.event(first)
            await until(lambda: bot.desk.store.told(f"{channel}:{first['ts']}"))
            await bot.desk.close(patience=0)
        async with here.bot() as bot:
            assert bot.resumed == 1
            await until(lambda: done(here, channel))
            threads = Threads(bot.desk._service, bot.desk.store)
            [kept] = threads.service.conversations(user(f"slack:{channel}", ()))
            assert kept.turns == 1

    office(scene)
