"""The records of a half, as FORMAT.md describes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from examples.checker.problem import Problem, error

Text = Annotated[str, Field(min_length=1)]
Date = Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
Page = Annotated[int, Field(ge=1)] | None
Amount = str | int | float | None
R = TypeVar("R")
Groups = list[Literal["public", "internal"]]


class Record(BaseModel):
    """A line of a file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Document(Record):
    """A line of documents.jsonl."""

    file: Text
    title: Text | None
    type: Literal[
        "plan", "draft_plan", "action_programme", "project_description", "slides", "minutes",
        "consultation_input", "application", "call", "scheme", "news", "press_release",
        "annual_report", "email", "letter", "note", "brief",
    ]  # fmt: skip
    language: Literal["nb", "nn", "en"]
    date: Date | None
    date_precision: Literal["day", "month", "year"] | None
    organisation: Text | None
    groups: Groups
    note: str = ""
    near_duplicate_of: str | list[str] | None = None
    replaces: str | list[str] | None = None

    @model_validator(mode="after")
    def precision_fits(self) -> Self:
        """A date has a precision, and is no shorter than it says."""
        needed = {None: 0, "year": 4, "month": 7, "day": 10}[self.date_precision]
        if (self.date is None) != (self.date_precision is None) or len(self.date or "") < needed:
            raise ValueError("date and date_precision don't fit")
        return self

    @property
    def related(self) -> list[str]:
        """The files that it is a near duplicate of, or replaces."""
        values = (self.near_duplicate_of, self.replaces)
        return [
            name
            for value in values
            for name in ([value] if isinstance(value, str) else value or [])
        ]


class Evidence(Record):
    """Where a fact stands."""

    document: Text
    page: Page
    quote: Text


class Question(Record):
    """A line of questions/*.jsonl."""

    id: str = Field(pattern=r"^[a-zæøå]+-(nb|nn|en)-\d+$")
    pair: str | None = Field(pattern=r"^[a-zæøå]+-\d+$")
    language: Literal["nb", "nn", "en"]
    kind: Literal[
        "fact", "list", "owner", "goal", "decision", "funding", "application", "as-of",
        "contradiction", "overview", "which-documents", "conversation",
    ]  # fmt: skip
    history: list[Text] = Field(max_length=3)
    question: Text
    groups: Groups
    answerable: bool
    near_miss: bool
    answer: Text
    expected: list[Text]
    forbidden: list[Text]
    evidence: list[Evidence]

    @model_validator(mode="after")
    def consistent(self) -> Self:
        """The fields fit each other."""
        if f"-{self.language}-" not in self.id:
            raise ValueError("the id names another language")
        if self.answerable and not (self.expected and self.evidence):
            raise ValueError("answerable, but without expected or evidence")
        if not self.answerable and (self.expected or self.evidence):
            raise ValueError("not answerable, but with expected or evidence")
        if self.answerable and self.near_miss:
            raise ValueError("a near miss is not answerable")
        if self.kind == "conversation" and not self.history:
            raise ValueError("a conversation has a history of 1 to 3 questions")
        if self.groups not in (["public"], ["public", "internal"]):
            raise ValueError('groups are ["public"] or ["public", "internal"]')
        return self


class FieldEvidence(Evidence):
    """Where the value of one field stands."""

    field: Text


class Change(FieldEvidence):
    """A value that a field had from a date on."""

    value: str | int | float | bool | list[str] | None
    date: Date | None


class Fact(Record):
    """A line of register/*.jsonl; the subclasses add the fields of their type."""

    id: Text
    type: str
    groups: Groups = ["public"]
    evidence: list[FieldEvidence] = Field(min_length=1)
    history: list[Change] = []
    note: str = ""


class Goal(Fact):
    """A vision, goal, indicator, strategy or focus area."""

    type: Literal["goal"]
    text: Text
    level: Literal["vision", "main_goal", "sub_goal", "indicator", "strategy", "focus_area"]
    parent: str | None
    target: Amount
    plan: str | None


class Measure(Fact):
    """A measure of a plan or an action programme."""

    type: Literal["measure"]
    title: Text
    description: str | None
    leads: list[Text]
    partners: list[Text]
    deadline: str | None
    period: str | None
    funding: Amount
    status: str | None
    goal: str | None
    plan: str | None


class Responsibility(Fact):
    """A lasting duty of a party."""

    type: Literal["responsibility"]
    party: Text
    role: str | None
    area: str | None


class Decision(Fact):
    """What a body decided."""

    type: Literal["decision"]
    what: Text
    body: str | None
    date: Date | None
    case_number: str | None
    outcome: Literal["adopted", "approved", "postponed", "rejected", "repealed", "noted"] | None
    unanimous: bool | None
    changes: str | list[str] | None
    replaces: str | list[str] | None


class Application(Fact):
    """An application to a scheme or programme."""

    type: Literal["application"]
    applicant: Text
    scheme: str | None
    level: str | None
    date: Date | None
    outcome: str | None


class Scheme(Fact):
    """A funding scheme."""

    type: Literal["scheme"]
    name: Text
    levels: list[str]
    administrators: list[str]
    financiers: list[str]
    purpose: str | None
    eligible: str | list[str] | None
    rate: str | list[str] | None
    ceiling: str | list[str] | None
    window: str | list[str] | None
    year: Amount


class OpenQuestion(Fact):
    """A question that a document leaves open."""

    type: Literal["open_question"]
    text: Text
    raised_in: str | None
    date: Date | None
    answered_by: str | None


class Party(Fact):
    """An organisation, a body or a person."""

    type: Literal["party"]
    name: Text
    kind: Literal[
        "municipality", "county", "company", "cluster", "association", "research", "body", "person"
    ]
    aliases: list[str]


AnyFact = Annotated[
    Goal | Measure | Responsibility | Decision | Application | Scheme | OpenQuestion | Party,
    Field(discriminator="type"),
]
DOCUMENT = TypeAdapter[Document](Document)
QUESTION = TypeAdapter[Question](Question)
FACT: TypeAdapter[Fact] = TypeAdapter(AnyFact)


def read_lines(
    half: Path, pattern: str, adapter: TypeAdapter[R], problems: list[Problem]
) -> Iterator[tuple[str, R]]:
    """Yield (file, record) for the lines of some files; what is wrong goes to ``problems``."""
    for path in sorted(half.glob(pattern)):
        name = path.relative_to(half).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                yield name, adapter.validate_json(line)
            except ValidationError as invalid:
                where = f"{name}:{name_of(line) or number}"
                for fault in invalid.errors():
                    place = ".".join(map(str, fault["loc"]))
                    message = fault["msg"].removeprefix("Value error, ")
                    problems.append(error(where, f"{place}: {message}" if place else message))


def name_of(line: str) -> str:
    """Find the id or the file of a record that can't be read."""
    match = re.search(r'"(?:id|file)": *"([^"]+)"', line)
    return match[1] if match else ""
