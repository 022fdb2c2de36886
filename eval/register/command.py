"""``plansvar eval register``, also ``python -m eval.register``: how good the register is.

Only light modules are imported here, since this is imported for ``plansvar --help``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from plansvar.language.detect import Language
from plansvar.messages.catalogue import message
from plansvar.register.kinds import FactKind

if TYPE_CHECKING:
    from eval.register.running import Half, Run

_F = TypeVar("_F", bound=Callable[..., Any])
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
LEVELS = ("claims", "facts")
SHOWN = ("missed", "wrong", "extra")


def options(help_text: Callable[[str], str]) -> Callable[[_F], _F]:
    """The command's options, with their help in the reader's language."""
    kinds = [kind.value for kind in FactKind]
    every = (
        click.option("--half", type=click.Choice(["open", "blind"]), help=help_text("eval_half")),
        click.option("--gold", type=_FOLDER, metavar="DIR", help=help_text("eval_gold")),
        click.option("--corpus", type=_FOLDER, metavar="DIR", help=help_text("eval_corpus")),
        click.option("--level", type=click.Choice(LEVELS), help=help_text("eval_level")),
        click.option("--show", type=click.Choice(SHOWN), help=help_text("eval_show")),
        click.option("--kind", type=click.Choice(kinds), help=help_text("eval_kind")),
        click.option("--json", "as_json", is_flag=True, help=help_text("json")),
    )

    def decorate(function: _F) -> _F:
        for option in reversed(every):
            function = option(function)
        return function

    return decorate


def evaluate(
    language: Language,
    half: str | None,
    gold: Path | None,
    corpus: Path | None,
    level: str | None,
    show: str | None,
    kind: str | None,
    as_json: bool,
) -> None:
    """Score what is asked for, and print it.

    Raises:
        click.ClickException: the options don't go together, or something can't be scored.
    """
    from eval.register.report import as_json as score_json  # noqa: PLC0415 - a quick start
    from eval.register.report import markdown  # noqa: PLC0415 - a quick start

    halves = _halves(half, gold, corpus, language)
    if show and any(one.blind for one in halves):
        raise click.UsageError(message("cli.eval.blind", language))
    figures = {}
    for one in halves:
        done = _run(one, level, language)
        for name, code in done.unread:
            click.echo(message("cli.eval.unread", language, path=name, code=code), err=True)
        if show:
            click.echo(_shown(done, show, kind))
        elif as_json:
            figures[one.name] = score_json(done.score)
        else:
            click.echo(markdown(one.name, done.score) + "\n")
    if figures:
        click.echo(json.dumps(figures, ensure_ascii=False, indent=2))


def _halves(
    half: str | None, gold: Path | None, corpus: Path | None, language: Language
) -> list[Half]:
    from eval.register.running import HALVES, Half  # noqa: PLC0415 - a quick start

    if gold or corpus:
        if half or not (gold and corpus):
            raise click.UsageError(message("cli.eval.together", language))
        return [Half(gold.resolve().name, gold, corpus)]
    return [HALVES[half]] if half else list(HALVES.values())


def _run(half: Half, level: str | None, language: Language) -> Run:
    from eval.register.running import BlindError, can_consolidate, run  # noqa: PLC0415 - as above

    if level == "facts" and not can_consolidate():
        raise click.UsageError(message("cli.eval.no_register", language))
    try:
        return run(half, level)
    except BlindError as error:
        raise click.ClickException(
            message("cli.eval.blind_failed", language, kind=str(error))
        ) from None
    except ValueError as error:
        raise click.ClickException(
            message("cli.eval.bad_gold", language, reason=str(error))
        ) from error


def _shown(done: Run, what: str, kind: str | None) -> str:
    from eval.register.showing import show  # noqa: PLC0415 - a quick start

    if done.facts is None:
        raise click.UsageError("only figures are told of the blind half")
    return show(done.facts, what, FactKind(kind) if kind else None)
