"""The settings of drafts and overviews; they are part of :class:`plansvar.settings.Settings`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class DraftSettings(BaseModel):
    """What a draft's list of checks looks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    old_months: int = Field(
        24, ge=1, le=600, description="age in months from which a draft's source is to be checked"
    )


class OverviewSettings(BaseModel):
    """How overviews over all documents are made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    findings: int = Field(
        20, ge=1, le=1000, description="most findings in the words of one document"
    )
    keep_days: int = Field(
        30, ge=1, le=3650, description="days for which an overview can be gone on with"
    )
