"""What only the embedded engine must do: live through closing, kills and damage."""

from __future__ import annotations

import multiprocessing
import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from plansvar.errors import IndexStateError
from plansvar.index import Point
from plansvar.index.edge import EdgeIndex
from tests.index.points import ALL, BM25, DIMENSION, make, point_id, round_of, unit, write_rounds


def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    query = (unit(1), BM25.query(["felles"]), ALL, 100)
    first = EdgeIndex(tmp_path, DIMENSION)
    first.upsert(make(n) for n in range(20))
    first.set_groups(["doc"], ["internal"])
    first.delete_points([point_id(0)])
    before = first.candidates(*query)
    first.close()
    again = EdgeIndex(tmp_path, DIMENSION)
    after = again.candidates(*query)
    assert [name for name, _ in after.dense] == [name for name, _ in before.dense]
    assert again.count(replace(ALL, groups=("internal",))) == again.count() == 19
    assert after.sparse == before.sparse
    again.close()


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_writer_leaves_whole_points(tmp_path: Path, seed: int) -> None:
    context = multiprocessing.get_context("spawn")
    done, sender = context.Pipe(duplex=False)
    writer = context.Process(target=write_rounds, args=(tmp_path, sender), daemon=True)
    writer.start()
    sender.close()
    last = done.recv()
    while done.poll(random.Random(seed).uniform(0, 0.03)) and last < 30 + 7 * seed:
        last = done.recv()
    writer.kill()
    writer.join()
    try:
        while True:
            last = done.recv()
    except EOFError:
        done.close()

    index = EdgeIndex(tmp_path, DIMENSION)
    assert index.count() == 50
    assert sum(index.count(replace(ALL, types=(f"runde{n}",))) for n in (last, last + 1)) == 50
    for number in (last, last + 1):
        axis = np.eye(DIMENSION, dtype=np.float32)[number % DIMENSION]
        terms = BM25.query([f"runde{number}"])
        written = index.candidates(axis, terms, replace(ALL, types=(f"runde{number}",)), 100)
        by_term = index.candidates(axis, terms, ALL, 100).sparse
        assert all(score == pytest.approx(1) for _, score in written.dense)
        assert sorted(by_term) == sorted(written.sparse)
        assert len(written.sparse) == len(written.dense)
    index.upsert(round_of(last + 2))
    assert index.count(replace(ALL, types=(f"runde{last + 2}",))) == 50
    index.close()


def test_threads_share_an_index(tmp_path: Path) -> None:
    index = EdgeIndex(tmp_path, DIMENSION)
    index.upsert(make(n) for n in range(200))

    def search(number: int) -> int:
        return len(index.candidates(unit(number), BM25.query(["felles"]), ALL, 50).dense)

    def write(number: int) -> int:
        return index.upsert([make(200 + number)])

    with ThreadPoolExecutor(4) as pool:
        searches = [pool.submit(search, n) for n in range(100)]
        writes = [pool.submit(write, n) for n in range(20)]
        assert {future.result() for future in searches} == {50}
        assert sum(future.result() for future in writes) == 20
    assert index.count() == 220
    index.close()


def test_one_process_at_a_time(tmp_path: Path) -> None:
    holder = EdgeIndex(tmp_path, DIMENSION)
    with pytest.raises(IndexStateError, match=r"index\.in_use"):
        EdgeIndex(tmp_path, DIMENSION)
    holder.close()
    EdgeIndex(tmp_path, DIMENSION).close()


def test_another_models_index_is_refused(tmp_path: Path) -> None:
    EdgeIndex(tmp_path, DIMENSION).close()
    with pytest.raises(IndexStateError, match=r"index\.wrong_model") as error:
        EdgeIndex(tmp_path, 384)
    assert error.value.params == {"expected": 384, "found": DIMENSION}
    EdgeIndex(tmp_path, DIMENSION).close()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("edge_config.json", b"{"),
        ("edge_config.json", b"{}"),
        ("edge_config.json", None),
        ("segments/*/segment.json", b"{}"),
        ("segments/*/mutable_id_tracker.mappings", b"\xff" * 200),
        ("segments/*/vector_storage-dense/vectors/status.dat", b""),  # makes the engine panic
        ("wal/first-index", b"x"),
    ],
)
def test_a_damaged_index_says_so(tmp_path: Path, file: str, content: bytes | None) -> None:
    index = EdgeIndex(tmp_path, DIMENSION)
    index.upsert([make(0)])
    index.close()
    (path,) = tmp_path.glob(file)
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(IndexStateError, match=r"index\.damaged") as error:
        EdgeIndex(tmp_path, DIMENSION)
    assert error.value.params["path"] == str(tmp_path)
    assert error.value.__cause__ is not None


def test_a_folder_whose_making_was_interrupted_is_finished(tmp_path: Path) -> None:
    EdgeIndex(tmp_path, DIMENSION).close()
    shutil.rmtree(tmp_path / "segments")
    index = EdgeIndex(tmp_path, DIMENSION)
    index.upsert([make(0)])
    assert index.facets("type", ALL).counts == (("plan", 1),)
    index.close()


def test_ctrl_c_is_not_an_index_error(tmp_path: Path) -> None:
    def points_until_interrupted() -> Iterator[Point]:
        yield make(0)
        raise KeyboardInterrupt

    index = EdgeIndex(tmp_path, DIMENSION)
    with pytest.raises(KeyboardInterrupt):
        index.upsert(points_until_interrupted())
    index.close()
