"""What can be asked of the register, as parameters of an address."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from api.models import A_DAY
from plansvar.register.kinds import FactKind
from plansvar.register.queries import FactQuery, Flag


class Format(StrEnum):
    """How a list is written; CSV and workbooks are of all that was found, whatever the limit."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


class Filters(BaseModel):
    """Which facts are wanted: all that is given must hold."""

    model_config = ConfigDict(extra="forbid")

    kind: list[FactKind] = Field(default_factory=list, max_length=20, description="none: all")
    flag: list[Flag] = Field(default_factory=list, max_length=20, description="what must be true")
    owner: str | None = Field(None, max_length=200, description="leads, answers for or runs it")
    party: str | None = Field(None, max_length=200, description="has any part in it")
    text: str | None = Field(None, max_length=500, description="stands somewhere in it")
    plan: str | None = Field(None, max_length=500, description="stands in its plan's title")
    goal: str | None = Field(None, max_length=500, description="the goal it serves")
    level: str | None = Field(None, max_length=100, description="of goals")
    since: str | None = Field(
        None, max_length=10, description="from this day on", json_schema_extra=A_DAY
    )
    until: str | None = Field(
        None, max_length=10, description="up to this day", json_schema_extra=A_DAY
    )
    body: str | None = Field(None, max_length=200, description="that decided")
    applicant: str | None = Field(None, max_length=200, description="who applied")
    scheme: str | None = Field(None, max_length=200, description="what was applied to")
    outcome: str | None = Field(None, max_length=100, description="of decisions and applications")
    case_number: str | None = Field(None, max_length=100, description="of decisions")
    as_of: str | None = Field(
        None, max_length=10, description="as of this day", json_schema_extra=A_DAY
    )
    everything: bool = Field(False, description="also what only replaced editions say")
    format: Format = Field(Format.JSON, description="json, csv or xlsx")
    limit: int = Field(100, ge=1, le=1_000, description="the most in one answer")
    offset: int = Field(0, ge=0, le=10_000_000, description="how many to pass over")

    def query(self) -> FactQuery:
        """The question to the register, without limit and offset."""
        return FactQuery(
            kinds=tuple(self.kind),
            flags=tuple(self.flag),
            **self.model_dump(include=_SAME),
        )


_SAME = {
    "owner",
    "party",
    "text",
    "plan",
    "goal",
    "level",
    "since",
    "until",
    "body",
    "applicant",
    "scheme",
    "outcome",
    "case_number",
    "as_of",
}
