"""What one expects of a colleague: not to interrupt, and to say so when something fails."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bots.slack.render import plain_message
from plansvar.language.detect import LANGUAGES, Language
from tests.bots.slack.conftest import INTERNAL, OWNER, Office
from tests.bots.slack.limits import check_view
from tests.bots.slack.server import ANNA, Failure, member, until
from tests.bots.slack.test_buttons import answer_in, buttons

Play = Callable[[Callable[[Office], Awaitable[None]]], None]


def done(here: Office, channel: str) -> int:
    return sum("updated" in one for one in here.slack.ours(channel))


def test_people_who_talk_to_one_another_are_left_alone(office: Play) -> None:
    async def scene(here: Office) -> None:
        slack = here.slack
        channel = slack.channel("C1", ANNA, "UOLA")
        async with here.bot() as bot:
            first = slack.mention(channel, OWNER)
            await slack.event(first)
            await until(lambda: done(here, channel) == 1)
            thread = {"thread_ts": first["ts"]}
            for said in ("Takk!", "Enig, jeg lager et notat om det", "Vi tar det på mandag"):
                await slack.event(slack.message(channel, said, user="UOLA", **thread))
            await slack.event(slack.message(channel, "Ser du på fristen, <@UOLA>?", **thread))
            await until(lambda: not bot.desk._tasks)
            assert len(slack.ours(channel)) == 1
            # Nothing of it is kept, and nothing of it is read into what is asked then.
            assert len(bot.desk.store.unanswered()) == 0
            await slack.event(slack.message(channel, "og når er fristen", **thread))
            await until(lambda: done(here, channel) == 2)
            told = json.dumps(slack.ours(channel)[-1]["blocks"], ensure_ascii=False)
            assert "Når er fristen for Grønn skipsfart i fjorden?" in told

    office(scene)


def test_an_answer_to_our_own_question_is_heard(
    office: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(here: Office) -> None:
        slack = here.slack
        channel = slack.channel("C1", ANNA)
        async with here.bot() as bot:
            first = slack.mention(channel, OWNER)
            thread = {"thread_ts": first["ts"]}
            with monkeypatch.context() as patch:
                back = plain_message("Hvilket av dem mener du?")
                back = type(back)(back.text, back.blocks, asks=True)

                async def asks(*_: Any) -> Any:
                    return back

                patch.setattr(bot.desk, "_message", asks)
                await slack.event(first)
                await until(lambda: done(here, channel) == 1 and not bot.desk._tasks)
            await slack.event(slack.message(channel, "Grønn skipsfart i fjorden", **thread))
            await until(lambda: done(here, channel) == 2 and not bot.desk._tasks)
            # Asked back no longer.
            await slack.event(slack.message(channel, "Kompetanseløft for reiselivet", **thread))
            await until(lambda: not bot.desk._tasks)
        assert len(slack.ours(channel)) == 2

    office(scene)


def test_slack_is_asked_where_the_answer_changes_something(office: Play) -> None:
    """Slack allows some fifty of these calls a minute, and answers with 429 after them."""

    async def scene(here: Office) -> None:
        slack = here.slack
        slack.channel("C1", ANNA)
        slack.channel("C2", ANNA)
        slack.direct("D1")
        async with here.bot(member_groups=("internal",)) as bot:
            bot.desk.store.allow("C2", ("internal",))

            async def asked(place: str, question: str) -> Counter[str]:
                before, number = len(slack.calls), done(here, place)
                kind = slack.message if place.startswith("D") else slack.mention
                await slack.event(kind(place, question))
                await until(lambda: done(here, place) == number + 1)
                names = (name for _, name, _ in slack.calls[before:])
                return Counter(one for one in names if not one.startswith(("chat", "assistant")))

            assert not await asked("C1", OWNER)  # public documents, whoever is there
            assert (await asked("C2", INTERNAL))["conversations.info"] == 1
            assert (await asked("C2", INTERNAL))["conversations.info"] == 1
            assert await asked("D1", INTERNAL)
            assert not await asked("D1", INTERNAL)  # two minutes old at most
            # Somebody has a new status, then somebody becomes a guest.
            change = {"type": "user_change", "user": member(ANNA)}
            await slack.event(change)
            assert "users.list" not in await asked("C2", INTERNAL)
            slack.users[ANNA] = member(ANNA, is_restricted=True)
            await slack.event({**change, "user": slack.users[ANNA]})
            for place in ("C2", "D1"):
                await asked(place, INTERNAL)
                told = json.dumps(slack.ours(place)[-1]["blocks"], ensure_ascii=False)
                assert "Osedal" not in told

    office(scene)


def test_a_title_that_slack_is_slow_with_delays_nothing(office: Play) -> None:
    async def scene(here: Office) -> None:
        direct = here.slack.direct("D1")
        async with here.bot():
            slow = Failure(429, "ratelimited", retry_after=3)
            here.slack.fail("assistant.threads.setTitle", slow)
            async with asyncio.timeout(2.5):
                await here.slack.event(here.slack.message(direct, OWNER), patience=2)
                await until(lambda: done(here, direct) == 1)
            await until(lambda: here.slack.titles)

    office(scene)


def test_sharing_where_we_are_not_is_said_and_can_be_done_again(office: Play) -> None:
    async def scene(here: Office) -> None:
        slack = here.slack
        async with here.bot() as bot:
            await slack.command("/plansvar", OWNER, "C1")  # a channel without the bot
            await until(lambda: slack.ephemeral)
            key = buttons(slack.ephemeral[0])["share"]
            await slack.press("share", key, "C1")
            await until(lambda: len(slack.ephemeral) == 2 and not bot.desk._tasks)
            assert "/invite @Plansvar" in slack.ephemeral[1]["text"]
            # Thanks come too, though we may not write there.
            await slack.press("helpful", key, "C1")
            await until(lambda: len(slack.ephemeral) == 3)
            assert "Takk" in slack.ephemeral[2]["text"]
            assert slack.ephemeral[2]["replace_original"] is False
            await slack.press("wrong_owner", key, "C1")
            await until(lambda: slack.views)
            await slack.submit(slack.views[-1], "Det er kommunen")
            await until(lambda: len(slack.ephemeral) == 4)
            assert "meldt til kontroll" in slack.ephemeral[3]["text"]
            slack.channel("C1", ANNA)  # invited
            await slack.press("share", key, "C1")
            await until(lambda: done(here, "C1") == 1)

    office(scene)


def test_where_nobody_can_be_invited_that_is_said(office: Play) -> None:
    async def scene(here: Office) -> None:
        slack = here.slack
        async with here.bot() as bot:
            await slack.command("/plansvar", OWNER, "D9")  # between two people
            await until(lambda: slack.ephemeral)
            await slack.press("share", buttons(slack.ephemeral[0])["share"], "D9")
            await until(lambda: len(slack.ephemeral) == 2 and not bot.desk._tasks)
            assert "/invite" not in slack.ephemeral[1]["text"]
            assert "ikke delt" in slack.ephemeral[1]["text"]

    office(scene)


def test_an_answer_that_slack_refuses_is_shared_once_all_the_same(office: Play) -> None:
    async def scene(here: Office) -> None:
        slack = here.slack
        async with here.bot() as bot:
            await slack.command("/plansvar", OWNER, "C1")
            await until(lambda: slack.ephemeral)
            key = buttons(slack.ephemeral[0])["share"]
            slack.channel("C1", ANNA)
            slack.fail("chat.postMessage", Failure(error="is_archived"))
            for _ in range(2):
                await slack.press("share", key, "C1")
                await until(lambda: not bot.desk._tasks)
            assert len(slack.ephemeral) == 1
            assert done(here, "C1") == 0

    office(scene)


def test_a_window_that_does_not_open_is_said(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA)
        async with here.bot():
            key = buttons(await answer_in(here, channel, OWNER))["helpful"]
            for number, button in enumerate(("more", "draft", "not_helpful", "wrong_owner"), 1):
                here.slack.fail("views.open", Failure(error="expired_trigger_id"))
                await here.slack.press(button, key, channel)
                await until(lambda n=number: len(here.slack.whispers) == n)
                assert "én gang til" in here.slack.whispers[-1]["text"]

    office(scene)


def test_who_says_why_is_thanked(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA)
        async with here.bot():
            key = buttons(await answer_in(here, channel, OWNER))["not_helpful"]
            await here.slack.press("not_helpful", key, channel)
            await until(lambda: here.slack.views)
            await here.slack.submit(here.slack.views[-1], "Gammelt")
            await until(lambda: here.slack.whispers)
            assert "Takk" in here.slack.whispers[-1]["text"]

    office(scene)


@pytest.mark.parametrize("language", LANGUAGES)
def test_windows_keep_slacks_limits_in_each_language(office: Play, language: Language) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA)
        async with here.bot() as bot:
            bot.desk.language = language
            key = buttons(await answer_in(here, channel, OWNER))["helpful"]
            for number, button in enumerate(("more", "draft", "not_helpful", "wrong_owner"), 1):
                await here.slack.press(button, key, channel)
                await until(lambda n=number: len(here.slack.views) == n and not bot.desk._tasks)
                check_view(here.slack.views[-1])

    office(scene)


def test_nothing_that_we_post_is_unfurled(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA)
        async with here.bot():
            await answer_in(here, channel, OWNER)
            await here.slack.command("/plansvar", OWNER, channel)
            await until(lambda: here.slack.ephemeral)
        [posted] = [sent for _, name, sent in here.slack.calls if name == "chat.postMessage"]
        for name in ("unfurl_links", "unfurl_media"):
            assert str(posted[name]).lower() in {"false", "0"}
            assert here.slack.ephemeral[0][name] is False

    office(scene)
