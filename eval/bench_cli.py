"""What the command line costs from a cold start: seconds, memory, and where the seconds go."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SOME_FAILED = 2  # files that can't be read, a scan say
_PROGRAM = Path(sys.executable).parent / "plansvar"
_QUESTIONS = (
    "Hvem har ansvaret for Sirkulær havn nå?",
    "Hvem får ikke lov til å søke på Grønt løft?",
    "Når må søknaden om Grønt løft være inne?",
)
# Bytes per unit of ru_maxrss: KiB on Linux, bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class _Run:
    seconds: float
    processor: float
    peak_bytes: int
    stdout: str
    stderr: str


def bench_help(repeats: int) -> dict[str, float]:
    """Median seconds of ``plansvar --help``."""
    runs = [_run([str(_PROGRAM), "--help"]) for _ in range(repeats)]
    return {"help_s": statistics.median(run.seconds for run in runs)}


def bench_ask(documents: Path, repeats: int) -> dict[str, float]:
    """Seconds and peak memory of ``plansvar ask``, each in a process of its own.

    "Cold" means a new process; the files it reads are in the system's cache from the run before.
    The steps come from one more run under ``-X importtime``, which makes imports a little slower:
    imports by library, the steps that the answer reports, and the rest, which is mostly the loading
    of the model and the first embedding.

    Args:
        documents: what is read in first.
        repeats: how many questions are asked (of three).

    Returns:
        ``ask_s`` and ``ask_processor_s`` (medians), ``ask_slowest_s``, ``ask_peak_gib``, and the
        steps as ``ask_steps_s.…``.
    """
    with tempfile.TemporaryDirectory() as name:
        options = ["--data", str(Path(name, "data"))]
        _run(
            [str(_PROGRAM), *options, "ingest", str(documents), "--groups", "public"],
            fine=(0, _SOME_FAILED),
        )
        runs = [
            _run([str(_PROGRAM), *options, "ask", question, "--json"])
            for question in _QUESTIONS[:repeats]
        ]
        traced = [sys.executable, "-X", "importtime", "-m", "cli.main", *options]
        steps = _steps(_run([*traced, "ask", _QUESTIONS[0], "--json"]))
    return {
        "ask_s": statistics.median(run.seconds for run in runs),
        "ask_processor_s": statistics.median(run.processor for run in runs),
        "ask_slowest_s": max(run.seconds for run in runs),
        "ask_peak_gib": max(run.peak_bytes for run in runs) / 1024**3,
        **{f"ask_steps_s.{step}": seconds for step, seconds in steps.items()},
    }


def _run(command: Sequence[str], fine: Sequence[int] = (0,)) -> _Run:
    """Run a command to its end; ``fine`` are the exit codes that mean success.

    Raises:
        ChildProcessError: it failed.
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err)  # noqa: S603 - our own program
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        for file in (out, err):
            file.seek(0)
        processor = usage.ru_utime + usage.ru_stime
        run = _Run(seconds, processor, usage.ru_maxrss * _RSS_UNIT, out.read(), err.read())
    if process.returncode not in fine:
        raise ChildProcessError(f"{command} exited with {process.returncode}: {run.stderr[-2000:]}")
    return run


def _steps(run: _Run) -> dict[str, float]:
    """Seconds by step, adding up to the whole; imports are added up by library."""
    imports: Counter[str] = Counter()
    for line in run.stderr.splitlines():
        head, _, rest = line.partition("import time:")
        microseconds, _, rest = rest.partition("|")
        if not head and microseconds.strip().isdigit():
            library = rest.partition("|")[2].strip().partition(".")[0]
            imports[library] += int(microseconds)
    largest = dict(imports.most_common(4))
    steps = {f"import {library}": count / 1e6 for library, count in largest.items()}
    steps["import others"] = (imports.total() - sum(largest.values())) / 1e6
    # The answer's own step "embed" holds the imports and the loading of the model, too.
    timings = json.loads(run.stdout)["timings_ms"]
    steps.update({step: ms / 1000 for step, ms in timings.items() if step != "embed"})
    steps["start, load the model, embed the question, close"] = run.seconds - sum(steps.values())
    return steps
