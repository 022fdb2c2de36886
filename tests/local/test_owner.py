import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plansvar.errors import IndexStateError
from plansvar.owner import hold, owner_pid, serving_owner


@contextmanager
def another_program(data: Path) -> Iterator[int]:
    """A process that holds the data folder; gives its id."""
    code = (
        "import sys; from pathlib import Path; from plansvar.owner import hold\n"
        f"with hold(Path({str(data)!r}), 5): print('ok', flush=True); sys.stdin.read()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ok\n"
        try:
            yield child.pid
        finally:
            child.kill()


def test_another_program_is_named(tmp_path: Path) -> None:
    with (
        another_program(tmp_path) as pid,
        pytest.raises(IndexStateError, match=r"index\.held") as error,
        hold(tmp_path, timeout=0.05),
    ):
        pass
    assert error.value.params == {"path": tmp_path, "pid": pid}
    # It was killed, and holds the folder no more, whatever it left.
    with hold(tmp_path, timeout=5):
        assert owner_pid(tmp_path) == os.getpid()


def test_the_folder_is_made_and_let_go_of(tmp_path: Path) -> None:
    data = tmp_path / "ny" / "mappe"
    with hold(data, timeout=0, address="http://127.0.0.1:1"):
        written = json.loads((data / "owner.json").read_text(encoding="utf-8"))
        assert len(written.pop("secret")) >= 40
        assert written == {"pid": os.getpid(), "address": "http://127.0.0.1:1"}
        assert (data / "owner.json").stat().st_mode & 0o077 == 0
        owner = serving_owner(data)
        assert owner is not None and owner.address == "http://127.0.0.1:1"
    assert owner_pid(data) is None
    assert serving_owner(data) is None
    with hold(data, timeout=0):
        pass


def test_it_is_let_go_of_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold(tmp_path, timeout=0):
        raise ZeroDivisionError
    with hold(tmp_path, timeout=0):
        pass


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"pid": null}', '{"pid": "x"}'])
def test_an_owner_that_cannot_be_read_is_nobody(tmp_path: Path, content: str) -> None:
    (tmp_path / "owner.json").write_text(content, encoding="utf-8")
    assert owner_pid(tmp_path) is None


def test_a_place_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    with (
        pytest.raises(IndexStateError, match=r"data\.not_writable") as error,
        hold(tmp_path / "fil" / "data", timeout=0),
    ):
        pass
    assert error.value.params["reason"] == "Not a directory"
