"""Example questions are asked, and what their answers are worth goes into a report."""

from __future__ import annotations

from collections.abc import Sequence

import click

from eval.answers.running import run
from eval.commands import counting
from eval.question_set import Judged
from eval.reporting import Report
from eval.retrieval.page import part
from eval.retrieval.sets import half as folder
from plansvar.settings import Settings


def measure(
    report: Report,
    settings: Settings,
    halves: Sequence[str],
    every: int = 1,
    *,
    wrong: bool = False,
) -> None:
    """Ask the questions of some halves; ``wrong`` also tells the answers that aren't right."""
    for name in halves:
        blind = name == "blind"
        done, judged = run(
            folder(blind),
            report.out / f"answers_{name}",
            settings,
            blind=blind,
            every=every,
            told=counting(name),
        )
        report.add(part(done, report.against(done.set_name)), done)
        if wrong and not blind:
            click.echo("\n".join(_wrong(judged)))


def _wrong(judged: Sequence[Judged]) -> list[str]:
    lines = ["### Not right", ""]
    for one in judged:
        if not one.right:
            sources = "; ".join(
                f"{each.document.path} {each.page}" for each in one.answer.citations
            )
            lines += [
                f"- **{one.question.id}** {one.question.question}",
                f"  - expected: {one.question.answer}",
                f"  - answered: {one.answer.text!r}",
                f"  - from: {sources}",
            ]
    return lines
