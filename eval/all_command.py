"""``plansvar eval all``: everything that can be measured here, in one report.

Only light modules are imported here, since this is imported for ``plansvar --help``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from eval.abstention.command import SETS as ABSTENTION_SETS
from eval.commands import (
    earlier_runs,
    measuring,
    options_of_sets,
)
from eval.retrieval.command import SETS

if TYPE_CHECKING:
    from plansvar.settings import Settings

_F = TypeVar("_F", bound=Callable[..., Any])
_HALVES = {"examples": "open", "examples_blind": "blind"}


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
    """Measure search, answers, abstention, register and gate, each on the sets that it has.

    Raises:
        click.ClickException: ``compare`` is no run, or what measures isn't installed.
    """
    with measuring(settings.language):
        from eval.abstention.measuring import measure as abstention  # noqa: PLC0415 - a quick start
        from eval.answers.measuring import measure as answers  # noqa: PLC0415 - as above
        from eval.gate.measuring import measure as gate  # noqa: PLC0415 - as above
        from eval.register.measuring import measure as register  # noqa: PLC0415 - as above
        from eval.reporting import Report  # noqa: PLC0415 - as above
        from eval.retrieval.measuring import measure as retrieval  # noqa: PLC0415 - as above
    report = Report(out, settings.language, earlier_runs(compare, settings.language))
    chosen = names or SETS
    halves = [_HALVES[name] for name in chosen if name in _HALVES]
    retrieval(report, settings, chosen, data, every)
    if halves:
        answers(report, settings, halves, every)
    abstention(report, settings, [one for one in chosen if one in ABSTENTION_SETS], data, every)
    if halves:
        register(report, halves)
        gate(report, settings, halves)
    report.write("report", "Plansvar, measured")
