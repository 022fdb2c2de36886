from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from plansvar.errors import DatabaseError, IndexStateError
from plansvar.index.edge import EdgeIndex
from plansvar.index.generations import current_folder, open_current, remove_unused
from plansvar.index.rebuild import rebuild
from tests.index import points
from tests.index.points import ALL, DIMENSION, make

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def old(tmp_path: Path) -> Iterator[EdgeIndex]:
    """An open index of one point, as a serving process has it."""
    index = open_current(tmp_path, DIMENSION, create=True)
    index.upsert([make(0)])
    yield index
    index.close()


def test_a_new_generation_while_the_old_one_serves(old: EdgeIndex, tmp_path: Path) -> None:
    steps: list[int] = []

    def progress(done: int) -> None:
        steps.append(done)
        assert old.count(ALL) == 1
        assert current_folder(tmp_path) == old.folder

    assert rebuild(tmp_path, DIMENSION, points.read, (2500,), progress) == 2500
    assert steps == [1000, 1000, 500]
    new = open_current(tmp_path, DIMENSION)
    assert (old.count(), new.count()) == (1, 2500)
    old.close()
    assert remove_unused(tmp_path) == [old.folder]
    new.close()


def test_an_empty_rebuild_and_a_first_one(tmp_path: Path) -> None:
    assert rebuild(tmp_path / "index", DIMENSION, points.read, (0,)) == 0
    index = open_current(tmp_path / "index", DIMENSION)
    assert index.count() == 0
    index.close()


@pytest.mark.parametrize(
    ("read_points", "args", "reason"),
    [
        (points.read_and_die, (1500,), "exit code -9"),
        (points.read_and_raise, (5,), "a bug in the reader"),
        (points.read_same_twice, (), "2 points written, 1 found"),
    ],
)
def test_a_failed_rebuild_changes_nothing(
    old: EdgeIndex, tmp_path: Path, read_points: Callable[..., Any], args: Any, reason: str
) -> None:
    with pytest.raises(IndexStateError, match=r"index\.rebuild_failed") as error:
        rebuild(tmp_path, DIMENSION, read_points, args)
    assert reason in str(error.value.params["reason"])
    unchanged(old, tmp_path)


def test_an_error_of_ours_comes_through_whole(old: EdgeIndex, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=r"database\.newer") as error:
        rebuild(tmp_path, DIMENSION, points.read_and_refuse, (5,))
    assert error.value.params == {"found": 2}
    unchanged(old, tmp_path)


def test_ctrl_c_stops_the_child(old: EdgeIndex, tmp_path: Path) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    pid_file = tmp_path / "pid"
    with pytest.raises(KeyboardInterrupt):
        rebuild(tmp_path, DIMENSION, points.read_forever, (pid_file,), interrupt)
    assert not psutil.pid_exists(int(pid_file.read_text()))
    unchanged(old, tmp_path)


def test_a_child_whose_parent_was_killed_ends(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    code = (
        "from pathlib import Path\n"
        "from plansvar.index.rebuild import rebuild\n"
        "from tests.index.points import DIMENSION, read_forever\n"
        f"rebuild(Path({str(tmp_path)!r}), DIMENSION, read_forever, (Path({str(pid_file)!r}),))\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=REPOSITORY)
    wait_for(lambda: pid_file.exists() and pid_file.read_text() != "")
    child = int(pid_file.read_text())
    parent.kill()
    parent.wait()
    wait_for(lambda: gone(child))
    # What it left is removed by the next generation.
    assert rebuild(tmp_path, DIMENSION, points.read, (3,)) == 3
    assert [folder.name for folder in remove_unused(tmp_path)] == ["gen-1"]


def unchanged(old: EdgeIndex, index_dir: Path) -> None:
    assert old.count() == 1
    assert current_folder(index_dir) == old.folder
    assert [path.name for path in index_dir.glob("gen-*")] == [old.folder.name]


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)
