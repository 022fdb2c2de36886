"""Options that several commands of the register share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from cli.context import Context, help_text

_Command = TypeVar("_Command", bound=Callable[..., Any])

# Options with a value, and which field of the query each fills.
VALUES = {
    "owner": "owner",
    "party": "party",
    "text": "text",
    "plan": "plan",
    "goal": "goal",
    "level": "level",
    "body": "body",
    "applicant": "applicant",
    "scheme": "scheme",
    "outcome": "outcome",
    "case": "case_number",
    "since": "since",
    "until": "until",
}
# Options without one, each a flag of the query.
FLAGS = {
    "unowned": "unowned",
    "overdue": "overdue",
    "no_status": "no_status",
    "open": "open",
    "changed": "changed",
}
_DATES = frozenset({"since", "until"})


def filters(*names: str) -> Callable[[_Command], _Command]:
    """Options that narrow a list down."""

    def decorate(function: _Command) -> _Command:
        for name in reversed(names):
            spelling = "--" + name.replace("_", "-")
            text = help_text(f"register_options.{name}")
            if name in FLAGS:
                option = click.option(spelling, name, is_flag=True, help=text)
            else:
                metavar = "DATE" if name in _DATES else "TEXT"
                option = click.option(spelling, name, metavar=metavar, help=text)
            function = option(function)
        return function

    return decorate


def as_of() -> Callable[[_Command], _Command]:
    """The day on which it is to be seen."""
    return click.option(
        "--as-of", "as_of", metavar="DATE", help=help_text("register_options.as_of")
    )


def everything() -> Callable[[_Command], _Command]:
    """Also what stands only in editions that are replaced."""
    return click.option("--all", "everything", is_flag=True, help=help_text("register_options.all"))


def as_user() -> Callable[[_Command], _Command]:
    """Who asks."""
    return click.option("--as", "user_name", metavar="USER", help=help_text("as"))


def as_json() -> Callable[[_Command], _Command]:
    """JSON instead of text."""
    return click.option("--json", "as_json", is_flag=True, help=help_text("json"))


def file_of(context: Context, path: Path, suffix: str) -> Path:
    """A file to write: of the right kind, in a folder that is there.

    Raises:
        click.UsageError: it isn't.
    """
    if path.suffix.lower() != suffix:
        raise click.UsageError(context.say("cli.register.wrong_suffix", path=path, suffix=suffix))
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise click.UsageError(context.say("cli.register.no_folder", path=path.absolute().parent))
    return path
