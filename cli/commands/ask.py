"""``plansvar ask``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from cli.context import Context, help_text
from cli.output import print_json
from cli.render import render_answer
from plansvar.answer_json import answer_json
from plansvar.errors import NotFoundError, PlansvarError, QuestionError
from plansvar.messages.catalogue import error_message

_EXAMPLE = '{"id": "1", "question": "Hvem eier tiltaket?"}'


@click.command("ask", help=help_text("ask"))
@click.argument("question", required=False)
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.option("--batch", type=click.Path(path_type=Path), metavar="FILE", help=help_text("batch"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def command(
    context: Context,
    question: str | None,
    user_name: str | None,
    batch: Path | None,
    as_json: bool,
) -> int:
    """Ask a question, or all questions of a file."""
    user = context.settings.find_user(user_name)
    if batch is not None:
        questions = list(_questions(batch))
        with context.service() as service:
            for id_, text in questions:
                try:
                    answer = service.ask(text, user)
                except QuestionError as error:
                    print_json({"id": id_, "question": text, "error": _error(error, context)})
                    continue
                if as_json:
                    print_json({"id": id_, **answer_json(answer)}, indent=None)
                else:
                    click.echo(f"# {text}\n\n{render_answer(answer)}\n")
        return 0
    if question is None:
        raise click.UsageError(context.say("cli.ask_nothing"))
    with context.service() as service:
        answer = service.ask(question, user)
    if as_json:
        print_json(answer_json(answer))
    else:
        click.echo(render_answer(answer))
    return 0


def _error(error: PlansvarError, context: Context) -> dict[str, str]:
    return {"code": error.code, "message": error_message(error, context.settings.language)}


def _questions(path: Path) -> Iterator[tuple[object, str]]:
    """``(id, question)`` of every line; without an id, the line's number.

    Raises:
        NotFoundError: ``path.missing``.
        QuestionError: ``batch.bad_line``, before anything has been answered.
    """
    if not path.is_file():
        raise NotFoundError("path.missing", path=path)
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
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
        yield record.get("id", number), text
