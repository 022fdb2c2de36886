"""The real command line, run in this process, so that the model is loaded once for all tests."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.main import main

REPOSITORY = Path(__file__).parents[2]
CORPUS = REPOSITORY / "tests" / "files" / "corpus"
QUESTIONS = REPOSITORY / "tests" / "files" / "questions.jsonl"


@dataclass(frozen=True)
class Result:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON value."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON values, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Cli:
    """``plansvar`` with its data folder."""

    data: Path

    def __call__(self, *arguments: object, language: str | None = None) -> Result:
        """Run a command to its end."""
        options = ["--data", str(self.data)]
        if language:
            options += ["--language", language]
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.raises(SystemExit) as exit_,
        ):
            main([*options, *map(str, arguments)])
        assert isinstance(exit_.value.code, int)
        return Result(exit_.value.code, out.getvalue(), err.getvalue())

    def fails(self, *arguments: object, language: str | None = None) -> str:
        """Run a command that must fail as a user wants it to; returns the one message.

        Exit code 1, nothing on standard output, no traceback, and not "something went wrong".
        """
        result = self(*arguments, language=language)
        assert result.code == 1, result
        assert result.out == ""
        assert "Traceback" not in result.err
        assert "--debug" not in result.err
        assert len(result.err.strip().splitlines()) == 1, result.err
        return result.err.strip()


def _rights_count() -> bool:
    """Whether this process is held to the rights of files: root mostly isn't."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).chmod(0)
        return not os.access(file.name, os.R_OK)


needs_rights = pytest.mark.skipif(not _rights_count(), reason="root may read and write every file")


def python(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run some Python in a process of its own, from the repository's root."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
