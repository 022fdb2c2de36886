"""A consultant asks in Slack: bolt's real client, our own Slack, a real service."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from tests.bots.slack.conftest import OWNER, Office
from tests.bots.slack.limits import check_message
from tests.bots.slack.server import BOT, until

Play = Callable[[Callable[[Office], Awaitable[None]]], None]


def words(message: dict[str, object]) -> str:
    return json.dumps([message["text"], message.get("blocks")], ensure_ascii=False)


def test_a_mention_gets_its_answer_in_the_thread(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot():
            asked = here.slack.mention(channel, OWNER)
            await here.slack.event(asked)
            await until(
                lambda: here.slack.ours(channel) and "updated" in here.slack.ours(channel)[0]
            )
            [answer] = here.slack.ours(channel)
            check_message(answer)
            assert answer["thread_ts"] == asked["ts"]
            assert "Brimfjord havn IKS" in words(answer)
            assert "Handlingsprogram for Brimvik" in words(answer)
            assert "12. mars 2024" in words(answer)

    office(scene)


def test_a_follow_up_needs_no_mention_and_others_are_left_alone(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot():
            first = here.slack.mention(channel, OWNER)
            await here.slack.event(first)
            thread = {"thread_ts": first["ts"]}
            await here.slack.event(here.slack.message(channel, "<@UOLA> hva mener du?", **thread))
            await here.slack.event(here.slack.message(channel, "uten tråd"))
            await here.slack.event(here.slack.message(channel, "annen", thread_ts="1.0"))
            await here.slack.event(here.slack.message(channel, "👍 :tada:", **thread))
            await here.slack.event(here.slack.message(channel, OWNER, **thread))
            await until(lambda: sum("updated" in one for one in here.slack.ours(channel)) == 2)
        assert [one["thread_ts"] for one in here.slack.ours(channel)] == [first["ts"]] * 2

    office(scene)


def test_a_mention_that_comes_as_a_message_too_is_answered_once(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot():
            first = here.slack.mention(channel, OWNER)
            await here.slack.event(first)
            second = here.slack.mention(channel, OWNER, thread_ts=first["ts"])
            await here.slack.event(second)
            await here.slack.event({**second, "type": "message", "channel_type": "channel"})
            await until(lambda: sum("updated" in one for one in here.slack.ours(channel)) == 2)
        assert len(here.slack.ours(channel)) == 2

    office(scene)


def test_commands_are_answered_to_the_asker_alone(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot():
            at_once = await here.slack.command("/plansvar", OWNER, channel)
            assert OWNER in words(at_once)
            assert at_once["response_type"] == "ephemeral"
            await until(lambda: here.slack.ephemeral)
            await here.slack.command("/tiltak", "Brimfjord havn IKS", channel)
            await until(lambda: len(here.slack.ephemeral) == 2)
            await here.slack.command("/tiltak", "", channel)
            await until(lambda: len(here.slack.ephemeral) == 3)
        for one in here.slack.ephemeral:
            check_message(one)
            assert one["response_type"] == "ephemeral"
        assert "Brimfjord havn IKS" in words(here.slack.ephemeral[0])
        assert "share" in words(here.slack.ephemeral[0])
        listed = words(here.slack.ephemeral[1])
        assert "Grønn skipsfart i fjorden · frist 31.12.2025" in listed, listed
        assert "Handlingsprogram for Brimvik 2024–2025 · 12. mars 2024 · vedtatt" in listed
        assert "/tiltak Brimvik kommune" in words(here.slack.ephemeral[2])
        assert here.slack.ours(channel) == []

    office(scene)


def test_bad_input_gets_something_sensible_and_never_a_loop(office: Play) -> None:
    async def scene(here: Office) -> None:
        slack = here.slack
        channel, direct = slack.channel("C1", "UANNA"), slack.direct("D1")
        async with here.bot():
            silent = [
                slack.mention(channel, OWNER, bot_id="B7"),
                slack.mention(channel, OWNER, subtype="bot_message", user=None),
                slack.message(direct, OWNER, user=BOT),
                slack.message(direct, OWNER, subtype="message_changed"),
                slack.message(direct, OWNER, subtype="message_deleted", hidden=True),
                slack.message(direct, OWNER, subtype="channel_join"),
                {**slack.mention(channel, ""), "text": f"se her: ```<@{BOT}> {OWNER}```"},
            ]
            for event in silent:
                await slack.event(event)
            spoken = [
                (slack.message(direct, "a b " * 3000), "2000"),
                (slack.message(direct, "🎉 :tada: 👍🏽"), "spørsmål"),
                (slack.message(direct, "", subtype="file_share", files=[{"id": "F1"}]), "spørsmål"),
                (
                    slack.message(direct, "<!channel> &lt;!here&gt; *hva* `er` <http://x.y|dette>"),
                    "",
                ),
            ]
            for number, (event, word) in enumerate(spoken, 1):
                await slack.event(event)
                await until(lambda n=number: sum("updated" in m for m in slack.ours(direct)) == n)
                check_message(slack.ours(direct)[-1])
                assert word in words(slack.ours(direct)[-1])
        assert slack.ours(channel) == []

    office(scene)
