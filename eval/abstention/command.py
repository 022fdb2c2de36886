"""``plansvar eval abstention``: how well Plansvar knows what the documents don't answer.

Only light modules are imported here, since this is imported for ``plansvar --help``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from eval.commands import (
    earlier_runs,
    measuring,
    options_of_sets,
)

if TYPE_CHECKING:
    from plansvar.settings import Settings

_F = TypeVar("_F", bound=Callable[..., Any])
SETS = ("examples", "examples_blind", "norquad")


def options(help_text: Callable[[str], str]) -> Callable[[_F], _F]:
    """The command's options, with their help in the reader's language."""
    return options_of_sets(help_text, SETS)


def evaluate(
    settings: Settings,
    names: tuple[str, ...],
    data: Path | None,
    every: int,
    compare: tuple[Path, ...],
    out: Path,
) -> None:
    """Ask each set, print the report, and keep runs and page below ``out``.

    Raises:
        click.ClickException: ``compare`` is no run, or what measures isn't installed.
    """
    with measuring(settings.language):
        from eval.abstention.measuring import measure  # noqa: PLC0415 - a quick start
        from eval.reporting import Report  # noqa: PLC0415 - as above
    report = Report(out, settings.language, earlier_runs(compare, settings.language))
    measure(report, settings, names or SETS, data, every)
    report.write("abstention", "Abstention")
