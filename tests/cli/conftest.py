from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import CORPUS, QUESTIONS, Cli, Result
from tests.conftest import MODEL_CACHE


@pytest.fixture(autouse=True)
def settings(no_settings: Path, loaded_once: object, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No settings but the model's place, the model loaded once; returns the working folder."""
    monkeypatch.setenv("PLANSVAR_CACHE", MODEL_CACHE)
    return no_settings


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory, loaded_once: object) -> tuple[Cli, Result]:
    """The example corpus, read in once, and what that printed. For tests that change nothing."""
    folder = tmp_path_factory.mktemp("med mellomrom og æøå")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith("PLANSVAR_")]:
            patch.delenv(name)
        patch.setenv("PLANSVAR_CACHE", MODEL_CACHE)
        patch.chdir(folder)
        cli = Cli(folder / "data")
        result = cli("ingest", CORPUS, "--groups", "public")
    # Given away outside: a session's working folder must not be that of tests elsewhere.
    return cli, result


@pytest.fixture
def corpus(ingested: tuple[Cli, Result]) -> Cli:
    """A command line with the example corpus. For tests that change nothing."""
    cli, result = ingested
    assert result.code == 0, result
    return cli


@pytest.fixture
def own(corpus: Cli, tmp_path: Path) -> Cli:
    """A command line with a copy of the example corpus, to be changed."""
    shutil.copytree(corpus.data, tmp_path / "data")
    return Cli(tmp_path / "data")


@pytest.fixture
def empty(tmp_path: Path) -> Cli:
    """A command line without any data."""
    return Cli(tmp_path / "data")


@pytest.fixture(scope="session")
def answers(ingested: tuple[Cli, Result]) -> dict[str, Any]:
    """All questions of the examples, answered in one run: the JSON of the answers by id."""
    cli, _ = ingested
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANSVAR_CACHE", MODEL_CACHE)
        result = cli("ask", "--batch", QUESTIONS, "--json")
    assert result.code == 0, result.err
    return {answer["id"]: answer for answer in result.lines}
