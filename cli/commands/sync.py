"""``plansvar sync``."""

from __future__ import annotations

import click

from cli.context import Context, help_text
from cli.output import (
    failure_json,
    failure_reason,
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
from plansvar.service import SourceReport, SyncRequest

_SOME_FAILED = 2


@click.command("sync", help=help_text("sync"))
@click.argument("sources", nargs=-1, metavar="[SOURCE…]")
@click.option("--allow-deletes", is_flag=True, help=help_text("allow_deletes"))
@click.option("--watch", is_flag=True, help=help_text("watch"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def command(
    context: Context, sources: tuple[str, ...], allow_deletes: bool, watch: bool, as_json: bool
) -> int:
    """Bring the index in line with the configured sources."""
    request = SyncRequest(sources, allow_deletes)
    code = _sync(context, request, as_json)
    if not watch:
        return code
    from cli.watching import changes, chosen
    from plansvar.sources import FolderSource

    folders = [isinstance(one, FolderSource) for one in chosen(context.settings, sources).values()]
    if not all(folders):
        context.tell("cli.sync.not_watched")
    if not any(folders):
        return code
    context.tell("cli.sync.watching")
    for changed in changes(context.settings, sources):
        _sync(context, SyncRequest(tuple(changed), allow_deletes), as_json)
    return code


def _sync(context: Context, request: SyncRequest, as_json: bool) -> int:
    # Opened anew each time: while nothing changes, other programs may use the data folder.
    with context.service() as service, progress_bar(context) as progress:
        reports = service.sync(request, progress)
    if as_json:
        print_json([_as_json(report, context) for report in reports])
    else:
        for report in reports:
            _print(report, context)
    failed = any(
        report.halted or report.ingest.failed or report.ingest.incomplete for report in reports
    )
    return _SOME_FAILED if failed else 0


def _as_json(report: SourceReport, context: Context) -> dict[str, object]:
    return {
        "source": report.source,
        "added": list(report.ingest.added),
        "changed": list(report.ingest.changed),
        "unchanged": len(report.ingest.unchanged),
        "regrouped": list(report.ingest.regrouped),
        "moved": [{"from": old, "to": new} for old, new in report.moved],
        "gone": list(report.gone),
        "kept": list(report.kept),
        "elsewhere": report.elsewhere,
        "skipped": list(report.ingest.skipped),
        "failed": [failure_json(failure, context) for failure in report.ingest.failed],
        "incomplete": [failure_json(failure, context) for failure in report.ingest.incomplete],
        "withheld": withheld_json(report.ingest),
        "hidden_text": hidden_text_json(report.ingest),
        "model_facts": model_facts_json(report.ingest, context),
        "halted": failure_json(report.halted, context) if report.halted else None,
        "chunks": report.ingest.chunks,
        "seconds": round(report.ingest.seconds, 3),
    }


def _print(report: SourceReport, context: Context) -> None:
    if report.halted:
        reason = failure_reason(report.halted, context)
        context.tell("cli.sync.halted", source=report.source, reason=reason)
        if report.ingest.regrouped:
            context.tell("cli.sync.regrouped", count=len(report.ingest.regrouped))
        tell_unread(report.ingest, context)
        return
    done = report.ingest
    click.echo(
        context.say(
            "cli.sync.summary",
            source=report.source,
            added=len(done.added),
            changed=len(done.changed),
            moved=len(report.moved),
            gone=len(report.gone),
            unchanged=len(done.unchanged),
            regrouped=len(done.regrouped),
            chunks=done.chunks,
            seconds=f"{done.seconds:.1f}",
        )
    )
    for path in report.gone:
        click.echo("  " + context.say("cli.sync.gone", path=path))
    tell_withheld(done, context, context.say("cli.sync.withheld_override", source=report.source))
    tell_hidden_text(done, context)
    tell_model_facts(done, context)
    tell_unread(done, context)
    if report.kept:
        context.tell("cli.sync.kept", count=len(report.kept))
    if report.elsewhere:
        context.tell("cli.sync.elsewhere", source=report.source, count=report.elsewhere)
