"""Questions with and without an answer are asked, and what comes of it goes into a report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.abstention.report import part_of
from eval.abstention.running import run
from eval.abstention.sets import SETS
from eval.commands import counting
from eval.reporting import Report
from eval.retrieval.sets import MissingSetError
from eval.shared import shared_data
from plansvar.settings import Settings

# Where the answers have had the same documents read in.
_READ_IN = {"examples": "answers_open", "examples_blind": "answers_blind"}


def measure(
    report: Report,
    settings: Settings,
    names: Sequence[str],
    data: Path | None = None,
    every: int = 1,
) -> None:
    """Ask some sets; as :func:`eval.retrieval.measuring.measure`."""
    for name in names:
        try:
            chosen = SETS[name](data or shared_data())
        except MissingSetError as error:
            report.skip(f"abstention, {name}", error.path)
            continue
        work = report.out / _READ_IN.get(name, chosen.name)
        done = run(chosen, work, settings, every=every, told=counting(chosen.name))
        report.add(part_of(done, report.against(done.set_name)), done)
