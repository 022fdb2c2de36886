"""``python -m eval.register``: the same as ``plansvar eval register``."""

from __future__ import annotations

from pathlib import Path

import click

from eval.register.command import evaluate, options
from plansvar.environment import peek_language
from plansvar.messages.catalogue import message


def _help_text(key: str) -> str:
    return message(f"cli.help.{key}", peek_language())


@click.command("register", help=_help_text("eval_register"))
@options(_help_text)
def main(
    half: str | None,
    gold: Path | None,
    corpus: Path | None,
    level: str | None,
    show: str | None,
    kind: str | None,
    as_json: bool,
) -> None:
    """Score and print."""
    evaluate(peek_language(), half, gold, corpus, level, show, kind, as_json)


if __name__ == "__main__":
    main()
