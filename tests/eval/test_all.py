"""One report of everything: what is there is measured, what isn't is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from plansvar.embedding import Embedder
from tests.cli.running import Cli

PASSAGES = {
    "news-1": "Moloen i Sund ble bygd i 1962 av Havnevesenet.",
    "wiki-2": "Kaien i Nes ble bygd i 1971 av fylket.",
}
QUESTIONS = {"news-1": "Når ble moloen i Sund bygd?", "wiki-2": "Når ble kaien i Nes bygd?"}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of sets that has NorQuAD alone, all of it for reporting."""
    monkeypatch.setattr("eval.norquad.is_training", lambda _: False)
    folder = tmp_path / "sets" / "norquad"
    folder.mkdir(parents=True)
    texts = {key: {"start": 0, "end": len(text), "text": text} for key, text in PASSAGES.items()}
    tables = {
        "passage_corpus": [
            {"_id": f"{key}#0", "context_id": key, **text} for key, text in texts.items()
        ],
        "dev_queries": [{"_id": key, "text": text} for key, text in QUESTIONS.items()],
        "dev_qa": [
            {
                "id": key, "question": text, "passage_id": f"{key}#0",
                "context_start": 0, "context_end": 4,
            }
            for key, text in QUESTIONS.items()
        ],
    }  # fmt: skip
    for name, records in tables.items():
        lines = "".join(json.dumps(one) + "\n" for one in records)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    rows = "".join(f"{key}\t{key}#0\t1\n" for key in QUESTIONS)
    (folder / "dev_qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{rows}", encoding="utf-8")
    return folder.parent


def test_one_report(
    tmp_path: Path, data: Path, no_settings: Path, loaded_once: Callable[..., Embedder]
) -> None:
    out = tmp_path / "out"
    done = Cli(tmp_path / "data")(
        "eval", "all", "--set", "norquad", "--set", "known_items", "--sets", data, "--out", out
    )
    assert done.code == 0, done.err
    assert "known_items" in done.err
    told = (out / "report.md").read_text("utf-8")
    for heading in ("norquad: plansvar", "abstention_norquad: plansvar", "nDCG@10 against cost"):
        assert f"## {heading}" in told
    assert told.endswith("## Skipped: not there\n\n- known_items\n")
    page = (out / "report.html").read_text("utf-8")
    assert '<a href="#part-1">norquad plansvar</a>' in page
    assert page.count('<section id="part-') == 5
    # No machine's folders in what may be handed on.
    assert str(tmp_path) not in told + page


def test_nothing_there_makes_no_report(tmp_path: Path, no_settings: Path) -> None:
    done = Cli(tmp_path / "data")("eval", "all", "--set", "known_items", "--sets", tmp_path)
    assert (done.code, done.out) == (0, "")
    assert not Path(".eval").exists()
