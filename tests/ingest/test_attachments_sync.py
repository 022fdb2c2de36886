"""Attachments while their mails change, move and go; and after a run that was stopped."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from ingest import pipeline, publish
from ingest.pipeline import ingest
from ingest.sync import sync
from plansvar.database import parts, writes
from plansvar.errors import NotFoundError
from plansvar.local import LocalService, Pipelines
from plansvar.scratch import Folders
from plansvar.service import IngestRequest, SourceReport, SyncRequest
from plansvar.verify import verify
from tests.conftest import READER, Desk
from tests.ingest.mails import NOTE, PLAN, mail, save
from tests.ingest.test_pipeline_switch import open_stores
from tests.ingest.test_sync import with_source

INNER = mail(("notat.txt", NOTE), subject="Inni")
OLD = mail(("plan.txt", PLAN), ("bort.txt", "Havna i Vik skal mudres."), (None, INNER))
NEW = mail(
    ("plan.txt", PLAN + "Den skal ha torg."),
    ("ny.txt", "Fergeleiet i Nes flyttes."),
    (None, mail(("notat.txt", NOTE + "Og sand."), subject="Inni")),
    text="Vedlagt følger nye innspill.",
)


@pytest.fixture
def post(desk: Desk) -> Desk:
    """A source with a mail that has attachments, and some other files; all of it is read in."""
    desk = with_source(desk, "post", groups=("public",))
    save(desk.folder / "post" / "a.eml", OLD)
    for number in range(6):
        desk.write(f"post/{number}.txt", f"Kommunen skal bygge kai nummer {number} innen 2030.")
    report = run(desk)
    assert len(report.ingest.added) == 11
    return desk


def run(desk: Desk, *, allow_deletes: bool = False) -> SourceReport:
    [report] = sync(SyncRequest(allow_deletes=allow_deletes), desk.stores)
    assert verify(desk.stores.engine, desk.stores.index, "hashing-1").agrees
    return report


def state(engine: Engine) -> list[tuple[object, ...]]:
    """All that can be seen: each document with what it came with, its text and its readers."""
    statement = (
        "SELECT d.path, d.source, m.path, v.text, v.parts_missing,"
        ' (SELECT group_concat(g."group") FROM document_groups g WHERE g.document_id = d.id)'
        " FROM documents d JOIN versions v ON v.id = d.current_version_id"
        " LEFT JOIN documents m ON m.id = d.part_of ORDER BY d.path"
    )
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def named(desk: Desk) -> list[str]:
    return sorted(
        str(Path(one.path).relative_to(desk.folder / "post"))
        for one in desk.documents()
        if ".eml" in one.path
    )


def test_many_mails_leave_the_disk_its_room(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plansvar.scratch._MOST_USED", 2)
    desk = with_source(desk, "post", groups=("public",))
    for number in range(5):
        save(desk.folder / "post" / f"{number}.eml", mail(("plan.txt", f"{PLAN} {number}")))
    most, clear = 0, Folders.clear

    def counted(folders: Folders) -> None:
        nonlocal most
        most = max(most, len(folders._used))
        clear(folders)

    monkeypatch.setattr(Folders, "clear", counted)
    assert len(run(desk).ingest.added) == 10
    assert most == 2
    assert len(list((desk.stores.settings.data / "originals").glob("??/*"))) == 10


def test_a_changed_mail_brings_its_list_in_line(post: Desk) -> None:
    ids = {one.path: one.id for one in post.documents()}
    post.embedder.embedded.clear()
    path = save(post.folder / "post" / "a.eml", NEW)
    report = run(post)
    assert report.halted is None
    assert report.gone == (f"{path}/bort.txt",)
    assert report.ingest.added == (f"{path}/ny.txt",)
    assert len(report.ingest.changed) == 4
    assert named(post) == [
        "a.eml",
        "a.eml/Inni.eml",
        "a.eml/Inni.eml/notat.txt",
        "a.eml/ny.txt",
        "a.eml/plan.txt",
    ]
    assert all(one.id == ids.get(one.path, one.id) for one in post.documents())
    kept = post.stores.settings.data / "originals"
    assert len(list(kept.glob("??/*"))) == 11
    assert len(run(post).ingest.unchanged) == 11


def test_an_attachment_that_stays_the_same_is_not_embedded_again(post: Desk) -> None:
    post.embedder.embedded.clear()
    save(post.folder / "post" / "a.eml", mail(("plan.txt", PLAN), text="Planen igjen.\n"))
    report = run(post)
    assert len(report.gone) == 3
    assert len(post.embedder.embedded) == 1
    assert [Path(path).name for path in report.ingest.changed] == ["a.eml"]


def test_a_mail_that_goes_takes_them_along(post: Desk) -> None:
    path = post.folder / "post" / "a.eml"
    path.unlink()
    report = run(post)  # one of seven documents is no fifth of them, whatever came with it
    assert (report.halted, len(report.gone)) == (None, 5)
    assert named(post) == []
    assert len(list((post.stores.settings.data / "originals").glob("??/*"))) == 6


def test_a_mail_that_moves_takes_them_along(post: Desk) -> None:
    before = {one.id: one.version_id for one in post.documents()}
    post.embedder.embedded.clear()
    folder = post.folder / "post"
    (folder / "arkiv").mkdir()
    shutil.move(folder / "a.eml", folder / "arkiv" / "b.eml")
    report = run(post)
    assert report.moved == ((str(folder / "a.eml"), str(folder / "arkiv" / "b.eml")),)
    assert (report.gone, report.ingest.added, len(report.ingest.unchanged)) == ((), (), 11)
    assert {one.id: one.version_id for one in post.documents()} == before
    assert named(post)[:2] == ["arkiv/b.eml", "arkiv/b.eml/Inni.eml"]
    # Where it lay before, another mail with attachments of the same names is something new.
    save(folder / "a.eml", mail(("plan.txt", PLAN + "En annen plan.")))
    report = run(post)
    assert (len(report.ingest.added), len({one.id for one in post.documents()})) == (2, 13)
    assert len(run(post).ingest.unchanged) == 13


def test_groups_of_the_source_are_theirs(post: Desk) -> None:
    report = run(with_source(post, "post", groups=("styret",)))
    assert len(report.ingest.regrouped) == 11
    assert post.documents(READER) == []


def test_a_folder_in_place_of_the_mail(post: Desk) -> None:
    path = post.folder / "post" / "a.eml"
    path.unlink()
    post.write("post/a.eml/plan.txt", PLAN)
    report = run(post)
    assert (len(report.gone), report.ingest.added) == (5, (f"{path}/plan.txt",))
    assert [one.part_of for one in post.documents()] == [None] * 7
    assert len(run(post).ingest.unchanged) == 7


def test_a_mail_that_cannot_be_read_any_more_keeps_all(post: Desk) -> None:
    (post.folder / "post" / "a.eml").write_bytes(b"")
    report = run(post)
    assert [one.code for one in report.ingest.failed] == ["read.empty"]
    assert (report.gone, len(named(post))) == ((), 5)


# Taking out


def removed(desk: Desk, *targets: str) -> list[str]:
    service = LocalService(desk.stores.settings, Pipelines(None, None, None, None))  # type: ignore[arg-type]
    service.__dict__.update(stores=desk.stores, _engine=desk.stores.engine)
    service.__dict__["_index"] = desk.stores.index
    return sorted(Path(one.path).name for one in service.remove(targets, READER))


def test_removing_a_mail_removes_what_came_with_it(post: Desk) -> None:
    [mail_id] = [one.id for one in post.documents() if one.path.endswith("/a.eml")]
    parts_of_it = ["Inni.eml", "a.eml", "bort.txt", "notat.txt", "plan.txt"]
    # Also what this user may not read, which isn't told of.
    [hidden] = [one for one in post.documents() if one.path.endswith("/bort.txt")]
    writes.set_groups(post.stores.engine, hidden.id, ("styret",))
    assert removed(post, mail_id) == [name for name in parts_of_it if name != "bort.txt"]
    assert len(state(post.stores.engine)) == 6
    assert len(run(post).ingest.added) == 5


def test_removing_an_attachment_lasts_until_the_next_sync(post: Desk) -> None:
    before = state(post.stores.engine)
    assert removed(post, str(post.folder / "post/a.eml/Inni.eml/notat.txt")) == ["notat.txt"]
    assert len(named(post)) == 4
    assert [Path(path).name for path in run(post).ingest.added] == ["notat.txt"]
    assert state(post.stores.engine) == before
    with pytest.raises(NotFoundError):
        removed(post, str(post.folder / "post/a.eml/borte.txt"))


# Runs that are stopped


class StoppedError(BaseException):
    """What stops a run in these tests."""


STEPS = [
    (parts, "set_parts_missing", 0),
    (parts, "set_parts_missing", 1),
    (writes, "hide", 0),
    (writes, "add_version", 2),
    (writes, "activate", 0),
    (writes, "activate", 4),
    (publish, "sweep", 0),
]


@pytest.mark.parametrize(("module", "name", "number"), STEPS)
@pytest.mark.parametrize("goes_on", ["new", "old"])
def test_a_stopped_run_and_another_one_are_like_one(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    number: int,
    goes_on: str,
) -> None:
    """Also where the mail is put back to what it was before the run that was stopped."""
    path = save(desk.folder / "a.eml", OLD)
    desk.ingest()
    wanted = state(desk.stores.engine)
    if goes_on == "new":
        save(path, NEW)
        desk.ingest()
        wanted = state(desk.stores.engine)
        save(path, OLD)
        desk.ingest()
    real, calls = getattr(module, name), iter(range(100))

    def stop(*args: object, **kwargs: object) -> object:
        if next(calls) == number:
            raise StoppedError
        return real(*args, **kwargs)

    save(path, NEW)
    with monkeypatch.context() as patch, pytest.raises(StoppedError):
        patch.setattr(module, name, stop)
        desk.ingest()
    save(path, NEW if goes_on == "new" else OLD)
    desk.ingest()
    assert state(desk.stores.engine) == wanted
    assert verify(desk.stores.engine, desk.stores.index, "hashing-1").agrees
    assert not (desk.stores.settings.data / "scratch").exists()


def run_killed_before_the_mail(folder: Path) -> None:
    """For a child process: read a mail in, and be killed where it would be seen itself."""
    import os

    real = writes.activate

    def activate(engine: Engine, document_id: str, *rest: object) -> None:
        if document_id in json.loads((folder / "mail.json").read_text("utf-8")):
            os.kill(os.getpid(), signal.SIGKILL)
        real(engine, document_id, *rest)  # type: ignore[arg-type]

    writes.activate = activate  # type: ignore[assignment]
    pipeline.ingest(IngestRequest((folder / "post",), ("public",)), open_stores(folder))


@pytest.mark.parametrize("stays", [True, False])
def test_a_killed_run(no_settings: Path, stays: bool) -> None:
    from plansvar.documents.stored import document_id

    path = save(no_settings / "post" / "a.eml", OLD)
    (no_settings / "post" / "b.txt").write_text(PLAN, encoding="utf-8")
    ids = json.dumps([document_id("files", str(path))])
    (no_settings / "mail.json").write_text(ids, encoding="utf-8")
    code = (
        "from pathlib import Path\n"
        "from tests.ingest.test_attachments_sync import run_killed_before_the_mail\n"
        f"run_killed_before_the_mail(Path({str(no_settings)!r}))\n"
    )
    repository = Path(__file__).parents[2]
    child = subprocess.run([sys.executable, "-c", code], cwd=repository, check=False)
    assert child.returncode == -signal.SIGKILL
    assert list((no_settings / "data" / "scratch").rglob("1.txt"))
    if not stays:  # what came with a mail that was never seen itself must not stay
        path.unlink()
    stores = open_stores(no_settings)
    assert len(state(stores.engine)) == 4
    report = ingest(IngestRequest((no_settings / "post",), ("public",)), stores)
    assert len(report.added) == (6 if stays else 1)
    assert len(state(stores.engine)) == (6 if stays else 1)
    assert verify(stores.engine, stores.index, "hashing-1").agrees
    assert not (no_settings / "data" / "scratch").exists()
    stores.index.close()
    stores.engine.dispose()
