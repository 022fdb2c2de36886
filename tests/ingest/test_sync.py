"""Sync: what is new, changed, moved and gone in the configured sources."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.sync import sync
from plansvar.access import user
from plansvar.errors import SettingsError
from plansvar.index.edge import EdgeIndex
from plansvar.originals import original
from plansvar.service import SourceReport, SyncRequest
from plansvar.sources import FolderSource
from plansvar.stores import Stores
from plansvar.verify import verify
from tests.conftest import READER, Desk

MODEL = "hashing-1"


def text(number: int) -> str:
    return f"Tiltak nummer {number}\n\nKommunen skal bygge kai nummer {number} innen 2030.\n"


@pytest.fixture
def planer(desk: Desk) -> Desk:
    """A source of ten documents that are not read in yet."""
    for number in range(10):
        desk.write(f"planer/{number}.txt", text(number))
    return with_source(desk, groups=("public",))


def with_source(desk: Desk, name: str = "planer", **options: object) -> Desk:
    source = FolderSource.model_validate({"path": desk.folder / name, **options})
    sources = {**desk.stores.settings.sources, name: source}
    settings = desk.stores.settings.model_copy(update={"sources": sources})
    return replace(desk, stores=replace(desk.stores, settings=settings))


def run(desk: Desk, *, allow_deletes: bool = False) -> SourceReport:
    [report] = sync(SyncRequest(allow_deletes=allow_deletes), desk.stores)
    assert_whole(desk.stores)
    return report


def assert_whole(stores: Stores) -> None:
    assert verify(stores.engine, stores.index, MODEL).agrees


def names(desk: Desk) -> list[str]:
    return [Path(info.path).name for info in desk.documents()]


def test_first_time_then_nothing_to_do(planer: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(planer)
    assert (len(first.ingest.added), first.moved, first.gone, first.halted) == (10, (), (), None)
    assert {info.source for info in planer.documents()} == {"planer"}

    touched: list[str] = []
    for name in ("upsert", "set_groups", "delete_points"):
        monkeypatch.setattr(EdgeIndex, name, lambda *_, name=name: touched.append(name))
    planer.embedder.embedded.clear()
    other = sqlite3.connect(planer.stores.settings.data / "plansvar.db")
    before = other.execute("PRAGMA data_version").fetchone()
    second = run(planer)
    assert len(second.ingest.unchanged) == 10
    assert (touched, planer.embedder.embedded) == ([], [])
    assert other.execute("PRAGMA data_version").fetchone() == before
    other.close()


def test_new_changed_moved_and_gone(planer: Desk) -> None:
    run(planer)
    before = {Path(info.path).name: info for info in planer.documents()}
    folder = planer.folder / "planer"
    (folder / "0.txt").unlink()
    (folder / "arkiv").mkdir()
    shutil.move(folder / "1.txt", folder / "arkiv" / "flyttet.txt")
    planer.write("planer/2.txt", text(2).replace("kai", "molo"))
    planer.write("planer/ny.txt", text(11))
    planer.embedder.embedded.clear()
    report = run(planer)
    assert [Path(path).name for path in report.ingest.added] == ["ny.txt"]
    assert [Path(path).name for path in report.ingest.changed] == ["2.txt"]
    assert report.moved == ((str(folder / "1.txt"), str(folder / "arkiv" / "flyttet.txt")),)
    assert report.gone == (str(folder / "0.txt"),)
    assert len(planer.embedder.embedded) == 2  # what was moved isn't embedded again
    [moved] = [info for info in planer.documents() if info.path.endswith("flyttet.txt")]
    assert (moved.id, moved.version_id) == (before["1.txt"].id, before["1.txt"].version_id)
    assert "0.txt" not in names(planer)


def test_something_new_where_a_document_was_moved_from(planer: Desk) -> None:
    run(planer)
    folder = planer.folder / "planer"
    for number in range(2):
        shutil.move(folder / "1.txt", folder / f"gammel-{number}.txt")
        assert len(run(planer).moved) == 1
        planer.write("planer/1.txt", text(20 + number))
        assert len(run(planer).ingest.added) == 1
    assert len({info.id for info in planer.documents()}) == 12
    assert len(run(planer).ingest.unchanged) == 12


def test_copies_and_originals_that_stay_are_not_moved(planer: Desk) -> None:
    run(planer)
    folder = planer.folder / "planer"
    shutil.copy(folder / "1.txt", folder / "kopi.txt")
    report = run(planer)
    assert (report.moved, len(report.ingest.added)) == ((), 1)


def test_much_gone_at_once_halts(planer: Desk) -> None:
    run(planer)
    folder = planer.folder / "planer"
    for number in range(3):
        (folder / f"{number}.txt").unlink()
    planer.write("planer/ny.txt", text(11))
    report = run(planer)
    assert report.halted is not None
    assert report.halted.code == "sync.too_many_gone"
    assert report.halted.params == {"path": folder, "gone": 3, "known": 10}
    assert len(names(planer)) == 10  # the new one isn't read either
    report = run(planer, allow_deletes=True)
    assert (len(report.gone), len(report.ingest.added)) == (3, 1)
    (folder / "3.txt").unlink()
    assert len(run(planer).gone) == 1  # one of eight is no landslide


@pytest.mark.parametrize("emptied", [False, True])
def test_a_folder_that_is_away_loses_nothing(planer: Desk, emptied: bool) -> None:
    run(planer)
    folder = planer.folder / "planer"
    shutil.move(folder, planer.folder / "borte")
    if emptied:  # a disk that isn't mounted leaves an empty folder
        folder.mkdir()
    report = run(planer)
    assert report.halted is not None
    assert report.halted.code == ("sync.too_many_gone" if emptied else "sync.unreachable")
    assert len(names(planer)) == 10


def test_one_source_halted_and_the_other_goes_on(planer: Desk) -> None:
    planer.write("vedtak/1.txt", "Styret vedtok budsjettet 1. mai 2024.")
    both = with_source(with_source(planer, "borte"), "vedtak", groups=("styret",))
    reports = {one.source: one for one in sync(SyncRequest(), both.stores)}
    assert reports["borte"].halted is not None
    assert (len(reports["planer"].ingest.added), len(reports["vedtak"].ingest.added)) == (10, 1)
    assert len(both.documents(user("kari", ("styret",)))) == 11
    assert len(both.documents(READER)) == 10
    [only] = sync(SyncRequest(("vedtak",)), both.stores)
    assert only.source == "vedtak"


def test_the_groups_of_the_configuration_count(planer: Desk) -> None:
    run(planer)
    planer.embedder.embedded.clear()
    report = run(with_source(planer, groups=("styret",)))
    assert len(report.ingest.regrouped) == 10
    assert planer.documents(READER) == []
    assert planer.embedder.embedded == []


def test_patterns(planer: Desk) -> None:
    planer.write("planer/arkiv/gammel.txt", text(30))
    run(planer)
    assert "gammel.txt" in names(planer)
    without = with_source(planer, groups=("public",), exclude=("arkiv",))
    assert len(run(without).gone) == 1
    assert "gammel.txt" not in names(planer)


def test_originals_are_kept_and_cleared_away(planer: Desk) -> None:
    run(planer)
    data = planer.stores.settings.data
    kept = sorted(path.name for path in (data / "originals").glob("??/*"))
    assert len(kept) == 10
    content = (planer.folder / "planer" / "1.txt").read_bytes()
    assert content in {original(data, name).read_bytes() for name in kept}
    (planer.folder / "planer" / "1.txt").unlink()
    run(planer)
    assert len(list((data / "originals").glob("??/*"))) == 9


def test_a_bad_file_keeps_its_old_version(planer: Desk) -> None:
    run(planer)
    (planer.folder / "planer" / "1.txt").write_bytes(b"")
    report = run(planer)
    assert [failure.code for failure in report.ingest.failed] == ["read.empty"]
    assert (report.gone, len(names(planer))) == ((), 10)


def test_a_closed_folder_hides_nothing(planer: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    planer.write("planer/lukket/a.txt", text(40))
    run(planer)
    closed = planer.folder / "planer" / "lukket"
    real = __import__("os").scandir

    def scandir(path: object = ".") -> object:
        if str(path) == str(closed):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr("os.scandir", scandir)
    report = run(planer)
    assert [failure.path for failure in report.ingest.failed] == [str(closed)]
    assert (report.gone, "a.txt" in names(planer)) == ((), True)


def test_what_is_not_configured(desk: Desk, planer: Desk) -> None:
    with pytest.raises(SettingsError, match="no_sources"):
        sync(SyncRequest(), desk.stores)
    with pytest.raises(SettingsError, match="unknown_source"):
        sync(SyncRequest(("planr",)), planer.stores)


def test_access_that_is_taken_away_is_gone_though_the_source_halts(planer: Desk) -> None:
    run(planer)
    narrowed = with_source(planer, groups=("styret",))
    folder = planer.folder / "planer"
    folder.rename(planer.folder / "borte")
    report = run(narrowed)
    assert report.halted is not None
    assert report.halted.code == "sync.unreachable"
    assert len(report.ingest.regrouped) == 10
    assert names(narrowed) == []
    (planer.folder / "borte").rename(folder)
    for number in range(5):
        (folder / f"{number}.txt").unlink()
    report = run(with_source(planer, groups=("public",)))
    assert report.halted is not None
    assert report.halted.code == "sync.too_many_gone"
    assert len(names(planer)) == 10


def test_a_source_that_is_no_longer_configured_is_named(planer: Desk) -> None:
    run(planer)
    settings = planer.stores.settings.model_copy(update={"sources": {}})
    other = with_source(replace(planer, stores=replace(planer.stores, settings=settings)), "annet")
    (planer.folder / "annet").mkdir()
    own, forgotten = sync(SyncRequest(), other.stores)
    assert own.halted is None
    assert forgotten.halted is not None
    assert forgotten.halted.code == "sync.not_configured"
    assert forgotten.halted.params == {"source": "planer", "count": 10}
    assert len(sync(SyncRequest(("annet",)), other.stores)) == 1


def test_originals_go_when_they_are_no_longer_to_be_kept(planer: Desk) -> None:
    run(planer)
    kept = planer.stores.settings.data / "originals"
    assert len([path for path in kept.rglob("*") if path.is_file()]) == 10
    run(with_source(planer, groups=("public",), keep_originals=False))
    assert [path for path in kept.rglob("*") if path.is_file()] == []
