"""What the buttons below an answer do: say what one thinks of it, see more, share it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bots.slack.desk import Desk
from bots.slack.directory import FAILURES
from bots.slack.drafting import draft_blocks
from bots.slack.incoming import Incoming, Kind
from bots.slack.markup import escaped
from bots.slack.render import (
    DRAFT,
    HELPFUL,
    MORE,
    NOT_HELPFUL,
    SHARE,
    WRONG_OWNER,
    Block,
    full_answer,
    section,
)
from bots.slack.reports import Subject
from plansvar.conversations.types import Verdict
from plansvar.errors import PlansvarError

_LOG = logging.getLogger(__name__)
_ASKED = "feedback"
_FIELD = "note"
_FACT = "fact"
_VERDICT = "verdict"
# What a press says of an answer, until its dialog says it better.
_PRESSED = {
    HELPFUL: Verdict.HELPFUL,
    NOT_HELPFUL: Verdict.MISSING,
    WRONG_OWNER: Verdict.WRONG,
}
_VERDICTS = (Verdict.WRONG, Verdict.WRONG_SOURCE, Verdict.MISSING)
_LONGEST_OPTION = 75
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
        app.action(DRAFT)(self.on_draft)
        app.action(SHARE)(self.on_share)
        app.view(_ASKED)(self.on_note)

    async def on_helpful(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Keep that the answer helped, and say thank you to whoever said so."""
        await self._keep(_key(body), _person(body), HELPFUL)
        await ack()
        self._desk.begin(self._judge(_key(body), _channel(body), _PRESSED[HELPFUL]))
        self._desk.begin(self._tell(_way(body), _person(body), self._desk.say("thanks")))

    async def on_opinion(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Keep that the answer was bad or its owner wrong, and ask for more."""
        kind = body["actions"][0]["action_id"]
        # Kept before the dialog is sent: who closes it has said as much.
        await self._keep(_key(body), _person(body), kind)
        await ack()
        self._desk.begin(self._ask_why(body, kind))
        self._desk.begin(self._judge(_key(body), _channel(body), _PRESSED[kind]))

    async def on_note(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Keep what somebody wrote in the dialog."""
        about = json.loads(body["view"]["private_metadata"])
        values = body["view"]["state"]["values"]
        note = (values[_FIELD][_FIELD].get("value") or "")[:_LONGEST_NOTE]
        verdict = Verdict(_chosen(values, _VERDICT) or _PRESSED[about["kind"]])
        await self._keep(about["key"], _person(body), about["kind"], note)
        await ack()
        self._desk.begin(self._judge(about["key"], about["channel"], verdict, note))
        if fact := _chosen(values, _FACT) or about.get("fact"):
            self._desk.begin(self._report(about, _person(body), fact, note))
        else:
            self._desk.begin(self._tell(about, _person(body), self._desk.say("thanks")))

    async def on_more(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Show the whole answer, as whoever presses may see it there now."""
        await ack()
        self._desk.begin(self._show(body, MORE))

    async def on_draft(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Show a letter that answers the question, to copy."""
        await ack()
        self._desk.begin(self._show(body, DRAFT))

    async def on_share(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Answer in the channel what was asked by command."""
        found = await self._question(body)
        if found is not None and found.user == _person(body):
            # The same key however often it is pressed: shared once.
            key, way = f"shared:{found.key}", str(body.get("response_url") or "")
            shared = replace(found, key=key, kind=Kind.SHARED, reply_ts="", response_url=way)
            await self._desk.take(shared)
        await ack()

    async def _ask_why(self, body: dict[str, Any], kind: str) -> None:
        """Open the dialog; where an answer names several owners, it asks which of them is wrong."""
        key = _key(body)
        about = {"kind": kind, "key": key, **_way(body)}
        found: list[Subject] = []
        if kind == WRONG_OWNER and await self._question(body) is not None:
            found = await self._desk.stored(lambda: self._desk.store.subjects(key))
        blocks = [self._verdicts()] if kind == NOT_HELPFUL else []
        if len(found) > 1:
            blocks = [self._choice(found)]
        if len(found) == 1:
            about["fact"] = found[0].id
            blocks = [section(self._desk.say("dialog.about", name=found[0].name))]
        view = self._dialog(kind, [*blocks, self._input(kind)])
        view |= {"private_metadata": json.dumps(about), "submit": self._plain("send")}
        await self._open(body, view)

    async def _judge(self, key: str, channel: str, verdict: Verdict, note: str = "") -> None:
        """Keep an opinion with the answer; what can't be kept there has been kept with us."""
        asked = await self._desk.stored(lambda: self._desk.store.find(key))
        if asked is None or asked.channel != channel:
            return
        try:
            await self._desk.judge(asked, verdict, note)
        except PlansvarError as error:
            _LOG.warning("not kept with the answer: %s", error)

    async def _report(self, about: dict[str, str], person: str, fact: str, note: str) -> None:
        """Put it into the review, and tell who did it what becomes of it."""
        asked = await self._desk.stored(lambda: self._desk.store.find(about["key"]))
        if asked is None or asked.channel != about["channel"]:
            return
        try:
            found = await self._desk.report(replace(asked, user=person), fact, note)
        except PlansvarError as error:
            _LOG.warning("not reported: %s", error)
            said = self._desk.say("not_reported")
        else:
            said = self._desk.say("reported", name=found.name)
        await self._tell(about, person, said)

    async def _show(self, body: dict[str, Any], kind: str) -> None:
        """Open a dialog at once, and show there what takes its time."""
        view = self._dialog(kind, [section(self._desk.say("placeholder"))])
        id_ = await self._open(body, view)
        if id_ is None:
            return
        found = await self._question(body)
        blocks = [section(self._desk.say("dialog.gone"))]
        if found is not None:
            asked = replace(found, user=_person(body), channel=_channel(body))
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    blocks = await self._content(asked, kind)
            except Exception as error:  # noqa: BLE001 - whoever waits is told, whatever it is
                _LOG.warning("%s: nothing to show of %s: %s", kind, found.key, error)
                blocks = [section(self._desk.say("error.unavailable"))]
        try:
            await self._client.views_update(view_id=id_, view=self._dialog(kind, blocks))
        except FAILURES as error:
            _LOG.warning("views.update: %s", error)
            await self._tell(_way(body), _person(body), self._desk.say("error.unavailable"))

    async def _content(self, asked: Incoming, kind: str) -> list[Block]:
        if kind == DRAFT:
            return draft_blocks(await self._desk.draft(asked))
        return full_answer(await self._desk.answer(asked), self._desk.base)

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
            await self._tell(_way(body), _person(body), self._desk.say("not_opened"))
            return None

    async def _tell(self, way: dict[str, str], person: str, text: str) -> None:
        """Tell one person something, there where a button was pressed."""
        try:
            await self._client.chat_postEphemeral(
                channel=way["channel"],
                user=person,
                text=escaped(text),
                thread_ts=way.get("thread") or None,
            )
        except FAILURES as error:
            # Whoever asked by command may have done so where we aren't.
            _LOG.info("chat.postEphemeral: %s", error)
            with contextlib.suppress(*FAILURES):
                hook = AsyncWebhookClient(way.get("response_url", ""), timeout=10)
                await hook.send(
                    text=escaped(text), response_type="ephemeral", replace_original=False
                )

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
        field = {"type": "input", "block_id": _FIELD, "label": label, "element": element}
        # The choice above it says enough.
        return {**field, "optional": True} if kind == NOT_HELPFUL else field

    def _verdicts(self) -> Block:
        options = [
            {"text": self._plain(f"verdict.{one.value}"), "value": one.value} for one in _VERDICTS
        ]
        element = {"type": "radio_buttons", "action_id": _VERDICT, "options": options}
        label = self._plain("what")
        return {"type": "input", "block_id": _VERDICT, "label": label, "element": element}

    def _choice(self, found: Sequence[Subject]) -> Block:
        options = [
            {
                "text": {"type": "plain_text", "text": _short(one.name), "emoji": False},
                "value": one.id,
            }
            for one in found
        ]
        element = {"type": "static_select", "action_id": _FACT, "options": options}
        label = self._plain("which")
        return {"type": "input", "block_id": _FACT, "label": label, "element": element}

    def _plain(self, key: str) -> Block:
        return {"type": "plain_text", "text": self._desk.say(f"dialog.{key}"), "emoji": False}


def _short(name: str) -> str:
    """A name within the 75 characters that Slack's options have room for."""
    words = " ".join(name.split()) or "–"
    return words if len(words) <= _LONGEST_OPTION else words[: _LONGEST_OPTION - 2].rstrip() + " …"


def _chosen(values: dict[str, Any], name: str) -> str | None:
    """The value of what was chosen in a field of a dialog, if it has that field."""
    option = values.get(name, {}).get(name, {}).get("selected_option") or {}
    return option.get("value")


def _channel(body: dict[str, Any]) -> str:
    return str(body["channel"]["id"])


def _way(body: dict[str, Any]) -> dict[str, str]:
    """Where a button was pressed, for what must be said there later."""
    return {
        "channel": _channel(body),
        "thread": str((body.get("container") or {}).get("thread_ts") or ""),
        "response_url": str(body.get("response_url") or ""),
    }


def _key(body: dict[str, Any]) -> str:
    return str(body["actions"][0]["value"])


def _person(body: dict[str, Any]) -> str:
    return str(body["user"]["id"])
