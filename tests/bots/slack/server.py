"""A Slack of our own: its Web API and its Socket Mode, as Slack documents them, on 127.0.0.1.

It keeps what was posted, so that a test sees what a person would see. ``fail`` scripts what a
method answers next.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.bots.slack.server_streams import Streaming

TEAM, BOT, ANNA = "T1", "UBOT", "UANNA"


@dataclass(frozen=True)
class Failure:
    """An answer that isn't the usual one; ``error`` in JSON, or a bare status."""

    status: int = 200
    error: str = ""
    retry_after: int | None = None
    # Slack did it, and the answer got lost.
    done: bool = False


def member(id_: str, **more: Any) -> dict[str, Any]:
    profile = {"email": f"{id_.lower()}@brimvik.example"}
    return {"id": id_, "team_id": TEAM, "profile": profile, "is_restricted": False, **more}


@dataclass
class Slack(Streaming):
    """The workspace."""

    url: str = ""
    users: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {ANNA: member(ANNA), BOT: member(BOT, is_bot=True)}
    )
    members: dict[str, list[str]] = field(default_factory=dict)
    usergroups: dict[str, list[str]] = field(default_factory=dict)
    ephemeral: list[dict[str, Any]] = field(default_factory=list)
    whispers: list[dict[str, Any]] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    prompts: list[dict[str, Any]] = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[float, str, dict[str, Any]]] = field(default_factory=list)
    failures: dict[str, deque[Failure]] = field(default_factory=lambda: defaultdict(deque))
    scopes: str = ""
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    acks: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def channel(self, id_: str, *people: str, **more: Any) -> str:
        self.channels[id_] = {"id": id_, "is_channel": True, "is_shared": False, **more}
        self.members[id_] = [BOT, *people]
        return id_

    def direct(self, id_: str, person: str = ANNA) -> str:
        self.channels[id_] = {"id": id_, "is_im": True, "user": person}
        self.members[id_] = [BOT, person]
        return id_

    def fail(self, method: str, *failures: Failure) -> None:
        self.failures[method].extend(failures)

    def ours(self, channel: str) -> list[dict[str, Any]]:
        return list(self.messages[channel])

    def ts(self) -> str:
        return f"{int(time.time())}.{next(self._numbers):06d}"

    # Events

    async def send(self, kind: str, payload: dict[str, Any], *, patience: float = 5) -> Any:
        """Deliver an envelope and wait for its acknowledgement; returns its payload.

        What isn't acknowledged is delivered again over the next connection.
        """
        envelope = f"e{next(self._numbers)}"
        self.acks[envelope] = asyncio.get_running_loop().create_future()
        body = {"envelope_id": envelope, "type": kind, "payload": payload}
        sent = json.dumps({**body, "accepts_response_payload": True})
        end, over = time.monotonic() + patience, None
        while not self.acks[envelope].done() and time.monotonic() < end:
            if over is not self.sockets[-1] and not self.sockets[-1].closed:
                over = self.sockets[-1]
                await over.send_str(sent)
            await asyncio.wait([self.acks[envelope]], timeout=0.1)
        return await asyncio.wait_for(self.acks[envelope], 0.01)

    async def event(self, event: dict[str, Any], *, event_id: str = "", **how: Any) -> Any:
        payload = {
            "team_id": TEAM,
            "api_app_id": "A1",
            "type": "event_callback",
            "event_id": event_id or f"Ev{next(self._numbers)}",
            "event": event,
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        }
        return await self.send("events_api", payload, **how)

    def mention(self, channel: str, text: str, **more: Any) -> dict[str, Any]:
        ts = more.pop("ts", None) or self.ts()
        words = f"<@{BOT}> {text}"
        base = {"type": "app_mention", "channel": channel, "user": ANNA, "text": words, "ts": ts}
        return {**base, **more}

    def message(self, channel: str, text: str, **more: Any) -> dict[str, Any]:
        ts = more.pop("ts", None) or self.ts()
        kind = "im" if self.channels[channel].get("is_im") else "channel"
        base = {"type": "message", "channel": channel, "user": ANNA, "text": text, "ts": ts}
        return {**base, "channel_type": kind, **more}

    async def command(self, name: str, text: str, channel: str, user: str = ANNA) -> Any:
        number = next(self._numbers)
        payload = {
            "command": name,
            "text": text,
            "channel_id": channel,
            "user_id": user,
            "team_id": TEAM,
            "trigger_id": f"t{number}",
            "response_url": f"{self.url}/respond/{number}",
        }
        return await self.send("slash_commands", payload)

    async def press(self, action: str, value: str, channel: str, user: str = ANNA) -> Any:
        number = next(self._numbers)
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "channel": {"id": channel},
            "trigger_id": f"t{number}",
            "response_url": f"{self.url}/respond/{number}",
            "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
        }
        return await self.send("interactive", payload)

    async def shortcut(self, name: str, text: str, channel: str, user: str = ANNA) -> Any:
        number = next(self._numbers)
        payload = {
            "type": "message_action",
            "callback_id": name,
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "channel": {"id": channel},
            "trigger_id": f"t{number}",
            "response_url": f"{self.url}/respond/{number}",
            "message": {"type": "message", "user": "UOLA", "ts": self.ts(), "text": text},
        }
        return await self.send("interactive", payload)

    async def submit(
        self, view: dict[str, Any], value: str, user: str = ANNA, choice: int = 0
    ) -> Any:
        """Send a dialog with ``value`` in its field, and one of what there is to choose."""
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        values: dict[str, Any] = {}
        for one in inputs:
            element, given = one["element"], {"type": "x", "value": value}
            if element["type"] in {"static_select", "radio_buttons"}:
                given = {"type": element["type"], "selected_option": element["options"][choice]}
            values[one["block_id"]] = {element["action_id"]: given}
        payload = {
            "type": "view_submission",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "view": {**view, "id": "V1", "state": {"values": values}},
        }
        return await self.send("interactive", payload)

    # The Web API

    async def api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        sent = await request.post()
        params: dict[str, Any] = {**request.query, **{key: str(one) for key, one in sent.items()}}
        if request.content_type == "application/json":
            params |= await request.json()
        for name in ("blocks", "metadata", "view", "prompts", "chunks"):
            if isinstance(params.get(name), str):
                params[name] = json.loads(params[name])
        self.calls.append((time.monotonic(), method, params))
        failure = self.failures[method].popleft() if self.failures[method] else None
        if failure and not failure.done:
            headers = {"Retry-After": str(failure.retry_after)} if failure.retry_after else {}
            body = {"ok": False, "error": failure.error or "internal_error"}
            return web.json_response(body, status=failure.status, headers=headers)
        answer = getattr(self, "api_" + method.replace(".", "_"))(params)
        if failure:
            return web.Response(status=failure.status)
        return web.json_response(
            {"ok": "error" not in answer, **answer}, headers={"x-oauth-scopes": self.scopes}
        )

    def api_auth_test(self, params: dict[str, Any]) -> dict[str, Any]:
        return {"team_id": TEAM, "team": "Brimvik", "user_id": BOT, "bot_id": "B1", "user": "p"}

    def api_apps_connections_open(self, params: dict[str, Any]) -> dict[str, Any]:
        return {"url": self.url.replace("http", "ws") + "/socket"}

    def api_chat_postMessage(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's
        if params["channel"] not in self.channels:
            return {"error": "channel_not_found"}
        message = {**params, "ts": self.ts(), "at": time.monotonic(), "user": BOT}
        self.messages[params["channel"]].append(message)
        return {"ts": message["ts"], "channel": params["channel"]}

    def api_chat_postEphemeral(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's
        if params["channel"] not in self.channels:
            return {"error": "channel_not_found"}
        self.whispers.append(params)
        return {"message_ts": self.ts()}

    def api_chat_update(self, params: dict[str, Any]) -> dict[str, Any]:
        for message in self.messages[params["channel"]]:
            if message["ts"] == params["ts"]:
                if message.get("streaming"):
                    return {"error": "streaming_state_conflict"}
                message.update(params, updated=time.monotonic())
                return {"ts": params["ts"]}
        return {"error": "message_not_found"}

    def api_assistant_threads_setTitle(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        self.titles[params["thread_ts"]] = params["title"]
        return {}

    def api_assistant_threads_setSuggestedPrompts(  # noqa: N802 - Slack's
        self, params: dict[str, Any]
    ) -> dict[str, Any]:
        self.prompts.append(params)
        return {}

    def api_conversations_info(self, params: dict[str, Any]) -> dict[str, Any]:
        found = self.channels.get(params["channel"])
        return {"channel": found} if found else {"error": "channel_not_found"}

    def api_conversations_members(self, params: dict[str, Any]) -> dict[str, Any]:
        return _page("members", self.members[params["channel"]], params)

    def api_conversations_replies(self, params: dict[str, Any]) -> dict[str, Any]:
        found = [m for m in self.messages[params["channel"]] if m.get("thread_ts") == params["ts"]]
        since = [m for m in found if m["ts"] > params.get("oldest", "0")]
        return {"messages": since[: int(params.get("limit") or 100)]}

    def api_conversations_history(self, params: dict[str, Any]) -> dict[str, Any]:
        found = [m for m in self.messages[params["channel"]] if not m.get("thread_ts")]
        since = [m for m in reversed(found) if m["ts"] > params.get("oldest", "0")]
        return {"messages": since[: int(params.get("limit") or 100)]}

    def api_users_info(self, params: dict[str, Any]) -> dict[str, Any]:
        found = self.users.get(params["user"])
        return {"user": found} if found else {"error": "user_not_found"}

    def api_users_list(self, params: dict[str, Any]) -> dict[str, Any]:
        return _page("members", list(self.users.values()), params)

    def api_usergroups_users_list(self, params: dict[str, Any]) -> dict[str, Any]:
        return {"users": self.usergroups.get(params["usergroup"], [])}

    def api_views_open(self, params: dict[str, Any]) -> dict[str, Any]:
        view = {**params["view"], "id": f"V{len(self.views)}"}
        self.views.append(view)
        return {"view": view}

    def api_views_update(self, params: dict[str, Any]) -> dict[str, Any]:
        for view in self.views:
            if view["id"] == params["view_id"]:
                view.update(params["view"])
                return {"view": view}
        return {"error": "not_found"}

    async def respond(self, request: web.Request) -> web.Response:
        if self.failures["respond"]:
            return web.Response(status=self.failures["respond"].popleft().status)
        self.ephemeral.append(await request.json())
        return web.Response(text="ok")

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.sockets.append(socket)
        async for received in socket:
            if received.type == WSMsgType.TEXT and received.data.startswith("{"):
                body = json.loads(received.data)
                waiting = self.acks.get(body.get("envelope_id"))
                if waiting and not waiting.done():
                    waiting.set_result(body.get("payload"))
        return socket


def _page(name: str, all_: list[Any], params: dict[str, Any]) -> dict[str, Any]:
    """Two at a time, so that whoever reads has to turn pages."""
    start = int(params.get("cursor") or 0)
    more = str(start + 2) if start + 2 < len(all_) else ""
    return {name: all_[start : start + 2], "response_metadata": {"next_cursor": more}}


@asynccontextmanager
async def serving(slack: Slack) -> AsyncIterator[Slack]:
    """Serve a workspace on a free port."""
    app = web.Application()
    app.router.add_post("/api/{method}", slack.api)
    app.router.add_get("/api/{method}", slack.api)
    app.router.add_post("/respond/{number}", slack.respond)
    app.router.add_get("/socket", slack.socket)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield slack
    finally:
        for socket in slack.sockets:
            await socket.close()
        await runner.cleanup()


async def until(true: Callable[[], Any], patience: float = 15) -> None:
    """Wait until something holds."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "it didn't come about"
        await asyncio.sleep(0.01)
