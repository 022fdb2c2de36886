"""Score the answers to the example questions: ``python -m eval.score_examples``.

Each half of the corpus is read in and asked on its own, and reported on its own. Of the blind half
only counts are told: who looks at its questions can't measure with them any more.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.pipeline import ask, search
from eval.question_set import Judged, Question, load_questions, run, summary
from ingest.pipeline import ingest
from ingest.sync import sync
from plansvar.access import user
from plansvar.local import LocalService, Pipelines
from plansvar.service import IngestRequest, Service
from plansvar.settings import Settings

EXAMPLES = Path(__file__).parents[1] / "examples"
HALVES = {"open": EXAMPLES, "blind": EXAMPLES / "blind"}
INTERNAL = "internt"


@dataclass(frozen=True, slots=True)
class Half:
    """A half of the corpus, read in."""

    questions: list[Question]
    judged: Iterator[Judged]
    unread: tuple[str, ...]


def read_in(folder: Path, service: Service) -> tuple[str, ...]:
    """Read in the documents of a half for those who may read them; names what can't be read."""
    corpus = folder / "corpus"
    internal = corpus / INTERNAL
    public = tuple(path for path in sorted(corpus.iterdir()) if path != internal)
    failed = []
    for paths, group in ((public, "public"), ((internal,), "internal")):
        report = service.ingest(IngestRequest(paths, (group,)))
        failed += [f"{Path(one.path).name}: {one.code}" for one in report.failed]
    return tuple(failed)


def score(folder: Path, data: Path, every: int = 1) -> Half:
    """Read a half in and ask its questions, or every so many-th of them, as they are asked for."""
    service = LocalService(Settings(data=data), Pipelines(ingest, sync, ask, search))
    unread = read_in(folder, service)
    questions = load_questions(folder / "questions")[::every]
    judged = run(questions, lambda one: service.ask(one.question, user(one.id, one.groups)))
    return Half(questions, judged, unread)


def main() -> int:
    """Score one half or both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=[*HALVES, "all"], default="all")
    parser.add_argument("--every", type=int, default=1, help="ask every so many-th question only")
    parser.add_argument("--details", type=Path, help="write each answer to this file (open half)")
    arguments = parser.parse_args()
    for name in HALVES if arguments.half == "all" else [arguments.half]:
        with tempfile.TemporaryDirectory() as data:
            started = time.monotonic()
            half = score(HALVES[name], Path(data), arguments.every)
            judged = []
            for one in half.judged:
                judged.append(one)
                print(f"\r{len(judged)}/{len(half.questions)}", end="", file=sys.stderr)
        print(file=sys.stderr)
        minutes = (time.monotonic() - started) / 60
        print(f"## {name} half: {len(judged)} questions, {minutes:.1f} min")
        print("".join(f"not read: {line}\n" for line in half.unread), end="")
        for row, share in summary(judged).items():
            print(f"{row:28}{share:>10}")
        if arguments.details and name == "open":
            arguments.details.write_text(
                "".join(json.dumps(_details(one), ensure_ascii=False) + "\n" for one in judged),
                encoding="utf-8",
            )
    return 0


def _details(one: Judged) -> dict[str, object]:
    return {
        "id": one.question.id,
        "right": one.right,
        "facts": one.facts,
        "cited": one.cited,
        "question": one.question.question,
        "expected": one.question.answer,
        "abstained": one.answer.abstained,
        "answer": one.answer.text,
        "sources": [f"{one.document.path} {one.page}" for one in one.answer.citations],
    }


if __name__ == "__main__":
    sys.exit(main())
