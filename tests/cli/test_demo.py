from __future__ import annotations

import shlex
from pathlib import Path

import pytest

import examples.demo
from cli.main import main
from tests.cli.running import CORPUS, REPOSITORY, Cli


def test_demo_twice(
    own: Cli, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a folder with a space and an æ, and over what an earlier run left."""
    data = own.data.parent / "plåner og anna æ" / "demo"
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setattr(examples.demo, "CORPUS", CORPUS)  # a third of the examples, for time's sake
    assert examples.demo.demo(data) == 0
    first = capsys.readouterr()
    assert first.err == ""
    assert "10 nye" in first.out
    assert first.out.count("\nKilder:\n") == 2  # the third question has no answer
    assert "Fant ikke svar på dette" in first.out

    # Each command that is printed can be typed as it stands.
    lines = [line.removeprefix("$ ").strip() for line in first.out.splitlines()]
    commands = [shlex.split(line) for line in lines if line.startswith(".venv/bin/plansvar ")]
    assert [command[3:4] for command in commands[:4]] == [["ingest"], *[["ask"]] * 3]
    for command in commands[4:6]:
        with pytest.raises(SystemExit) as exit_:
            main(command[1:])
        assert exit_.value.code == 0
        assert "[1]" in capsys.readouterr().out
    assert [command[1] for command in commands[6:]] == ["ingest", "ask", "--help"]

    monkeypatch.setattr(examples.demo, "QUESTIONS", examples.demo.QUESTIONS[:1])
    assert examples.demo.demo(data) == 0
    assert "0 nye, 0 endrede, 10 uendrede" in capsys.readouterr().out


def test_a_step_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setattr(examples.demo, "QUESTIONS", (" ",))
    monkeypatch.setattr(examples.demo, "CORPUS", tmp_path)
    (tmp_path / "plan.txt").write_text("Kommunen eier moloen.", encoding="utf-8")
    assert examples.demo.demo(tmp_path / "data") == 1
    output = capsys.readouterr()
    assert "(exit code 1)" in output.err
    assert "Spør selv" not in output.out
