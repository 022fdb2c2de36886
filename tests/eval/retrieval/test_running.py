"""A set is read in, searched, kept, compared and told, by the command as people give it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.retrieval import sets
from eval.retrieval.page import page, part
from eval.retrieval.report import markdown
from eval.retrieval.runs import load, save
from eval.retrieval.types import Query, Result, Run
from tests.cli.running import Cli

PASSAGES = {
    "news-1#0": "Moloen i Sund ble bygd i 1962 av Havnevesenet.",
    "news-1#1": "Fergen til Nes går hver time om sommeren.",
    "wiki-2#0": "Næringsplanen for Lom har fire hovedmål.",
}
QUESTIONS = {
    "a": ("Når ble moloen i Sund bygd?", "news-1#0"),
    "b": ("Hvor ofte går fergen til Nes?", "news-1#1"),
    "c": ("Hvor mange hovedmål har næringsplanen?", "wiki-2#0"),
}


def lines(path: Path, records: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "sets" / "norquad"
    folder.mkdir(parents=True)
    lines(
        folder / "passage_corpus.jsonl",
        [{"_id": key, "text": text} for key, text in PASSAGES.items()],
    )
    lines(
        folder / "dev_queries.jsonl",
        [{"_id": key, "text": text} for key, (text, _) in QUESTIONS.items()],
    )
    rows = "".join(f"{key}\t{passage}\t1\n" for key, (_, passage) in QUESTIONS.items())
    (folder / "dev_qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{rows}", encoding="utf-8")
    return folder.parent


@pytest.fixture
def cli(tmp_path: Path, no_settings: Path) -> Cli:
    return Cli(tmp_path / "data")


def made(blind: bool = False, figure: float = 1.0) -> Run:
    queries = [Query(f"q{n}", "Hemmelig?", ("a",), kind="fact", language="nb") for n in range(40)]
    results = [
        Result(one, ("a",), 5.0, {"nDCG@10": figure, "R@10": 1.0, "MRR@10": 1.0, "hit@1": 1.0})
        for one in queries
    ]
    return Run("mine", "plansvar", "abc123", "2026-01-01", {}, tuple(results), blind=blind)


def test_the_command(cli: Cli, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = cli("eval", "retrieval", "--set", "norquad", "--sets", str(data), "--out", str(out))
    assert done.code == 0, done.err
    assert "| all | 3 | 1.000" in done.out
    (kept,) = (out / "runs").iterdir()
    found = {one.query.id: one.found[0] for one in load(kept).results}
    assert found == {key: passage for key, (_, passage) in QUESTIONS.items()}
    again = cli(
        "eval", "retrieval", "--set", "norquad", "--sets", str(data), "--out", str(out),
        "--compare", str(kept), "--missed",
    )  # fmt: skip
    assert "may be chance" in again.out
    assert "Nothing among the first three: 0 of 3" in again.out
    told = (out / "retrieval.html").read_text("utf-8")
    assert told.count("<svg") == 3  # by group, times, and the two runs against cost
    assert "may be chance" in told
    assert "may be chance" in (out / "retrieval.md").read_text("utf-8")


def test_a_set_that_is_not_there_is_named(cli: Cli, tmp_path: Path) -> None:
    done = cli("eval", "retrieval", "--set", "norquad", "--sets", str(tmp_path))
    assert done.code == 0
    assert "norquad" in done.err
    assert "finnes ikke" in done.err


def test_what_is_no_run(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text('{"set_name": "x"}\n', encoding="utf-8")
    done = cli("eval", "retrieval", "--compare", str(path))
    assert done.code == 1
    assert "ikke en lagret kjøring" in done.err


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    run = made()
    assert load(save(run, tmp_path)) == run


def test_nothing_is_told_of_a_blind_set(tmp_path: Path) -> None:
    run = made(blind=True)
    assert "Hemmelig" not in save(run, tmp_path).read_text("utf-8")
    assert "Hemmelig" not in markdown(run, missed=True) + page([part(run)], "Retrieval")


def test_a_fall_is_told(tmp_path: Path) -> None:
    told = markdown(made(figure=0.8), made())
    assert "| nDCG@10 | -0.2000" in told
    assert "| 0 | 40 | real |" in told


def test_the_halves_of_the_examples_ask_for_their_own_evidence() -> None:
    chosen = sets.examples(blind=False)
    assert len(chosen.queries) > 100
    assert all(query.relevant for query in chosen.queries)
    assert not chosen.blind
    assert sets.examples(blind=True).blind


def test_quality_is_told_by_kind_language_and_source() -> None:
    kinds = [("fact", "nb", "plan"), ("list", "nn", "minutes"), ("fact", "en", "")]
    results = tuple(
        Result(Query(f"q{n}", "?", (), kind, language, source=source), (), 5.0, {"nDCG@10": 1.0})
        for n, (kind, language, source) in enumerate(kinds)
    )
    told = markdown(Run("mine", "plansvar", "abc123", "2026-01-01", {}, results))
    for name in ("all", "fact", "list", "nb", "nn", "en", "from: plan", "from: minutes"):
        assert f"| {name} |" in told
    assert "from:  |" not in told


def test_the_examples_tell_their_sources() -> None:
    found = {one.source for one in sets.examples(blind=False).queries}
    assert {"plan", "minutes", "several types"} <= found
    assert "" not in found
