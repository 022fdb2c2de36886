"""``plansvar eval``: how good Plansvar is, measured on the examples or on your own documents."""

from __future__ import annotations

from pathlib import Path

import click

from cli.context import Context, help_text
from eval import all_command
from eval.abstention import command as abstention_command
from eval.answers import command as answers_command
from eval.gate import command as gate_command
from eval.register import command as register_command
from eval.retrieval import command as retrieval_command


@click.group("eval", help=help_text("eval"))
def command() -> None:
    """The measurements."""


@command.command("register", help=help_text("eval_register"))
@register_command.options(help_text)
@click.pass_obj
def register(
    context: Context,
    half: str | None,
    gold: Path | None,
    corpus: Path | None,
    level: str | None,
    show: str | None,
    kind: str | None,
    as_json: bool,
) -> None:
    """Score the register against gold facts."""
    language = context.settings.language
    register_command.evaluate(language, half, gold, corpus, level, show, kind, as_json)


@command.command("retrieval", help=help_text("eval_retrieval"))
@retrieval_command.options(help_text)
@click.pass_obj
def retrieval(
    context: Context,
    names: tuple[str, ...],
    data: Path | None,
    every: int,
    compare: tuple[Path, ...],
    out: Path,
    missed: bool,
) -> None:
    """Score search against question sets."""
    retrieval_command.evaluate(context.settings, names, data, every, compare, out, missed)


@command.command("answers", help=help_text("eval_answers"))
@answers_command.options(help_text)
@click.pass_obj
def answers(
    context: Context,
    half: str | None,
    every: int,
    compare: tuple[Path, ...],
    out: Path,
    wrong: bool,
) -> None:
    """Score answers against the example questions."""
    answers_command.evaluate(context.settings, half, every, compare, out, wrong)


@command.command("gate", help=help_text("eval_gate"))
@gate_command.options(help_text)
@click.pass_obj
def gate(context: Context, half: str | None, claims: Path | None, wrong: bool) -> None:
    """Score the gate against sets of claims."""
    gate_command.evaluate(context.settings, half, claims, wrong)


@command.command("abstention", help=help_text("eval_abstention"))
@abstention_command.options(help_text)
@click.pass_obj
def abstention(
    context: Context,
    names: tuple[str, ...],
    data: Path | None,
    every: int,
    compare: tuple[Path, ...],
    out: Path,
) -> None:
    """Score what is left unanswered."""
    abstention_command.evaluate(context.settings, names, data, every, compare, out)


@command.command("all", help=help_text("eval_all"))
@all_command.options(help_text)
@click.pass_obj
def everything(
    context: Context,
    names: tuple[str, ...],
    data: Path | None,
    every: int,
    compare: tuple[Path, ...],
    out: Path,
) -> None:
    """Measure everything."""
    all_command.evaluate(context.settings, names, data, every, compare, out)
