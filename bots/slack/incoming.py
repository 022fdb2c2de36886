"""What somebody asked in Slack, whichever way they did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bots.slack.markup import mentions, question_in, says_something, talks_to_another


class Kind(StrEnum):
    """How something was asked, and so where the answer goes.

    ``MESSAGE``: in the open, answered in the thread. ``QUESTION`` and ``LIST``: the commands
    ``/plansvar`` and ``/tiltak``, whose answers only the asker sees. ``SHARED``: such a question,
    which the asker now shares with the channel. ``SOURCE``: a message of which somebody wants to
    know where it comes from, and sees alone.
    """

    MESSAGE = "message"
    QUESTION = "question"
    LIST = "list"
    SHARED = "shared"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A question. ``key`` is the same however often Slack delivers it, and in whichever event.

    ``ts`` is Slack's time and id of a message. ``thread`` is where the answer goes; empty: below,
    in the conversation itself. ``text`` is what is asked. ``response_url`` takes the answer to a
    command. ``reply_ts`` is our message, once there is one.
    """

    key: str
    kind: Kind
    channel: str
    user: str
    text: str
    ts: str = ""
    thread: str = ""
    response_url: str = ""
    reply_ts: str = ""

    @property
    def order(self) -> str:
        """What is answered one after the other."""
        return f"{self.channel}:{self.thread}"


def mention(event: dict[str, Any], bot: str) -> Incoming | None:
    """An ``app_mention``, unless it only stands in code or comes from a bot."""
    if not _from_a_person(event, bot) or not mentions(event.get("text", ""), bot):
        return None
    return _message(event, event.get("thread_ts") or event["ts"])


def direct(event: dict[str, Any], bot: str) -> Incoming | None:
    """A message of a person to the bot alone; each begins a thread, or goes on with one."""
    if not _from_a_person(event, bot):
        return None
    return _message(event, event.get("thread_ts") or event["ts"])


def follow_up(event: dict[str, Any], bot: str) -> Incoming | None:
    """A message in a thread that may be meant for the bot, if the bot takes part in it.

    One that mentions the bot comes as a mention too; one that talks to somebody else, or holds no
    word, isn't for us. Whether it asks anything is seen later, where we take part.
    """
    text = event.get("text", "")
    if not _from_a_person(event, bot) or not event.get("thread_ts"):
        return None
    if talks_to_another(text, bot) or not says_something(question_in(text)):
        return None
    return _message(event, event["thread_ts"])


def command(body: dict[str, Any], kind: Kind) -> Incoming:
    """``/plansvar`` or ``/tiltak``."""
    return Incoming(
        key=f"command:{body['trigger_id']}",
        kind=kind,
        channel=body["channel_id"],
        user=body["user_id"],
        text=question_in(body.get("text", "")),
        response_url=body["response_url"],
    )


def shortcut(body: dict[str, Any]) -> Incoming:
    """“Find the source” of a message, whoever or whatever has written it."""
    written = body["message"]
    attached = (one.get("text") or one.get("fallback") for one in written.get("attachments") or ())
    text = question_in(written.get("text") or " ".join(one for one in attached if one))
    return Incoming(
        key=f"shortcut:{body['trigger_id']}",
        kind=Kind.SOURCE,
        channel=body["channel"]["id"],
        user=body["user"]["id"],
        text=text,
        response_url=body["response_url"],
    )


def _from_a_person(event: dict[str, Any], bot: str) -> bool:
    """Whether somebody wrote this: no bot, no edit, no deletion, no notice of Slack's own."""
    written = event.get("subtype") in {None, "file_share", "thread_broadcast"}
    robot = event.get("bot_id") or event.get("bot_profile") or event.get("user") in {bot, None}
    return written and not robot and not event.get("hidden")


def _message(event: dict[str, Any], thread: str) -> Incoming:
    return Incoming(
        key=f"{event['channel']}:{event['ts']}",
        kind=Kind.MESSAGE,
        channel=event["channel"],
        user=event["user"],
        text=question_in(event.get("text", "")),
        ts=event["ts"],
        thread=thread,
    )
