"""``plansvar ask``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from cli.commands.ask_options import asked_for, scope_options
from cli.context import Context, help_text, whole_characters
from cli.output import print_json
from cli.render import render_answer
from plansvar.access import User
from plansvar.answer_json import answer_json
from plansvar.asking import AskOptions
from plansvar.errors import NotFoundError, QuestionError
from plansvar.messages.catalogue import error_message

_EXAMPLE = '{"id": "1", "question": "Hvem eier tiltaket?"}'


@click.command("ask", help=help_text("ask"))
@click.argument("question", required=False)
@scope_options
@click.option("--conversation", metavar="ID", help=help_text("ask_conversation"))
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.option("--batch", type=click.Path(path_type=Path), metavar="FILE", help=help_text("batch"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def command(
    context: Context,
    question: str | None,
    places: tuple[str, ...],
    types: tuple[str, ...],
    sources: tuple[str, ...],
    as_of: str | None,
    conversation: str | None,
    user_name: str | None,
    batch: Path | None,
    as_json: bool,
) -> int:
    """Ask a question, or all questions of a file."""
    if (question is None) == (batch is None):
        raise click.UsageError(context.say("cli.ask_nothing"))
    user = context.settings.find_user(user_name)
    options = asked_for(places, types, sources, as_of, conversation)
    if batch is not None:
        return _answer_batch(context, list(_questions(batch)), user, options, as_json)
    with context.service() as service:
        answer = service.ask(whole_characters(question or ""), user, options)
    if as_json:
        print_json(answer_json(answer))
        return 0
    click.echo(render_answer(answer))
    if answer.conversation:
        context.tell("cli.conversation_id", id=answer.conversation)
    return 0


def _answer_batch(
    context: Context,
    questions: Sequence[tuple[object, str]],
    user: User,
    options: AskOptions,
    as_json: bool,
) -> int:
    """Answer one by one; a question that can't be answered as it stands doesn't stop the rest."""
    failed = 0
    with context.service() as service:
        for id_, text in questions:
            try:
                answer = service.ask(text, user, options)
            except QuestionError as error:
                failed += 1
                words = error_message(error, context.settings.language)
                if as_json:
                    refusal = {"code": error.code, "message": words}
                    print_json({"id": id_, "question": text, "error": refusal}, indent=None)
                else:
                    click.echo(f"{id_}: {words}", err=True)
                continue
            if as_json:
                print_json({"id": id_, **answer_json(answer)}, indent=None)
            else:
                click.echo(f"# {text}\n\n{render_answer(answer)}\n")
    return 2 if failed else 0


def _questions(path: Path) -> Iterator[tuple[object, str]]:
    """``(id, question)`` of every line; without an id, the line's number.

    Raises:
        NotFoundError: ``path.missing``.
        QuestionError: ``batch.bad_line``, before anything has been answered.
    """
    if not path.is_file():
        raise NotFoundError("path.missing", path=path)
    # Bytes, cut at line feeds only: JSON may hold other line separators, and says its encoding.
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            text = record["question"]
        except (ValueError, KeyError, TypeError) as error:
            raise QuestionError(
                "batch.bad_line", line=number, path=path, example=_EXAMPLE
            ) from error
        if not isinstance(text, str):
            raise QuestionError("batch.bad_line", line=number, path=path, example=_EXAMPLE)
        yield record.get("id", number), whole_characters(text)
