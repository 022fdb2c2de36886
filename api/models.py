"""What requests bring: checked here, and plain values from here on."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from plansvar.register.corrections import Action

# Said in the description alone: the service has a kinder word for it.
NOT_EMPTY: dict[str, JsonValue] = {"minLength": 1, "pattern": r"[\wæøå]"}
A_DAY: dict[str, JsonValue] = {
    "pattern": r"^[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1\d|2[0-8]))?)?$",
}


class Question(BaseModel):
    """A question to answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"question": "Hvem har ansvaret for grønn havn?"}]},
    )

    question: str = Field(
        description="in bokmål, nynorsk or English",
        max_length=20_000,
        json_schema_extra=NOT_EMPTY,
    )


class CorrectionIn(BaseModel):
    """What somebody says of a fact."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "fact": "measure-1f0c2d",
                    "action": "correct",
                    "field": "leads",
                    "values": ["Havnevesenet"],
                    "note": "Vedtatt i mars",
                }
            ]
        },
    )

    fact: str = Field("", max_length=200, description="id of the fact; may be empty to withdraw")
    action: Action = Field(description="what is said of it")
    field: str | None = Field(None, max_length=100, description="which field, for `correct`")
    values: list[str] = Field(
        default_factory=list,
        max_length=100,
        description="its right values; none: nothing is known of it",
    )
    other: str | None = Field(None, max_length=200, description="the fact it is merged with")
    withdraws: str | None = Field(
        None, max_length=200, description="the correction that no longer counts"
    )
    note: str = Field("", max_length=2_000, description="why")


class SyncIn(BaseModel):
    """Which sources to bring in line."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"sources": ["planer"]}]}
    )

    sources: list[str] = Field(
        default_factory=list, max_length=1_000, description="their names; none: all"
    )
    allow_deletes: bool = Field(False, description="take documents out even if many are gone")
