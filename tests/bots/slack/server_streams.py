"""The part of our own Slack that streams, with the states in which Slack refuses a call."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Streaming:
    """Slack's streaming calls, and the status that is shown until an answer comes.

    ``streams``: whether the workspace has them.
    """

    streams: bool = True
    statuses: list[dict[str, Any]] = field(default_factory=list)
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def ts(self) -> str:
        raise NotImplementedError

    def api_assistant_threads_setStatus(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        if not self.streams:
            return {"error": "unknown_method"}
        self.statuses.append({**params, "at": time.monotonic()})
        return {}

    def api_chat_startStream(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        if not self.streams:
            return {"error": "unknown_method"}
        if not params.get("thread_ts"):
            return {"error": "invalid_thread_ts"}
        if not self.channels[params["channel"]].get("is_im") and not (
            params.get("recipient_user_id") and params.get("recipient_team_id")
        ):
            return {"error": "missing_recipient_user_id"}
        message = {"channel": params["channel"], "thread_ts": params["thread_ts"], "blocks": []}
        message |= {"ts": self.ts(), "at": time.monotonic(), "user": "UBOT", "streaming": True}
        message["blocks"] += _pieces(params)
        self.messages[params["channel"]].append(message)
        return {"ts": message["ts"], "channel": params["channel"]}

    def api_chat_appendStream(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        message = self._streaming(params)
        if message is None:
            return {"error": "message_not_in_streaming_state"}
        message["blocks"] += _pieces(params)
        return {"ts": params["ts"]}

    def api_chat_stopStream(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        message = self._streaming(params)
        if message is None:
            return {"error": "message_not_in_streaming_state"}
        message["blocks"] += [*_pieces(params), *(params.get("blocks") or [])]
        # What a notification shows is what stands first.
        message["text"] = message["blocks"][0]["text"]["text"]
        message.update(streaming=False, updated=time.monotonic())
        if "metadata" in params:
            message["metadata"] = params["metadata"]
        return {"ts": params["ts"]}

    def _streaming(self, params: dict[str, Any]) -> dict[str, Any] | None:
        found = (m for m in self.messages[params["channel"]] if m["ts"] == params["ts"])
        return next((one for one in found if one.get("streaming")), None)


def _pieces(params: dict[str, Any]) -> list[dict[str, Any]]:
    assert all(one["type"] == "blocks" for one in params.get("chunks") or ())
    return [block for one in params.get("chunks") or () for block in one["blocks"]]
