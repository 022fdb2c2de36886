"""People and channels, asked of Slack. What can't be found out counts as unknown."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bots.slack.access import Person, Place
from plansvar.slack_settings import SlackSettings

_LOG = logging.getLogger(__name__)
# Who is a guest, and who is in a user group, may be this old; who is in a channel never is.
_KEPT_SECONDS = 120.0
_PATIENCE_SECONDS = 10.0

FAILURES = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)


class Directory:
    """Looks people and places up in one workspace."""

    def __init__(self, client: AsyncWebClient, settings: SlackSettings) -> None:
        self._client = client
        self._settings = settings
        self._kept: dict[str, tuple[float, Any]] = {}
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def person(self, id_: str) -> Person:
        """Somebody; a stranger where Slack doesn't say."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                found = await self._remembered(f"person {id_}", lambda: self._user(id_))
                if not _is_member(found, await self._team()):
                    return Person(id_)
                return Person(id_, True, _email(found), await self._usergroups_of(id_))
        except FAILURES as error:
            _LOG.warning("users.info: %s", error)
            return Person(id_)

    async def place(self, id_: str, asker: str) -> Place:
        """A conversation."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                found = await self._conversation(id_)
                if _is_shared(found):
                    return Place(id_)
                if found.get("is_im"):
                    return Place(id_, direct=found.get("user") == asker)
                if found.get("is_mpim"):
                    return Place(id_)
                return Place(id_, closed=await self._only_members(id_))
        except FAILURES as error:
            _LOG.warning("conversations.info: %s", error)
            return Place(id_)

    def changed(self, user: dict[str, Any]) -> None:
        """Somebody's account has changed: has become a guest's, say, or has another status."""
        id_ = str(user.get("id"))
        self._kept.pop(f"person {id_}", None)
        _, team = self._kept.get("team", (0.0, ""))
        _, members = self._kept.get("members", (0.0, frozenset[str]()))
        # All members are asked for page by page; a new status, as there are many, is no reason.
        if (id_ in members) != _is_member(user, str(team)):
            self._kept.pop("members", None)

    def forget(self) -> None:
        """Look everything up anew."""
        self._kept.clear()

    async def _user(self, id_: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self._client.users_info(user=id_))["user"]
        return found

    async def _conversation(self, id_: str) -> dict[str, Any]:
        async def ask() -> dict[str, Any]:
            found: dict[str, Any] = (await self._client.conversations_info(channel=id_))["channel"]
            return found

        # Two are in a direct message for ever; a channel may be shared with others at any moment.
        found: dict[str, Any] = (
            await self._remembered(f"direct {id_}", ask) if id_.startswith("D") else await ask()
        )
        return found

    async def _only_members(self, channel: str) -> bool:
        full = await self._remembered("members", self._full_members)
        async for page in self._pages("conversations.members", channel=channel, limit=500):
            if not set(page["members"]) <= full:
                return False
        return True

    async def _full_members(self) -> set[str]:
        """The ids of all full members and apps of the workspace."""
        team = await self._team()
        return {
            one["id"]
            async for page in self._pages("users.list", limit=500)
            for one in page["members"]
            if _is_member(one, team)
        }

    async def _usergroups_of(self, person: str) -> tuple[str, ...]:
        """Those of the user groups named in the settings that somebody is in."""
        found = []
        for group in self._settings.groups:
            if not group.startswith("S") or "@" in group:
                continue

            async def members(group: str = group) -> set[str]:
                answer = await self._client.usergroups_users_list(usergroup=group)
                return set(answer["users"])

            if person in await self._remembered(f"usergroup {group}", members):
                found.append(group)
        return tuple(found)

    async def _team(self) -> str:
        async def team() -> str:
            return str((await self._client.auth_test())["team_id"])

        return str(await self._remembered("team", team))

    async def _remembered(self, key: str, ask: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401 - what ask gives
        # One asks, the others wait for what it hears: Slack counts how often we ask.
        async with self._asking.setdefault(key, asyncio.Lock()):
            at, value = self._kept.get(key, (0.0, None))
            if value is None or time.monotonic() - at > _KEPT_SECONDS:
                value = await ask()
                self._kept[key] = (time.monotonic(), value)
            return value

    async def _pages(self, method: str, **params: Any) -> AsyncIterator[Any]:  # noqa: ANN401 - Slack's
        cursor = ""
        while True:
            page = await self._client.api_call(method, params={**params, "cursor": cursor})
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return


def _is_member(found: dict[str, Any], team: str) -> bool:
    guest = ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted", "is_invited_user")
    return found.get("team_id") == team and not any(found.get(mark) for mark in guest)


def _email(found: dict[str, Any]) -> str | None:
    if found.get("is_email_confirmed") is False:
        return None
    address = (found.get("profile") or {}).get("email")
    return str(address) if address else None


def _is_shared(channel: dict[str, Any]) -> bool:
    marks = ("is_shared", "is_ext_shared", "is_org_shared", "is_pending_ext_shared")
    return any(channel.get(mark) for mark in marks)
