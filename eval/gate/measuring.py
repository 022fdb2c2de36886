"""Claims are put to the gate, and what it stopped goes into a report."""

from __future__ import annotations

from collections.abc import Sequence

from eval.commands import counting
from eval.gate.claims import file_of, load_claims
from eval.gate.command import embedder_of
from eval.gate.report import markdown
from eval.gate.running import run
from eval.reporting import Report
from eval.retrieval.page import Part
from plansvar.settings import Settings


def measure(report: Report, settings: Settings, halves: Sequence[str]) -> None:
    """Judge the claims of some halves."""
    embedder = embedder_of(settings)
    for name in halves:
        verdicts = run(load_claims(file_of(name)), embedder, counting(f"gate, {name}"))
        report.add(Part(f"gate {name}", markdown(name, verdicts)))
