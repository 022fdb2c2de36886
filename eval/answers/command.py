"""``plansvar eval answers``: how good answers are.

Only light modules are imported here, since this is imported for ``plansvar --help``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from eval.commands import (
    compare_option,
    earlier_runs,
    every_option,
    measuring,
    out_option,
    with_options,
)

if TYPE_CHECKING:
    from plansvar.settings import Settings

_F = TypeVar("_F", bound=Callable[..., Any])
HALVES = ("open", "blind")


def options(help_text: Callable[[str], str]) -> Callable[[_F], _F]:
    """The command's options, with their help in the reader's language."""
    every = (
        click.option("--half", type=click.Choice(HALVES), help=help_text("eval_half")),
        every_option(help_text),
        compare_option(help_text),
        out_option(help_text),
        click.option("--wrong", is_flag=True, help=help_text("eval_wrong")),
    )
    return with_options(every)


def evaluate(
    settings: Settings,
    half: str | None,
    every: int,
    compare: tuple[Path, ...],
    out: Path,
    wrong: bool,
) -> None:
    """Ask the questions of each half, print the report, and keep runs and page below ``out``.

    Raises:
        click.ClickException: ``compare`` is no run, or what measures isn't installed.
    """
    with measuring(settings.language):
        from eval.answers.measuring import measure  # noqa: PLC0415 - a quick start
        from eval.reporting import Report  # noqa: PLC0415 - as above
    report = Report(out, settings.language, earlier_runs(compare, settings.language))
    measure(report, settings, [half] if half else HALVES, every, wrong=wrong)
    report.write("answers", "Answers")
