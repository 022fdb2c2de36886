"""``plansvar register show|history|conflicts|review``: facts from near by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cli.commands.register.options import as_json, as_of, as_user, filters
from cli.context import Context, help_text

if TYPE_CHECKING:
    from cli.facts_text import FactText
    from plansvar.register.review import ReviewItem


@click.command("show", help=help_text("register_show"))
@click.argument("fact_id", metavar="ID")
@as_of()
@as_user()
@as_json()
@click.pass_obj
def show(
    context: Context, fact_id: str, as_of: str | None, user_name: str | None, as_json: bool
) -> int:
    """A fact with all its evidence."""
    from cli.fact_ids import find_fact
    from cli.output import print_json
    from plansvar.register.export.facts_json import one_json

    user = context.settings.find_user(user_name)
    with context.service() as service:
        fact = find_fact(service, fact_id, user, as_of)
        if as_json:
            print_json(one_json(fact, as_of))
            return 0
        text = _fact_text(context)
        click.echo(text.block(fact))
        click.echo("\n" + context.say("cli.register.evidence"))
        click.echo(text.evidence(fact))
    return 0


@click.command("history", help=help_text("register_history"))
@click.argument("fact_id", metavar="ID")
@as_user()
@as_json()
@click.pass_obj
def history(context: Context, fact_id: str, user_name: str | None, as_json: bool) -> int:
    """What held before, and what people have said of it."""
    from cli.commands.register.correcting import log_lines
    from cli.fact_ids import find_fact
    from cli.output import print_json
    from plansvar.register.export.facts_json import history_json

    user = context.settings.find_user(user_name)
    with context.service() as service:
        fact = find_fact(service, fact_id, user)
        corrections = service.corrections(fact.id, user)
    if as_json:
        print_json(history_json(fact, corrections))
        return 0
    text = _fact_text(context)
    click.echo(text.block(fact))
    changed = text.history(fact)
    click.echo("\n" + context.say("cli.register.history" if changed else "cli.register.unchanged"))
    if changed:
        click.echo(changed)
    if corrections:
        click.echo("\n" + context.say("cli.register.said"))
        for one in corrections:
            for line in log_lines(one, fact, context):
                click.echo(line)
    return 0


@click.command("conflicts", help=help_text("register_conflicts"))
@filters("text", "plan")
@as_of()
@as_user()
@as_json()
@click.pass_obj
def conflicts(
    context: Context,
    text: str | None,
    plan: str | None,
    as_of: str | None,
    user_name: str | None,
    as_json: bool,
) -> int:
    """Facts of which documents don't say the same."""
    from cli.fact_ids import short_ids
    from cli.facts_text import FactText
    from cli.output import print_json
    from plansvar.register.export.facts_json import page_json
    from plansvar.register.queries import FactQuery, Flag

    user = context.settings.find_user(user_name)
    query = FactQuery(text=text, plan=plan, as_of=as_of, flags=(Flag.CONFLICT,))
    with context.service() as service:
        page = service.facts(query, user)
        short = short_ids(service.register(user, as_of).facts)
    if as_json:
        print_json(page_json(page, as_of))
        return 0
    printer = FactText(context.settings.language, short)
    click.echo(context.say("cli.register.conflicts", count=page.total))
    for fact in page.facts:
        click.echo("\n" + printer.conflicts(fact))
    return 0


@click.command("review", help=help_text("register_review"))
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", help=help_text("register_options.limit")
)
@as_user()
@as_json()
@click.pass_obj
def review(context: Context, limit: int | None, user_name: str | None, as_json: bool) -> int:
    """What somebody should look at."""
    from cli.commands.register.correcting import log_lines
    from cli.fact_ids import short_ids
    from cli.facts_text import FactText
    from cli.output import print_json
    from plansvar.register.export.facts_json import review_json

    user = context.settings.find_user(user_name)
    with context.service() as service:
        items = service.review(user)
        short = short_ids(service.register(user).facts)
    shown = items[:limit]
    if as_json:
        print_json(review_json(shown, len(items)))
        return 0
    printer = FactText(context.settings.language, short)
    click.echo(context.say("cli.register.review", count=len(items)))
    for number, item in enumerate(shown, start=1):
        reason = context.say(f"cli.register.reason.{item.reason.value}")
        click.echo(f"\n{number}. {reason}")
        for line in _review_lines(item, printer):
            click.echo(line)
        for report in item.reports:
            for line in log_lines(report, item.fact, context):
                click.echo(line)
    if shown:
        click.echo("\n" + context.say("cli.register.review_advice"))
    return 0


def _review_lines(item: ReviewItem, printer: FactText) -> Iterator[str]:
    if item.conflict is not None:
        yield printer.conflicts(item.fact, item.conflict.field)
        return
    yield printer.block(item.fact) if not item.claims else printer.head(item.fact)
    for claim in item.claims:
        yield from printer.claim(claim)


def _fact_text(context: Context) -> FactText:
    """Ids in full: what is looked at from near by is going to be pointed to."""
    from cli.facts_text import FactText

    return FactText(context.settings.language, {})
