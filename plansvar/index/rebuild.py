"""A new generation of the embedded index, built in a process of its own.

qdrant-edge holds the interpreter lock in its calls, so thousands of writes would hold up every
search in the same process. The rebuild is also what gets rid of the space of deleted points. It
doesn't call ``optimize()``, see ``edge.py``.
"""

from __future__ import annotations

import logging
import multiprocessing
import shutil
import signal
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from plansvar.errors import IndexStateError, PlansvarError
from plansvar.index.edge import EdgeIndex
from plansvar.index.generations import new_folder, swap_in
from plansvar.index.points import batches
from plansvar.index.protocol import Point

_log = logging.getLogger(__name__)

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class _Progress:
    points: int


@dataclass(frozen=True, slots=True)
class _Done:
    points: int


@dataclass(frozen=True, slots=True)
class _Failed:
    """``error`` where it is one of ours and can travel; ``details`` always."""

    error: PlansvarError | None
    details: str


def rebuild(
    index_dir: Path,
    dimension: int,
    read_points: Callable[..., Iterator[Point]],
    args: tuple[Any, ...] = (),
    progress: Callable[[int], None] | None = None,
) -> int:
    """Build a new generation from ``read_points(*args)`` and make it the one in use.

    The old generation may stay open meanwhile and is left in place: open the new one with
    ``open_current``, close the old one, then ``remove_unused``. What is written to the old one
    during the rebuild is not in the new one, so the caller holds back its writes until then. If
    anything fails (the child dies, Ctrl-C) nothing has changed.

    Args:
        index_dir: The folder of all generations.
        dimension: Length of the embedding model's vectors.
        read_points: A function of a module (the child imports it by name) that gives the points.
        args: Its arguments; they are pickled.
        progress: Called with the number of points written since the last call.

    Returns:
        The number of points in the new generation.

    Raises:
        IndexStateError: ``index.rebuild_failed`` when the child died, raised what is not a
            ``PlansvarError``, or found another number of points than it wrote.
        PlansvarError: Whatever ``read_points`` raised of ours.
    """
    folder = new_folder(index_dir)
    try:
        points = _build_in_child(folder, dimension, read_points, args, progress)
    except BaseException:  # Ctrl-C too
        shutil.rmtree(folder, ignore_errors=True)
        raise
    swap_in(index_dir, folder)
    return points


def _build_in_child(
    folder: Path,
    dimension: int,
    read_points: Callable[..., Iterator[Point]],
    args: tuple[Any, ...],
    progress: Callable[[int], None] | None,
) -> int:
    # spawn: a fork would copy the parent's threads' locks and its open index
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(
        target=_build,
        args=(sender, folder, dimension, read_points, args),
        name="plansvar-rebuild",
        daemon=True,
    )
    with receiver:
        with sender:  # the child has its own end; once it dies, reading ends
            child.start()
        try:
            return _follow(receiver, progress)
        except EOFError as exc:
            child.join()
            raise IndexStateError(
                "index.rebuild_failed", reason=f"the process died, exit code {child.exitcode}"
            ) from exc
        finally:
            child.kill()
            child.join()
            child.close()


def _follow(receiver: Connection, progress: Callable[[int], None] | None) -> int:
    while True:
        match receiver.recv():
            case _Progress(points):
                if progress is not None:
                    progress(points)
            case _Done(points):
                return points
            case _Failed(error, details):
                _log.error("the rebuild failed in its process:\n%s", details)
                reason = details.strip().rpartition("\n")[2]
                raise error or IndexStateError("index.rebuild_failed", reason=reason)


def _build(
    sender: Connection,
    folder: Path,
    dimension: int,
    read_points: Callable[..., Iterator[Point]],
    args: tuple[Any, ...],
) -> None:
    """The child's work. A parent that died shows as a broken pipe at the next batch."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    try:
        written = 0
        index = EdgeIndex(folder, dimension)
        for batch in batches(read_points(*args), _BATCH):
            written += index.upsert(batch)
            sender.send(_Progress(len(batch)))
        index.close()
        sender.send(_verified(folder, dimension, written))
    except BrokenPipeError:
        return
    except Exception as exc:  # noqa: BLE001  it is told in the parent
        error = exc if isinstance(exc, PlansvarError) else None
        sender.send(_Failed(error, traceback.format_exc()))


def _verified(folder: Path, dimension: int, written: int) -> _Done:
    """What was written can be opened from the disk and is all there."""
    index = EdgeIndex(folder, dimension)
    found = index.count()
    index.close()
    if found != written:
        raise IndexStateError(
            "index.rebuild_failed", reason=f"{written} points written, {found} found"
        )
    return _Done(found)
