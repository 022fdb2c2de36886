from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from plansvar.language.detect import LANGUAGES, Language
from plansvar.messages.catalogue import message
from tests.cli.running import Cli, python

COMMANDS = (
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
GROUPS = {
    "chat": (),
    "conversations": ("conversations list", "conversations show"),
    "eval": ("eval register",),
    "feedback": (),
    "keys": ("keys add", "keys list"),
    "serve": (),
    "slack": ("slack check", "slack channels"),
    "register": (
        "register measures",
        "register parties",
        "register show",
        "register history",
        "register conflicts",
        "register review",
        "register correct",
        "register log",
    ),
}
PROGRAM = Path(sys.executable).parent / "plansvar"

_HELP = """
import contextlib, io, json, sys
language, *commands = sys.argv[1:]
sys.argv = ["plansvar", "--language", language]
from cli.main import main
texts = {}
for command in ("", *commands):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        main([*sys.argv[1:], *command.split(), "--help"])
    texts[command] = out.getvalue()
heavy = ("torch", "transformers", "sentence_transformers", "pydantic_settings", "pydantic",
         "qdrant_edge", "qdrant_client", "sqlalchemy", "numpy")
print(json.dumps({"texts": texts, "heavy": [name for name in heavy if name in sys.modules]}))
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_in_each_language(language: Language) -> None:
    below = [name for names in GROUPS.values() for name in names]
    texts = json.loads(python(_HELP, language, *COMMANDS, *below).stdout)["texts"]
    assert message("cli.help.main", language).split(".")[0] in _joined(texts[""])
    for command in COMMANDS:
        words = message(f"cli.help.{command}", language).split("\n")[0]
        assert _joined(words) in _joined(texts[command])
        assert _joined(words).split(".")[0] in _joined(texts[""])
        for name in GROUPS.get(command, (command,)):
            assert message("cli.help.json", language) in texts[name]


def test_commands_are_listed_in_order(corpus: Cli) -> None:
    listed = corpus("--help").out.partition("Commands:")[2].split("\n  ")
    # What begins further in goes on with the line before.
    names = [line.split()[0] for line in listed if line.strip() and line[0] != " "]
    assert names == list(COMMANDS)


@pytest.mark.parametrize("command", ["ingest", "ask", "search"])
def test_help_shows_an_example(corpus: Cli, command: str) -> None:
    assert f"Eksempel: plansvar {command} " in corpus(command, "--help").out


def test_help_imports_nothing_heavy() -> None:
    assert json.loads(python(_HELP, "nb").stdout)["heavy"] == []


def test_the_installed_program() -> None:
    result = subprocess.run([PROGRAM, "--version"], capture_output=True, check=False, text=True)
    assert result.returncode == 0
    assert result.stdout.startswith("plansvar, version ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "nonsense"),
        (["ask"], "--batch"),
        (["ask", "Hva?", "--batch", "fil.jsonl"], "--batch"),
        (["ingest"], "PATH"),
        (["search", "kai", "--limit", "0"], "--limit"),
        (["ingest", ".", "--type", "roman"], "roman"),
    ],
)
def test_wrong_use(corpus: Cli, arguments: list[str], said: str) -> None:
    result = corpus(*arguments)
    assert (result.code, result.out) == (1, "")
    assert said in result.err
    assert "Traceback" not in result.err


def _joined(text: str) -> str:
    return " ".join(text.split())
