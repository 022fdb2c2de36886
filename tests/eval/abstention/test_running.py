"""Questions with and without their documents are asked by the command as people give it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval import norquad as data_of
from eval.abstention import sets
from eval.abstention.report import markdown, part_of
from eval.abstention.running import RIGHT, SCORE
from eval.abstention.sets import ANSWERABLE, TAKEN_OUT
from eval.retrieval.page import page
from eval.retrieval.runs import load, save
from eval.retrieval.types import Query, Result, Run
from plansvar.embedding import Embedder
from tests.cli.running import Cli

ARTICLES = {
    "a": "Moloen i Sund ble bygd i 1962 av Havnevesenet.",
    "b": "Kaien i Nes ble bygd i 1971 av fylket.",
}
QUESTIONS = {
    "a": "Når ble moloen i Sund bygd?",
    "b": "Når ble kaien i Nes bygd?",
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two articles that different people may read, both of the reporting part."""
    monkeypatch.setattr(sets, "_group", lambda key: {"a": "first", "b": "second"}[key])
    monkeypatch.setattr(data_of, "is_training", lambda _: False)
    folder = tmp_path / "sets" / "norquad"
    folder.mkdir(parents=True)
    passages = [
        {"_id": f"{key}#0", "context_id": key, "start": 0, "end": len(text), "text": text}
        for key, text in ARTICLES.items()
    ]
    questions = [
        {
            "id": key,
            "question": text,
            "passage_id": f"{key}#0",
            "context_start": 0,
            "context_end": 5,
        }
        for key, text in QUESTIONS.items()
    ]
    for name, records in (("passage_corpus", passages), ("dev_qa", questions)):
        lines = "".join(json.dumps(one) + "\n" for one in records)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return folder.parent


def made(*, blind: bool = False) -> Run:
    figures = {
        ANSWERABLE: [(1.0, 0.9), (0.0, 0.2)],
        TAKEN_OUT: [(1.0, 0.1), (1.0, 0.0), (0.0, 0.6)],
    }
    results = tuple(
        Result(Query(f"{kind}-{n}", "Hemmelig?", (), kind), (), 5.0, {RIGHT: right, SCORE: score})
        for kind, some in figures.items()
        for n, (right, score) in enumerate(some)
    )
    settings: dict[str, object] = {"answer": {"threshold": 0.35}}
    return Run("mine", "plansvar", "abc", "2026-01-01", settings, results, blind=blind)


def test_the_command(
    tmp_path: Path, data: Path, no_settings: Path, loaded_once: Callable[..., Embedder]
) -> None:
    out = tmp_path / "out"
    done = Cli(tmp_path / "data")(
        "eval", "abstention", "--set", "norquad", "--sets", str(data), "--out", str(out)
    )
    assert done.code == 0, done.err
    assert "AUROC of the score" in done.out
    (kept,) = (out / "runs").iterdir()
    by_id = {one.query.id: one.figures for one in load(kept).results}
    for key in QUESTIONS:
        # With its article it is answered, without it left, and the score says so too.
        with_, without = by_id[f"{key} {ANSWERABLE}"], by_id[f"{key} {TAKEN_OUT}"]
        assert with_[RIGHT] == without[RIGHT] == 1
        assert with_[SCORE] > without[SCORE]
    assert "Abstention by threshold" in (out / "abstention.html").read_text("utf-8")


def test_the_figures_of_a_run() -> None:
    told = markdown(made())
    # Of six pairs five are in order.
    assert "AUROC of the score 0.833" in told
    assert "| as answered | 3 | 0.667 (0.208–0.939) | 0.667 (0.208–0.939) | 0.500" in told
    assert "threshold 0.35 | 3 |" in told
    assert "threshold 0.25 | 3 |" in told


def test_a_blind_set_keeps_its_kinds_alone(tmp_path: Path) -> None:
    run = load(save(made(blind=True), tmp_path))
    assert "Hemmelig" not in markdown(run) + page([part_of(run)], "x")
    assert "AUROC of the score 0.833" in markdown(run)


def test_a_set_that_is_not_there_is_named(tmp_path: Path, no_settings: Path) -> None:
    cli = Cli(tmp_path / "data")
    done = cli("eval", "abstention", "--set", "norquad", "--sets", str(tmp_path))
    assert (done.code, done.out) == (0, "")
    assert "norquad" in done.err
    assert not Path(".eval").exists()


def test_the_examples_have_all_kinds() -> None:
    chosen = sets.examples(blind=False)
    assert {one.kind for one in chosen.queries} == {ANSWERABLE, "unanswerable", "near miss"}
    assert sets.examples(blind=True).blind
