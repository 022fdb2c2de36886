"""The example questions, asked as a user would, and what each answer is worth."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from assistant.pipeline import ask, search
from assistant.reading_ahead import read_ahead
from eval.question_set import Judged, Question, judge, load_questions
from eval.retrieval.commits import commit
from eval.retrieval.sets import document_types, documents, source
from eval.retrieval.types import Query, Result, Run
from ingest.pipeline import ingest
from ingest.sync import sync
from plansvar.access import user
from plansvar.asking import NEW, AskOptions
from plansvar.local import LocalService, Pipelines
from plansvar.service import IngestRequest
from plansvar.settings import Settings

CORRECT, COMPLETE, CITED, ABSTAINED = "correct", "complete", "cited", "abstained rightly"


def run(
    folder: Path,
    work: Path,
    settings: Settings,
    *,
    blind: bool = False,
    every: int = 1,
    told: Callable[[int, int], None] | None = None,
) -> tuple[Run, list[Judged]]:
    """Read some documents in and ask questions about them.

    Args:
        folder: documents in ``corpus`` (those in its folder ``internt`` are internal), and
            ``questions``, as in the examples.
        work: a folder to work in; what is there from an earlier run is used again.
        settings: how answers are made; the data folder is replaced by one below ``work``.
        blind: nothing but figures may be told of this set.
        every: ask every so many-th question only.
        told: called with how many questions are done, and how many there are.

    Returns:
        The run, and the answers themselves. Earlier turns of a conversation are asked first.
    """
    asked = load_questions(folder / "questions")[::every]
    service = LocalService(
        settings.model_copy(update={"data": work / "data"}),
        Pipelines(ingest, sync, ask, search, read_ahead=read_ahead),
    )
    types = document_types(folder)
    judged, results = [], []
    try:
        started = time.perf_counter()
        for group, paths in documents(folder).items():
            service.ingest(IngestRequest(paths, (group,)))
        seconds = time.perf_counter() - started
        for question in asked:
            asker = user(question.id, question.groups)
            conversation = NEW if question.history else None
            for turn in question.history:
                before = service.ask(turn, asker, AskOptions(conversation=conversation))
                conversation = before.conversation
            started = time.perf_counter()
            answer = service.ask(question.question, asker, AskOptions(conversation=conversation))
            milliseconds = (time.perf_counter() - started) * 1000
            judged.append(judge(question, answer))
            results.append(Result(_query(question, types), (), milliseconds, figures(judged[-1])))
            if told:
                told(len(results), len(asked))
    finally:
        service.close()
    done = Run(
        set_name="answers_blind" if blind else "answers",
        system="plansvar",
        commit=commit(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        settings=settings.model_dump(mode="json", include={"search", "answer", "embedding"}),
        results=tuple(results),
        costs={"ingest_s": round(seconds, 2)},
        blind=blind,
    )
    return done, judged


def figures(one: Judged) -> dict[str, float]:
    """What an answer is worth, from 0 to 1; what doesn't apply to it is left out.

    ``correct``: all expected facts and nothing forbidden, or no answer where there is none;
    ``complete``: the share of the expected facts; ``cited``: the right document and page are among
    the citations; ``abstained rightly``: of unanswerable questions, and of those it didn't answer.
    """
    found = {CORRECT: float(one.right)}
    if one.question.answerable:
        found[COMPLETE] = one.facts
    if one.cited is not None:
        found[CITED] = float(one.cited)
    if one.answer.abstained or not one.question.answerable:
        found[ABSTAINED] = float(one.answer.abstained and not one.question.answerable)
    return found


def _query(question: Question, types: dict[str, str]) -> Query:
    kind = question.kind if question.answerable else "unanswerable"
    if question.history:
        kind = "conversation"
    return Query(
        id=question.id,
        text=question.question,
        relevant=(),
        kind=kind,
        language=question.language,
        pair=question.pair,
        groups=question.groups,
        source=source(question, types),
    )
