"""JSON on stdout, progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from cli.context import Context
from plansvar.service import Progress, ProgressCallback

_BAR = 30
_STAGES = {
    "read": "cli.reading",
    "ocr": "cli.recognising",
    "embed": "cli.embedding",
    "index": "cli.indexing",
}


def print_json(value: object, indent: int | None = 2) -> None:
    """Print a value as JSON, Norwegian letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent, default=str))


@contextmanager
def progress_bar(context: Context) -> Iterator[ProgressCallback | None]:
    """A line on the terminal that tells how far a run is; none where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return

    def show(progress: Progress) -> None:
        share = progress.done / progress.total if progress.total else 1.0
        filled = "█" * round(_BAR * share)
        label = context.say(_STAGES[progress.stage])
        line = f"{label:<18} {filled:<{_BAR}} {progress.done}/{progress.total} {progress.item[:40]}"
        click.echo(f"\r\x1b[K{line}", nl=False, err=True)

    try:
        yield show
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)
