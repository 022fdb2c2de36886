"""What the measuring commands share: an earlier run to compare with, and how far they are.

Only light modules are imported here, since this is imported for ``plansvar --help``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from plansvar.language.detect import Language
from plansvar.messages.catalogue import message

if TYPE_CHECKING:
    from eval.retrieval.types import Run

_F = TypeVar("_F", bound=Callable[..., Any])
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def with_options(options: Sequence[Callable[[_F], _F]]) -> Callable[[_F], _F]:
    """One decorator for several options, shown in their order."""

    def decorate(function: _F) -> _F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def compare_option(help_text: Callable[[str], str]) -> Callable[[_F], _F]:
    """``--compare``: earlier runs."""
    return click.option(
        "--compare", type=_FILE, multiple=True, metavar="RUN", help=help_text("eval_compare")
    )


def every_option(help_text: Callable[[str], str]) -> Callable[[_F], _F]:
    """``--every``: a part of the questions, for a quick look."""
    return click.option(
        "--every", type=click.IntRange(1), default=1, metavar="N", help=help_text("eval_every")
    )


def sets_options(
    help_text: Callable[[str], str], names: Sequence[str]
) -> tuple[Callable[[_F], _F], Callable[[_F], _F]]:
    """``--set`` and ``--sets``: which sets, and where those lie that aren't ours."""
    return (
        click.option(
            "--set", "names", type=click.Choice(names), multiple=True, help=help_text("eval_set")
        ),
        click.option("--sets", "data", type=_FOLDER, metavar="DIR", help=help_text("eval_sets")),
    )


def out_option(help_text: Callable[[str], str]) -> Callable[[_F], _F]:
    """``--out``: where everything goes."""
    return click.option(
        "--out",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        default=Path(".eval"),
        help=help_text("eval_out"),
    )


def options_of_sets(
    help_text: Callable[[str], str],
    names: Sequence[str],
    *further: Callable[[Any], Any],
) -> Callable[[_F], _F]:
    """The options of a command that measures sets, and its ``further`` ones."""
    return with_options(
        (
            *sets_options(help_text, names),
            every_option(help_text),
            compare_option(help_text),
            out_option(help_text),
            *further,
        )
    )


@contextmanager
def measuring(language: Language) -> Iterator[None]:
    """Import what measures inside: it comes with the development packages.

    Raises:
        click.ClickException: it isn't installed.
    """
    try:
        yield
    except ImportError as error:
        raise click.ClickException(
            message("cli.eval.not_installed", language, name=error.name)
        ) from error


def earlier_runs(paths: Sequence[Path], language: Language) -> list[Run]:
    """The runs to compare with.

    Raises:
        click.ClickException: one is none.
    """
    from eval.retrieval.runs import load  # noqa: PLC0415 - a quick start

    runs = []
    for path in paths:
        try:
            runs.append(load(path))
        except ValueError as error:
            raise click.ClickException(message("cli.eval.bad_run", language, path=path)) from error
    return runs


def counting(name: str) -> Callable[[int, int], None]:
    """Tells on a terminal how many questions are done."""

    def told(done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{name}: {done}/{total}", nl=done == total, err=True)

    return told
