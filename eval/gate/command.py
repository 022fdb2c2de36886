"""``plansvar eval gate``: how well the gate tells true sentences from false ones.

Only light modules are imported here, since this is imported for ``plansvar --help``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from eval.commands import counting, measuring, with_options
from plansvar.messages.catalogue import message

if TYPE_CHECKING:
    from plansvar.embedding import Embedder
    from plansvar.settings import Settings

_F = TypeVar("_F", bound=Callable[..., Any])
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
HALVES = ("open", "blind")


def options(help_text: Callable[[str], str]) -> Callable[[_F], _F]:
    """The command's options, with their help in the reader's language."""
    every = (
        click.option("--half", type=click.Choice(HALVES), help=help_text("eval_half")),
        click.option("--claims", type=_FILE, metavar="FILE", help=help_text("eval_claims")),
        click.option("--wrong", is_flag=True, help=help_text("eval_wrong_claims")),
    )
    return with_options(every)


def evaluate(settings: Settings, half: str | None, claims: Path | None, wrong: bool) -> None:
    """Put the claims of each half, or of a file, to the gate, and print the tables.

    Raises:
        click.ClickException: a file holds no claims, or what measures isn't installed.
    """
    language = settings.language
    with measuring(language):
        from eval.gate.claims import (  # noqa: PLC0415 - a quick start
            BadClaimsError,
            file_of,
            load_claims,
        )
        from eval.gate.report import markdown  # noqa: PLC0415 - as above
        from eval.gate.report import wrong as judged_wrong  # noqa: PLC0415 - as above
        from eval.gate.running import run  # noqa: PLC0415 - as above
    files = {name: file_of(name) for name in ([half] if half else HALVES)}
    if claims:
        files = {claims.stem: claims}
    embedder = embedder_of(settings)
    for name, path in files.items():
        try:
            verdicts = run(load_claims(path), embedder, counting(name))
        except (BadClaimsError, OSError) as error:
            line = getattr(error, "line", 0)
            raise click.ClickException(
                message("cli.eval.bad_claims", language, path=path, line=line)
            ) from error
        click.echo(markdown(name, verdicts))
        if wrong and path.resolve() != file_of("blind").resolve():
            click.echo(judged_wrong(verdicts))


def embedder_of(settings: Settings) -> Embedder:
    """The model that questions are answered with."""
    from plansvar.embedding.load import load_embedder  # noqa: PLC0415 - a quick start

    chosen = settings.embedding
    return load_embedder(
        chosen.model,
        settings.cache,
        chosen.query_prefix,
        chosen.passage_prefix,
        dtype=chosen.dtype,
        batch_size=chosen.batch_size,
        quick=True,
    )
