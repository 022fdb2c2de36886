"""``plansvar documents``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cli.context import Context, help_text
from cli.output import print_json
from plansvar.answer_json import listed_json
from plansvar.documents.about import Validity
from plansvar.documents.stored import DocumentInfo, copies_among, editions_among
from plansvar.messages.catalogue import date_text


@click.command("documents", help=help_text("documents"))
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def command(context: Context, user_name: str | None, as_json: bool) -> int:
    """List the documents."""
    user = context.settings.find_user(user_name)
    with context.service() as service:
        found = service.documents(user)
    if as_json:
        print_json([listed_json(one, found) for one in found])
        return 0
    shown: set[str] = set()
    for one in found:
        if one.id in shown:
            continue
        copies = copies_among(one, found)
        shown.update(copy.id for copy in copies)
        language = context.settings.language
        date = date_text(one.date, language) if one.date else context.say("cli.undated")
        click.echo(f"{one.title}\n  {one.type.value} · {date} · {one.language} · {one.path}")
        if about := " · ".join(_about(one, context)):
            click.echo(f"  {about}")
        for copy in copies:
            own = (*_marked(copy, context), *_hidden(copy, context))
            line = (context.say("cli.copy", path=copy.path), *own)
            click.echo("  " + " · ".join(line))
        for other in editions_among(one, found):
            click.echo("  " + _edition(other, context))
    if not found:
        context.tell("cli.no_documents")
    return 0


def _edition(document: DocumentInfo, context: Context) -> str:
    """Another edition of a plan: how binding it is, and of when."""
    language = context.settings.language
    date = date_text(document.date, language) if document.date else context.say("cli.undated")
    what = context.say(f"cli.authority.{document.authority.value}")
    return context.say("cli.edition", title=document.title, authority=what, date=date)


def _about(document: DocumentInfo, context: Context) -> Iterator[str]:
    """Who issued it and for where, for how long, in which case; and its marks: what is known."""
    about = document.about
    municipalities = [place.name for place in about.places if len(place.number) == 4]
    counties = [place.name for place in about.places if len(place.number) == 2]
    if about.organisation:
        yield about.organisation
    if places := municipalities or counties:
        yield ", ".join(places)
    if about.valid:
        yield _valid(about.valid, context)
    if about.case_number:
        yield context.say("cli.case", number=about.case_number)
    yield from _marked(document, context)
    yield from _hidden(document, context)


def _marked(document: DocumentInfo, context: Context) -> Iterator[str]:
    """Its marks, in its own words; they need not stand in all copies."""
    if marks := document.about.marks:
        yield context.say("cli.marked", marks="; ".join(mark.quote for mark in marks))


def _hidden(document: DocumentInfo, context: Context) -> Iterator[str]:
    """That it holds text which nobody sees; one of several copies may be the only one."""
    if document.about.hides_text:
        yield context.say("cli.hides_text", count=document.about.hidden_characters)


def _valid(valid: Validity, context: Context) -> str:
    start, end = (
        date_text(value, context.settings.language) if value else None
        for value in (valid.start, valid.end)
    )
    if start and end:
        if start == end:
            return context.say("cli.valid_in", date=start)
        return context.say("cli.valid", start=start, end=end)
    key = "cli.valid_from" if start else "cli.valid_to"
    return context.say(key, date=start or end or "")
