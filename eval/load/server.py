"""A server over many synthetic documents, in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from eval.synthetic import SECTIONS_PER_DOCUMENT, write_documents

_START_SECONDS = 300
_STOP_SECONDS = 120
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
_REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server answers, and its process."""

    address: str
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Processor time used so far."""
        used = self.process.cpu_times()
        return float(used.user + used.system)


def prepare(work: Path, chunks: int) -> list[Path]:
    """Write the documents and read them in, once for a folder; returns the documents.

    Args:
        work: where documents and index stay from one run to the next.
        chunks: how many chunks there should be, more or less.
    """
    folder = work / "documents"
    done = work / "done.json"
    wanted = max(1, round(chunks / (SECTIONS_PER_DOCUMENT + 1)))
    if done.exists() and json.loads(done.read_text()) == wanted:
        return sorted(folder.glob("plan-*.md"))[:wanted]
    paths = write_documents(folder, wanted)
    _settings(work, "none")
    _run(work, "sync")
    done.write_text(json.dumps(wanted))
    return paths


def more_documents(work: Path, count: int) -> None:
    """New documents, for a sync to read in."""
    for path in write_documents(work / "new", count, seed=int(time.time())):
        path.replace(work / "documents" / f"new-{int(time.time())}-{path.name}")


@contextmanager
def running(work: Path, reranker: str) -> Iterator[Server]:
    """A server as ``plansvar serve`` starts it."""
    _settings(work, reranker)
    log = work / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [*_command(work), "serve", "--port", "0"],
            cwd=work,
            env=_environment(),
            stderr=out,
        )
        try:
            yield Server(_address(log, process), psutil.Process(process.pid))
        finally:
            process.terminate()
            try:
                process.wait(timeout=_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    ends = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        if found := _ADDRESS.search(log.read_text(encoding="utf-8")):
            return found[0]
        time.sleep(0.1)
    raise RuntimeError(f"the server didn't start: {log.read_text(encoding='utf-8')[-500:]}")


def _settings(work: Path, reranker: str) -> None:
    """Nobody asks as often as a load test: only the limit for one asker is lifted."""
    work.mkdir(parents=True, exist_ok=True)
    (work / "plansvar.toml").write_text(
        "[sources.load]\n"
        'path = "documents"\ngroups = ["public"]\n'
        "[api]\nrequests_per_minute = 1000000\n"
        f'[search]\nreranker = "{reranker}"\n',
        encoding="utf-8",
    )


def _run(work: Path, *arguments: str) -> None:
    command = [*_command(work), *arguments]
    subprocess.run(command, cwd=work, env=_environment(), check=True)  # noqa: S603 - our own


def _command(work: Path) -> list[str]:
    return [sys.executable, "-m", "cli.main", "--data", str(work / "data")]


def _environment() -> dict[str, str]:
    own = {key: one for key, one in os.environ.items() if not key.startswith("PLANSVAR_")}
    return {**own, "PYTHONPATH": str(_REPOSITORY), "PYTHONUTF8": "1"}
