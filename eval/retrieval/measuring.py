"""Query sets are searched, and what comes of it goes into a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.commands import counting
from eval.reporting import Report
from eval.retrieval.page import part
from eval.retrieval.running import run
from eval.retrieval.sets import SETS, MissingSetError
from eval.shared import shared_data
from plansvar.settings import Settings


def measure(
    report: Report,
    settings: Settings,
    names: Sequence[str],
    data: Path | None = None,
    every: int = 1,
    *,
    missed: bool = False,
) -> None:
    """Search some sets. ``data`` holds those that aren't ours; ``every`` so many-th query is asked.

    A set that isn't there is named and skipped.
    """
    for name in names:
        try:
            chosen = SETS[name](data or shared_data())
        except MissingSetError as error:
            report.skip(name, error.path)
            continue
        chosen = replace(chosen, queries=chosen.queries[::every])
        done = run(chosen, report.out / name, settings, told=counting(name))
        report.add(part(done, report.against(done.set_name), missed=missed), done)
