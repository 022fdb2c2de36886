"""Runs on disk: a line about the run, then a line a query."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from pydantic import TypeAdapter

from eval.retrieval.types import Result, Run


def save(run: Run, folder: Path) -> Path:
    """Write a run to ``folder`` as ``SET-SYSTEM-COMMIT.jsonl``.

    Of a blind set nothing is written that tells what was asked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{run.set_name}-{run.system}-{run.commit.replace('+', '-changed')}.jsonl"
    results = [_without_words(one) for one in run.results] if run.blind else run.results
    head = asdict(replace(run, results=()))
    del head["results"]
    lines = [head, *(asdict(one) for one in results)]
    path.write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8"
    )
    return path


def load(path: Path) -> Run:
    """Read a run.

    Raises:
        ValueError: the file isn't one.
    """
    head, *rest = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line] or [{}]
    return TypeAdapter(Run).validate_python({**head, "results": rest})


def _without_words(result: Result) -> Result:
    query = replace(result.query, text="", relevant=())
    return replace(result, query=query, found=())


def paired(one: Sequence[Result], other: Sequence[Result]) -> list[tuple[Result, Result]]:
    """The results of two runs, query by query; what only one has is left out."""
    by_id = {result.query.id: result for result in other}
    return [(result, by_id[result.query.id]) for result in one if result.query.id in by_id]
