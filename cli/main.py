"""``plansvar``: the commands. Data goes to stdout, everything else to stderr.

Only light modules are imported here, so that ``plansvar --help`` answers at once; a command imports
what it needs when it runs.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

import plansvar
from cli.context import Context, help_text, message_language
from cli.lazy import LazyGroup
from plansvar.language.detect import Language

_EXIT_FAILED = 1
_EXIT_SOME_FAILED = 2
_EXIT_INTERRUPTED = 130


_COMMANDS = (
    "ingest",
    "sync",
    "ask",
    "chat",
    "conversations",
    "feedback",
    "draft",
    "overview",
    "register",
    "search",
    "status",
    "documents",
    "remove",
    "verify",
    "rebuild",
    "serve",
    "keys",
    "slack",
    "eval",
)


@click.group(
    cls=LazyGroup,
    commands_at={name: f"cli.commands.{name}:command" for name in _COMMANDS},
    help=help_text("main"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(plansvar.__version__, prog_name="plansvar")
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help=help_text("data"))
@click.option("--language", type=click.Choice(["nb", "nn", "en"]), help=help_text("language"))
@click.option("--server", metavar="URL", help=help_text("server"))
@click.option("--debug", is_flag=True, help=help_text("debug"))
@click.pass_context
def plansvar_command(
    ctx: click.Context, data: Path | None, language: str | None, server: str | None, debug: bool
) -> None:
    """The root command; its help stands in the catalogue."""
    ctx.obj = Context(data=data, language=language, server=server, debug=debug)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 failed, 2 some files or questions failed."""
    arguments = sys.argv[1:] if arguments is None else arguments
    language = message_language(arguments)
    _print_whatever_comes()
    try:
        sys.exit(plansvar_command.main(arguments, standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(_EXIT_FAILED)
    except (click.Abort, KeyboardInterrupt):
        _tell("cli.interrupted", language)
        sys.exit(_EXIT_INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); there is nobody to tell.
        sys.stderr.close()
        sys.exit(_EXIT_FAILED)
    except Exception as error:
        if "--debug" in arguments:
            raise
        _explain(error, language)
        sys.exit(_EXIT_FAILED)


def _print_whatever_comes() -> None:
    """A letter that the terminal's encoding lacks is shown as "?" and doesn't stop the command."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _explain(error: Exception, language: Language) -> None:
    from plansvar.errors import PlansvarError
    from plansvar.messages.catalogue import error_message

    if isinstance(error, PlansvarError):
        click.echo(error_message(error, language), err=True)
    elif isinstance(error, OSError):
        reason = error.strerror or str(error)
        _tell("cli.os_error", language, path=error.filename or "?", reason=reason)
    else:
        _tell("cli.unexpected", language, kind=type(error).__name__)


def _tell(key: str, language: Language, **params: object) -> None:
    from plansvar.messages.catalogue import message

    click.echo(message(key, language, **params), err=True)


if __name__ == "__main__":
    main()
