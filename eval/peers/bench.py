"""Plansvar's search beside others', in one run: ``python -m eval.peers.bench DATA --python PEERS``.

NorQuAD's passages and the questions of its reporting part. Each system has a process of its own,
one after the other, so that none is in another's way; memory is that process's largest. With
``--passages`` only the articles are read that the first so many passages belong to.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import platformdirs
from pydantic import BaseModel

from eval.norquad import is_training
from eval.peers.child import SYSTEMS
from eval.retrieval.commits import commit
from eval.retrieval.compare import difference, mean
from eval.retrieval.measures import measured
from eval.retrieval.runs import save
from eval.retrieval.sets import norquad
from eval.retrieval.types import Query, Result, Run
from plansvar.embedding.default_model import PUBLISHED, ensure_default_model

_CHILD = Path(__file__).with_name("child.py")
_OURS = "plansvar"
_FIGURES = ("nDCG@10", "R@10", "MRR@10")


class _Answer(BaseModel):
    found: list[list[str]]
    ms: list[float]
    index_s: float
    peak_mib: float


def bench(data: Path, peers: Path, systems: Sequence[str], most: int | None, out: Path) -> None:
    """Run the systems, keep their runs below ``out``, and print the table."""
    query_set = norquad(data)
    records = [
        json.loads(line)
        for line in (data / "norquad" / "passage_corpus.jsonl").read_text("utf-8").splitlines()
    ]
    contexts = {str(one["context_id"]) for one in records[:most]}
    texts = {str(one["_id"]): str(one["text"]) for one in records if one["context_id"] in contexts}
    queries = [
        one
        for one in query_set.queries
        if one.relevant[0] in texts and not is_training(one.relevant[0].partition("#")[0])
    ]
    print(f"{len(texts)} passages, {len(queries)} questions", flush=True)
    runs = []
    for name in systems:
        python = Path(sys.executable) if name.startswith(_OURS) else peers
        answer = _ask(name, python, texts, queries)
        runs.append(_run(name, answer, queries, len(texts)))
        save(runs[-1], out)
        print(f"{name}: {_row(runs[-1], runs[-1])}", flush=True)
    ours = next((run for run in runs if run.system == _OURS), runs[-1])
    print(table(runs, ours))


def _ask(name: str, python: Path, texts: dict[str, str], queries: Sequence[Query]) -> _Answer:
    with tempfile.TemporaryDirectory() as folder:
        out, cache = Path(folder) / "answer.json", Path(platformdirs.user_cache_dir("plansvar"))
        job = {
            "system": name,
            "model": str(ensure_default_model(cache, form=PUBLISHED)),
            "ids": list(texts),
            "texts": list(texts.values()),
            "questions": [one.text for one in queries],
            "out": str(out),
        }
        command = [str(python), str(_CHILD)]
        if name.startswith(_OURS):
            command = [str(python), "-m", "eval.peers.child"]
        subprocess.run(command, input=json.dumps(job), text=True, check=True)  # noqa: S603 - our own
        return _Answer.model_validate_json(out.read_text("utf-8"))


def _run(name: str, answer: _Answer, queries: Sequence[Query], passages: int) -> Run:
    results = [
        Result(query, tuple(found), milliseconds)
        for query, found, milliseconds in zip(queries, answer.found, answer.ms, strict=True)
    ]
    return Run(
        set_name="norquad",
        system=name,
        commit=commit(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        settings={},
        results=measured(results),
        costs={"passages_per_s": passages / answer.index_s, "peak_mib": answer.peak_mib},
    )


def table(runs: Sequence[Run], ours: Run) -> str:
    """The runs as a Markdown table; the last column says whether ``ours`` is really better."""
    head = ("system", *_FIGURES, "ms p50", "ms p95", "passages/s", "MiB", "Plansvar's margin")
    lines = [" | ".join(head), " | ".join("---" for _ in head)]
    lines += [f"{run.system} | {_row(run, ours)}" for run in runs]
    return "\n".join(f"| {line} |" for line in lines)


def _row(run: Run, ours: Run) -> str:
    figures = [mean([one.figures[name] for one in run.results]) for name in _FIGURES]
    times = np.percentile([one.milliseconds for one in run.results], [50, 95])
    margin = "–"
    if run is not ours:
        found = difference(
            *([one.figures["nDCG@10"] for one in each.results] for each in (run, ours))
        )
        margin = f"{found.value:+.3f} ({found.low:+.3f} to {found.high:+.3f}), p {found.p:.4f}"
    cells = [f"{one.value:.3f}" for one in figures]
    cells += [f"{one:.1f}" for one in times]
    cells += [f"{run.costs['passages_per_s']:.0f}", f"{run.costs['peak_mib']:.0f}", margin]
    return " | ".join(cells)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--python", type=Path, required=True, help="of the peers' environment")
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--passages", type=int)
    parser.add_argument("--out", type=Path, default=Path(".eval/peers"))
    given = parser.parse_args()
    bench(given.data, given.python, given.systems, given.passages, given.out)


if __name__ == "__main__":
    main()
