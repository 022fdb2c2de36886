import contextlib
import errno
import os
import socket
from pathlib import Path

import pytest

from ingest.discover import discover
from plansvar.errors import NotFoundError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Some files that are read, and much that isn't."""
    root = tmp_path / "planer"
    for name in [
        *("b.txt", "a.PDF", "bilde.png", ".skjult.txt", "~$b.docx", "uten"),
        *("under/c.md", ".git/d.txt", "data/e.txt", "under/data/f.txt"),
    ]:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, encoding="utf-8")
    return root


def names(paths: tuple[Path, ...], root: Path) -> list[str]:
    return [str(path.relative_to(root)) for path in paths]


def test_a_folder(folder: Path) -> None:
    found = discover([folder], exclude=[folder / "data"])
    assert names(found.files, folder) == ["a.PDF", "b.txt", "under/c.md", "under/data/f.txt"]
    assert names(found.skipped, folder) == ["bilde.png", "uten"]


def test_a_file_named_by_itself_is_always_tried(folder: Path) -> None:
    named = [folder / ".skjult.txt", folder / "bilde.png"]
    assert names(discover(named).files, folder) == [".skjult.txt", "bilde.png"]


def test_a_file_named_twice_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    found = discover(
        [Path("under/c.md"), Path("under"), folder / "under", Path("bilde.png"), folder]
    )
    assert names(found.files, folder).count("under/c.md") == 1
    assert "bilde.png" in names(found.files, folder)
    assert names(found.skipped, folder) == ["uten"]


def test_links_out_of_the_folder_are_left_alone(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "hemmelig"
    outside.mkdir()
    (outside / "lonn.txt").write_text("lønn", encoding="utf-8")
    (folder / "lenke.txt").symlink_to(outside / "lonn.txt")
    (folder / "lenker").symlink_to(outside)
    (folder / "rundt").symlink_to(folder)
    (folder / "borte.txt").symlink_to(outside / "finnes-ikke.txt")
    (folder / "her.txt").symlink_to(folder / "b.txt")
    found = discover([folder])
    assert {"her.txt"} == set(names(found.files, folder)) - {
        "a.PDF",
        "b.txt",
        "under/c.md",
        "data/e.txt",
        "under/data/f.txt",
    }
    assert {path.name: error.code for path, error in found.refused} == {
        "lenke.txt": "read.link_outside",
        "lenker": "read.link_outside",
        "borte.txt": "read.link_outside",
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_only_looks_like_a_file_is_named(folder: Path) -> None:
    os.mkfifo(folder / "rør.txt")
    os.mkfifo(folder / "rør")
    (folder / "løs.md").symlink_to(folder / "finnes-ikke")
    with socket.socket(socket.AF_UNIX) as door:
        # The name of a socket may be no longer than 107 bytes.
        with contextlib.chdir(folder):
            door.bind("dør.txt")
        found = discover([folder, folder / "under", folder / "rør"])
    assert {path.name: error.code for path, error in found.refused} == {
        "rør.txt": "read.not_a_file",
        "dør.txt": "read.not_a_file",
        "løs.md": "read.vanished",
    }
    assert "rør" in names(found.files, folder)


def test_a_missing_path_stops_before_anything_is_read(folder: Path) -> None:
    with pytest.raises(NotFoundError, match=r"path\.missing") as error:
        discover([folder, folder / "borte"])
    assert error.value.params == {"path": folder / "borte"}


def test_the_excluded_folder_under_another_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "under")
    found = discover([folder], exclude=[Path("../data"), Path("data")])
    assert names(found.files, folder) == ["a.PDF", "b.txt", "under/c.md"]


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.EACCES, "read.folder_closed"), (errno.EIO, "read.folder_unreadable")],
)
def test_a_folder_that_cannot_be_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    opened = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("under"):
            raise OSError(number, os.strerror(number), path)
        return opened(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = discover([folder])
    assert [(path.name, error.code) for path, error in found.refused] == [("under", code)]
    assert "b.txt" in names(found.files, folder)
