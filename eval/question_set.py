"""Question sets and how an answer is judged: the whole answer, never a cut one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from plansvar.answers import Answer


@dataclass(frozen=True, slots=True)
class Expected:
    """A question and what a right answer holds; ``facts`` is empty where it has to abstain."""

    id: str
    question: str
    language: str
    kind: str
    facts: tuple[str, ...]
    short: str | None
    document: str | None

    @property
    def answerable(self) -> bool:
        """Whether the documents answer the question."""
        return bool(self.facts)


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its answer. ``short`` is ``None`` where no short answer is expected."""

    expected: Expected
    answer: Answer
    right: bool
    short: bool | None
    document: bool | None


def load_questions(path: Path) -> list[Expected]:
    """Questions from a JSONL file, one object a line; examples/README.md describes the fields."""
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Expected(
            id=record["id"],
            question=record["question"],
            language=record["language"],
            kind=record["kind"],
            facts=tuple(record["expected"]),
            short=record.get("short"),
            document=record.get("document"),
        )
        for record in records
    ]


def judge(expected: Expected, answer: Answer) -> Judged:
    """Right: every fact is in the answer, or it abstains where there is nothing to answer."""
    if not expected.answerable:
        return Judged(expected, answer, answer.abstained, None, None)
    right = not answer.abstained and all(
        re.search(fact, answer.text, re.IGNORECASE) for fact in expected.facts
    )
    short = document = None
    if expected.short and not answer.abstained:
        short = bool(re.search(expected.short, answer.short_answer or "", re.IGNORECASE))
    if expected.document and answer.citations:
        names = {Path(citation.document.path).name for citation in answer.citations}
        document = expected.document in names
    return Judged(expected, answer, right, short, document)


def run(questions: Iterable[Expected], ask: Callable[[str], Answer]) -> list[Judged]:
    """Ask and judge all questions."""
    return [judge(expected, ask(expected.question)) for expected in questions]


def summary(judged: list[Judged]) -> dict[str, str]:
    """Counts as "right/all": of everything, by language, and of what can and cannot be answered."""
    table = {"all": _share([one.right for one in judged])}
    for language in sorted({one.expected.language for one in judged}):
        table[language] = _share([one.right for one in judged if one.expected.language == language])
    answerable = [one for one in judged if one.expected.answerable]
    table["answerable"] = _share([one.right for one in answerable])
    table["unanswerable"] = _share([one.right for one in judged if not one.expected.answerable])
    table["abstained wrongly"] = _share([one.answer.abstained for one in answerable])
    table["short answer"] = _share([one.short for one in judged if one.short is not None])
    table["expected document cited"] = _share(
        [one.document for one in judged if one.document is not None]
    )
    return table


def _share(values: list[bool]) -> str:
    return f"{sum(values)}/{len(values)}"
