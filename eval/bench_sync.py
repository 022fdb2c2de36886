"""What a sync costs where nothing, or only the access, has changed, and how its memory grows.

Each sync runs in a process of its own, whose peak memory is its own. The embedder takes no time, so
that what is measured is the rest; what it was asked to embed is counted.
"""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import click

from eval.no_model import NoModel
from ingest.sync import sync
from plansvar.database.engine import open_database
from plansvar.index.generations import open_current
from plansvar.service import SyncRequest
from plansvar.settings import Settings
from plansvar.stores import Stores

_PARAGRAPHS = 4
_SOURCE = "filer"
# Bytes per unit of ru_maxrss: KiB on Linux, bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def bench_sync(files: int, many: int) -> dict[str, float]:
    """Sync a folder for the first time, again, and with another group; then one with many files.

    Args:
        files: how many files the first folder has.
        many: how many the second one has.

    Returns:
        ``files``, ``many``; ``again_s``, the seconds of a sync of unchanged files, with
        ``again_written``, the number of files in the data folder that it changed; ``regroup_s`` and
        ``regroup_embedded``, of a sync after a change of groups only; ``first_mib`` and
        ``many_mib``, the peak memory of the first sync of each folder, and ``again_mib`` and
        ``many_again_mib``, that of the second one.
    """
    figures = {"files": float(files), "many": float(many)}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        _write(work / _SOURCE, files)
        figures["first_mib"] = _sync(work, "public")["mib"]
        # The engine puts its own files in order when an index is opened for the first time.
        _sync(work, "public")
        before = _state(work / "data")
        again = _sync(work, "public")
        after = _state(work / "data")
        figures |= {"again_s": again["seconds"], "again_mib": again["mib"]}
        figures["again_written"] = sum(
            before.get(path) != after.get(path) for path in before.keys() | after.keys()
        )
        regroup = _sync(work, "public,internal")
        figures["regroup_s"] = regroup["seconds"]
        figures["regroup_embedded"] = regroup["embedded"]
        if regroup["regrouped"] != files:
            raise RuntimeError(f"the groups of {regroup['regrouped']} of {files} were changed")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        _write(work / _SOURCE, many)
        figures["many_mib"] = _sync(work, "public")["mib"]
        figures["many_again_mib"] = _sync(work, "public")["mib"]
    return figures


def _write(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        paragraphs = (
            f"Tiltak {number}.{part}: kommunen skal bygge kai nummer {number} i område {part} og"
            f" ruste opp veien dit, med ferdigstilling innen {2026 + part}."
            for part in range(_PARAGRAPHS)
        )
        text = f"# Plan nummer {number}\n\n" + "\n\n".join(paragraphs) + "\n"
        (folder / f"plan-{number:05}.md").write_text(text, encoding="utf-8")


def _sync(work: Path, groups: str) -> dict[str, float]:
    """Sync in a process of its own; returns what it measured of itself, and its seconds."""
    started = perf_counter()
    command = [sys.executable, "-m", "eval.bench_sync", str(work), "--groups", groups]
    done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 - ours
    figures: dict[str, float] = json.loads(done.stdout)
    return {**figures, "seconds": perf_counter() - started}


def _state(data: Path) -> dict[str, str]:
    """The files of a data folder by their content."""
    return {
        str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in data.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


@click.command()
@click.argument("work", type=click.Path(path_type=Path))
@click.option("--groups", required=True)
def main(work: Path, groups: str) -> None:
    """The process that is measured: one sync."""
    data = work / "data"
    data.mkdir(exist_ok=True)
    model = NoModel()
    sources = {_SOURCE: {"path": str(work / _SOURCE), "groups": groups.split(",")}}
    settings = Settings.model_validate({"data": data, "sources": sources})
    engine = open_database(f"sqlite:///{data / 'plansvar.db'}")
    index = open_current(data / "index", model.dimension, create=not (data / "index").exists())
    stores = Stores(engine, index, lambda: model, settings)
    (report,) = sync(SyncRequest(), stores)
    index.close()
    engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT
    figures = {
        "mib": peak / 2**20,
        "embedded": model.embedded,
        "regrouped": len(report.ingest.regrouped),
        "failed": len(report.ingest.failed),
    }
    click.echo(json.dumps(figures))


if __name__ == "__main__":
    main()
