"""``plansvar ingest``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cli.context import Context, help_text, whole_characters
from cli.output import (
    failure_json,
    hidden_text_json,
    model_facts_json,
    print_json,
    progress_bar,
    tell_hidden_text,
    tell_model_facts,
    tell_unread,
    tell_withheld,
    withheld_json,
)
from plansvar.documents.types import Authority, DocumentType
from plansvar.service import IngestReport, IngestRequest


@click.command("ingest", help=help_text("ingest"))
# Readable or not is found out file by file: one that isn't is reported and the run goes on.
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, readable=False),
    metavar="PATH…",
)
@click.option("--groups", help=help_text("groups"))
@click.option(
    "--type",
    "type_",
    type=click.Choice([kind.value for kind in DocumentType]),
    help=help_text("type"),
)
@click.option(
    "--authority",
    type=click.Choice([authority.value for authority in Authority]),
    help=help_text("authority"),
)
@click.option("--organisation", metavar="NAME", help=help_text("organisation"))
@click.option("--allow-marked", is_flag=True, help=help_text("allow_marked"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def command(
    context: Context,
    paths: tuple[Path, ...],
    groups: str | None,
    type_: str | None,
    authority: str | None,
    organisation: str | None,
    allow_marked: bool,
    as_json: bool,
) -> int:
    """Read files and folders in."""
    named = None if groups is None else _split(groups)
    request = IngestRequest(
        paths,
        named,
        type=DocumentType(type_) if type_ else None,
        authority=Authority(authority) if authority else None,
        organisation=whole_characters(organisation or "").strip() or None,
        allow_marked=allow_marked,
    )
    with context.service() as service, progress_bar(context) as progress:
        report = service.ingest(request, progress)
    if as_json:
        print_json(_as_json(report, named, context))
    else:
        _print(report, named, context)
    return 2 if report.failed or report.incomplete else 0


def _split(groups: str) -> tuple[str, ...]:
    return tuple(sorted({name.strip() for name in groups.split(",") if name.strip()}))


def _as_json(
    report: IngestReport, groups: tuple[str, ...] | None, context: Context
) -> dict[str, object]:
    return {
        "added": list(report.added),
        "changed": list(report.changed),
        "unchanged": list(report.unchanged),
        "regrouped": list(report.regrouped),
        "gone": list(report.gone),
        "skipped": list(report.skipped),
        "failed": [failure_json(failure, context) for failure in report.failed],
        "incomplete": [failure_json(failure, context) for failure in report.incomplete],
        "withheld": withheld_json(report),
        "hidden_text": hidden_text_json(report),
        "model_facts": model_facts_json(report, context),
        "groups": None if groups is None else list(groups),
        "chunks": report.chunks,
        "seconds": round(report.seconds, 3),
    }


def _print(report: IngestReport, groups: tuple[str, ...] | None, context: Context) -> None:
    click.echo(
        context.say(
            "cli.ingest_summary",
            added=len(report.added),
            changed=len(report.changed),
            unchanged=len(report.unchanged),
            regrouped=len(report.regrouped),
            chunks=report.chunks,
            seconds=f"{report.seconds:.1f}",
        )
    )
    if groups is None:
        # Known documents kept their groups; new ones got the default.
        groups = context.settings.default_groups if report.added else ()
    elif not groups:
        context.tell("cli.ingest_nobody")
    if groups:
        click.echo(context.say("cli.ingest_readers", groups=", ".join(groups)))
        if not set(groups) & set(context.settings.find_user(None).groups):
            context.tell("cli.ingest_not_you")
    for path in report.gone:
        click.echo("  " + context.say("cli.sync.gone", path=path))
    tell_withheld(report, context, context.say("cli.withheld_override"))
    tell_hidden_text(report, context)
    tell_model_facts(report, context)
    tell_unread(report, context)
    sys.stderr.flush()
