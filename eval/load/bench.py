"""``make bench-load``: how long a server takes under load, and what it does when there is too much.

Three parts, each with questions that nobody has asked before: a constant rate; the same while a
sync reads documents in; and a hundred askers who never wait, with the re-ranker on. Locust asks
from the same machine: its share of the processor is reported, and so is the server's.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import httpx
import numpy as np
import psutil

from eval.load.questions import Words, queries, questions, words_of
from eval.load.server import Server, more_documents, prepare, running
from plansvar.language.detect import LANGUAGES
from plansvar.messages.catalogue import message

_LOCUSTFILE = Path(__file__).with_name("locustfile.py")
_SPARE = 1.3  # questions beyond what a rate needs
_MOST_AT_ONCE = 200  # requests in a second that askers who never wait can get through
_WARM_SECONDS = 6
_SYNCED = 5
_SYNC_SECONDS = 900  # the longest a sync is waited for
PARTS = ("steady", "sync", "overload")


@dataclass(frozen=True, slots=True)
class Load:
    """How much is asked; ``at_once``: askers who never wait, instead of a rate."""

    seconds: int
    search_per_second: float = 0.0
    ask_per_second: float = 0.0
    at_once: int = 0

    @property
    def users(self) -> tuple[str, ...]:
        """The kinds of Locust's users that take part."""
        return ("Questioner", "Watcher") if self.at_once else ("Searcher", "Questioner", "Watcher")


class Supply:
    """Questions and queries, each given out once in the whole run."""

    def __init__(self, words: Words, most: int) -> None:
        self._questions = questions(words, most)
        self._queries = queries(words, most)

    def plan(self, load: Load) -> dict[str, Any]:
        """What Locust needs to know for a part."""
        lasts = load.seconds + _WARM_SECONDS
        asked = _MOST_AT_ONCE * lasts if load.at_once else load.ask_per_second * lasts * _SPARE
        return {
            "warm_seconds": _WARM_SECONDS,
            "search_per_second": load.search_per_second,
            "ask_per_second": load.ask_per_second,
            "ask_at_once": load.at_once,
            "queries": _taken(self._queries, round(load.search_per_second * lasts * _SPARE) + 100),
            "questions": _taken(self._questions, round(asked) + 100),
            "hurried": [message("answer.hurried", one) for one in LANGUAGES],
        }


def _taken(found: list[str], count: int) -> list[str]:
    taken, found[:] = found[:count], found[count:]
    if len(taken) < count:
        raise click.ClickException("the documents have too few words for so many questions")
    return taken


def measure(
    part: str, load: Load, supply: Supply, server: Server, work: Path, locust: Path
) -> dict[str, Any]:
    """Run Locust once and read what it wrote."""
    plan, out = work / f"{part}.plan.json", work / f"{part}.json"
    plan.write_text(json.dumps(supply.plan(load)), encoding="utf-8")
    out.unlink(missing_ok=True)
    many = load.at_once + 2 if load.at_once else 1_000
    arguments = ["--headless", "--only-summary", "--loglevel", "ERROR", "--host", server.address]
    arguments += ["-u", str(many), "-r", str(many if load.at_once else 30)]
    arguments += ["-t", f"{load.seconds + _WARM_SECONDS}s", "--stop-timeout", "30"]
    before, began = server.cpu_seconds(), time.monotonic()
    run = subprocess.run(  # noqa: S603 - what the caller names
        [str(locust), "-m", "locust", "-f", str(_LOCUSTFILE), *arguments, *load.users],
        env={**os.environ, "LOAD_FILE": str(plan), "LOAD_OUT": str(out)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    lasted = time.monotonic() - began
    if not out.exists():
        raise click.ClickException(f"Locust: {run.stderr[-1_000:]}")
    found = json.loads(out.read_text(encoding="utf-8"))
    return {
        "seconds": round(found["seconds"], 1),
        "requests": {name: _figures(times) for name, times in sorted(found["times"].items())},
        "notices": found["notices"],
        "generator_cpu": round(found["generator_cpu"], 3),
        "server_cpu": round((server.cpu_seconds() - before) / lasted, 3),
    }


def _figures(times: Sequence[float]) -> dict[str, float]:
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    shown = {"p50_ms": p50, "p95_ms": p95, "p99_ms": p99, "max_ms": max(times)}
    return {"count": len(times), **{name: round(float(one), 1) for name, one in shown.items()}}


class SyncBeside(threading.Thread):
    """Documents that come in as soon as the load is steady; how long that takes is told."""

    def __init__(self, server: Server, work: Path) -> None:
        """It begins at once."""
        super().__init__()
        self._address = server.address
        self._work = work
        self.told = "a sync that wasn't taken on"
        self.start()

    def run(self) -> None:
        """See :class:`threading.Thread`."""
        time.sleep(_WARM_SECONDS)
        more_documents(self._work, _SYNCED)
        began = time.monotonic()
        with httpx.Client(base_url=self._address, timeout=60, trust_env=False) as client:
            job = client.post("/v1/sync", json={}).raise_for_status().json()
            while job["ended"] is None and time.monotonic() - began < _SYNC_SECONDS:
                time.sleep(1)
                job = client.get(f"/v1/jobs/{job['id']}").json()
        state = f"{job['state']} after {time.monotonic() - began:.0f} s"
        self.told = f"sync of {_SYNCED} new documents: {state}"


def table(found: Mapping[str, Mapping[str, Any]]) -> str:
    """The figures as Markdown."""
    lines = [
        "| part | asked, status | count | p50 ms | p95 ms | p99 ms | max ms |",
        "|---|---|---|---|---|---|---|",
    ]
    for part, one in found.items():
        for name, row in one["requests"].items():
            cells = [str(row[key]) for key in ("count", "p50_ms", "p95_ms", "p99_ms", "max_ms")]
            lines.append(f"| {part} | {name} | {' | '.join(cells)} |")
    for part, one in found.items():
        said = "".join(f"; {what}: {count}" for what, count in one["notices"].items())
        said += f"; {one['sync']}" if "sync" in one else ""
        lines.append(
            f"\n{part}: {one['seconds']} s; processors used: server {one['server_cpu']}, "
            f"generator {one['generator_cpu']}{said}"
        )
    return "\n".join(lines)


@click.command()
@click.option("--locust", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--work", type=click.Path(path_type=Path), default=Path(".load-data"))
@click.option("--chunks", default=10_000, help="size of the index; made once for a folder")
@click.option("--seconds", default=600, help="of the steady part; the others: at most 60")
@click.option("--search", "search_rate", default=20.0, help="searches in a second")
@click.option("--ask", "ask_rate", default=10.0, help="questions in a second")
@click.option("--at-once", default=100, help="askers who never wait, in the last part")
@click.option("--part", "parts", type=click.Choice(PARTS), multiple=True, default=PARTS)
@click.option("--json", "json_path", type=click.Path(path_type=Path))
def main(
    locust: Path,
    work: Path,
    chunks: int,
    seconds: int,
    search_rate: float,
    ask_rate: float,
    at_once: int,
    parts: tuple[str, ...],
    json_path: Path | None,
) -> None:
    """Put a server under load and print how long it took."""
    work, locust = work.resolve(), locust.absolute()
    paths = prepare(work, chunks)
    short = min(seconds, 60)
    loads = {
        "steady": Load(seconds, search_rate, ask_rate),
        "sync": Load(short, search_rate, ask_rate),
        "overload": Load(short, at_once=at_once),
    }
    most = round((seconds + 80) * 2 * max(search_rate, ask_rate, 1)) + _MOST_AT_ONCE * (short + 20)
    supply = Supply(words_of(paths[:40]), most)
    found: dict[str, dict[str, Any]] = {}
    for part in (one for one in PARTS if one in parts):
        with running(work, "default" if part == "overload" else "none") as server:
            _warm(server)
            beside = SyncBeside(server, work) if part == "sync" else None
            found[part] = measure(part, loads[part], supply, server, work, locust)
            if beside:
                beside.join()
                found[part]["sync"] = beside.told
    machine = f"{platform.machine()}, {psutil.cpu_count()} cores"
    print(f"{machine}, {chunks} chunks\n\n{table(found)}")
    if json_path:
        told = {"machine": machine, "chunks": chunks, **found}
        json_path.write_text(json.dumps(told, indent=2), encoding="utf-8")


def _warm(server: Server) -> None:
    """The first question waits for models to be loaded."""
    with httpx.Client(base_url=server.address, timeout=300, trust_env=False) as client:
        for question in ("Hva er planen?", "Hva koster tiltakene i alt?"):
            client.post("/v1/ask", json={"question": question}).raise_for_status()


if __name__ == "__main__":
    main()
