"""The manifest, and what the check says of tokens and scopes."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest

from bots.slack.check import check
from bots.slack.manifest import BOT_EVENTS, BOT_SCOPES, manifest
from plansvar.errors import SlackError
from plansvar.language.detect import LANGUAGES, Language
from plansvar.settings import ApiSettings, Settings
from tests.bots.slack.conftest import Office
from tests.bots.slack.server import Failure

Play = Callable[[Callable[[Office], Awaitable[None]]], None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_keeps_slacks_limits(language: Language) -> None:
    made = manifest(language)
    about = made["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert re.fullmatch("#[0-9a-f]{6}", about["background_color"])
    for command in made["features"]["slash_commands"]:
        assert len(command["command"]) <= 32
        assert len(command["description"]) <= 100
    view = made["features"]["agent_view"]
    assert len(view["agent_description"]) <= 300
    assert 0 < len(view["suggested_prompts"]) <= 4
    assert all(set(one) == {"title", "message"} for one in view["suggested_prompts"])
    for shortcut in made["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    assert made["settings"]["socket_mode_enabled"]
    assert made["settings"]["interactivity"]["is_enabled"]


def test_the_check_names_what_is_wrong(office: Play) -> None:
    async def scene(here: Office) -> None:
        settings = here.settings()
        here.slack.scopes = ",".join(BOT_SCOPES)
        assert [(one.good, one.key) for one in await check(settings)] == [
            (True, "bot_token_good"),
            (True, "scopes_good"),
            (True, "app_token_good"),
            (None, "no_links"),
        ]
        linked = settings.model_copy(update={"api": ApiSettings(origins=("https://x.example",))})
        assert all(one.good for one in await check(linked))
        here.slack.scopes = ",".join(set(BOT_SCOPES) - {"chat:write"})
        assert (await check(settings))[1].params == {"missing": "chat:write"}
        here.slack.fail("auth.test", Failure(error="invalid_auth"))
        here.slack.fail("apps.connections.open", Failure(error="not_allowed_token_type"))
        found = await check(settings)
        assert [(one.good, one.key) for one in found] == [
            (False, "bot_token"),
            (False, "app_token"),
            (None, "no_links"),
        ]
        assert found[0].params == {"reason": "invalid_auth"}
        assert here.slack.messages == {}
        with pytest.raises(SlackError):
            await check(Settings())

    office(scene)


def test_what_the_bot_listens_to_it_may_read() -> None:
    for kind in ("channels", "groups", "im", "mpim"):
        assert f"message.{kind}" in BOT_EVENTS
        assert {f"{kind}:history", f"{kind}:read"} <= set(BOT_SCOPES)


def test_tokens_are_not_shown(office: Play) -> None:
    async def scene(here: Office) -> None:
        assert "xoxb-1" not in repr(here.settings())

    office(scene)
