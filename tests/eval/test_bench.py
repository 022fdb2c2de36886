"""That the measurements run and say what they measured; never how fast it was."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from eval.bench import main
from eval.synthetic import SECTIONS_PER_DOCUMENT, write_documents
from ingest.assemble import assemble
from ingest.chunking import chunk
from ingest.readers import registry


def test_quick(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    result = CliRunner().invoke(main, ["--quick", "--json", str(path)], catch_exceptions=False)
    assert result.exit_code == 0
    figures = json.loads(path.read_text(encoding="utf-8"))
    assert set(figures) == {"machine", "ingest", "sync", "search", "help", "ask"}
    assert figures["ingest"]["chunks"] >= SECTIONS_PER_DOCUMENT
    values = [value for part in figures if part != "machine" for value in figures[part].values()]
    assert all(value >= 0 for value in values)
    assert figures["sync"]["again_written"] == figures["sync"]["regroup_embedded"] == 0
    for said in (
        "| Ratio of the two, by the clock |",
        "`plansvar --help`",
        "| import sqlalchemy |",
    ):
        assert said in result.stdout


def test_one_part(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--quick", "--part", "help"], catch_exceptions=False)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 3


def test_synthetic_documents_are_the_same_each_time(tmp_path: Path) -> None:
    first = write_documents(tmp_path / "a", 2)
    second = write_documents(tmp_path / "b", 2)
    assert [path.read_text(encoding="utf-8") for path in first] == [
        path.read_text(encoding="utf-8") for path in second
    ]


def test_synthetic_chunks_are_as_long_as_real_ones_and_all_different(tmp_path: Path) -> None:
    texts = []
    for path in write_documents(tmp_path, 3):
        document = assemble(registry.read(path), path)
        texts += [piece.embedded_text for piece in chunk(document)]
    assert len(texts) == 3 * (SECTIONS_PER_DOCUMENT + 1)
    assert len(set(texts)) == len(texts)
    longest = sorted(map(len, texts))[3:]
    assert 500 < sum(longest) / len(longest) < 1000
