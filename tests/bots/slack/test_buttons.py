"""The buttons below an answer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from tests.bots.slack.conftest import INTERNAL, OWNER, Office
from tests.bots.slack.limits import check_message, check_view
from tests.bots.slack.server import until

Play = Callable[[Callable[[Office], Awaitable[None]]], None]


def buttons(message: dict[str, Any]) -> dict[str, str]:
    blocks = [one for one in message["blocks"] if one["type"] == "actions"]
    return {one["action_id"]: one["value"] for one in blocks[0]["elements"]}


async def answer_in(here: Office, channel: str, question: str) -> dict[str, Any]:
    await here.slack.event(here.slack.mention(channel, question))
    await until(lambda: "updated" in (here.slack.ours(channel) or [{}])[0])
    return here.slack.ours(channel)[0]


def test_opinions_are_kept_with_who_and_why(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot() as bot:
            found = buttons(await answer_in(here, channel, OWNER))
            assert {"helpful", "not_helpful"} <= set(found)
            await here.slack.press("helpful", found["helpful"], channel)
            await until(lambda: here.slack.whispers)
            for kind in ("not_helpful", "wrong_owner"):
                await here.slack.press(kind, found["helpful"], channel)
                await until(lambda: here.slack.views)
                view = here.slack.views.pop()
                check_view(view)
                await here.slack.submit(view, f"Kommunen {kind}")
            said = [(one.kind, one.person, one.note) for one in bot.desk.store.feedback()]
        assert said == [
            ("helpful", "UANNA", ""),
            ("not_helpful", "UANNA", "Kommunen not_helpful"),
            ("wrong_owner", "UANNA", "Kommunen wrong_owner"),
        ]

    office(scene)


def test_the_whole_answer_is_shown_as_the_channel_may_see_it_now(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot() as bot:
            bot.desk.store.allow(channel, ("internal",))
            key = buttons(await answer_in(here, channel, INTERNAL))["helpful"]
            await here.slack.press("more", key, channel)
            await until(lambda: "Osedal" in json.dumps(here.slack.views))
            check_view(here.slack.views[0])
            bot.desk.store.forbid(channel)
            await here.slack.press("more", key, channel)
            await until(lambda: len(here.slack.views) == 2 and "side" not in here.slack.views[1])
            await until(lambda: not bot.desk._tasks)
            assert "Osedal" not in json.dumps(here.slack.views[1])
            # A key of another conversation opens nothing.
            other = here.slack.direct("D9", "UOLA")
            await here.slack.press("more", key, other, user="UOLA")
            await until(lambda: len(here.slack.views) == 3 and not bot.desk._tasks)
            assert "for gammelt" in json.dumps(here.slack.views[2])

    office(scene)


def test_a_command_is_shared_once_and_by_the_asker_alone(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot() as bot:
            await here.slack.command("/plansvar", OWNER, channel)
            await until(lambda: here.slack.ephemeral)
            key = buttons(here.slack.ephemeral[0])["share"]
            await here.slack.press("share", key, channel, user="UOLA")
            for _ in range(4):
                await here.slack.press("share", key, channel)
            await until(lambda: "updated" in (here.slack.ours(channel) or [{}])[0])
            await until(lambda: not bot.desk._tasks)
        [shared] = here.slack.ours(channel)
        check_message(shared)
        assert shared["blocks"][0]["elements"][0]["text"] == OWNER

    office(scene)
