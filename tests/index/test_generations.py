from __future__ import annotations

from pathlib import Path

import pytest

from plansvar.errors import IndexStateError
from plansvar.index.edge import EdgeIndex
from plansvar.index.generations import (
    current_folder,
    new_folder,
    open_current,
    remove_unused,
    swap_in,
)
from tests.index.points import DIMENSION, make


def test_no_index_yet(tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    assert current_folder(index_dir) is None
    assert remove_unused(index_dir) == []
    with pytest.raises(IndexStateError, match=r"index\.missing"):
        open_current(index_dir, DIMENSION)
    open_current(index_dir, DIMENSION, create=True).close()
    assert current_folder(index_dir) == index_dir / "gen-1"
    open_current(index_dir, DIMENSION).close()


def test_swapping_and_removing(tmp_path: Path) -> None:
    old = open_current(tmp_path, DIMENSION, create=True)
    old.upsert([make(0)])
    half_built = new_folder(tmp_path)
    new = EdgeIndex(new_folder(tmp_path), DIMENSION)
    new.upsert([make(0), make(1)])
    new.close()
    swap_in(tmp_path, new.folder)
    assert old.count() == 1  # the old one stays usable until it is closed
    current = open_current(tmp_path, DIMENSION)
    assert current.count() == 2
    old.close()
    assert remove_unused(tmp_path) == [old.folder, half_built]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "gen-3"]
    assert new_folder(tmp_path).name == "gen-4"
    current.close()


def test_a_lost_pointer_does_not_cost_the_generations(tmp_path: Path) -> None:
    open_current(tmp_path, DIMENSION, create=True).close()
    (tmp_path / "current").unlink()
    assert remove_unused(tmp_path) == []
    assert (tmp_path / "gen-1").is_dir()


@pytest.mark.parametrize("text", ["", "gen-9", "../gen-1", "/etc"])
def test_a_pointer_to_nothing(tmp_path: Path, text: str) -> None:
    open_current(tmp_path, DIMENSION, create=True).close()
    (tmp_path / "current").write_text(text)
    with pytest.raises(IndexStateError, match=r"index\.damaged"):
        open_current(tmp_path, DIMENSION)
    with pytest.raises(IndexStateError, match=r"index\.damaged"):
        remove_unused(tmp_path)
    assert (tmp_path / "gen-1").is_dir()
