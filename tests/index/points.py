"""Points for the tests, and functions that child processes import by name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID

import numpy as np

from plansvar.embedding.protocol import Vectors
from plansvar.errors import DatabaseError
from plansvar.index import Bm25, Point, SearchFilter
from plansvar.index.edge import EdgeIndex

DIMENSION = 8
BM25 = Bm25(average_length=6)
ALL = SearchFilter(groups=("public", "internal"))


def point_id(number: int) -> str:
    return str(UUID(int=number + 1))


def unit(number: int, dimension: int = DIMENSION) -> Vectors:
    """A random direction, the same one for the same number."""
    vector = np.random.default_rng(number).normal(size=dimension).astype(np.float32)
    return vector / np.linalg.norm(vector)


def make(
    number: int = 0,
    text: str = "felles",
    *,
    dense: Vectors | None = None,
    groups: tuple[str, ...] = ("public",),
    type: str = "plan",
    authority: str = "adopted",
    language: str = "nb",
    source: str = "web",
    document_id: str = "doc",
    dates: tuple[int | None, int | None] = (None, None),
) -> Point:
    return Point(
        id=point_id(number),
        dense=unit(number) if dense is None else dense,
        sparse=BM25.passage(text.split()),
        document_id=document_id,
        version_id="v1",
        groups=groups,
        type=type,
        authority=authority,
        language=language,
        source=source,
        date_from=dates[0],
        date_to=dates[1],
    )


def read(count: int) -> Iterator[Point]:
    return (make(number) for number in range(count))


def read_same_twice() -> Iterator[Point]:
    return (make(0) for _ in range(2))


def read_and_die(count: int) -> Iterator[Point]:
    yield from read(count)
    os.kill(os.getpid(), signal.SIGKILL)


def read_and_raise(count: int) -> Iterator[Point]:
    yield from read(count)
    raise ZeroDivisionError("a bug in the reader")


def read_and_refuse(count: int) -> Iterator[Point]:
    yield from read(count)
    raise DatabaseError("database.newer", found=2)


def read_forever(pid_file: Path) -> Iterator[Point]:
    pid_file.write_text(str(os.getpid()))
    number = 0
    while True:
        yield make(number)
        number += 1
        time.sleep(0.0005)


def round_of(number: int) -> list[Point]:
    """Fifty points whose type, vector and term all say which round wrote them last."""
    axis = np.eye(DIMENSION, dtype=np.float32)[number % DIMENSION]
    return [make(i, f"runde{number}", dense=axis, type=f"runde{number}") for i in range(50)]


def write_rounds(folder: Path, done: Connection) -> None:
    """Replace the same points over and over, telling each finished round, until killed."""
    index = EdgeIndex(folder, DIMENSION)
    number = 0
    while True:
        index.upsert(round_of(number))
        done.send(number)
        number += 1
