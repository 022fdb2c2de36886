"""A disk that fills up: it is said, nothing is lost, and the next run goes on."""

from __future__ import annotations

import errno
import tempfile

import pytest
from sqlalchemy import event

from plansvar import disk
from plansvar.errors import DatabaseError
from plansvar.verify import verify
from tests.conftest import Desk


def plan(number: int) -> str:
    return f"# Plan {number}\n\n" + "\n\n".join(
        f"Kai {number}.{part} bygges." for part in range(99)
    )


def assert_whole(desk: Desk, titles: list[str]) -> None:
    assert [one.title for one in desk.documents()] == titles
    assert verify(desk.stores.engine, desk.stores.index, "hashing-1").missing == ()


def test_too_little_room_is_told_before_anything_is_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("a.md", plan(1))
    desk.ingest()
    desk.write("b.md", plan(2))
    with monkeypatch.context() as patch:
        patch.setattr(disk, "LEAST_FREE", 10**18)
        with pytest.raises(DatabaseError, match=r"data\.disk_full") as error:
            desk.ingest()
        assert error.value.params["path"] == desk.stores.settings.data
        assert_whole(desk, ["Plan 1"])
    desk.ingest()
    assert_whole(desk, ["Plan 1", "Plan 2"])


def test_a_database_that_finds_no_room(desk: Desk) -> None:
    desk.write("a.md", plan(1))
    desk.ingest()
    engine = desk.stores.engine

    def no_room(connection: object, *_: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute("PRAGMA max_page_count=1")  # no more than there are already
        cursor.close()

    engine.dispose()
    event.listen(engine, "connect", no_room)
    for number in range(2, 9):
        desk.write(f"{number}.md", plan(number))
    with pytest.raises(DatabaseError, match=r"data\.disk_full"):
        desk.ingest()
    event.remove(engine, "connect", no_room)
    engine.dispose()
    assert_whole(desk, ["Plan 1"])
    desk.ingest()
    assert_whole(desk, [f"Plan {number}" for number in (*range(2, 9), 1)])


def test_no_room_for_a_scratch_folder(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("a.md", plan(1))

    def no_room(**_: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "mkdtemp", no_room)
        with pytest.raises(DatabaseError, match=r"data\.disk_full"):
            desk.ingest()
    desk.ingest()
    assert_whole(desk, ["Plan 1"])
