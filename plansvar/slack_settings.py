"""The settings of the Slack bot."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class SlackSettings(BaseModel):
    """How Plansvar reaches a Slack workspace, and who is who there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bot_token: SecretStr | None = Field(None, description="the app's bot token, xoxb-…")
    app_token: SecretStr | None = Field(None, description="the app's own token, xapp-…")
    groups: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="what people may read in direct messages, by Slack id, e-mail or user group id",
    )
    member_groups: tuple[str, ...] = Field(
        (), description="what every full member of the workspace may read in direct messages"
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
