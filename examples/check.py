"""Check one half of the example corpus: records, quotes, pages, ids; and count what it holds.

    python -m examples.check HALF

Prints one line for each problem, then the counts; the exit code is 1 if there are errors.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from examples.checker import rules
from examples.checker.corpus import Corpus
from examples.checker.privacy import check_privacy
from examples.checker.problem import Problem
from examples.checker.records import DOCUMENT, FACT, QUESTION, Document, Fact, Question, read_lines


@dataclass(frozen=True, slots=True)
class Half:
    """The records of a half, each with the file it stands in, and what was wrong in reading."""

    documents: list[Document]
    questions: list[tuple[str, Question]]
    facts: list[tuple[str, Fact]]
    problems: list[Problem]


def read_half(path: Path) -> Half:
    """Read the records of a half."""
    problems: list[Problem] = []
    documents = [record for _, record in read_lines(path, "documents.jsonl", DOCUMENT, problems)]
    questions = list(read_lines(path, "questions/*.jsonl", QUESTION, problems))
    facts: list[tuple[str, Fact]] = list(read_lines(path, "register/*.jsonl", FACT, problems))
    return Half(documents, questions, facts, problems)


def check_half(path: Path) -> list[Problem]:
    """Check a half, and return all problems."""
    half, corpus = read_half(path), Corpus(path)
    return [*half.problems, *corpus.problems, *check_records(half, corpus)]


def check_records(half: Half, corpus: Corpus) -> Iterator[Problem]:
    """Check the records against the corpus and each other."""
    yield from rules.check_ids(("documents.jsonl", document.file) for document in half.documents)
    yield from rules.check_documents(corpus, half.documents)
    yield from rules.check_ids((file, question.id) for file, question in half.questions)
    for file, question in half.questions:
        where = f"{file}:{question.id}"
        yield from rules.check_question(corpus, where, question)
        words = " ".join([question.question, question.answer, *question.history])
        yield from check_privacy(where, words)
    yield from rules.check_pairs(half.questions)
    yield from rules.check_ids((file, fact.id) for file, fact in half.facts)
    for file, fact in half.facts:
        yield from rules.check_fact(corpus, f"{file}:{fact.id}", fact)
    yield from rules.check_links(half.facts)
    for name in corpus.files:
        for text in corpus.texts(name):
            yield from check_privacy(f"corpus/{name}", text)


def summary(half: Half) -> Iterator[str]:
    """Count what a half holds, a line for each view."""
    documents = half.documents
    questions = [question for _, question in half.questions]
    yield f"{len(documents)} documents"
    yield f"  by language: {counts(document.language for document in documents)}"
    yield f"  by format: {counts(Path(document.file).suffix for document in documents)}"
    yield f"  by type: {counts(document.type for document in documents)}"
    yield f"  by group: {counts(group for document in documents for group in document.groups)}"
    yield f"{len(questions)} questions"
    yield f"  by language: {counts(question.language for question in questions)}"
    yield f"  by kind: {counts(question.kind for question in questions)}"
    yield f"  in pairs: {sum(question.pair is not None for question in questions)}"
    yield f"  answerable: {sum(question.answerable for question in questions)}"
    unanswerable = [question for question in questions if not question.answerable]
    near = sum(question.near_miss for question in unanswerable)
    yield f"  not answerable: {len(unanswerable)}, {near} of them near misses"
    yield f"  asked with internal: {sum('internal' in q.groups for q in questions)}"
    yield f"{len(half.facts)} facts: {counts(fact.type for _, fact in half.facts)}"


def counts(values: Iterable[str]) -> str:
    """Count values, the most frequent first."""
    return ", ".join(f"{value} {count}" for value, count in Counter(values).most_common())


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("half", type=Path, help="the folder of the half")
    path: Path = parser.parse_args().half
    problems = check_half(path)
    for problem in problems:
        print(problem)
    for line in summary(read_half(path)):
        print(line)
    errors = sum(problem.severity == "error" for problem in problems)
    print(f"{errors} errors, {len(problems) - errors} warnings")
    return min(errors, 1)


if __name__ == "__main__":
    sys.exit(main())
