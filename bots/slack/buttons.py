"""What the buttons below an answer do: say what one thinks of it, see more, share it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bots.slack.desk import Desk
from bots.slack.directory import FAILURES
from bots.slack.incoming import Incoming, Kind
from bots.slack.render import (
    HELPFUL,
    MORE,
    NOT_HELPFUL,
    SHARE,
    WRONG_OWNER,
    Block,
    full_answer,
    section,
)

_LOG = logging.getLogger(__name__)
_ASKED = "feedback"
_FIELD = "note"
_LONGEST_NOTE = 1000
_PATIENCE_SECONDS = 45.0


class Buttons:
    """The listeners of buttons and dialogs. A button carries the key of its question."""

    def __init__(self, client: AsyncWebClient, desk: Desk) -> None:
        self._client = client
        self._desk = desk

    def listen(self, app: AsyncApp) -> None:
        """Register the listeners."""
        app.action(HELPFUL)(self.on_helpful)
        app.action(NOT_HELPFUL)(self.on_opinion)
        app.action(WRONG_OWNER)(self.on_opinion)
        app.action(MORE)(self.on_more)
        app.action(SHARE)(self.on_share)
        app.view(_ASKED)(self.on_note)

    async def on_helpful(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Keep that the answer helped, and say thank you to whoever said so."""
        await self._keep(_key(body), _person(body), HELPFUL)
        await ack()
        self._desk.begin(self._tell(body, "thanks"))

    async def on_opinion(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Keep that the answer was bad or its owner wrong, and ask for more."""
        kind = body["actions"][0]["action_id"]
        # Kept before the dialog is sent: who closes it has said as much.
        await self._keep(_key(body), _person(body), kind)
        await ack()
        view = self._dialog(kind, [self._input(kind)])
        view |= {"private_metadata": f"{kind} {_key(body)}", "submit": self._plain("send")}
        self._desk.begin(self._open(body, view))

    async def on_note(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Keep what somebody wrote in the dialog."""
        kind, _, key = body["view"]["private_metadata"].partition(" ")
        note = body["view"]["state"]["values"][_FIELD][_FIELD].get("value") or ""
        await self._keep(key, _person(body), kind, note[:_LONGEST_NOTE])
        await ack()

    async def on_more(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Show the whole answer, as whoever presses may see it there now."""
        await ack()
        self._desk.begin(self._show_all(body))

    async def on_share(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Answer in the channel what was asked by command."""
        found = await self._question(body)
        if found is not None and found.user == _person(body):
            # The same key however often it is pressed: shared once.
            shared = replace(found, key=f"shared:{found.key}", kind=Kind.SHARED, reply_ts="")
            await self._desk.take(shared)
        await ack()

    async def _show_all(self, body: dict[str, Any]) -> None:
        view = self._dialog(MORE, [section(self._desk.say("placeholder"))])
        id_ = await self._open(body, view)
        if id_ is None:
            return
        found = await self._question(body)
        blocks = [section(self._desk.say("dialog.gone"))]
        if found is not None:
            asked = replace(found, user=_person(body), channel=body["channel"]["id"])
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    blocks = full_answer(await self._desk.answer(asked))
            except Exception as error:  # noqa: BLE001 - whoever waits is told, whatever it is
                _LOG.warning("no whole answer to %s: %s", found.key, error)
                blocks = [section(self._desk.say("error.unavailable"))]
        try:
            await self._client.views_update(view_id=id_, view=self._dialog(MORE, blocks))
        except FAILURES as error:
            _LOG.warning("views.update: %s", error)

    async def _question(self, body: dict[str, Any]) -> Incoming | None:
        """The question that a button belongs to, if it was asked in this conversation."""
        key = _key(body)
        found = await self._desk.stored(lambda: self._desk.store.find(key))
        return found if found and found.channel == body["channel"]["id"] else None

    async def _keep(self, key: str, person: str, kind: str, note: str = "") -> None:
        await self._desk.stored(lambda: self._desk.store.say(key, person, kind, note))

    async def _open(self, body: dict[str, Any], view: dict[str, Any]) -> str | None:
        try:
            opened = await self._client.views_open(trigger_id=body["trigger_id"], view=view)
            return str(opened["view"]["id"])
        except FAILURES as error:
            _LOG.warning("views.open: %s", error)
            return None

    async def _tell(self, body: dict[str, Any], key: str) -> None:
        try:
            await self._client.chat_postEphemeral(
                channel=body["channel"]["id"],
                user=_person(body),
                text=self._desk.say(key),
                thread_ts=(body.get("container") or {}).get("thread_ts"),
            )
        except FAILURES as error:
            _LOG.warning("chat.postEphemeral: %s", error)

    def _dialog(self, kind: str, blocks: list[Block]) -> dict[str, Any]:
        title = {"type": "plain_text", "text": self._desk.say(f"dialog.title.{kind}")}
        view = {"type": "modal", "callback_id": _ASKED, "title": title}
        return {**view, "close": self._plain("close"), "blocks": blocks}

    def _input(self, kind: str) -> Block:
        element = {
            "type": "plain_text_input",
            "action_id": _FIELD,
            "multiline": True,
            "max_length": _LONGEST_NOTE,
        }
        label = self._plain(f"label.{kind}")
        return {"type": "input", "block_id": _FIELD, "label": label, "element": element}

    def _plain(self, key: str) -> Block:
        return {"type": "plain_text", "text": self._desk.say(f"dialog.{key}"), "emoji": False}


def _key(body: dict[str, Any]) -> str:
    return str(body["actions"][0]["value"])


def _person(body: dict[str, Any]) -> str:
    return str(body["user"]["id"])
