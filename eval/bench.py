"""``make bench``: speed and memory, side by side with the bare libraries.

Prints a Markdown table; ``--json FILE`` writes all figures. Targets are for a machine on which
nothing else runs; on a busy one look at the ratios and at processor time. A model's speed differs
tenfold between processors: where it is slow, ``--chunks 300`` tells as much in a fifth of the time.
"""

from __future__ import annotations

import json
import os
import platform
from dataclasses import dataclass
from pathlib import Path

import click

from eval.bench_cli import bench_ask, bench_help
from eval.bench_ingest import bench_ingest
from eval.bench_readers import PAGE, bench_readers
from eval.bench_search import bench_search
from eval.bench_sync import bench_sync
from eval.shared import shared_data
from plansvar.embedding import load_embedder
from plansvar.embedding.st_embedder import SentenceTransformersEmbedder
from plansvar.settings import load

_CORPUS = Path(__file__).parents[1] / "examples" / "corpus"
_PARTS = ("ingest", "readers", "sync", "search", "help", "ask")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the table: ``text`` and ``target`` are filled with the figures."""

    what: str
    text: str
    target: str = ""


_TABLE = {
    "ingest": (
        _Line("Ingest, {chunks:.0f} chunks ({tokens:.0f} tokens)", "{chunks_per_s:.1f} chunks/s"),
        _Line("`SentenceTransformer.encode`, same texts", "{bare_chunks_per_s:.1f} chunks/s"),
        _Line("Ratio of the two, by the clock", "{ratio:.3f}", "≥ 0.85"),
        _Line("Ratio of the two, in processor time", "{ratio_processor:.3f}"),
        _Line("Ingest without the model", "{rest_ms_per_chunk:.2f} ms per chunk"),
    ),
    "readers": (),
    "sync": (
        _Line("`sync` of {files:.0f} unchanged files", "{again_s:.1f} s", "< 5 s"),
        _Line("files of the data folder that it changed", "{again_written:.0f}", "0"),
        _Line("`sync` after a change of groups only", "{regroup_s:.1f} s"),
        _Line("texts that it embedded", "{regroup_embedded:.0f}", "0"),
        _Line(
            "peak memory, first sync of {files:.0f} and of {many:.0f} files",
            "{first_mib:.0f} MiB, {many_mib:.0f} MiB",
            "flat",
        ),
        _Line("the same, nothing changed", "{again_mib:.0f} MiB, {many_again_mib:.0f} MiB", "flat"),
    ),
    "search": (
        _Line(
            "Search at {points:.0f} chunks, access filter (p50, p95)",
            "{candidates_p50:.1f} ms, {candidates_p95:.1f} ms",
            "p50 ≤ 15 ms",
        ),
        _Line("Bare qdrant-edge, same two lists (p50)", "{bare_p50:.1f} ms"),
        _Line("Ratio of the two (p50)", "{ratio_p50:.2f}", "≤ 2"),
    ),
    "help": (_Line("`plansvar --help`", "{help_s:.2f} s", "< 0.5 s"),),
    "ask": (
        _Line("`plansvar ask`, cold", "{ask_s:.1f} s", "< 12 s"),
        _Line("its processor time, all cores", "{ask_processor_s:.1f} s"),
        _Line("its peak memory", "{ask_peak_gib:.2f} GiB", "< 2 GiB"),
    ),
}


@click.command(help=__doc__)
@click.option("--quick", is_flag=True, help="As little as possible: does it run at all?")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write all figures.")
@click.option("--chunks", default=1500, show_default=True, help="Chunks to read in.")
@click.option("--repeats", default=3, show_default=True, help="Runs of which the median counts.")
@click.option("--part", "parts", multiple=True, type=click.Choice(_PARTS), help="Only this part.")
def main(
    quick: bool, json_file: Path | None, chunks: int, repeats: int, parts: tuple[str, ...]
) -> None:
    """Measure, print, write."""
    if quick:
        chunks, repeats = 1, 1
    figures: dict[str, dict[str, float]] = {}
    for part in parts or _PARTS:
        click.echo(f"Measuring: {part} …", err=True)
        figures[part] = _measure(part, quick=quick, chunks=chunks, repeats=repeats)
    if json_file is not None:
        content = {"machine": _machine(), **figures}
        json_file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    click.echo(table(figures))


def table(figures: dict[str, dict[str, float]]) -> str:
    """The figures as a Markdown table, and below it where the seconds of ``ask`` go."""
    lines = ["| what | measured | wanted |", "|---|---|---|"]
    for part, values in figures.items():
        for line in _TABLE[part]:
            what, text = line.what.format(**values), line.text.format(**values)
            lines.append(f"| {what} | {text} | {line.target} |")
    speeds = figures.get("readers", {})
    if speeds:
        lines += [
            "",
            f"| format | pages/s, or {PAGE:,} characters | ms per page |",
            "|---|---|---|",
        ]
        lines += [f"| {key} | {one:.0f} | {1000 / one:.1f} |" for key, one in speeds.items()]
    steps = {
        key.partition(".")[2]: seconds
        for key, seconds in figures.get("ask", {}).items()
        if key.startswith("ask_steps_s.")
    }
    if steps:
        lines += ["", "| a cold `plansvar ask`: step | seconds |", "|---|---|"]
        lines += [f"| {step} | {seconds:.2f} |" for step, seconds in steps.items()]
    return "\n".join(lines)


def _measure(part: str, *, quick: bool, chunks: int, repeats: int) -> dict[str, float]:
    match part:
        case "ingest":
            settings = load()
            model = settings.embedding
            embedder = load_embedder(
                model.model, settings.cache, dtype=model.dtype, batch_size=model.batch_size
            )
            if not isinstance(embedder, SentenceTransformersEmbedder):
                raise click.ClickException("only sentence-transformers models can be compared")
            corpus = None if quick else _CORPUS
            return bench_ingest(embedder, settings, corpus=corpus, chunks=chunks, repeats=repeats)
        case "readers":
            real = real_files()
            folders = [_CORPUS, *([real] if real.is_dir() and not quick else [])]
            speeds = bench_readers(folders, load())
            return {key: one.pages / one.seconds for key, one in sorted(speeds.items())}
        case "sync":
            return bench_sync(20, 30) if quick else bench_sync(2_000, 10_000)
        case "search":
            points, questions = (300, 5) if quick else (20_000, 200)
            return {"points": points, **bench_search(points, questions=questions)}
        case "help":
            return bench_help(1 if quick else 5)
        case _:
            documents = _CORPUS / "nyhet-klynge-2024.txt" if quick else _CORPUS
            return bench_ask(documents, repeats)


def real_files() -> Path:
    """Where the real files lie that aren't part of this repository."""
    return shared_data() / "real" / "files"


def _machine() -> dict[str, object]:
    load_average = os.getloadavg()[0]
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_average_at_the_end": round(load_average, 2),
    }


if __name__ == "__main__":
    main()
