"""``plansvar eval retrieval``: how good search is.

Only light modules are imported here, since this is imported for ``plansvar --help``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from eval.commands import (
    compare_option,
    counting,
    earlier_run,
    measuring,
    out_option,
    with_options,
)
from plansvar.messages.catalogue import message

if TYPE_CHECKING:
    from eval.retrieval.types import Run
    from plansvar.settings import Settings

_F = TypeVar("_F", bound=Callable[..., Any])
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
SETS = ("examples", "examples_blind", "norquad", "known_items")


def options(help_text: Callable[[str], str]) -> Callable[[_F], _F]:
    """The command's options, with their help in the reader's language."""
    every = (
        click.option(
            "--set", "names", type=click.Choice(SETS), multiple=True, help=help_text("eval_set")
        ),
        click.option("--sets", "data", type=_FOLDER, metavar="DIR", help=help_text("eval_sets")),
        compare_option(help_text),
        out_option(help_text),
        click.option("--missed", is_flag=True, help=help_text("eval_missed")),
    )
    return with_options(every)


def evaluate(
    settings: Settings,
    names: tuple[str, ...],
    data: Path | None,
    compare: Path | None,
    out: Path,
    missed: bool,
) -> None:
    """Search each set, print the report, and keep runs and page below ``out``.

    Raises:
        click.ClickException: ``compare`` is no run, or what measures isn't installed.
    """
    language = settings.language
    with measuring(language):
        from eval.retrieval.page import page  # noqa: PLC0415 - a quick start
        from eval.retrieval.report import markdown  # noqa: PLC0415 - as above
        from eval.retrieval.runs import save  # noqa: PLC0415 - as above
        from eval.retrieval.sets import MissingSetError  # noqa: PLC0415 - as above
    against = earlier_run(compare, language)
    runs = []
    for name in names or SETS:
        try:
            done = _run(name, data, settings, out)
        except MissingSetError as error:
            told = message("cli.eval.no_set", language, name=name, path=error.path)
            click.echo(told, err=True)
            continue
        runs.append(done)
        same = against if against and against.set_name == name else None
        click.echo(markdown(done, same, missed=missed))
        click.echo(message("cli.eval.saved", language, path=save(done, out / "runs")), err=True)
    if runs:
        place = out / "retrieval.html"
        place.write_text(page(runs, "Retrieval"), encoding="utf-8")
        click.echo(message("cli.eval.saved", language, path=place), err=True)


def _run(name: str, data: Path | None, settings: Settings, out: Path) -> Run:
    from eval.retrieval.running import run  # noqa: PLC0415 - a quick start
    from eval.retrieval.sets import SETS as MAKERS  # noqa: PLC0415 - as above
    from eval.shared import shared_data  # noqa: PLC0415 - as above

    chosen = MAKERS[name](data or shared_data())
    return run(chosen, out / name, settings, told=counting(name))
