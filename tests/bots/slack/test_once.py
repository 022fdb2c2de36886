"""Each question is answered exactly once, whatever Slack, the network and restarts do to it."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bots.slack.incoming import Incoming, Kind
from bots.slack.store import SlackStore
from plansvar.asking import PLAIN
from plansvar.owner import hold
from tests.bots.slack.conftest import OWNER, Office
from tests.bots.slack.limits import check_message
from tests.bots.slack.server import Failure, until

Play = Callable[[Callable[[Office], Awaitable[None]]], None]


class Slow:
    """The real service, which takes its time."""

    def __init__(self, real: Any, seconds: float) -> None:
        self._real, self._seconds = real, seconds
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def ask(self, question: str, user: Any, options: Any = PLAIN) -> Any:
        self.asked.append(question)
        time.sleep(self._seconds)
        return self._real.ask(question, user, options)


def answered(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in messages if "updated" in one]


@pytest.mark.parametrize("place", ["C1", "D1", "pane"])
def test_four_deliveries_reordered_with_a_restart_between(office: Play, place: str) -> None:
    async def scene(here: Office) -> None:
        slack = here.slack
        channel = "C1" if place == "C1" else "D1"
        slack.channel("C1", "UANNA")
        slack.direct("D1")
        events = []
        for n in range(10):
            thread = {"thread_ts": f"{n // 2}.0"} if place == "pane" else {}
            kind = slack.mention if place == "C1" else slack.message
            events.append(kind(channel, f"{OWNER} {n}", **thread))
        deliveries = [(f"Ev{n}", event) for n, event in enumerate(events)] * 4
        random.Random(4).shuffle(deliveries)
        # Stopped in the middle: some answered, some with a placeholder or a beginning only.
        async with here.bot(lambda real: Slow(real, 0.2), workers=1) as bot:
            for id_, event in deliveries[:20]:
                await slack.event(event, event_id=id_)
            await bot.desk.close(patience=0)
        assert len(answered(slack.ours(channel))) < 10
        async with here.bot() as bot:
            assert bot.resumed > 0
            for id_, event in deliveries[20:]:
                await slack.event(event, event_id=id_)
            await until(lambda: len(answered(slack.ours(channel))) == 10, 30)
            await until(lambda: not bot.desk._tasks)
        messages = slack.ours(channel)
        keys = sorted(one["metadata"]["event_payload"]["key"] for one in messages)
        assert keys == sorted(f"{channel}:{one['ts']}" for one in events)
        assert all(one["blocks"] and not one.get("streaming") for one in messages)

    office(scene)


def test_a_placeholder_whose_posting_got_lost_is_found_again(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel, direct = here.slack.channel("C1", "UANNA"), here.slack.direct("D1")
        async with here.bot():
            here.slack.fail("chat.postMessage", Failure(500, done=True))
            await here.slack.event(here.slack.mention(channel, OWNER))
            await until(lambda: answered(here.slack.ours(channel)))
            here.slack.fail("chat.postMessage", Failure(500, done=True))
            await here.slack.event(here.slack.message(direct, OWNER))
            await until(lambda: answered(here.slack.ours(direct)))
        assert len(here.slack.ours(channel)) == len(here.slack.ours(direct)) == 1

    office(scene)


def test_what_cannot_be_stored_is_not_acknowledged(
    office: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot() as bot:
            event = here.slack.mention(channel, OWNER)

            def full(incoming: Incoming) -> bool:
                raise OSError("disk full")

            with monkeypatch.context() as patch:
                patch.setattr(bot.desk.store, "accept", full)
                with pytest.raises(TimeoutError):
                    await here.slack.event(event, event_id="Ev1", patience=1)
            await here.slack.event(event, event_id="Ev1")
            await until(lambda: answered(here.slack.ours(channel)))
        assert len(here.slack.ours(channel)) == 1

    office(scene)


def test_questions_of_a_thread_are_answered_in_their_order(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        slow: list[Slow] = []

        def wrap(real: Any) -> Slow:
            slow.append(Slow(real, 0.1))
            return slow[0]

        async with here.bot(wrap):
            first = here.slack.mention(channel, f"{OWNER} 0")
            await here.slack.event(first)
            for number in range(1, 4):
                text = f"{OWNER} {number}"
                await here.slack.event(here.slack.mention(channel, text, thread_ts=first["ts"]))
            await until(lambda: len(answered(here.slack.ours(channel))) == 4)
        assert [text[-1] for text in slow[0].asked] == ["0", "1", "2", "3"]
        times = [one["updated"] for one in here.slack.ours(channel)]
        assert times == sorted(times)

    office(scene)


def test_the_placeholder_comes_within_a_second_though_all_are_busy(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot(lambda real: Slow(real, 0.5), workers=1):
            waits: list[float] = []
            for _ in range(8):
                begun = time.monotonic()
                await here.slack.event(here.slack.mention(channel, OWNER))
                waits.append(time.monotonic() - begun)
            begun = time.monotonic()
            await until(lambda: len(here.slack.ours(channel)) == 8)
            assert time.monotonic() - begun < 1
            assert max(waits) < 1
            await until(lambda: len(answered(here.slack.ours(channel))) == 8)

    office(scene)


# What the bot needs fails


@pytest.mark.parametrize(
    ("method", "failure"),
    [
        ("chat.postMessage", Failure(429, "ratelimited", retry_after=1)),
        ("chat.update", Failure(429, "ratelimited", retry_after=1)),
        ("chat.postMessage", Failure(503)),
        ("chat.update", Failure(503)),
        ("chat.update", Failure(error="internal_error")),
        ("chat.update", Failure(error="invalid_blocks")),
    ],
)
def test_slack_fails_and_there_is_an_answer_all_the_same(
    office: Play, method: str, failure: Failure
) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot():
            here.slack.fail(method, failure)
            await here.slack.event(here.slack.mention(channel, OWNER))
            await until(lambda: answered(here.slack.ours(channel)))
        [message] = here.slack.ours(channel)
        check_message(message)
        if failure.retry_after:
            times = [at for at, name, _ in here.slack.calls if name == method]
            assert times[1] - times[0] >= failure.retry_after

    office(scene)


def test_the_socket_is_lost_and_the_answer_comes(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot(lambda real: Slow(real, 0.3)):
            await here.slack.event(here.slack.mention(channel, OWNER))
            await here.slack.sockets[-1].send_json({"type": "disconnect", "reason": "warning"})
            await until(lambda: len(here.slack.sockets) == 2)
            await here.slack.event(here.slack.mention(channel, OWNER))
            await until(lambda: len(answered(here.slack.ours(channel))) == 2)

    office(scene)


def test_the_index_is_held_by_another_program(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        with hold(here.data, 0):
            async with here.bot():
                await here.slack.event(here.slack.mention(channel, OWNER))
                await until(lambda: answered(here.slack.ours(channel)))
        [message] = here.slack.ours(channel)
        assert "akkurat nå" in message["text"]
        assert str(here.data) not in json.dumps(message)

    office(scene)


def test_a_service_that_hangs_or_breaks_gives_a_visible_error(office: Play) -> None:
    class Broken(Slow):
        def ask(self, question: str, user: Any, options: Any = PLAIN) -> Any:
            raise ZeroDivisionError

    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        for wrap in (lambda real: Slow(real, 1.5), lambda real: Broken(real, 0)):
            async with here.bot(wrap, seconds=0.2) as bot:
                bot.desk._settings = bot.desk._settings.model_copy(update={"seconds": 0.2})
                before = len(here.slack.ours(channel))
                await here.slack.event(here.slack.mention(channel, OWNER))
                await until(lambda n=before: len(answered(here.slack.ours(channel))) == n + 1)
        slow, broken = (one["text"] for one in here.slack.ours(channel))
        assert "for lang tid" in slow or "Brimfjord" in slow
        assert "Noe gikk galt" in broken

    office(scene)


def test_whoever_asks_last_in_a_thread_where_nothing_works_is_told_in_time(office: Play) -> None:
    """Twelve questions of 5 s in one thread with 1 s for each: all are told after some seconds."""

    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        async with here.bot(lambda real: Slow(real, 5), seconds=1) as bot:
            first = here.slack.mention(channel, OWNER)
            await here.slack.event(first)
            begun = time.monotonic()
            for _ in range(11):
                event = here.slack.mention(channel, OWNER, thread_ts=first["ts"])
                await here.slack.event(event)
            await until(lambda: len(answered(here.slack.ours(channel))) == 12, 30)
            assert time.monotonic() - begun < 10
            bot.desk._pool.shutdown(wait=False, cancel_futures=True)
        told = {one["text"][:20] for one in here.slack.ours(channel)}
        assert not any("Brimfjord" in one for one in told)

    office(scene)


def test_more_than_can_be_answered_costs_nobody_else_an_answer(office: Play) -> None:
    """Forty questions of 0.3 s for one worker with 2.5 s: what is begun is answered in time."""

    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        slow: list[Slow] = []

        def wrap(real: Any) -> Slow:
            slow.append(Slow(real, 0.3))
            return slow[0]

        async with here.bot(wrap, workers=1, seconds=2.5):
            await asyncio.gather(
                *(here.slack.event(here.slack.mention(channel, OWNER)) for _ in range(40))
            )
            await until(lambda: len(answered(here.slack.ours(channel))) == 40, 20)
        told = [json.dumps(one["blocks"], ensure_ascii=False) for one in here.slack.ours(channel)]
        right = sum("Brimfjord havn IKS" in one for one in told)
        assert right >= 2
        assert right >= len(slow[0].asked) - 2  # of a machine that is busy with other things too
        assert sum("mange som spør akkurat nå" in one for one in told) >= 20

    office(scene)


def test_a_channel_that_is_closed_to_us_is_not_tried_for_ever(office: Play) -> None:
    async def scene(here: Office) -> None:
        async with here.bot() as bot:
            await here.slack.event({**here.slack.mention("CGONE", OWNER)})
            await until(lambda: not bot.desk._tasks)
            assert bot.desk.store.unanswered() == []

    office(scene)


def test_the_store_remembers_over_restarts(no_settings: Any) -> None:
    one = Incoming("C1:1.0", Kind.MESSAGE, "C1", "U1", "hva?", "1.0", "1.0")
    store = SlackStore(no_settings)
    assert store.accept(one)
    store.close()
    store = SlackStore(no_settings)
    assert not store.accept(one)
    assert store.unanswered() == [one]
    store.finish(one.key, "answered")
    assert store.unanswered() == []
    assert not store.accept(one)
    assert store.joined("C1", "1.0")
    store.close()


def test_many_at_once_are_all_answered_and_acknowledged_soon(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", "UANNA")
        waits: list[float] = []

        async def ask() -> None:
            begun = time.monotonic()
            await here.slack.event(here.slack.mention(channel, OWNER))
            waits.append(time.monotonic() - begun)

        async with here.bot():
            await asyncio.gather(*(ask() for _ in range(40)))
            await until(lambda: len(answered(here.slack.ours(channel))) == 40, 60)
        assert sorted(waits)[-1] < 5
        assert len(here.slack.ours(channel)) == 40

    office(scene)
