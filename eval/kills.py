"""``python -m eval.kills``: kill ``plansvar sync`` at random moments, and see what is left.

Each round changes a folder (files are written anew, added, moved, removed; who may read changes),
starts a sync and kills it with SIGKILL at a random moment. After every kill, what a reader would
see is looked at: each document whole and of one revision, each of its chunks in the index. In the
end one sync runs undisturbed, and the result must be the same as that of a sync of the final folder
into an empty data folder.

Ends with 1 when anything was lost, doubled or half visible.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

import click
from sqlalchemy import Engine

from eval.kills_folder import PARAGRAPHS, Folder
from plansvar.access import user
from plansvar.database import reads
from plansvar.database.engine import open_database
from plansvar.index import generations
from plansvar.index.protocol import Index
from plansvar.verify import verify

READER = user("leser", ("public", "internal"))
_MARK = re.compile(r"\bav(\d+)nr(\d+)\b")
_WRITING = 1.0  # seconds from the first write to the last, about

Command = Callable[[Path], Sequence[str]]


@dataclass
class Outcome:
    """What happened. ``faults`` are words; times are in seconds."""

    kills: int = 0
    too_late: int = 0
    faults: list[str] = field(default_factory=list)
    undisturbed: float = 0.0
    resumed: float = 0.0
    documents: int = 0
    chunks: int = 0


def run(
    command: Command,
    work: Path,
    kills: int,
    seed: int,
    documents: int = 24,
    tell: Callable[[Outcome], None] = lambda _: None,
) -> Outcome:
    """Kill and look, ``kills`` times.

    Args:
        command: gives the command line that syncs into a data folder.
        work: an empty folder to work in.
        kills: how often a sync is killed.
        seed: of the changes and the moments.
        documents: how many there are at first.
        tell: is called after each round with what has happened so far.
    """
    folder = Folder(work, random.Random(seed))  # noqa: S311 - no secrets here
    data = work / "data"
    outcome = Outcome()
    folder.begin(documents)
    _sync(command(data), work)
    durations = []
    for _ in range(2):
        folder.change()
        durations.append(_sync(command(data), work))
    outcome.undisturbed = statistics.mean(durations)
    # Most of a sync with nothing to do is imports.
    earliest = 0.7 * _sync(command(data), work)
    while outcome.kills < kills:
        folder.change()
        moment = folder.random.uniform(earliest, outcome.undisturbed)
        # Every other kill comes while the database is written to, which doesn't take long.
        written = data / "plansvar.db-wal" if outcome.kills % 2 else None
        killed = _killed(command(data), work, moment, written, folder.random.uniform(0, _WRITING))
        outcome.kills += killed
        outcome.too_late += not killed
        if not killed:
            folder.settled = {*folder.names}
        faults = _look(data, folder.settled)
        outcome.faults += [f"kill {outcome.kills}: {fault}" for fault in faults]
        tell(outcome)
    outcome.resumed = _sync(command(data), work)
    _sync(command(work / "fresh"), work)
    ours, expected = _state(data), _state(work / "fresh")
    outcome.documents, outcome.chunks = len(expected), sum(len(one[2]) for one in expected)
    if ours != expected:
        differing = [str(one[0]) for one in {*ours} ^ {*expected}]
        outcome.faults.append(f"not as if undisturbed: {sorted(set(differing))[:5]}")
    return outcome


def report(outcome: Outcome) -> str:
    """The outcome in words, Markdown."""
    lines = [
        f"- {outcome.kills} kills at random moments of a sync that takes"
        f" {outcome.undisturbed:.1f} s; {outcome.too_late} more would have come after its end",
        f"- one clean sync: {outcome.resumed:.1f} s, then {outcome.documents} documents with"
        f" {outcome.chunks} chunks",
        f"- lost, doubled or half visible: {len(outcome.faults)}",
    ]
    return "\n".join([*lines, *(f"  - {fault}" for fault in outcome.faults[:20])])


def _sync(command: Sequence[str], work: Path) -> float:
    """Let a sync run to its end; returns the seconds that it took."""
    started = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own program
        command, cwd=work, capture_output=True, check=False, text=True
    )
    if done.returncode:
        raise RuntimeError(f"sync ended with {done.returncode}: {done.stderr[-2000:]}")
    return time.perf_counter() - started


def _killed(
    command: Sequence[str], work: Path, seconds: float, written: Path | None, later: float
) -> bool:
    """Start a sync and kill it after some seconds; returns whether it was still running.

    Where a file is ``written``, it is killed so much ``later`` than that file is first written to.
    """
    before = _size(written)
    with subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as program:
        try:
            while written is not None and program.poll() is None:
                if _size(written) != before:
                    seconds, written = later, None
                time.sleep(0.001)
            program.wait(seconds)
        except subprocess.TimeoutExpired:
            program.kill()
            return True
    return False


def _size(path: Path | None) -> int:
    try:
        return path.stat().st_size if path else 0
    except OSError:  # there is none while nobody writes
        return 0


def _look(data: Path, settled: Set[str]) -> list[str]:
    """What is wrong with what a reader would see just now; opening it changes nothing.

    The ``settled`` files must be seen whatever was killed since.
    """
    engine = open_database(f"sqlite:///{data / 'plansvar.db'}")
    try:
        seen = reads.documents(engine, READER)
        faults = [
            fault
            for one in seen
            for fault in half_visible(
                Path(one.path).name, reads.text(engine, READER, one.version_id)
            )
        ]
        paths = [one.path for one in seen]
        faults += [f"lost: {name}" for name in settled - {Path(path).name for path in paths}]
        faults += [f"doubled: {path}" for path in {*paths} if paths.count(path) > 1]
        index, model = _open_index(data)
        try:
            faults += _unfound(engine, index, model)
        finally:
            index.close()
    finally:
        engine.dispose()
    return faults


def half_visible(name: str, text: str | None) -> list[str]:
    """What is wrong with a document's text: all paragraphs must be there, of one revision."""
    marks = _MARK.findall(text or "")
    revisions = {revision for revision, _ in marks}
    numbers = [int(number) for _, number in marks]
    if len(revisions) == 1 and numbers == list(range(PARAGRAPHS)):
        return []
    return [f"half visible: {name}, revisions {sorted(revisions)}"]


def _unfound(engine: Engine, index: Index, model: str) -> list[str]:
    """Chunks that are current but would not be found."""
    found = verify(engine, index, model)
    return [
        f"{len(chunks)} chunks {what}"
        for what, chunks in (
            ("missing in the index", found.missing),
            ("without a vector", found.without_vector),
        )
        if chunks
    ]


_Document = tuple[str, tuple[str, ...], tuple[tuple[int, int, str], ...]]


def _state(data: Path) -> set[_Document]:
    """Path, readers and chunks of all documents, where database and index agree.

    Raises:
        RuntimeError: they don't.
    """
    engine = open_database(f"sqlite:///{data / 'plansvar.db'}")
    index, model = _open_index(data)
    try:
        found = verify(engine, index, model)
        if not found.agrees or len(list(index.ids())) != found.chunks:
            raise RuntimeError(f"database and index differ: {found}")
        chunks = reads.chunks(engine, READER, list(index.ids()))
        by_document: dict[str, list[tuple[int, int, str]]] = {}
        for chunk in chunks.values():
            place = (chunk.start, chunk.end, chunk.text)
            by_document.setdefault(chunk.document.id, []).append(place)
        return {
            (Path(one.path).name, one.groups, tuple(sorted(by_document.get(one.id, ()))))
            for one in reads.documents(engine, READER)
        }
    finally:
        index.close()
        engine.dispose()


def _open_index(data: Path) -> tuple[Index, str]:
    """The index and the key of the model that it was made with."""
    model = json.loads((data / "model.json").read_text("utf-8"))
    return generations.open_current(data / "index", model["dimension"]), model["model"]


def program(data: Path) -> list[str]:
    """The command line as a user has it."""
    plansvar = str(Path(sys.executable).parent / "plansvar")
    return [plansvar, "--data", str(data), "sync", "--allow-deletes"]


@click.command()
@click.option("--kills", default=200, show_default=True, help="How often a sync is killed.")
@click.option("--seed", default=1, show_default=True, help="Of the changes and the moments.")
def main(kills: int, seed: int) -> None:
    """Kill a sync at random moments and compare what is left with an undisturbed run."""

    def tell(outcome: Outcome) -> None:
        so_far = f"{outcome.kills} kills, {outcome.too_late} too late, {len(outcome.faults)} faults"
        click.echo(f"\r{so_far}", nl=False, err=True)

    with tempfile.TemporaryDirectory(prefix="plansvar-kills-") as folder:
        outcome = run(program, Path(folder), kills, seed, tell=tell)
    click.echo(err=True)
    click.echo(report(outcome))
    sys.exit(1 if outcome.faults else 0)


if __name__ == "__main__":
    main()
