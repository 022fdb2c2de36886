"""``plansvar overview``."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from cli.context import Context, help_text, whole_characters
from cli.output import print_json, progress_bar
from plansvar.documents.types import Authority, DocumentType

if TYPE_CHECKING:
    from plansvar.drafts.overview_types import Overview

_INTERRUPTED = 130


@click.command("overview", help=help_text("overview"))
@click.argument("question", required=False)
@click.option(
    "--type",
    "types",
    type=click.Choice([one.value for one in DocumentType]),
    multiple=True,
    help=help_text("overview_type"),
)
@click.option(
    "--authority",
    "authorities",
    type=click.Choice([one.value for one in Authority]),
    multiple=True,
    help=help_text("overview_authority"),
)
@click.option("--after", metavar="DATE", help=help_text("overview_after"))
@click.option("--before", metavar="DATE", help=help_text("overview_before"))
@click.option(
    "--to", "form", type=click.Choice(["csv", "xlsx", "json"]), help=help_text("overview_to")
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help=help_text("overview_out")
)
@click.option("--resume", metavar="ID", help=help_text("overview_resume"))
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def command(
    context: Context,
    question: str | None,
    types: tuple[str, ...],
    authorities: tuple[str, ...],
    after: str | None,
    before: str | None,
    form: str | None,
    out: Path | None,
    resume: str | None,
    user_name: str | None,
    as_json: bool,
) -> int:
    """Go through all documents."""
    if (question is None) == (resume is None):
        raise click.UsageError(context.say("cli.overview.nothing"))
    form = "json" if as_json else form or _form(context, out)
    if form == "xlsx" and out is None:
        raise click.UsageError(context.say("cli.overview.needs_file"))
    from plansvar.drafts.overview_files import summary
    from plansvar.drafts.overview_types import OverviewRequest

    request = OverviewRequest(
        question=whole_characters(question or ""),
        types=tuple(map(DocumentType, types)),
        authorities=tuple(map(Authority, authorities)),
        after=after,
        before=before,
        resume=resume,
    )
    user = context.settings.find_user(user_name)
    with (
        context.service() as service,
        _interruptible(context) as stopped,
        progress_bar(context) as progress,
    ):
        overview = service.overview(request, user, progress, stopped)
    _print(context, overview, form, out, user.name)
    for line in summary(overview, context.settings.language):
        click.echo(line, err=True)
    return 0 if overview.finished else _INTERRUPTED


def _print(
    context: Context, overview: Overview, form: str | None, out: Path | None, reader: str
) -> None:
    from plansvar.drafts import overview_files as files

    language = context.settings.language
    if form == "json" and out is None:
        from plansvar.drafts.json import overview_json

        print_json(overview_json(overview))
    elif form == "csv" and out is None:
        click.echo(files.overview_csv(overview, language), nl=False)
    elif out is None:
        for line in files.lines(overview, language):
            click.echo(line)
    else:
        _write(overview, form, out, reader, context)
        context.tell("cli.draft.written", path=out)


def _write(overview: Overview, form: str | None, out: Path, reader: str, context: Context) -> None:
    from plansvar.drafts import overview_files as files

    language = context.settings.language
    if form == "xlsx":
        files.write_overview(out, overview, reader, language)
    elif form == "csv":
        # With a byte order mark, without which spreadsheets take the letters for others.
        out.write_text(files.overview_csv(overview, language), encoding="utf-8-sig", newline="")
    else:
        import json

        from plansvar.drafts.json import overview_json

        text = json.dumps(overview_json(overview), ensure_ascii=False, indent=2)
        out.write_text(text + "\n", encoding="utf-8")


def _form(context: Context, out: Path | None) -> str | None:
    """What the file's name says."""
    if out is None:
        return None
    suffix = out.suffix.lower().removeprefix(".")
    if suffix not in {"csv", "xlsx", "json"}:
        raise click.UsageError(context.say("cli.overview.form"))
    return suffix


@contextmanager
def _interruptible(context: Context) -> Iterator[Callable[[], bool]]:
    """Ctrl-C ends the run after the document in hand; a second one ends it at once."""
    asked = False

    def interrupted(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        context.tell("cli.overview.stopping")

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
