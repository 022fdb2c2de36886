"""JSON on stdout, progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from cli.context import Context
from plansvar.messages.catalogue import failure_message
from plansvar.service import IngestFailure, IngestReport, Progress, ProgressCallback

_BAR = 30
_STAGES = {
    "fetch": "cli.fetching",
    "read": "cli.reading",
    "ocr": "cli.recognising",
    "facts": "cli.asking",
    "embed": "cli.embedding",
    "ahead": "cli.reading_ahead",
    "index": "cli.indexing",
    "overview": "cli.overview.going",
}


def print_json(value: object, indent: int | None = 2) -> None:
    """Print a value as JSON, Norwegian letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent, default=str))


def failure_json(failure: IngestFailure, context: Context) -> dict[str, str]:
    """What could not be read, and why in words."""
    return {
        "path": failure.path,
        "code": failure.code.removeprefix("read."),
        "message": failure_reason(failure, context),
    }


def failure_reason(failure: IngestFailure, context: Context) -> str:
    """Why something could not be read, in the user's language."""
    return failure_message(failure.code, failure.params, context.settings.language)


def tell_unread(report: IngestReport, context: Context) -> None:
    """Name on stderr what was skipped and what could not be read, as a whole or in part."""
    if report.skipped:
        count = len(report.skipped)
        context.tell("cli.skipped_one" if count == 1 else "cli.skipped", count=count)
    for key, failures in (("cli.incomplete", report.incomplete), ("cli.failed", report.failed)):
        if failures:
            context.tell(key, count=len(failures))
        # What is to be done stands once, above all files for which it is.
        by_reason: dict[str, list[str]] = {}
        for failure in failures:
            by_reason.setdefault(failure_reason(failure, context), []).append(failure.path)
        for reason, paths in sorted(by_reason.items(), key=lambda item: -len(item[1])):
            click.echo(f"  {reason}" + (f" ({len(paths)})" if len(paths) > 1 else ""), err=True)
            for path in paths:
                click.echo(f"    {path}", err=True)


def withheld_json(report: IngestReport) -> list[dict[str, object]]:
    """Which marked documents were kept from the public."""
    return [
        {"path": one.path, "marks": list(one.marks), "groups": list(one.groups)}
        for one in report.withheld
    ]


def tell_withheld(report: IngestReport, context: Context, remedy: str) -> None:
    """Name the marked documents that were kept from the public, and the remedy if that is wrong."""
    if not report.withheld:
        return
    context.tell("cli.withheld", count=len(report.withheld))
    for one in report.withheld:
        groups = ", ".join(one.groups)
        who = (
            context.say("cli.withheld_readers", groups=groups)
            if groups
            else context.say("cli.withheld_nobody")
        )
        click.echo(f"  {one.path}\n    «{'; '.join(one.marks)}» · {who}", err=True)
    click.echo(remedy, err=True)


def hidden_text_json(report: IngestReport) -> list[dict[str, object]]:
    """Which documents hide text, and how much."""
    return [{"path": one.path, "characters": one.characters} for one in report.hidden_text]


def tell_hidden_text(report: IngestReport, context: Context) -> None:
    """Name the documents that hide text, and say what that may mean."""
    if not report.hidden_text:
        return
    context.tell("cli.hidden_text", count=len(report.hidden_text))
    for one in report.hidden_text:
        count = context.say("cli.hidden_text_characters", count=one.characters)
        click.echo(f"  {one.path}\n    {count}", err=True)
    context.tell("cli.hidden_text_advice")


def model_facts_json(report: IngestReport, context: Context) -> dict[str, object] | None:
    """What came of asking the language model for facts; ``None``: it wasn't asked."""
    if (found := report.model_facts) is None:
        return None
    return {
        "documents": found.documents,
        "claims": found.claims,
        "discarded": found.discarded,
        "unusable": found.unusable,
        "missing": [failure_json(failure, context) for failure in found.missing],
    }


def tell_model_facts(report: IngestReport, context: Context) -> None:
    """Say what came of asking the language model for facts, and what is missing."""
    if (found := report.model_facts) is None:
        return
    if found.documents:
        context.tell(
            "cli.model_facts",
            documents=found.documents,
            claims=found.claims,
            dropped=found.discarded,
        )
    if found.unusable:
        context.tell("cli.model_unusable", count=found.unusable)
    if found.missing:
        context.tell("cli.model_missing", count=len(found.missing))
        for reason in dict.fromkeys(failure_reason(one, context) for one in found.missing):
            click.echo(f"  {reason}", err=True)


@contextmanager
def progress_bar(context: Context) -> Iterator[ProgressCallback | None]:
    """A line on the terminal that tells how far a run is; none where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return

    def show(progress: Progress) -> None:
        share = progress.done / progress.total if progress.total else 1.0
        filled = "█" * round(_BAR * share)
        page = min(progress.done + 1, progress.total)
        label = context.say(_STAGES[progress.stage], page=page, pages=progress.total)
        line = f"{label:<22} {filled:<{_BAR}} {progress.done}/{progress.total} {progress.item[:40]}"
        click.echo(f"\r\x1b[K{line}", nl=False, err=True)

    try:
        yield show
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)
