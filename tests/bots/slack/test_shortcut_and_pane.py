"""“Find the source of this”, and the assistant pane."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from bots.slack.manifest import FIND_SOURCE
from tests.bots.slack.conftest import OWNER, Office
from tests.bots.slack.limits import check_message
from tests.bots.slack.server import ANNA, Failure, until

Play = Callable[[Callable[[Office], Awaitable[None]]], None]


def test_the_source_of_a_message_is_shown_to_who_asks_alone(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA)
        async with here.bot():
            said = "Det er visst Brimfjord havn som har ansvar for grønn skipsfart?"
            await here.slack.shortcut(FIND_SOURCE, said, channel)
            await until(lambda: here.slack.ephemeral)
            [found] = here.slack.ephemeral
            check_message(found)
            told = json.dumps(found["blocks"], ensure_ascii=False)
            assert found["response_type"] == "ephemeral"
            assert "«Brimfjord havn IKS har ansvar for tiltaket Grønn skipsfart" in told, told
            assert "Handlingsprogram for Brimvik" in told
            await here.slack.shortcut(FIND_SOURCE, "Havnevesenet kjøper ferga Sildehav", channel)
            await until(lambda: len(here.slack.ephemeral) == 2)
            assert "Osedal" not in json.dumps(here.slack.ephemeral[1], ensure_ascii=False)
            await here.slack.shortcut(FIND_SOURCE, ":tada:", channel)
            await until(lambda: len(here.slack.ephemeral) == 3)
            assert "ingen tekst" in here.slack.ephemeral[2]["text"]
            await here.slack.shortcut(FIND_SOURCE, "havn " * 3000, channel)
            await until(lambda: len(here.slack.ephemeral) == 4)
            check_message(here.slack.ephemeral[3])
        assert here.slack.ours(channel) == []

    office(scene)


def test_the_pane_suggests_questions_and_names_its_threads(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.direct("D1")
        thread = {"channel_id": channel, "thread_ts": "1.0", "user_id": ANNA, "context": {}}
        async with here.bot() as bot:
            for name in ("assistant_thread_started", "assistant_thread_context_changed"):
                await here.slack.event({"type": name, "assistant_thread": thread})
            await until(lambda: here.slack.prompts)
            [suggested] = here.slack.prompts
            assert (suggested["channel_id"], suggested["thread_ts"]) == (channel, "1.0")
            assert len(suggested["prompts"]) == 4
            for question in (suggested["prompts"][0]["message"], OWNER):
                await here.slack.event(here.slack.message(channel, question, thread_ts="1.0"))
            await until(lambda: sum("updated" in one for one in here.slack.ours(channel)) == 2)
            assert here.slack.titles == {"1.0": suggested["prompts"][0]["message"]}
            assert {one["thread_ts"] for one in here.slack.ours(channel)} == {"1.0"}
            # A workspace without the pane: the answer comes all the same.
            here.slack.fail("assistant.threads.setTitle", Failure(error="not_allowed"))
            await here.slack.event(here.slack.message(channel, OWNER, thread_ts="2.0"))
            await until(lambda: sum("updated" in one for one in here.slack.ours(channel)) == 3)
            await until(lambda: not bot.desk._tasks)
        assert set(here.slack.titles) == {"1.0"}

    office(scene)
