"""Ctrl-C during a run: a message, what is done is kept, and the next run does the rest."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import plansvar.local
from plansvar.embedding.protocol import Embedder, Vectors
from plansvar.messages.catalogue import message
from tests.cli.running import Cli


class _Interrupted:
    """The real embedder, with Ctrl-C at its second call."""

    def __init__(self, real: Embedder) -> None:
        self._real = real
        self._calls = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        self._calls += 1
        if self._calls == 2:
            signal.raise_signal(signal.SIGINT)
        return self._real.embed_passages(texts, progress)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three documents, each of which fills a batch."""
    folder = tmp_path / "planer"
    folder.mkdir()
    for number, place in enumerate(("Brimvik", "Skarlund", "Osedal"), start=1):
        text = f"Plan for {place}\n\nHavna i {place} skal bygges ut innen {2030 + number}."
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def test_ctrl_c_during_ingest(empty: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.pipeline.CHUNKS_PER_BATCH", 1)
    load = plansvar.local.load_embedder
    # A shell starts background jobs with Ctrl-C ignored, and CI may be one.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with monkeypatch.context() as patch:
        patch.setattr(
            plansvar.local,
            "load_embedder",
            lambda *args, **options: _Interrupted(load(*args, **options)),
        )
        result = empty("ingest", folder, "--groups", "public")
    signal.signal(signal.SIGINT, before)
    assert result.code == 130
    assert result.out == ""
    assert result.err.strip() == message("cli.interrupted", "nb")

    kept = [Path(one["path"]).name for one in empty("documents", "--json").json]
    assert kept == ["1.txt"]
    assert "Brimvik" in empty("search", "Når skal havna bygges ut?").out

    report = empty("ingest", folder, "--groups", "public", "--json").json
    assert [Path(path).name for path in report["added"]] == ["2.txt", "3.txt"]
    assert [Path(path).name for path in report["unchanged"]] == ["1.txt"]
    status = empty("status", "--json").json
    assert (status["documents"], status["chunks"], status["indexed"]) == (3, 3, 3)
