"""``plansvar register confirm|correct|reject|merge|withdraw|log``: what people say of facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cli.commands.register.options import as_json, as_user
from cli.context import Context, help_text, whole_characters
from plansvar.register.corrections import Action, Correction, CorrectionRequest

if TYPE_CHECKING:
    from plansvar.access import User
    from plansvar.register.facts import Fact
    from plansvar.service import Service

_SHORT = 8
_note = click.option("--note", default="", metavar="TEXT", help=help_text("register_options.note"))


@click.command("confirm", help=help_text("register_confirm"))
@click.argument("fact_id", metavar="ID")
@click.option("--field", metavar="FIELD", help=help_text("register_options.field"))
@_note
@as_user()
@as_json()
@click.pass_obj
def confirm(
    context: Context,
    fact_id: str,
    field: str | None,
    note: str,
    user_name: str | None,
    as_json: bool,
) -> int:
    """It is right as it stands."""
    with context.service() as service:
        user = context.settings.find_user(user_name)
        fact = _find(service, fact_id, user)
        request = CorrectionRequest(
            fact.id, Action.CONFIRM, field=_field(fact, field), note=whole_characters(note)
        )
        return _apply(context, service, request, user, as_json)


@click.command("correct", help=help_text("register_correct"))
@click.argument("fact_id", metavar="ID")
@click.argument("field", metavar="FIELD")
@click.argument("values", metavar="VALUE...", nargs=-1)
@click.option("--nothing", is_flag=True, help=help_text("register_options.nothing"))
@_note
@as_user()
@as_json()
@click.pass_obj
def correct(
    context: Context,
    fact_id: str,
    field: str,
    values: tuple[str, ...],
    nothing: bool,
    note: str,
    user_name: str | None,
    as_json: bool,
) -> int:
    """A field has another value."""
    if nothing == bool(values) or any(not value.strip() for value in values):
        raise click.UsageError(context.say("cli.register.value_or_nothing"))
    from plansvar.register.export.wording import code_of

    with context.service() as service:
        user = context.settings.find_user(user_name)
        fact = _find(service, fact_id, user)
        named = _field(fact, field) or field
        request = CorrectionRequest(
            fact.id,
            Action.CORRECT,
            field=named,
            values=tuple(code_of(named, whole_characters(value)) for value in values),
            note=whole_characters(note),
        )
        return _apply(context, service, request, user, as_json)


@click.command("reject", help=help_text("register_reject"))
@click.argument("fact_id", metavar="ID")
@_note
@as_user()
@as_json()
@click.pass_obj
def reject(context: Context, fact_id: str, note: str, user_name: str | None, as_json: bool) -> int:
    """It is no fact."""
    with context.service() as service:
        user = context.settings.find_user(user_name)
        fact = _find(service, fact_id, user)
        request = CorrectionRequest(fact.id, Action.REJECT, note=whole_characters(note))
        return _apply(context, service, request, user, as_json)


@click.command("merge", help=help_text("register_merge"))
@click.argument("fact_id", metavar="ID")
@click.argument("other_id", metavar="OTHER")
@_note
@as_user()
@as_json()
@click.pass_obj
def merge(
    context: Context, fact_id: str, other_id: str, note: str, user_name: str | None, as_json: bool
) -> int:
    """Two facts are one."""
    with context.service() as service:
        user = context.settings.find_user(user_name)
        fact, other = (_find(service, one, user) for one in (fact_id, other_id))
        request = CorrectionRequest(
            fact.id, Action.MERGE, other=other.id, note=whole_characters(note)
        )
        return _apply(context, service, request, user, as_json)


@click.command("withdraw", help=help_text("register_withdraw"))
@click.argument("correction_id", metavar="CORRECTION")
@_note
@as_user()
@as_json()
@click.pass_obj
def withdraw(
    context: Context, correction_id: str, note: str, user_name: str | None, as_json: bool
) -> int:
    """An earlier correction no longer counts."""
    from plansvar.errors import NotFoundError

    with context.service() as service:
        user = context.settings.find_user(user_name)
        wanted = correction_id.strip().casefold()
        everything = service.corrections(None, user)
        found = [one for one in everything if wanted and one.id.startswith(wanted)]
        if len(found) > 1:
            named = ", ".join(one.id for one in found[:5])
            raise NotFoundError("fact.ambiguous", id=correction_id, found=named)
        if not found:
            raise NotFoundError("register.no_correction", id=correction_id)
        request = CorrectionRequest(
            "",
            Action.WITHDRAW,
            withdraws=found[0].id,
            note=whole_characters(note),
        )
        return _apply(context, service, request, user, as_json)


@click.command("log", help=help_text("register_log"))
@as_user()
@as_json()
@click.pass_obj
def log(context: Context, user_name: str | None, as_json: bool) -> int:
    """Who has said what of which fact, when."""
    from cli.fact_ids import short_ids
    from cli.output import print_json
    from plansvar.register.export.facts_json import log_json

    user = context.settings.find_user(user_name)
    with context.service() as service:
        corrections = service.corrections(None, user)
        register = service.register(user)
    of_claim = {claim: fact for fact in register.facts for claim in fact.claim_ids}
    facts = {
        one.id: of_claim[claim]
        for one in corrections
        for claim in reversed(one.claims)
        if claim in of_claim
    }
    if as_json:
        print_json(log_json(corrections, {key: fact.id for key, fact in facts.items()}))
        return 0
    short = short_ids(register.facts)
    for one in corrections:
        fact = facts.get(one.id)
        named = f"[{short[fact.id]}] {fact.name}" if fact else ""
        for line in log_lines(one, fact, context, named):
            click.echo(line)
    if not corrections:
        context.tell("cli.register.no_corrections")
    return 0


def log_lines(
    correction: Correction, fact: Fact | None, context: Context, named: str = ""
) -> Iterator[str]:
    """A correction: when, who, what, of which fact (``named``), before and after, and why.

    ``fact`` is what it is about; ``None`` where it isn't in the register any more.
    """
    from cli.facts_text import filled
    from plansvar.register.export.wording import field_text

    at = correction.at.astimezone().strftime("%Y-%m-%d %H:%M")
    action = context.say(f"cli.register.action.{correction.action.value}")
    yield filled(" · ".join([at, correction.by, action, correction.id[:_SHORT]]), "", 2)
    before, after = ("; ".join(values) or "–" for values in (correction.before, correction.after))
    if named:
        yield filled(named, "    ", 2)
    if field := correction.field:
        label = field_text(fact.kind, field, context.settings.language) if fact else field
        changed = before if correction.action is Action.REPORT else f"{before} → {after}"
        yield filled(f"{label}: {changed}", "    ", 2)
    elif not named and correction.before:
        yield filled(before, "    ", 2)
    if correction.note:
        yield filled(correction.note, "    ", 2)


def _find(service: Service, typed: str, user: User) -> Fact:
    from cli.fact_ids import find_fact

    return find_fact(service, typed, user)


def _field(fact: Fact, words: str | None) -> str | None:
    from plansvar.register.export.wording import field_named

    return field_named(fact.kind, words) if words is not None else None


def _apply(
    context: Context, service: Service, request: CorrectionRequest, user: User, as_json: bool
) -> int:
    """Write it into the log, and show the fact as it is now and the way back."""
    from cli.facts_text import FactText
    from cli.output import print_json
    from plansvar.register.export.facts_json import corrected_json

    fact = service.correct(request, user)
    written = service.corrections(None, user)[-1]
    if as_json:
        print_json(corrected_json(fact, written))
        return 0
    if fact is None:
        click.echo(context.say("cli.register.no_longer"))
    else:
        click.echo(FactText(context.settings.language, {}).block(fact))
    if request.action is not Action.WITHDRAW:
        context.tell("cli.register.undo", id=written.id[:_SHORT])
    return 0
