"""The app manifest: all that a workspace must know of the bot, to paste in at api.slack.com/apps.

https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

from typing import Any

from plansvar.language.detect import Language
from plansvar.messages.catalogue import message

FIND_SOURCE = "find_source"

# What each is for stands in docs/slack.md.
BOT_SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "usergroups:read",
    "users:read",
    "users:read.email",
)
BOT_EVENTS = (
    "app_mention",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "user_change",
)


# What is suggested to whoever opens the conversation with the bot; Slack shows four at most.
_PROMPTS = ("overdue", "ownerless", "decided", "funding")


def prompts(language: Language) -> list[dict[str, str]]:
    """What one could ask, as Slack has it: titles, and the questions that they stand for."""
    return [
        {part: message(f"slack.pane.{name}.{part}", language) for part in ("title", "message")}
        for name in _PROMPTS
    ]


def manifest(language: Language, url: str = "") -> dict[str, Any]:
    """The manifest, with descriptions in a language.

    ``url`` is where Slack sends its requests; empty: the bot connects to Slack (Socket Mode).
    """
    sent = {"request_url": url} if url else {}

    def say(key: str) -> str:
        return message(f"slack.manifest.{key}", language)

    return {
        "display_information": {
            "name": "Plansvar",
            "description": say("description"),
            "background_color": "#1d4d4f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            # New apps get no "assistant_view" any more; its events are still understood.
            "agent_view": {
                "agent_description": say("description"),
                "suggested_prompts": prompts(language),
            },
            "bot_user": {"display_name": "Plansvar", "always_online": True},
            "shortcuts": [
                {
                    "name": say("find_source_name"),
                    "type": "message",
                    "callback_id": FIND_SOURCE,
                    "description": say("find_source_description"),
                }
            ],
            "slash_commands": [
                {
                    "command": f"/{name}",
                    "description": say(f"{name}_description"),
                    "usage_hint": say(f"{name}_hint"),
                    "should_escape": True,
                    **({"url": url} if url else {}),
                }
                for name in ("plansvar", "tiltak")
            ],
        },
        "oauth_config": {"scopes": {"bot": list(BOT_SCOPES)}},
        "settings": {
            "event_subscriptions": {**sent, "bot_events": list(BOT_EVENTS)},
            "interactivity": {**sent, "is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }
