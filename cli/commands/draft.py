"""``plansvar draft``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cli.context import Context, help_text, whole_characters
from cli.output import print_json

if TYPE_CHECKING:
    from plansvar.drafts.types import Letter
    from plansvar.language.detect import Language


@click.command("draft", help=help_text("draft"))
@click.argument("question", required=False)
@click.option(
    "--from",
    "letter",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=help_text("draft_from"),
)
@click.option("--to", "form", type=click.Choice(["docx", "md"]), help=help_text("draft_to"))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=help_text("draft_out"))
@click.option(
    "--template", type=click.Path(path_type=Path), metavar="FILE", help=help_text("draft_template")
)
@click.option(
    "--save-template",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=help_text("draft_save_template"),
)
@click.option("--language", type=click.Choice(["nb", "nn", "en"]), help=help_text("draft_language"))
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.option("--json", "as_json", is_flag=True, help=help_text("json"))
@click.pass_obj
def command(
    context: Context,
    question: str | None,
    letter: Path | None,
    form: str | None,
    out: Path | None,
    template: Path | None,
    save_template: Path | None,
    language: str | None,
    user_name: str | None,
    as_json: bool,
) -> int:
    """Draft an answer to a letter."""
    if save_template is not None:
        return _save_template(context, save_template)
    if (question is None) == (letter is None):
        raise click.UsageError(context.say("cli.draft.nothing"))
    from plansvar.drafts.types import DraftRequest

    form = form or _form(context, out, template)
    text = whole_characters(question if question is not None else _read(letter or Path()))
    user = context.settings.find_user(user_name)
    if template is not None:
        _require_template(template)
    with context.service() as service:
        draft = service.draft(DraftRequest(text, cast("Language | None", language)), user)
    if as_json:
        from plansvar.drafts.json import letter_json

        print_json(letter_json(draft))
    if form == "md" and out is None:
        if not as_json:
            from plansvar.drafts.markdown import markdown

            click.echo(markdown(draft), nl=False)
        return 0
    if as_json and out is None:
        return 0
    target = out or Path("svar.docx")
    _write(target, _content(draft, form, template))
    context.tell("cli.draft.written", path=target)
    context.tell(
        "cli.draft.summary",
        answered=len(draft.parts),
        missing=len(draft.missing),
        checks=len(draft.checks),
    )
    return 0


def _form(context: Context, out: Path | None, template: Path | None) -> str:
    """What the file's name says; a template is Word's; else Markdown, on the terminal."""
    if out is not None:
        suffix = out.suffix.lower()
        if suffix not in {".docx", ".md"}:
            raise click.UsageError(context.say("cli.draft.form"))
        return suffix.removeprefix(".")
    return "docx" if template is not None else "md"


def _content(draft: Letter, form: str, template: Path | None) -> bytes:
    if form == "md":
        from plansvar.drafts.markdown import markdown

        return markdown(draft).encode("utf-8")
    from plansvar.drafts.word import docx

    return docx(draft, template)


def _read(path: Path) -> str:
    from plansvar.errors import NotFoundError

    if not path.is_file():
        raise NotFoundError("path.missing", path=path)
    return path.read_bytes().decode("utf-8", "replace")


def _require_template(path: Path) -> None:
    """Before anybody is kept waiting for the answers."""
    from plansvar.errors import NotFoundError

    if not path.is_file():
        raise NotFoundError("path.missing", path=path)


def _save_template(context: Context, path: Path) -> int:
    from plansvar.drafts.word import default_template

    _write(path, default_template())
    context.tell("cli.draft.written", path=path)
    return 0


def _write(path: Path, content: bytes) -> None:
    """A file that is there is replaced when the new one is whole."""
    draft = path.with_name(f".{path.name}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
