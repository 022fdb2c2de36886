"""``plansvar register measures`` and the other lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.commands.register.options import (
    FLAGS,
    VALUES,
    as_json,
    as_of,
    as_user,
    everything,
    file_of,
    filters,
)
from cli.commands.register.standing import tell_left_out, what_holds
from cli.context import Context, help_text, whole_characters
from plansvar.register.kinds import FactKind

if TYPE_CHECKING:
    from plansvar.access import User
    from plansvar.register.queries import FactPage, FactQuery
    from plansvar.service import Service

# What somebody may be called otherwise than he was asked for.
_ROLES = ("owner", "party", "body", "applicant")
_COMMON = ("text", "plan", "changed")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a list was asked for, and how it is to be shown."""

    context: Context
    kinds: tuple[FactKind, ...]
    query: FactQuery
    user: User
    everything: bool
    json: bool
    csv: bool
    xlsx: Path | None


def _list(name: str, kind: FactKind, *own: str) -> click.Command:
    """A command that lists facts of a kind, with the filters that fit it."""

    @click.command(name, help=help_text(f"register_{name}"))
    @filters(*own, *_COMMON)
    @everything()
    @as_of()
    @as_user()
    @as_json()
    @click.option("--csv", "as_csv", is_flag=True, help=help_text("register_options.csv"))
    @click.option(
        "--xlsx",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=help_text("register_options.xlsx"),
    )
    @click.pass_obj
    def command(context: Context, /, **options: Any) -> int:  # noqa: ANN401 - click's values
        return _run(_asked(context, kind, options))

    return command


def _asked(context: Context, kind: FactKind, options: dict[str, Any]) -> _Asked:
    from plansvar.register.export.wording import code_of
    from plansvar.register.queries import FactQuery, Flag

    if sum(map(bool, (options["as_json"], options["as_csv"], options["xlsx"]))) > 1:
        raise click.UsageError(context.say("cli.register.one_format"))
    values: dict[str, Any] = {
        field: code_of(field, whole_characters(options[name]))
        for name, field in VALUES.items()
        if options.get(name) is not None
    }
    kinds: tuple[FactKind, ...] = (kind,)
    if kind is FactKind.MEASURE and ("owner" in values or "party" in values):
        # What somebody answers for without its being a measure belongs to the same question.
        kinds = (kind, FactKind.RESPONSIBILITY)
    query = FactQuery(
        kinds=kinds,
        flags=tuple(Flag(flag) for name, flag in FLAGS.items() if options.get(name)),
        as_of=options["as_of"],
        **values,
    )
    xlsx = file_of(context, options["xlsx"], ".xlsx") if options["xlsx"] else None
    user = context.settings.find_user(options["user_name"])
    # Who asks for a plan by its name wants what it says, though it may be replaced.
    everything = options["everything"] or query.plan is not None
    return _Asked(
        context, kinds, query, user, everything, options["as_json"], options["as_csv"], xlsx
    )


def _run(asked: _Asked) -> int:
    with asked.context.service() as service:
        page = service.facts(asked.query, asked.user)
        if not asked.everything:
            page = what_holds(page, service, asked.user, asked.query.as_of)
        _output(asked)(asked, service, page)
    if page.left_out and not asked.json:
        tell_left_out(asked.context, page.left_out)
    if page.ambiguous:
        asked.context.tell("cli.register.ambiguous", names="; ".join(page.ambiguous))
        return 1
    return 0


def _output(asked: _Asked) -> Callable[[_Asked, Service, FactPage], None]:
    if asked.json:
        return _print_json
    if asked.csv:
        return _print_csv
    return _write_xlsx if asked.xlsx else _print_text


def _print_json(asked: _Asked, service: Service, page: FactPage) -> None:
    from cli.output import print_json
    from plansvar.register.export.facts_json import page_json

    print_json(page_json(page, asked.query.as_of))


def _print_csv(asked: _Asked, service: Service, page: FactPage) -> None:
    from plansvar.register.export.facts_csv import facts_csv

    click.echo(facts_csv(page.facts, asked.kinds), nl=False)


def _write_xlsx(asked: _Asked, service: Service, page: FactPage) -> None:
    from cli.commands.register.files import write_facts

    if asked.xlsx is not None and not page.ambiguous:
        write_facts(asked.context, service, asked.user, asked.xlsx, page, asked.query.as_of)


def _print_text(asked: _Asked, service: Service, page: FactPage) -> None:
    from cli.commands.register.files import counted_documents
    from cli.fact_ids import short_ids
    from cli.facts_text import FactText
    from plansvar.register.export.wording import kind_text, when_text
    from plansvar.register.queries import is_overdue

    context, as_of_day = asked.context, asked.query.as_of
    if page.ambiguous:
        return
    language = context.settings.language
    typed = {(getattr(asked.query, role) or "").casefold() for role in _ROLES}
    if other := [name for name in page.meant if name.casefold() not in typed]:
        context.tell("cli.register.meant", names="; ".join(other))
    text = FactText(language, short_ids(service.register(asked.user, as_of_day).facts))
    documents = len(counted_documents(service, asked.user, as_of_day))
    day = as_of_day or dt.date.today().isoformat()
    known = [fact for fact in page.facts if fact.known]
    for kind in asked.kinds:
        of_kind = [fact for fact in known if fact.kind is kind]
        if not of_kind and kind is not asked.kinds[0]:
            continue
        click.echo(
            context.say(
                "cli.register.heading",
                kind=kind_text(kind, language),
                count=len(of_kind),
                date=when_text(day, language),
                documents=documents,
            )
        )
        for fact in of_kind:
            click.echo("\n" + text.block(fact, overdue=is_overdue(fact, day)))
        click.echo()
    unsure = [fact for fact in page.facts if not fact.known]
    if unsure:
        click.echo(context.say("cli.register.unsure_heading", count=len(unsure)))
        for fact in unsure:
            click.echo("\n" + text.block(fact))


measures = _list(
    "measures",
    FactKind.MEASURE,
    *("owner", "party", "goal", "unowned", "overdue", "no_status"),
)
responsibilities = _list("responsibilities", FactKind.RESPONSIBILITY, "owner")
goals = _list("goals", FactKind.GOAL, "level")
decisions = _list("decisions", FactKind.DECISION, "body", "since", "until", "outcome", "case")
applications = _list(
    "applications", FactKind.APPLICATION, "applicant", "scheme", "since", "until", "outcome"
)
funding = _list("funding", FactKind.SCHEME, "owner", "party", "scheme")
questions = _list("questions", FactKind.OPEN_QUESTION, "open", "since", "until")
parties = _list("parties", FactKind.PARTY)
