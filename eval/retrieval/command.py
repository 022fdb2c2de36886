"""``plansvar eval retrieval``: how good search is.

Only light modules are imported here, since this is imported for ``plansvar --help``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from plansvar.messages.catalogue import message

if TYPE_CHECKING:
    from eval.retrieval.types import Run
    from plansvar.settings import Settings

_F = TypeVar("_F", bound=Callable[..., Any])
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
SETS = ("examples", "examples_blind", "norquad", "known_items")


def options(help_text: Callable[[str], str]) -> Callable[[_F], _F]:
    """The command's options, with their help in the reader's language."""
    every = (
        click.option(
            "--set", "names", type=click.Choice(SETS), multiple=True, help=help_text("eval_set")
        ),
        click.option("--sets", "data", type=_FOLDER, metavar="DIR", help=help_text("eval_sets")),
        click.option("--compare", type=_FILE, metavar="RUN", help=help_text("eval_compare")),
        click.option(
            "--out",
            type=click.Path(path_type=Path, file_okay=False),
            metavar="DIR",
            default=Path(".eval"),
            help=help_text("eval_out"),
        ),
        click.option("--missed", is_flag=True, help=help_text("eval_missed")),
    )

    def decorate(function: _F) -> _F:
        for option in reversed(every):
            function = option(function)
        return function

    return decorate


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
    try:
        from eval.retrieval.page import page  # noqa: PLC0415 - a quick start
        from eval.retrieval.report import markdown  # noqa: PLC0415 - as above
        from eval.retrieval.runs import load, save  # noqa: PLC0415 - as above
        from eval.retrieval.sets import MissingSetError  # noqa: PLC0415 - as above
    except ImportError as error:
        raise click.ClickException(
            message("cli.eval.not_installed", language, name=error.name)
        ) from error
    try:
        against = load(compare) if compare else None
    except ValueError as error:
        raise click.ClickException(message("cli.eval.bad_run", language, path=compare)) from error
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

    def told(done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{name}: {done}/{total}", nl=done == total, err=True)

    return run(chosen, out / name, settings, told=told)
