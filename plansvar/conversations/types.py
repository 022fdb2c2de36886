"""A conversation as its owner sees it again, and what somebody thinks of an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MAX_COMMENT_CHARACTERS = 2000


class Verdict(StrEnum):
    """What somebody thinks of an answer."""

    HELPFUL = "helpful"
    WRONG = "wrong"
    WRONG_SOURCE = "wrong_source"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict with what was said of it."""

    verdict: Verdict
    comment: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, as they were.

    ``asked`` is what was written. ``answer`` is the JSON of the answer (docs/answer.md), without
    what rested on sources that its reader may no longer read; ``withdrawn`` is how many these are,
    0 where all is as it was. ``versions`` says what made it.
    """

    id: str
    number: int
    at: dt.datetime
    asked: str
    answer: Mapping[str, Any]
    versions: Mapping[str, Any]
    withdrawn: int = 0
    feedback: Feedback | None = None


@dataclass(frozen=True, slots=True)
class ConversationInfo:
    """A conversation in a list. ``title`` is how it began; ``turns`` is how many questions."""

    id: str
    title: str
    began: dt.datetime
    last: dt.datetime
    turns: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation with all that was said, the oldest first."""

    info: ConversationInfo
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class FeedbackExport:
    """Feedback as lines of a question file (examples/FORMAT.md).

    ``left_out``: how many were left out, since the reader may not read all that they rest on.
    """

    questions: tuple[Mapping[str, Any], ...]
    left_out: int = 0
