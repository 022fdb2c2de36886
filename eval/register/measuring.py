"""The register is scored against the gold facts, and the score goes into a report."""

from __future__ import annotations

from collections.abc import Sequence

import click

from eval.register.report import markdown
from eval.register.running import HALVES, run
from eval.reporting import Report
from eval.retrieval.page import Part
from plansvar.messages.catalogue import message


def measure(report: Report, halves: Sequence[str]) -> None:
    """Score what the register makes of the documents of some halves."""
    for name in halves:
        done = run(HALVES[name], None)
        for unread, code in done.unread:
            told = message("cli.eval.unread", report.language, path=unread, code=code)
            click.echo(told, err=True)
        report.add(Part(f"register {name}", markdown(f"register, {name}", done.score) + "\n"))
