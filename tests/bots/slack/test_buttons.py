"""The buttons below an answer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from plansvar.access import ANONYMOUS, user
from plansvar.register.corrections import Action, CorrectionRequest
from plansvar.register.review import Reason
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


def test_a_wrong_owner_comes_into_the_review_with_who_and_why(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA", "UOLA")
        async with here.bot() as bot:
            key = buttons(await answer_in(here, channel, OWNER))["wrong_owner"]
            await until(lambda: not bot.desk._tasks)
            for _ in range(2):  # who sends it twice has reported it once
                await here.slack.press("wrong_owner", key, channel)
                await until(lambda: here.slack.views)
                view = here.slack.views.pop()
                check_view(view)
                assert "Grønn skipsfart" in json.dumps(view["blocks"], ensure_ascii=False)
                await here.slack.submit(view, "Det er fylkeskommunen nå")
                await until(lambda: not bot.desk._tasks)
            assert "meldt til kontroll" in here.slack.whispers[-1]["text"]
            service = bot.desk._service
            [item] = [one for one in service.review(ANONYMOUS) if one.reports]
            assert service.review(ANONYMOUS)[0] == item
            [report] = item.reports
            assert (item.fact.name, item.reason) == ("Grønn skipsfart i fjorden", Reason.REPORTED)
            assert report.by == "uanna@brimvik.example"
            assert report.note == "Det er fylkeskommunen nå"
            # The answer is what it was until somebody who may do so corrects it.
            assert item.fact.texts("leads") == ("Brimfjord havn IKS",)
            wanted = CorrectionRequest(item.fact.id, Action.CORRECT, "leads", ("Fylkeskommunen",))
            service.correct(wanted, user("kari", ()))
            assert not [one for one in service.review(ANONYMOUS) if one.reports]
            await here.slack.event(here.slack.mention(channel, OWNER))
            await until(lambda: "updated" in [*here.slack.ours(channel), {}][1])
            corrected = here.slack.ours(channel)[1]
            assert "Fylkeskommunen" in json.dumps(corrected["blocks"], ensure_ascii=False)

    office(scene)


def test_nobody_reports_what_they_may_not_see(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot() as bot:
            key = buttons(await answer_in(here, channel, OWNER))["wrong_owner"]
            await until(lambda: not bot.desk._tasks)
            other = here.slack.direct("D9", "UOLA")
            # A key of another conversation: what is written is kept, and nothing is shown of it.
            await here.slack.press("wrong_owner", key, other, user="UOLA")
            await until(lambda: here.slack.views)
            view = here.slack.views.pop()
            assert "Grønn" not in json.dumps(view, ensure_ascii=False)
            about = json.loads(view["private_metadata"])
            view["private_metadata"] = json.dumps({**about, "fact": "measure-0"})
            await here.slack.submit(view, "Nei", user="UOLA")
            await until(lambda: not bot.desk._tasks)
            assert not [one for one in bot.desk._service.review(ANONYMOUS) if one.reports]

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


def test_a_draft_of_a_letter_is_shown_with_its_sources(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot() as bot:
            bot.desk.store.allow(channel, ("internal",))
            for question, told in ((OWNER, "Brimfjord havn IKS"), (INTERNAL, "Osedal")):
                here.slack.messages.clear()
                key = buttons(await answer_in(here, channel, question))["draft"]
                await here.slack.press("draft", key, channel)
                await until(lambda w=told: here.slack.views and w in words(here.slack.views[-1]))
                check_view(here.slack.views[-1])
                assert "Med vennlig hilsen" in words(here.slack.views[-1])
            bot.desk.store.forbid(channel)
            await here.slack.press("draft", key, channel)
            await until(lambda: len(here.slack.views) == 3 and not bot.desk._tasks)
            assert "Osedal" not in words(here.slack.views[-1])

    def words(view: dict[str, Any]) -> str:
        return json.dumps(view["blocks"], ensure_ascii=False)

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
