"""The fixed small set: every third question of the open half of the examples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from eval.answers.running import COMPLETE, CORRECT
from eval.answers.running import run as answer
from eval.guard.baseline import Figures
from eval.retrieval.running import run as search
from eval.retrieval.sets import examples, half
from eval.retrieval.types import Run
from plansvar.settings import Settings

# Bokmål and nynorsk take turns, so this must be odd.
EVERY = 3
_RANKING = "nDCG@10"
_DIGITS = 4


def measure(
    work: Path,
    settings: Settings,
    every: int = EVERY,
    told: Callable[[int, int], None] | None = None,
) -> Figures:
    """Read the open half in, ask and search.

    Args:
        work: a folder to work in; what is there from an earlier run is used again.
        settings: how answers are made; the data folder is replaced by one below ``work``.
        every: ask every so many-th question.
        told: called with how many questions are done, and how many there are.
    """
    answers, _ = answer(half(blind=False), work, settings, every=every, told=told)
    queries = examples(blind=False)
    chosen = replace(queries, queries=queries.queries[::every])
    found = search(chosen, work, settings, told=told)
    return {
        f"answers: {CORRECT}": _figures(answers, CORRECT),
        f"answers: {COMPLETE}": _figures(answers, COMPLETE),
        f"search: {_RANKING}": _figures(found, _RANKING),
    }


def _figures(run: Run, name: str) -> dict[str, float]:
    found = {one.query.id: one.figures[name] for one in run.results if name in one.figures}
    # As a baseline keeps them: what differs by less is the same.
    return {key: round(value, _DIGITS) for key, value in found.items()}
