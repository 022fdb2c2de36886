"""Reading in: what a run reports and what is stored after it."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from ingest import pipeline
from ingest.pipeline import ingest
from ingest.readers import registry
from plansvar.access import user
from plansvar.database import reads, writes
from plansvar.documents.types import DocumentType
from plansvar.errors import NotFoundError
from plansvar.index import Point, SearchFilter
from plansvar.index.chunk_points import stored_points
from plansvar.index.edge import EdgeIndex
from plansvar.service import IngestFailure, IngestRequest, Progress
from tests.conftest import READER, Desk

MOLO = "Molo i Sund\n\nMoloen skal stå ferdig i 2030. Den bygges av stein fra Nes.\n"
KAI = "Kai i Sund\n\nKaia skal bygges av tre, og den skal ha torg og kafé.\n"


def indexed(desk: Desk, *groups: str) -> int:
    return desk.stores.index.count(SearchFilter(groups=groups or ("public",)))


def agree(desk: Desk) -> bool:
    """Whether the index holds exactly the chunks that some reader may see."""
    return sorted(desk.stores.index.ids()) == writes.current_chunks(desk.stores.engine)


def test_new_changed_and_unchanged(desk: Desk) -> None:
    molo, kai = desk.write("molo.txt", MOLO), desk.write("under/kai.txt", KAI)
    first = desk.ingest()
    assert (first.added, first.changed, first.unchanged) == ((str(molo), str(kai)), (), ())
    assert first.chunks == len(list(desk.stores.index.ids())) == 2
    desk.write("under/kai.txt", KAI.replace("tre", "betong"))
    second = desk.ingest()
    assert (second.added, second.changed, second.unchanged) == ((), (str(kai),), (str(molo),))
    assert [info.path for info in desk.documents()] == [str(molo), str(kai)]
    assert agree(desk)


def test_an_unchanged_file_costs_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("molo.txt", MOLO)
    desk.ingest()
    desk.embedder.embedded.clear()
    touched: list[str] = []
    for name in ("upsert", "set_groups", "delete_points"):
        monkeypatch.setattr(EdgeIndex, name, lambda *_, name=name: touched.append(name))
    other = sqlite3.connect(desk.stores.settings.data / "plansvar.db")
    before = other.execute("PRAGMA data_version").fetchone()
    report = desk.ingest()
    # The number changes when another connection has written anything.
    assert other.execute("PRAGMA data_version").fetchone() == before
    other.close()
    assert (len(report.unchanged), report.chunks) == (1, 0)
    assert (touched, desk.embedder.embedded) == ([], [])


def test_new_content_comes_and_old_content_goes(desk: Desk) -> None:
    desk.write("molo.txt", MOLO)
    desk.ingest()
    old = desk.documents()[0]
    desk.write("molo.txt", MOLO.replace("stein", "betong"))
    desk.ingest()
    new = desk.documents()[0]
    assert (new.id, new.path) == (old.id, old.path)
    assert new.version_id != old.version_id
    assert "betong" in desk.texts()[0]
    assert "stein" not in desk.texts()[0]
    assert reads.text(desk.stores.engine, READER, old.version_id) is None
    assert agree(desk)


def test_content_that_comes_back_is_seen_again(desk: Desk) -> None:
    for text in (MOLO, KAI, MOLO):
        desk.write("molo.txt", text)
        desk.ingest()
        assert desk.texts()[0].startswith(text[:4])
        assert agree(desk)


def test_only_new_texts_are_embedded(desk: Desk) -> None:
    desk.write("molo.md", "# Havn\n\n## Molo\n\nAv stein.\n\n## Kai\n\nAv tre.\n")
    desk.ingest()
    desk.embedder.embedded.clear()
    desk.write("molo.md", "# Havn\n\n## Molo\n\nAv stein.\n\n## Kai\n\nAv betong.\n")
    desk.ingest()
    assert desk.embedder.embedded == ["Havn › Kai\nAv betong."]
    desk.embedder.embedded.clear()
    desk.write("kopi.md", "# Havn\n\n## Molo\n\nAv stein.\n")
    desk.ingest()
    assert desk.embedder.embedded == []
    assert agree(desk)


def test_many_documents_are_published_in_batches(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "CHUNKS_PER_BATCH", 3)
    for number in range(7):
        desk.write(f"{number}.txt", MOLO.replace("2030", str(2030 + number)))
    steps: list[Progress] = []
    report = ingest(IngestRequest((desk.folder,), ("public",)), desk.stores, steps.append)
    assert (len(report.added), report.chunks, len(desk.documents())) == (7, 7, 7)
    reading = [(step.done, step.total) for step in steps if step.stage == "read"]
    assert reading == [(number, 7) for number in range(8)]
    assert [step.done for step in steps if step.stage == "embed"] == [3, 3, 1]
    assert agree(desk)


def test_a_bad_file_is_reported_and_the_run_goes_on(desk: Desk) -> None:
    empty = desk.write("a-tom.txt", "")
    broken = desk.write("b.pdf", "ikke en pdf")
    furniture = desk.write("c.txt", "Til toppen\n")
    molo = desk.write("molo.txt", MOLO)
    picture = desk.write("bilde.png", "x")
    report = desk.ingest()
    assert report.added == (str(molo),)
    assert report.skipped == (str(picture),)
    assert report.failed == (
        IngestFailure(str(empty), "read.empty", {}),
        IngestFailure(str(broken), "read.not_this_format", {}),
        IngestFailure(str(furniture), "read.no_text", {}),
    )
    assert desk.ingest(picture).failed[0].params == {"suffix": ".png"}


def test_a_file_that_fails_keeps_its_old_version(desk: Desk) -> None:
    path = desk.write("molo.txt", MOLO)
    desk.ingest()
    texts = desk.texts()
    path.write_bytes(b"\x00\x01\x02")
    report = desk.ingest()
    assert [failure.code for failure in report.failed] == ["read.not_this_format"]
    assert desk.texts() == texts
    assert agree(desk)


def test_a_file_that_cannot_be_opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("molo.txt", MOLO)
    opened = os.open

    def refuse(path: Any, *args: Any, **kwargs: Any) -> int:
        if str(path).endswith("molo.txt"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)
    (failure,) = desk.ingest().failed
    assert (failure.code, failure.params) == ("read.unreadable", {"reason": "Permission denied"})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_named_and_the_rest_is_read(desk: Desk) -> None:
    molo = desk.write("molo æ.txt", MOLO)
    pipe, link = desk.folder / "rør.txt", desk.folder / "lenke.txt"
    os.mkfifo(pipe)
    link.symlink_to("/etc/hostname")
    report = desk.ingest()
    assert report.added == (str(molo),)
    assert {one.path: one.code for one in report.failed} == {
        str(pipe): "read.not_a_file",
        str(link): "read.link_outside",
    }
    assert [one.code for one in desk.ingest(pipe).failed] == ["read.not_a_file"]


def test_a_file_that_kills_its_reader_fails_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.SUFFIXES, ".farlig", "tests.ingest.bad_readers")
    bad = desk.write("a.farlig", "signal SIGSEGV")
    good = desk.write("b.farlig", "hei på deg")
    molo = desk.write("molo.txt", MOLO)
    report = desk.ingest()
    assert report.added == (str(good), str(molo))
    assert report.failed == (IngestFailure(str(bad), "read.parser_crash", {}),)


def test_an_unchanged_run_starts_no_process_and_loads_no_reader(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("molo.txt", MOLO)
    desk.write("kai.html", "<html><body><p>Kaia skal bygges av tre.</p></body></html>")
    desk.ingest()

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.delitem(sys.modules, "ingest.readers.html", raising=False)
    assert len(desk.ingest().unchanged) == 2
    assert "ingest.readers.html" not in sys.modules


def test_results_come_in_the_order_of_the_files(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.SUFFIXES, ".farlig", "tests.ingest.bad_readers")
    paths = [desk.write("a.farlig", "vent 0.4")]
    paths += [desk.write(f"b{number}.txt", f"{MOLO} {number}") for number in range(6)]
    assert desk.ingest().added == tuple(map(str, paths))


def test_a_missing_path_stops_the_run_before_it_begins(desk: Desk) -> None:
    molo = desk.write("molo.txt", MOLO)
    with pytest.raises(NotFoundError, match=r"path\.missing"):
        desk.ingest(molo, desk.folder / "borte.txt")
    assert desk.documents() == []


def test_the_data_folder_is_not_read(desk: Desk) -> None:
    (desk.stores.settings.data / "notat.txt").write_text(MOLO, encoding="utf-8")
    desk.write("molo.txt", MOLO)
    report = desk.ingest(desk.folder.parent)
    assert report.added == (str(desk.folder / "molo.txt"),)


def test_groups_change_without_embedding(desk: Desk) -> None:
    path = desk.write("molo.txt", MOLO)
    desk.ingest(groups=("public", "internal"))
    desk.embedder.embedded.clear()
    report = desk.ingest(groups=("styret", "styret"))
    assert (report.regrouped, report.unchanged) == ((str(path),), ())
    assert desk.embedder.embedded == []
    assert desk.documents() == []
    board = user("kari", ("styret",))
    assert [info.groups for info in desk.documents(board)] == [("styret",)]
    assert (indexed(desk, "public", "internal"), indexed(desk, "styret")) == (0, 1)


def test_nobody_may_read_what_no_group_may(desk: Desk) -> None:
    desk.write("molo.txt", MOLO)
    desk.ingest(groups=())
    assert desk.documents(user("kari", ("styret", "internal"))) == []
    assert indexed(desk, "public", "styret", "internal") == 0


def test_without_groups_nothing_is_widened(desk: Desk) -> None:
    """A new document gets the default of the settings, a known one keeps what it has."""
    desk.write("molo.txt", MOLO)
    desk.ingest(groups=("styret",))
    desk.write("kai.txt", KAI)
    desk.write("molo.txt", MOLO + "Og sand.\n")
    desk.ingest(groups=None)
    everybody = user("kari", ("styret", "internal"))
    assert {Path(info.path).name: info.groups for info in desk.documents(everybody)} == {
        "kai.txt": ("internal",),
        "molo.txt": ("styret",),
    }
    assert len(desk.ingest(groups=None).unchanged) == 2


def test_a_forced_type_reads_the_file_anew(desk: Desk) -> None:
    path = desk.write("molo.txt", MOLO)
    desk.ingest()
    request = IngestRequest((path,), ("public",), DocumentType.MINUTES)
    assert ingest(request, desk.stores).changed == (str(path),)
    assert desk.documents()[0].type is DocumentType.MINUTES
    assert ingest(request, desk.stores).unchanged == (str(path),)


def test_a_rebuild_would_write_the_same_points(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ingestion wrote, seen through the index, equals what comes out of the database."""
    written: list[Point] = []
    keep = desk.stores.index.upsert

    def upsert(points: Iterable[Point]) -> int:
        batch = list(points)
        written.extend(batch)
        return keep(batch)

    monkeypatch.setattr(desk.stores.index, "upsert", upsert)
    desk.write("2021-03-04-molo.txt", MOLO)
    desk.write("kai.txt", "Publisert i mai 2020\n\n" + KAI)
    desk.ingest(groups=("styret", "public"))
    url = f"sqlite:///{desk.stores.settings.data / 'plansvar.db'}"
    again = list(stored_points(url, desk.embedder.model_key, desk.stores.analyser))
    assert [_plain(point) for point in again] == sorted(_plain(point) for point in written)
    for one, other in zip(again, sorted(written, key=lambda point: point.id), strict=True):
        assert one.dense @ other.dense > 0.9999
    assert {point.date_from for point in again} == {20210304, 20200501}


def _plain(point: Point) -> str:
    fields = [getattr(point, name) for name in Point.__slots__ if name not in {"dense", "sparse"}]
    return str([*fields, point.sparse])
