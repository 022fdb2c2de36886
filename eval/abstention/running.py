"""Questions are asked as a user would, and what the abstention goes by is looked at."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant import scoring
from assistant.clock import Clock
from assistant.parts import aims
from assistant.pipeline import ask, search
from assistant.quoting import weigh
from assistant.reading_ahead import read_ahead
from assistant.understanding import understand
from eval.abstention.sets import ANSWERABLE, Questions
from eval.retrieval.commits import commit
from eval.retrieval.types import Query, Result, Run
from ingest.pipeline import ingest
from ingest.sync import sync
from plansvar.access import User, user
from plansvar.answers import Answer
from plansvar.asking import AskOptions, Earlier
from plansvar.local import LocalService, Pipelines
from plansvar.service import IngestRequest
from plansvar.settings import Settings
from plansvar.stores import Stores

# What is kept of each question: whether it was answered or left rightly, and its score.
RIGHT, SCORE = "decided rightly", "score"


def run(
    chosen: Questions,
    work: Path,
    settings: Settings,
    *,
    every: int = 1,
    told: Callable[[int, int], None] | None = None,
) -> Run:
    """Read the documents of a set in and ask its questions.

    Args:
        chosen: what is asked, and of what.
        work: a folder to work in; what is there from an earlier run is used again.
        settings: how answers are made; the data folder is replaced by one below ``work``.
        every: ask every so many-th question of each kind only.
        told: called with how many questions are done, and how many there are.
    """
    asked = _every(chosen, every)
    scores: list[float] = []

    def noting(
        text: str, who: User, stores: Stores, options: AskOptions, before: Sequence[Earlier]
    ) -> Answer:
        answer = ask(text, who, stores, options, before)
        timed.append((time.perf_counter() - started) * 1000)
        scores.append(score(text, who, stores))
        return answer

    service = LocalService(
        settings.model_copy(update={"data": work / "data"}),
        Pipelines(ingest, sync, noting, search, read_ahead=read_ahead),
    )
    results = []
    timed: list[float] = []
    try:
        for group, paths in chosen.write(work / "documents").items():
            service.ingest(IngestRequest(paths, (group,)))
        for query in asked:
            started = time.perf_counter()
            answer = service.ask(query.text, user(query.id, query.groups))
            right = answer.abstained != (query.kind == ANSWERABLE)
            figures = {RIGHT: float(right), SCORE: scores[-1]}
            results.append(Result(query, (), timed[-1], figures))
            if told:
                told(len(results), len(asked))
    finally:
        service.close()
    return Run(
        set_name=chosen.name,
        system="plansvar",
        commit=commit(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        settings=settings.model_dump(mode="json", include={"search", "answer", "embedding"}),
        results=tuple(results),
        blind=chosen.blind,
    )


def score(text: str, who: User, stores: Stores) -> float:
    """What is compared with ``answer.threshold``: of several questions in one, the surest's."""
    aimed = aims(understand(text), stores.embedder())
    ranked = weigh(aimed, who, stores, Clock()).ranked
    return max(
        scoring.confidence(aim.question, one) if one else 0.0
        for aim, one in zip(aimed, ranked, strict=True)
    )


def _every(chosen: Questions, every: int) -> list[Query]:
    """Every so many-th of each kind: the kinds may stand in turn."""
    kinds = dict.fromkeys(query.kind for query in chosen.queries)
    return [
        query
        for kind in kinds
        for query in [one for one in chosen.queries if one.kind == kind][::every]
    ]
