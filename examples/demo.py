"""``make demo``: read the example documents in, ask three questions, say what to type next.

Every command is printed as a user would type it and then run by the command line's own code. All
run in this one process, so that the libraries are imported once; typed one by one, each ``ask``
takes some seconds longer.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from cli.main import main as plansvar

CORPUS = Path(__file__).parent / "corpus"
QUESTIONS = (
    "Hvem har ansvaret for Sirkulær havn nå?",
    "Hvem får ikke lov til å søke på Grønt løft?",
    # Nobody of that name is in the documents; somebody with one letter less is.
    "Hvilken rolle har Eline Tarholm i Sirkulær havn?",
)

_SOME_FAILED = 2  # files that can't be read, a scan say: the command has named them

_NEXT = """\
Spør selv; hver gang tar det noen sekunder å laste språkmodellen.
Ask something yourself; each time it takes some seconds to load the model.
  {ask_nynorsk}
  {ask_english}

Les inn egne dokumenter og spør dem. Read your own documents in and ask them.
  {ingest}
  {ask_own}

Alle kommandoer. All commands.
  {help}"""


def demo(data: Path) -> int:
    """Run the demo with the data folder ``data``; returns the exit code of the step that failed."""
    own = [_program(), "--data", str(data)]
    public = sorted(_shown(path) for path in CORPUS.glob("*.*"))
    # As it is typed, the shell finds the files: those in the folder of the internal ones are not
    # for everybody.
    typed = f"{shlex.join([*own, 'ingest', _shown(CORPUS)])}/*.* --groups public"
    commands = [(typed, [*own, "ingest", *public, "--groups", "public"])]
    asked = [[*own, "ask", question] for question in QUESTIONS]
    commands += [(shlex.join(command), command) for command in asked]
    for shown, command in commands:
        click.echo(f"$ {shown}")
        code = _run(command[1:])
        if code not in {0, _SOME_FAILED}:
            click.echo(f"(exit code {code})", err=True)
            return code
        click.echo()
    click.echo(
        _NEXT.format(
            ask_nynorsk=shlex.join([*own, "ask", "Kven leier klynga Blå Brim?"]),
            ask_english=shlex.join([*own, "ask", "How many people live in the Brimfjord region?"]),
            ingest=shlex.join([_program(), "ingest"]) + " MAPPE/FOLDER",
            ask_own=shlex.join([_program(), "ask", "Hva vil du vite?"]),
            help=shlex.join([_program(), "--help"]),
        )
    )
    return 0


def _run(arguments: Sequence[str]) -> int:
    """Run a command of ``plansvar`` in this process; returns its exit code."""
    try:
        plansvar(list(arguments))
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
    return 0


def _program() -> str:
    """How the user calls ``plansvar``: beside this Python, which need not be on the PATH."""
    return _shown(Path(sys.executable).parent / "plansvar")


def _shown(path: Path) -> str:
    """A path as short as it can be typed from the working folder."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith(os.pardir) else relative


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(".plansvar/demo"), help="data folder")
    sys.exit(demo(parser.parse_args().data))
