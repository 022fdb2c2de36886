"""What requests bring: checked here, and plain values from here on."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from plansvar.asking import AskOptions, Scope
from plansvar.conversations.types import MAX_COMMENT_CHARACTERS, Verdict
from plansvar.documents.types import Authority, DocumentType
from plansvar.drafts.overview_types import OverviewRequest
from plansvar.language.detect import Language
from plansvar.register.corrections import Action

# Said in the description alone: the service has a kinder word for it.
NOT_EMPTY: dict[str, JsonValue] = {"minLength": 1, "pattern": r"[^\W_]|[æøå]"}
A_DAY: dict[str, JsonValue] = {
    "pattern": r"^[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1\d|2[0-8]))?)?$",
}


_Names = Annotated[list[Annotated[str, Field(max_length=1_000)]], Field(max_length=1_000)]


class ScopeIn(BaseModel):
    """The documents that an answer may come from; what is left out limits nothing."""

    model_config = ConfigDict(extra="forbid")

    documents: _Names = Field(default_factory=list, description="their ids or titles")
    types: list[DocumentType] = Field(default_factory=list, max_length=100)
    sources: _Names = Field(default_factory=list, description="names of sources")


class Question(BaseModel):
    """A question to answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "Hvem har ansvaret for grønn havn?"},
                {
                    "question": "Hva ble vedtatt om havna?",
                    "conversation": "new",
                    "as_of": "2024",
                    "scope": {"types": ["minutes"]},
                },
            ]
        },
    )

    question: str = Field(
        description="in bokmål, nynorsk or English",
        max_length=20_000,
        json_schema_extra=NOT_EMPTY,
    )
    conversation: str | None = Field(
        None,
        max_length=100,
        description="`new`, or the id of one of your own; without it nothing is stored",
    )
    as_of: str | None = Field(
        None,
        max_length=10,
        description="what held on this day, by documents up to it",
        json_schema_extra={"anyOf": [{"type": "string", **A_DAY}, {"type": "null"}]},
    )
    scope: ScopeIn = Field(default_factory=ScopeIn)

    def options(self) -> AskOptions:
        """What goes with the question."""
        scope = Scope(
            documents=tuple(self.scope.documents),
            types=tuple(self.scope.types),
            sources=tuple(self.scope.sources),
        )
        return AskOptions(scope, self.as_of, self.conversation)


class FeedbackIn(BaseModel):
    """What somebody thinks of an answer of his own."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "turn": "0b3f5a52-6c1e-4c35-9a57-0d5f6c1c2f77",
                    "verdict": "wrong_source",
                    "comment": "Planen ble rullert i 2025",
                }
            ]
        },
    )

    turn: str = Field(max_length=200, description="the answer's `turn`")
    verdict: Verdict
    comment: str = Field("", max_length=MAX_COMMENT_CHARACTERS)


class DraftIn(BaseModel):
    """A letter to draft an answer to."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"question": "Hvilke støtteordninger kan vi søke på?", "language": "nb"}]
        },
    )

    question: str = Field(
        description="a question, or a whole letter with several",
        max_length=20_000,
        json_schema_extra=NOT_EMPTY,
    )
    language: Language | None = Field(None, description="the draft's; else that of the question")


class OverviewIn(BaseModel):
    """What to look for in all documents of some kind; or which overview to go on with."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"question": "Hva sier møtereferatene om havna?", "types": ["minutes"]}],
            "anyOf": [
                {
                    "required": ["question"],
                    "properties": {"question": {"type": "string", **NOT_EMPTY}},
                },
                {"required": ["resume"], "properties": {"resume": {"type": "string"}}},
            ],
        },
    )

    question: str = Field("", max_length=20_000)
    types: list[DocumentType] = Field(default_factory=list, max_length=100)
    authorities: list[Authority] = Field(default_factory=list, max_length=100)
    after: str | None = Field(None, max_length=10, description="a date; not included")
    before: str | None = Field(None, max_length=10, description="a date; not included")
    resume: str | None = Field(
        None, max_length=100, description="`id` of an overview that was stopped"
    )

    def request(self) -> OverviewRequest:
        """What the service is asked for."""
        return OverviewRequest(
            self.question,
            tuple(self.types),
            tuple(self.authorities),
            self.after,
            self.before,
            self.resume,
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
