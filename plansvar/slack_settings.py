"""The settings of the Slack bot."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from plansvar.errors import SlackError


class SlackSettings(BaseModel):
    """How Plansvar reaches a Slack workspace, and who is who there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bot_token: SecretStr | None = Field(None, description="the app's bot token, xoxb-…")
    app_token: SecretStr | None = Field(None, description="the app's own token, xapp-…")
    signing_secret: SecretStr | None = Field(
        None, description="what Slack signs its requests with, over HTTP"
    )
    transport: Literal["socket", "http"] = Field(
        "socket",
        description="the bot connects to Slack (socket), or Slack sends to plansvar serve (http)",
    )
    groups: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="what people may read in direct messages, by Slack id, e-mail or user group id",
    )
    member_groups: tuple[str, ...] = Field(
        (), description="what every full member of the workspace may read in direct messages"
    )
    digest_channel: str | None = Field(
        None,
        pattern=r"^[CG][A-Z0-9]+$",
        description="channel that is told once a week which questions had no answer",
    )
    workers: int = Field(4, ge=1, le=32, description="questions answered at the same time")
    seconds: float = Field(
        45.0, gt=0, le=55, description="time for one answer, counted from the question's arrival"
    )
    api_url: str = Field(
        "https://slack.com/api/",
        pattern=r"^https?://[^\s/]+.*/$",
        description="address of Slack's Web API",
    )


def tokens(slack: SlackSettings) -> tuple[str, str]:
    """The bot's token, and what events come by: the app's token, or over HTTP the signing secret.

    Raises:
        SlackError: ``slack.no_tokens`` or ``slack.no_secret``.
    """
    over_http = slack.transport == "http"
    other = slack.signing_secret if over_http else slack.app_token
    if slack.bot_token is None or other is None:
        raise SlackError("slack.no_secret" if over_http else "slack.no_tokens")
    return slack.bot_token.get_secret_value(), other.get_secret_value()
