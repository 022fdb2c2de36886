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
    counting,
    earlier_run,
    measuring,
    out_option,
    with_options,
)
from plansvar.messages.catalogue import message

if TYPE_CHECKING:
    from eval.question_set import Judged
    from plansvar.settings import Settings

_F = TypeVar("_F", bound=Callable[..., Any])
HALVES = ("open", "blind")


def options(help_text: Callable[[str], str]) -> Callable[[_F], _F]:
    """The command's options, with their help in the reader's language."""
    every = (
        click.option("--half", type=click.Choice(HALVES), help=help_text("eval_half")),
        click.option(
            "--every", type=click.IntRange(1), default=1, metavar="N", help=help_text("eval_every")
        ),
        compare_option(help_text),
        out_option(help_text),
        click.option("--wrong", is_flag=True, help=help_text("eval_wrong")),
    )
    return with_options(every)


def evaluate(
    settings: Settings, half: str | None, every: int, compare: Path | None, out: Path, wrong: bool
) -> None:
    """Ask the questions of each half, print the report, and keep runs and page below ``out``.

    Raises:
        click.ClickException: ``compare`` is no run, or what measures isn't installed.
    """
    language = settings.language
    with measuring(language):
        from eval.answers.running import run  # noqa: PLC0415 - a quick start
        from eval.retrieval.page import page  # noqa: PLC0415 - as above
        from eval.retrieval.report import markdown  # noqa: PLC0415 - as above
        from eval.retrieval.runs import save  # noqa: PLC0415 - as above
        from eval.retrieval.sets import half as folder  # noqa: PLC0415 - as above
    against = earlier_run(compare, language)
    runs = []
    for name in [half] if half else HALVES:
        blind = name == "blind"
        done, judged = run(
            folder(blind),
            out / f"answers_{name}",
            settings,
            blind=blind,
            every=every,
            told=counting(name),
        )
        runs.append(done)
        same = against if against and against.set_name == done.set_name else None
        click.echo(markdown(done, same))
        if wrong and not done.blind:
            click.echo("\n".join(_wrong(judged)))
        click.echo(message("cli.eval.saved", language, path=save(done, out / "runs")), err=True)
    place = out / "answers.html"
    place.write_text(page(runs, "Answers"), encoding="utf-8")
    click.echo(message("cli.eval.saved", language, path=place), err=True)


def _wrong(judged: list[Judged]) -> list[str]:
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
