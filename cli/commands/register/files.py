"""``plansvar register export|timeline|tree``: the register as a workbook and as pictures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.commands.register.options import as_of, as_user, everything, file_of, filters
from cli.commands.register.standing import tell_left_out, what_holds
from cli.context import Context, help_text
from plansvar.register.kinds import FactKind

if TYPE_CHECKING:
    from plansvar.access import User
    from plansvar.documents.stored import DocumentInfo
    from plansvar.register.queries import FactPage
    from plansvar.service import Service

_file = click.argument("path", metavar="FILE", type=click.Path(path_type=Path))


@click.command("export", help=help_text("register_export"))
@_file
@filters("plan")
@everything()
@as_of()
@as_user()
@click.pass_obj
def export(
    context: Context,
    path: Path,
    plan: str | None,
    everything: bool,
    as_of: str | None,
    user_name: str | None,
) -> int:
    """The whole register as a workbook."""
    from plansvar.register.queries import FactQuery

    target = file_of(context, path, ".xlsx")
    user = context.settings.find_user(user_name)
    with context.service() as service:
        page = service.facts(FactQuery(plan=plan, as_of=as_of), user)
        if not everything and plan is None:
            page = what_holds(page, service, user, as_of)
        write_facts(context, service, user, target, page, as_of)
    if page.left_out:
        tell_left_out(context, page.left_out)
    return 0


@click.command("timeline", help=help_text("register_timeline"))
@_file
@filters("body", "text", "plan", "since", "until")
@as_of()
@as_user()
@click.pass_obj
def timeline(
    context: Context,
    path: Path,
    body: str | None,
    text: str | None,
    plan: str | None,
    since: str | None,
    until: str | None,
    as_of: str | None,
    user_name: str | None,
) -> int:
    """Decisions in the order of their dates, as a picture."""
    from plansvar.register.export.timeline import timeline_svg
    from plansvar.register.queries import FactQuery

    target = file_of(context, path, ".svg")
    user = context.settings.find_user(user_name)
    query = FactQuery(
        kinds=(FactKind.DECISION,),
        body=body,
        text=text,
        plan=plan,
        since=since,
        until=until,
        as_of=as_of,
    )
    with context.service() as service:
        page = service.facts(query, user)
    if page.ambiguous:
        context.tell("cli.register.ambiguous", names="; ".join(page.ambiguous))
        return 1
    picture = timeline_svg(page.facts, context.settings.language, as_of)
    return _write(context, target, picture, page.total)


@click.command("tree", help=help_text("register_tree"))
@_file
@filters("plan")
@click.option("--measures", is_flag=True, help=help_text("register_options.measures"))
@everything()
@as_of()
@as_user()
@click.pass_obj
def tree(
    context: Context,
    path: Path,
    plan: str | None,
    measures: bool,
    everything: bool,
    as_of: str | None,
    user_name: str | None,
) -> int:
    """Goals under each other, as a picture."""
    from plansvar.register.export.tree import tree_svg
    from plansvar.register.queries import FactQuery

    target = file_of(context, path, ".svg")
    user = context.settings.find_user(user_name)
    kinds = (FactKind.GOAL, FactKind.MEASURE) if measures else (FactKind.GOAL,)
    with context.service() as service:
        page = service.facts(FactQuery(kinds=kinds, plan=plan, as_of=as_of), user)
        if not everything and plan is None:
            page = what_holds(page, service, user, as_of)
    if page.left_out:
        tell_left_out(context, page.left_out)
    picture = tree_svg(page.facts, context.settings.language, as_of)
    return _write(context, target, picture, page.total)


def write_facts(
    context: Context,
    service: Service,
    user: User,
    path: Path,
    page: FactPage,
    as_of: str | None,
) -> None:
    """Write what was found into a workbook, and say so."""
    from plansvar.register.export.workbook import Scope, write_workbook

    documents = counted_documents(service, user, as_of)
    scope = Scope(user, as_of, documents, dt.datetime.now(), page.left_out)
    write_workbook(path, page.facts, scope, context.settings.language)
    context.tell("cli.register.written", path=path, count=len(page.facts))


def counted_documents(service: Service, user: User, as_of: str | None) -> tuple[DocumentInfo, ...]:
    """The documents that the register is read from: on an earlier day, not those of later."""
    from plansvar.register.timespan import reached

    return tuple(
        one for one in service.documents(user) if as_of is None or reached(one.since, as_of)
    )


def _write(context: Context, path: Path, picture: str, count: int) -> int:
    path.write_text(picture, encoding="utf-8")
    context.tell("cli.register.written", path=path, count=count)
    return 0
