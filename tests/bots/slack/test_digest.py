"""The weekly digest of questions that had no answer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from sqlalchemy import text

from bots.slack.digest import WEEK, tell
from bots.slack.replying import Replies
from tests.bots.slack.conftest import OWNER, Office
from tests.bots.slack.limits import check_message
from tests.bots.slack.server import ANNA, until

Play = Callable[[Callable[[Office], Awaitable[None]]], None]
UNKNOWN = "Hvem eier romskipet <!channel> i Zanzibar?"


def test_what_had_no_answer_is_told_once_a_week_without_who_asked(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel, admins = here.slack.direct("D1"), here.slack.channel("C9", "UOLA")
        here.threshold = 1  # nothing but what the register knows is answered
        async with here.bot(digest_channel=admins) as bot:
            store = bot.desk.store
            replies = Replies(bot.app.client)
            await until(lambda: store.last_digest() is not None)
            for question in (OWNER, UNKNOWN, UNKNOWN):
                await here.slack.event(here.slack.message(channel, question))
            await until(lambda: sum("updated" in one for one in here.slack.ours(channel)) == 3)
            await until(lambda: not bot.desk._tasks)
            assert len(store.missed(0)) == 1
            assert not await tell(bot.desk, replies, admins)  # the week isn't over
            with store._engine.begin() as connection:
                connection.execute(text("UPDATE digests SET at = at - :week"), {"week": WEEK + 1})
            assert await tell(bot.desk, replies, admins)
            assert not await tell(bot.desk, replies, admins)
        [told] = here.slack.ours(admins)
        check_message(told)
        words = json.dumps(told, ensure_ascii=False)
        assert "romskipet" in words
        assert ANNA not in words
        assert "skipsfart" not in words

    office(scene)
