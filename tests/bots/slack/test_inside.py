"""The bot inside the server: over Socket Mode, and over HTTP with Slack's signature."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from api.app import build
from bots.slack.app import running
from bots.slack.manifest import manifest
from cli.build import build_service
from plansvar.access import user
from plansvar.errors import SlackError
from plansvar.http_service import HttpService
from plansvar.owner import read_owner
from plansvar.settings import Settings
from tests.api.conftest import serving as serving_in_thread
from tests.bots.slack.conftest import INTERNAL, OWNER, Office
from tests.bots.slack.server import ANNA, Failure, until

Play = Callable[[Callable[[Office], Awaitable[None]]], None]
SECRET = "hemmelig"
HTTP = {"transport": "http", "signing_secret": SecretStr(SECRET)}


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    """The server's program, started as uvicorn does it."""
    service = build_service(settings)
    app = build(service, settings)
    transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 50_000))
    try:
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8321") as client,
        ):
            yield app, client
    finally:
        service.close()


def signed(body: bytes, at: float, secret: str = SECRET) -> dict[str, str]:
    """Slack's headers: https://docs.slack.dev/authentication/verifying-requests-from-slack."""
    moment = str(int(at))
    base = b"v0:" + moment.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    names = {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}
    return {**names, "Content-Type": "application/json"}


def envelope(event: dict[str, Any]) -> bytes:
    base = {"team_id": "T1", "api_app_id": "A1", "type": "event_callback", "event_id": "Ev1"}
    return json.dumps({**base, "event": event, "authorizations": []}).encode()


def test_over_http_what_slack_signed_is_answered_once(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA)
        async with serving(here.settings(**HTTP)) as (_, client):
            body = envelope(here.slack.mention(channel, OWNER))

            async def send(headers: dict[str, str], content: bytes = body) -> int:
                answer = await client.post("/slack/events", content=content, headers=headers)
                return answer.status_code

            now = time.time()
            end = now + 15
            while (status := await send(signed(body, now))) == 503:  # opening index and model
                assert time.time() < end
                await asyncio.sleep(0.05)
            assert status == 200
            assert [await send(signed(body, now)) for _ in range(3)] == [200] * 3
            await until(lambda: "updated" in (here.slack.ours(channel) or [{}])[0])
            assert len(here.slack.ours(channel)) == 1
            assert await send(signed(body, now, "gjettet")) == 401
            assert await send(signed(body, now - 3600)) == 401
            assert await send({}) == 401
            assert await send(signed(b"\xff", now), b"\xff") == 400
            # Nothing else is open because of it.
            assert (await client.get("/slack/events")).status_code in {401, 404, 405}
        assert len(here.slack.ours(channel)) == 1

    office(scene)


def test_over_http_commands_and_buttons_come_as_forms(office: Play) -> None:
    async def scene(here: Office) -> None:
        async with serving(here.settings(**HTTP)) as (_, client):

            async def send(form: dict[str, str]) -> httpx.Response:
                body = urlencode(form).encode()
                kind = {"Content-Type": "application/x-www-form-urlencoded"}
                headers = signed(body, time.time()) | kind
                return await client.post("/slack/events", content=body, headers=headers)

            way = f"{here.slack.url}/respond/1"
            command = {"command": "/plansvar", "text": OWNER, "channel_id": "C1", "user_id": ANNA}
            command |= {"team_id": "T1", "trigger_id": "t1", "response_url": way}
            end = time.time() + 15
            while (answer := await send(command)).status_code == 503:
                assert time.time() < end
                await asyncio.sleep(0.05)
            assert answer.json()["response_type"] == "ephemeral"
            assert OWNER in json.dumps(answer.json(), ensure_ascii=False)
            await until(lambda: here.slack.ephemeral)
            assert "Brimfjord havn IKS" in json.dumps(here.slack.ephemeral, ensure_ascii=False)
            press = {
                "type": "block_actions",
                "team": {"id": "T1"},
                "user": {"id": ANNA},
                "channel": {"id": "C1"},
                "trigger_id": "t2",
                "response_url": way,
                "actions": [{"type": "button", "action_id": "helpful", "value": "command:t1"}],
            }
            assert (await send({"payload": json.dumps(press)})).status_code == 200
            await until(lambda: len(here.slack.ephemeral) == 2)
            assert "Takk" in here.slack.ephemeral[1]["text"]

    office(scene)


def test_in_the_server_over_socket_mode_and_a_slack_that_fails_at_first(office: Play) -> None:
    async def scene(here: Office) -> None:
        channel = here.slack.channel("C1", ANNA)
        here.slack.fail("auth.test", Failure(status=500))
        async with serving(here.settings()) as (_, client):
            assert (await client.get("/health/live")).status_code == 200
            await until(lambda: here.slack.sockets)
            await here.slack.event(here.slack.mention(channel, OWNER))
            await until(lambda: "updated" in (here.slack.ours(channel) or [{}])[0])
            assert (await client.get("/v1/documents")).json()["total"] == 2
            assert (await client.post("/slack/events")).status_code in {404, 405}

    office(scene)


def test_beside_a_server_that_holds_the_data_folder(office: Play) -> None:
    """``plansvar slack run`` while ``plansvar serve`` runs: the server answers, as who asks."""

    async def scene(here: Office) -> None:
        channel, direct = here.slack.channel("C1", ANNA), here.slack.direct("D1")
        settings = here.settings(member_groups=("internal",))
        service = build_service(settings)
        with serving_in_thread(build(service, Settings(data=here.data))) as address:
            service.open(address)
            owner = read_owner(here.data)
            assert owner is not None
            client = HttpService.of_owner(owner, here.data)
            async with running(settings, client) as bot:
                first = here.slack.mention(channel, OWNER)
                thread = {"thread_ts": first["ts"]}
                await here.slack.event(first)
                await here.slack.event(here.slack.message(channel, "og når er fristen?", **thread))
                await here.slack.event(here.slack.mention(channel, INTERNAL))
                await here.slack.event(here.slack.message(direct, INTERNAL))
                ours = here.slack.ours
                await until(lambda: sum("updated" in one for one in ours(channel)) == 3)
                await until(lambda: "updated" in (ours(direct) or [{}])[0])
                told = [json.dumps(one["blocks"], ensure_ascii=False) for one in ours(channel)]
                assert "Brimfjord havn IKS" in told[0]
                assert any("Når er fristen for Grønn skipsfart i fjorden?" in one for one in told)
                assert "Osedal" not in "".join(told)
                assert "Osedal" in json.dumps(ours(direct), ensure_ascii=False)
                key = f"{channel}:{first['ts']}"
                for button in ("helpful", "draft"):
                    await here.slack.press(button, key, channel)
                await until(lambda: "Med vennlig hilsen" in json.dumps(here.slack.views))
                await until(lambda: not bot.desk._tasks)
            client.close()
        exported = service.feedback_export(user("kari", ()))
        assert [one["question"] for one in exported.questions] == [OWNER]
        service.close()

    office(scene)


def test_what_is_missing_is_said_at_the_start(office: Play) -> None:
    async def scene(here: Office) -> None:
        with pytest.raises(SlackError, match=r"slack\.no_secret"):
            async with serving(here.settings(transport="http")):
                pass

    office(scene)


def test_the_manifest_over_http() -> None:
    made = manifest("nb", "https://plansvar.example.no/slack/events")
    assert made["settings"]["socket_mode_enabled"] is False
    for where in ("event_subscriptions", "interactivity"):
        assert made["settings"][where]["request_url"].endswith("/slack/events")
    assert all(one["url"].startswith("https://") for one in made["features"]["slash_commands"])
