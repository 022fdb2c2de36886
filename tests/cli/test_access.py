from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Cli

SECRET = "Kodeordet for salget er Fiskeørn."
ASKED = "Hva er kodeordet for salget?"


@pytest.fixture
def board(own: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A document for the board, and kari who sits on it."""
    path = tmp_path / "styrenotat.txt"
    path.write_text(f"Notat om salg av kaia\n\n{SECRET}", encoding="utf-8")
    assert own("ingest", path, "--groups", "board").code == 0
    monkeypatch.setenv("PLANSVAR_USERS", '{"kari": ["board"]}')
    return own


def test_member_reads(board: Cli) -> None:
    answer = board("ask", ASKED, "--as", "kari", "--json").json
    assert SECRET in answer["answer"]
    assert len(board("documents", "--as", "kari", "--json").json) == 11
    assert "Fiskeørn" in board("search", "kodeord", "--as", "kari").out
    assert board("status", "--as", "kari", "--json").json["documents"] == 11


@pytest.mark.parametrize("who", [[], ["--as", "anonymous"]])
def test_others_see_no_trace(board: Cli, who: list[str]) -> None:
    outputs = [
        board("ask", ASKED, *who, "--json").out,
        board("search", "kodeord for salget", *who, "--json").out,
        board("documents", *who, "--json").out,
        board("status", *who, "--json").out,
    ]
    for output in outputs:
        assert "Fiskeørn" not in output
        assert "salg av kaia" not in output
        assert "styrenotat" not in output
    assert board("status", *who, "--json").json["documents"] == 10


def test_member_removes(board: Cli) -> None:
    path = board.data.parent / "styrenotat.txt"
    assert board("remove", path, "--as", "kari").code == 0
    assert len(board("documents", "--as", "kari", "--json").json) == 10


def test_local_groups(board: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANSVAR_LOCAL_GROUPS", '["board"]')
    assert len(board("documents", "--json").json) == 11


@pytest.mark.parametrize("command", [("ask", ASKED), ("search", "x"), ("status",), ("documents",)])
def test_unknown_user(corpus: Cli, command: tuple[str, ...]) -> None:
    assert "«ola»" in corpus.fails(*command, "--as", "ola")


def test_users_from_the_file(own: Cli, settings: Path) -> None:
    (settings / "plansvar.toml").write_text('[users]\nola = ["board"]\n', encoding="utf-8")
    assert own("documents", "--as", "ola", "--json").code == 0
