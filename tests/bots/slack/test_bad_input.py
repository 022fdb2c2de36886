"""What people and other bots send that is no plain question."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bots.slack.manifest import FIND_SOURCE
from tests.bots.slack.conftest import OWNER, Office
from tests.bots.slack.limits import check_message
from tests.bots.slack.server import ANNA, BOT, Failure, until

Play = Callable[[Callable[[Office], Awaitable[None]]], None]

LONG = "Hvem har ansvar for Grønn skipsfart? " * 325  # 12,025 characters


def words(message: dict[str, Any]) -> str:
    return json.dumps(message["blocks"], ensure_ascii=False)


def done(here: Office, channel: str) -> int:
    return sum("updated" in one for one in here.slack.ours(channel))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LONG, "kan ta imot 2000"),
        ("🎉 :tada: 👍🏽", "Jeg fant ikke noe spørsmål"),
        ("", "Jeg fant ikke noe spørsmål"),
        ("```kode```", ""),
        ("<https://evil.example|se her>", ""),
        ("\u202e\u200b\ufeff", "Jeg fant ikke noe spørsmål"),
        ("'; DROP TABLE questions; --", ""),
        ("<!channel> <@UOLA> <#C2|annen> hvem eier dette?", ""),
    ],
)
def test_whatever_is_written_to_the_bot_gets_a_sensible_word(
    office: Play, text: str, told: str
) -> None:
    async def scene(here: Office) -> None:
        slack = here.slack
        slack.channel("C1", ANNA)
        slack.direct("D1")
        async with here.bot() as bot:
            await slack.event(slack.mention("C1", text))
            await slack.event(slack.message("D1", text))
            await slack.event(slack.message("D1", text, thread_ts="1.0"))
            await slack.event(slack.message("D1", text, subtype="file_share", files=[{"id": "F"}]))
            for command in ("/plansvar", "/tiltak"):
                await slack.command(command, text, "C1")
            await slack.shortcut(FIND_SOURCE, text, "C1")
            await until(lambda: done(here, "C1") == 1 and done(here, "D1") == 3)
            await until(lambda: len(slack.ephemeral) == 3 and not bot.desk._tasks)
        answers = [*slack.ours("C1"), *slack.ours("D1")]
        for one in (*answers, *slack.ephemeral):
            check_message(one)
        assert all(told in words(one) for one in answers)

    office(scene)


def test_other_bots_are_never_answered_also_where_we_take_part(office: Play) -> None:
    async def scene(here: Office) -> None:
        slack = here.slack
        channel = slack.channel("C1", ANNA)
        async with here.bot() as bot:
            first = slack.mention(channel, OWNER)
            await slack.event(first)
            await until(lambda: done(here, channel) == 1)
            thread = {"thread_ts": first["ts"]}
            robots: list[dict[str, Any]] = [
                {"bot_id": "B7", "user": "UROBOT"},
                {"bot_profile": {"id": "B7"}, "user": "UROBOT"},
                {"subtype": "bot_message", "bot_id": "B7", "user": None},
                {"user": BOT},
            ]
            for robot in robots:
                await slack.event(slack.mention(channel, OWNER, **thread, **robot))
                await slack.event(slack.message(channel, OWNER, **thread, **robot))
            await until(lambda: not bot.desk._tasks)
        assert len(slack.ours(channel)) == 1

    office(scene)


def test_edits_deletions_and_notices_change_nothing(office: Play) -> None:
    async def scene(here: Office) -> None:
        slack = here.slack
        channel, direct = slack.channel("C1", ANNA), slack.direct("D1")
        async with here.bot() as bot:
            first = slack.mention(channel, OWNER)
            await slack.event(first)
            await until(lambda: done(here, channel) == 1)
            # Slack tells of an edited mention as a mention once more, under the same time.
            await slack.event({**first, "text": f"<@{BOT}> noe annet", "edited": {"user": ANNA}})
            for subtype in ("message_changed", "message_deleted", "message_replied", "pinned_item"):
                for place in (channel, direct):
                    event = slack.message(place, OWNER, subtype=subtype, hidden=True)
                    await slack.event({**event, "message": first, "previous_message": first})
            await until(lambda: not bot.desk._tasks)
        assert len(slack.ours(channel)) == 1
        assert slack.ours(direct) == []

    office(scene)


def test_a_mention_in_code_is_none_and_one_beside_it_is(office: Play) -> None:
    async def scene(here: Office) -> None:
        slack = here.slack
        channel = slack.channel("C1", ANNA)
        async with here.bot() as bot:
            for code in (f"`<@{BOT}>` svarer", f"```\n<@{BOT}> {OWNER}\n```"):
                await slack.event({**slack.mention(channel, ""), "text": code})
            await until(lambda: not bot.desk._tasks)
            assert slack.ours(channel) == []
            await slack.event({**slack.mention(channel, ""), "text": f"`x` <@{BOT}> {OWNER}"})
            await until(lambda: done(here, channel) == 1)

    office(scene)


def test_a_thread_of_five_hundred_messages(office: Play) -> None:
    async def scene(here: Office) -> None:
        slack = here.slack
        channel = slack.channel("C1", ANNA, "UOLA")
        async with here.bot():
            first = slack.mention(channel, OWNER)
            await slack.event(first)
            await until(lambda: done(here, channel) == 1)
            thread = {"thread_ts": first["ts"]}
            for number in range(500):
                said = {"ts": slack.ts(), "user": "UOLA", "text": f"prat {number}", **thread}
                slack.messages[channel].append(said)
            # Whether the placeholder was posted must be looked up in all that.
            slack.fail("chat.postMessage", Failure(503, done=True))
            await slack.event(slack.message(channel, "og når er fristen?", **thread))
            await until(lambda: done(here, channel) == 2)
        ours = [one for one in slack.ours(channel) if one.get("metadata")]
        assert len(ours) == 2
        assert "Når er fristen for Grønn skipsfart i fjorden?" in words(ours[-1])

    office(scene)
