"""Each thing that the bot needs fails in turn: whoever asks gets an answer or is told why not."""

from __future__ import annotations

import asyncio
import importlib
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from plansvar.errors import IndexStateError, ModelError
from plansvar.owner import hold
from plansvar.settings import LlmSettings
from tests.bots.slack.conftest import INTERNAL, OWNER, Office, Wrap
from tests.bots.slack.limits import check_message
from tests.bots.slack.server import Failure, until
from tests.conftest import HashingEmbedder
from tests.scripted_llm import Reply, scripted_server

Play = Callable[[Callable[[Office], Awaitable[None]]], None]
Fault = Callable[[Office], Any]

ANSWER, REFUSALS = "Brimfjord havn IKS", ("akkurat nå", "Noe gikk galt", "for lang tid")


@asynccontextmanager
async def slack_fails(here: Office, *failures: Failure) -> AsyncIterator[Wrap]:
    """Every call that answering makes fails as often as ``failures`` says, then works again."""
    methods = ("chat.postMessage", "chat.update", "chat.startStream", "chat.stopStream")
    for method in (*methods, "assistant.threads.setStatus", "users.info", "conversations.info"):
        here.slack.fail(method, *failures)
    here.slack.fail("respond", *(one for one in failures if one.status != 200))
    yield _as_it_is


@asynccontextmanager
async def index_held(here: Office) -> AsyncIterator[Wrap]:
    with hold(here.data, 0):
        yield _as_it_is


@asynccontextmanager
async def index_lost(here: Office) -> AsyncIterator[Wrap]:
    class Lost:
        def __init__(self, real: Any) -> None:
            self._real = real

        def __getattr__(self, name: str) -> Any:
            if name in {"ask", "search", "facts"}:
                raise IndexStateError("index.nothing_yet", data=here.data)
            return getattr(self._real, name)

    yield Lost


@asynccontextmanager
async def database_locked(here: Office) -> AsyncIterator[Wrap]:
    """Another program writes for a while: longer than a moment, shorter than the patience."""
    async with _locked(here, "plansvar.db", 3):
        yield _as_it_is


@asynccontextmanager
async def store_locked(here: Office) -> AsyncIterator[Wrap]:
    async with _locked(here, "slack.db", 1):
        yield _as_it_is


@asynccontextmanager
async def _locked(here: Office, name: str, seconds: float) -> AsyncIterator[None]:
    held = sqlite3.connect(here.data / name, isolation_level=None, check_same_thread=False)

    async def release() -> None:
        await asyncio.sleep(seconds)
        held.execute("ROLLBACK")

    async def lock() -> None:
        await until(lambda: here.slack.sockets)  # the bot is there
        held.execute("BEGIN IMMEDIATE")
        here.ready.set()
        await release()

    here.ready.clear()
    task = asyncio.create_task(lock())
    try:
        yield
    finally:
        await task
        held.close()


@asynccontextmanager
async def model_down(here: Office, reply: Reply | None = None) -> AsyncIterator[Wrap]:
    # What takes seconds to import isn't what fails here.
    await asyncio.to_thread(_import_wording)
    with scripted_server() as server:
        server.says(reply or Reply("", status=503))
        url = server.url if reply else "http://127.0.0.1:9"
        here.llm = LlmSettings(
            kind="openai",
            base_url=f"{url}/v1",
            model="m",
            answer=True,
            retries=0,
            answer_seconds=1,
        )
        yield _as_it_is


@asynccontextmanager
async def socket_lost(here: Office) -> AsyncIterator[Wrap]:
    async def lose() -> None:
        await until(lambda: here.slack.calls and here.slack.ours("C1"))
        await here.slack.sockets[-1].close()

    task = asyncio.create_task(lose())
    yield _as_it_is
    await task


def _import_wording() -> None:
    for name in ("assistant.generation.wording", "plansvar.llm_haystack"):
        importlib.import_module(name)


def _as_it_is(real: Any) -> Any:
    return real


FAULTS: dict[str, Fault] = {
    "index held by another program": index_held,
    "index lost while it runs": index_lost,
    "database locked": database_locked,
    "the bot's own database locked": store_locked,
    "language model down": model_down,
    "language model too slow": lambda here: model_down(here, Reply("x", after=2)),
    "language model talks nonsense": lambda here: model_down(here, Reply("{}")),
    "Slack says 429": lambda here: slack_fails(here, Failure(429, "ratelimited", retry_after=1)),
    "Slack says 503": lambda here: slack_fails(here, Failure(503)),
    "Slack does it and says 503": lambda here: slack_fails(here, Failure(503, done=True)),
    "Slack is broken": lambda here: slack_fails(here, Failure(error="internal_error")),
    "socket lost": socket_lost,
}
ANSWERED = {one for one in FAULTS if not one.startswith("index")}


@pytest.mark.parametrize("name", FAULTS)
def test_whoever_asks_gets_an_answer_or_is_told(office: Play, name: str) -> None:
    async def scene(here: Office) -> None:
        slack = here.slack
        slack.channel("C1", "UANNA")
        slack.direct("D1")
        here.ready.set()
        async with FAULTS[name](here) as wrap, here.bot(wrap) as bot:
            await here.ready.wait()
            first = slack.mention("C1", OWNER)
            for event in (
                first,
                slack.message("C1", OWNER, thread_ts=first["ts"]),
                slack.message("D1", OWNER),
                slack.message("D1", OWNER, thread_ts="1.0"),
            ):
                await slack.event(event, patience=20)
            await slack.command("/plansvar", OWNER, "C1")
            told = [*slack.ours("C1"), *slack.ours("D1")]
            await until(
                lambda: (
                    sum("updated" in m for m in [*slack.ours("C1"), *slack.ours("D1")]) == 4
                    and len(slack.ephemeral) == 1
                ),
                40,
            )
            await until(lambda: not bot.desk._tasks)
        told = [*slack.ours("C1"), *slack.ours("D1"), *slack.ephemeral]
        assert len(told) == 5
        for one in told:
            check_message(one)
            words = json.dumps(one["blocks"], ensure_ascii=False)
            right = ANSWER in words
            assert right or (name not in ANSWERED and any(w in words for w in REFUSALS)), words
            assert str(here.data) not in words

    office(scene)


def test_the_embedding_model_is_down(office: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the register knows is answered; who asks for anything else is told."""

    def down(*_: object) -> None:
        raise ModelError("model.damaged", path="/model")

    monkeypatch.setattr(HashingEmbedder, "embed_queries", down)

    async def scene(here: Office) -> None:
        slack = here.slack
        channel = slack.channel("C1", "UANNA")
        async with here.bot():
            told = []
            for number, question in enumerate((OWNER, INTERNAL), 1):
                await slack.event(slack.mention(channel, question))
                await until(
                    lambda n=number: sum("updated" in one for one in slack.ours(channel)) == n
                )
                told.append(json.dumps(slack.ours(channel)[-1]["blocks"], ensure_ascii=False))
            await slack.shortcut("find_source", OWNER, channel)
            await until(lambda: slack.ephemeral)
            told.append(json.dumps(slack.ephemeral[-1]["blocks"], ensure_ascii=False))
        assert ANSWER in told[0]
        for one in told[1:]:
            assert "akkurat nå" in one
            assert "/model" not in one

    office(scene)
