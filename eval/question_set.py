"""Question sets and how an answer is judged: the whole answer, never a cut one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from pydantic import BaseModel, ConfigDict

from plansvar.answers import Answer, Citation


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Record):
    """Where a part of the answer stands; ``page`` only where the format has pages."""

    document: str
    page: int | None
    quote: str


class Question(_Record):
    """A line of a question file; examples/FORMAT.md describes the fields."""

    id: str
    pair: str | None
    language: Literal["nb", "nn", "en"]
    kind: str
    history: tuple[str, ...] = ()
    question: str
    groups: tuple[str, ...]
    answerable: bool
    near_miss: bool
    answer: str
    expected: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its answer.

    ``right``: every expected fact is in the answer and nothing forbidden, or it abstains where
    there is nothing to answer. ``facts``: share of the expected facts that are in it. ``cited``:
    some citation names a document of the evidence and the right page; ``None`` without citations or
    evidence. ``short``: the short answer holds an expected fact; ``None`` where there is none.
    """

    question: Question
    answer: Answer
    right: bool
    facts: float
    cited: bool | None
    short: bool | None


def load_questions(place: Path) -> list[Question]:
    """Questions from a JSONL file, or from all of a folder, one object a line.

    Raises:
        ValueError: a line isn't a question.
    """
    files = sorted(place.glob("*.jsonl")) if place.is_dir() else [place]
    return [
        Question.model_validate_json(line)
        for file in files
        for line in file.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]


def judge(question: Question, answer: Answer) -> Judged:
    """Compare an answer with what the question expects."""
    if not question.answerable:
        return Judged(question, answer, answer.abstained, float(answer.abstained), None, None)
    text = "" if answer.abstained else answer.text
    found = [_matches(pattern, text) for pattern in question.expected]
    wrong = any(_matches(pattern, text) for pattern in question.forbidden)
    short = None
    if answer.short_answer and not answer.abstained:
        short = any(_matches(one, answer.short_answer) for one in question.expected)
    cited = None
    if answer.citations and question.evidence and not answer.abstained:
        cited = any(_is_evidence(one, question.evidence) for one in answer.citations)
    right = bool(text) and all(found) and not wrong
    # Of feedback it may only be known what is wrong; then nothing is expected.
    facts = sum(found) / len(found) if found else float(right)
    return Judged(question, answer, right, facts, cited, short)


def run(questions: Iterable[Question], ask: Callable[[Question], Answer]) -> Iterator[Judged]:
    """Ask and judge the questions, one by one."""
    for question in questions:
        yield judge(question, ask(question))


def summary(judged: Sequence[Judged]) -> dict[str, str]:
    """Counts as "right/all": of everything, by language and kind, and what went wrong how."""
    answerable = [one for one in judged if one.question.answerable]
    unanswerable = [one for one in judged if not one.question.answerable]
    table = {"all": _share([one.right for one in judged])}
    for language in sorted({one.question.language for one in judged}):
        table[language] = _share([one.right for one in judged if one.question.language == language])
    table["answerable"] = _share([one.right for one in answerable])
    for kind in sorted({one.question.kind for one in answerable}):
        table[f"- {kind}"] = _share([one.right for one in answerable if one.question.kind == kind])
    table["some of it right"] = _share([one.facts > 0 for one in answerable])
    table["abstained wrongly"] = _share([one.answer.abstained for one in answerable])
    table["unanswerable: abstained"] = _share([one.right for one in unanswerable])
    near = [one.right for one in unanswerable if one.question.near_miss]
    table["- near misses"] = _share(near)
    table["short answer"] = _share([one.short for one in judged if one.short is not None])
    table["right source cited"] = _share([one.cited for one in judged if one.cited is not None])
    return table


def _matches(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def _is_evidence(citation: Citation, evidence: Iterable[Evidence]) -> bool:
    name = PurePath(citation.document.path).name
    return any(
        PurePath(one.document).name == name and (one.page is None or one.page == citation.page)
        for one in evidence
    )


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values)}/{len(values)}"
