"""Whether the bot would run: tokens, scopes, connection; what is wrong and how it is mended."""

from __future__ import annotations

from dataclasses import dataclass, field

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bots.slack.app import web_client
from bots.slack.directory import FAILURES
from bots.slack.manifest import BOT_SCOPES
from plansvar.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: ``key`` of ``slack.check`` in the catalogue, with parameters.

    ``good`` is ``None`` for what hinders nothing and is worth knowing.
    """

    good: bool | None
    key: str
    params: dict[str, str] = field(default_factory=dict)


async def check(settings: Settings) -> list[Finding]:
    """Try what the bot needs, without posting anything.

    Raises:
        SlackError: ``slack.no_tokens`` or ``slack.no_secret``.
    """
    client = web_client(settings)
    found = await _bot_token(client)
    if settings.slack.transport == "socket":
        found.append(await _app_token(client, settings))
    if not settings.api.origins:
        found.append(Finding(None, "no_links"))
    return found


async def _bot_token(client: AsyncWebClient) -> list[Finding]:
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        return [Finding(False, "bot_token", {"reason": _reason(error)})]
    except FAILURES as error:
        return [Finding(False, "unreachable", {"reason": type(error).__name__})]
    about = {"team": str(answer.get("team")), "name": str(answer.get("user"))}
    headers = {key.lower(): value for key, value in answer.headers.items()}
    given = {one.strip() for one in str(headers.get("x-oauth-scopes", "")).split(",")}
    missing = [one for one in BOT_SCOPES if one not in given]
    scopes = Finding(True, "scopes_good")
    if missing:
        scopes = Finding(False, "scopes", {"missing": ", ".join(missing)})
    return [Finding(True, "bot_token_good", about), scopes]


async def _app_token(client: AsyncWebClient, settings: Settings) -> Finding:
    token = settings.slack.app_token
    try:
        await client.apps_connections_open(app_token=token.get_secret_value() if token else "")
    except SlackApiError as error:
        return Finding(False, "app_token", {"reason": _reason(error)})
    except FAILURES as error:
        return Finding(False, "unreachable", {"reason": type(error).__name__})
    return Finding(True, "app_token_good")


def _reason(error: SlackApiError) -> str:
    return str((error.response or {}).get("error", "?"))
