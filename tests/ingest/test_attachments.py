"""The attachments of mails become documents of their own."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import asdict, replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest import attached
from ingest.attached import AttachedFile, Problem
from ingest.attachments import Allowance, Mail, sort_out
from ingest.isolation.answer import decode
from ingest.isolation.pool import Readers
from ingest.metadata import NOTHING_GIVEN
from ingest.parse import Parsed, parse
from ingest.readers.limits import DEFAULT
from plansvar.access import user
from plansvar.documents.types import Attachment, DocumentType
from plansvar.scratch import Folders, make_empty, scratch
from plansvar.service import IngestReport
from plansvar.settings import IngestSettings
from plansvar.verify import verify
from tests.conftest import Desk
from tests.ingest.mails import BROKEN, DOCX, NOTE, PDF, PLAN, mail, save
from tests.ingest.readers.ole import ole, properties

LONG_NAME, DATA, SUBJECT, BODY = 0x3707, 0x3701, 0x0037, 0x1000
BOARD = user("styret", ("styret",))


def below(desk: Desk, path: Path) -> list[str]:
    """Paths of what came with a mail, as far as everybody may read it."""
    return [
        one.path.removeprefix(f"{path}/")
        for one in desk.documents()
        if one.path.startswith(f"{path}/")
    ]


def codes(report: IngestReport) -> list[tuple[str, str]]:
    return [(Path(one.path).name, one.code) for one in report.failed]


def whole(desk: Desk) -> bool:
    """Whether index and database agree, and nothing was left in the scratch folder."""
    nothing_left = not (desk.stores.settings.data / "scratch").exists()
    return nothing_left and verify(desk.stores.engine, desk.stores.index, "hashing-1").agrees


def test_each_attachment_is_a_document(desk: Desk) -> None:
    inner = mail(("notat.txt", NOTE), subject="Eldre sak: moloen")
    message = mail(
        ("plan.pdf", PDF.read_bytes()), ("protokoll.docx", DOCX.read_bytes()), (None, inner)
    )
    path = save(desk.folder / "innspill.eml", message)
    report = desk.ingest()
    nested = f"{path}/Eldre sak moloen.eml"
    assert report.added == (
        f"{path}/plan.pdf",
        f"{path}/protokoll.docx",
        f"{nested}/notat.txt",
        nested,
        str(path),
    )
    assert (report.failed, report.skipped) == ((), ())
    found = {one.path: one for one in desk.documents()}
    assert {one.source for one in found.values()} == {"files"}
    pdf, docx = found[f"{path}/plan.pdf"], found[f"{path}/protokoll.docx"]
    assert (pdf.type, docx.type) == (DocumentType.PLAN, DocumentType.MINUTES)
    assert (pdf.page_count or 0) > 1
    assert docx.date == "2023-11-16"
    assert found[str(path)].part_of is None
    assert pdf.part_of == found[nested].part_of == found[str(path)].id
    assert found[f"{nested}/notat.txt"].part_of == found[nested].id
    assert whole(desk)


def test_an_unchanged_mail_is_not_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    save(desk.folder / "a.eml", mail(("plan.txt", PLAN), (None, mail(("notat.txt", NOTE)))))
    first = desk.ingest()
    before = desk.documents()

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was read")

    monkeypatch.setattr(Readers, "submit", refuse)
    second = desk.ingest()
    assert sorted(second.unchanged) == sorted(first.added)
    assert desk.documents() == before


def test_names_that_nobody_should_trust(desk: Desk) -> None:
    message = mail(
        ("../../plan.txt", PLAN),
        ("plan.txt", PLAN + "Og stein."),
        ("plan.txt", PLAN + "Og sand."),
        ("plan (2).txt", PLAN + "Og grus."),
        ("C:\\Windows\\kai.txt", PLAN + "Og leire."),
        ("x" * 300 + ".txt", PLAN + "Og jern."),
        ("..", PLAN),
        ("skjult\u202etxt.\u200btxt", PLAN + "Og glass."),
    )
    nameless = EmailMessage()
    nameless.set_content(NOTE)
    nameless.add_header("Content-Disposition", "attachment")
    message.attach(nameless)
    path = save(desk.folder / "a.eml", message)
    report = desk.ingest()
    names = below(desk, path)
    assert {"plan.txt", "plan (2).txt", "plan (3).txt", "plan (4).txt", "kai.txt"} <= set(names)
    assert "skjulttxt.txt" in names
    assert max(map(len, names)) <= 150
    assert (len(report.added), report.failed, len(report.skipped)) == (9, (), 1)
    assert not any("/" in name or "\\" in name for name in names)
    assert any(name.startswith("vedlegg-9") for name in names)
    assert sorted(one.name for one in desk.folder.iterdir()) == ["a.eml"]
    assert whole(desk)


def test_what_is_not_read_is_skipped_and_named(desk: Desk) -> None:
    message = mail(
        ("logo.png", b"x"), ("møte.ics", b"x"), ("smime.p7s", b"x"), ("alt.zip", b"PK"), ("x", b"x")
    )
    path = save(desk.folder / "a.eml", message)
    report = desk.ingest()
    assert report.added == (str(path),)
    assert report.skipped == tuple(
        f"{path}/{name}" for name in ("logo.png", "møte.ics", "smime.p7s", "alt.zip", "x")
    )
    assert report.failed == ()
    assert len(desk.ingest().unchanged) == 1  # nothing is missing


def test_one_that_fails_is_told_until_its_cause_is_gone(desk: Desk) -> None:
    inner = mail(("ødelagt.txt", BROKEN), ("notat.txt", NOTE), subject="Inni")
    path = save(desk.folder / "a.eml", mail(("plan.txt", PLAN), (None, inner)))
    for times in range(2):
        report = desk.ingest()
        assert codes(report) == [("ødelagt.txt", "read.not_this_format")]
        assert len(report.unchanged) == 4 * times
        assert len(desk.documents()) == 4
    desk.embedder.embedded.clear()
    inner = mail(("ødelagt.txt", PLAN + "Reparert."), ("notat.txt", NOTE), subject="Inni")
    save(path, mail(("plan.txt", PLAN), (None, inner)))
    report = desk.ingest()
    assert (codes(report), len(report.added)) == ([], 1)
    assert len(desk.embedder.embedded) == 1
    assert len(desk.ingest().unchanged) == 5


def test_a_cause_outside_of_the_mail(desk: Desk) -> None:
    """A limit that is raised: the mail's bytes are the same, and its attachment comes."""
    save(desk.folder / "a.eml", mail(("plan.txt", PLAN + "Kai. " * 200), text="Hei."))
    small = desk.stores.settings.model_copy(update={"ingest": IngestSettings(max_characters=500)})
    strict = replace(desk, stores=replace(desk.stores, settings=small))
    assert codes(strict.ingest()) == [("plan.txt", "read.too_much_text")]
    report = desk.ingest()
    assert [Path(path).name for path in report.added] == ["plan.txt"]
    assert [Path(path).name for path in report.unchanged] == ["a.eml"]
    assert len(desk.ingest().unchanged) == 2
    assert whole(desk)


def test_a_mail_in_outlook_format(desk: Desk) -> None:
    part = {
        "__attach_version1.0_#00000000": properties(
            8, {LONG_NAME: "..\\plan.txt", DATA: PLAN.encode()}
        )
    }
    tree = {**properties(32, {SUBJECT: "Innspill", BODY: "Se vedlegg."}), **part}
    path = desk.folder / "a.msg"
    path.write_bytes(ole(tree))  # type: ignore[arg-type]
    assert desk.ingest().added == (f"{path}/plan.txt", str(path))


def test_never_wider_than_the_mail(desk: Desk) -> None:
    marked = "Unntatt offentlighet\n\n" + NOTE
    save(desk.folder / "a.eml", mail(("plan.txt", PLAN), ("notat.txt", marked)))
    save(
        desk.folder / "b.eml",
        mail(("plan.txt", PLAN), text="Unntatt offentlighet\n\nTil orientering."),
    )
    report = desk.ingest(groups=("public", "styret"))
    assert [Path(one.path).name for one in report.withheld] == ["notat.txt", "b.eml"]
    public = {Path(one.path).relative_to(desk.folder).as_posix() for one in desk.documents()}
    assert public == {"a.eml", "a.eml/plan.txt"}
    assert len(desk.documents(BOARD)) == 5
    # Without groups named, all keep theirs; what is new has those of its mail.
    save(desk.folder / "b.eml", mail(("ny.txt", NOTE), text="Unntatt offentlighet\n\nNå med nytt."))
    assert len(desk.ingest(groups=None).added) == 1
    groups = {Path(one.path).name: one.groups for one in desk.documents(BOARD)}
    assert groups["b.eml"] == groups["ny.txt"] == ("styret",)
    # Groups that change for an unchanged mail change for what came with it.
    report = desk.ingest(groups=("styret",))
    assert len(report.regrouped) == 2
    assert desk.documents() == []
    assert whole(desk)


def test_what_is_beyond_a_limit_now_is_not_wider_either(desk: Desk) -> None:
    path = save(desk.folder / "a.eml", mail(("plan.txt", PLAN), ("kai.txt", "Kai. " * 100)))
    desk.ingest()
    small = IngestSettings(max_unzipped_bytes=100)
    settings = desk.stores.settings.model_copy(update={"ingest": small})
    text = "Unntatt offentlighet\n\nTil orientering."
    save(path, mail(("plan.txt", PLAN), ("kai.txt", "Kai. " * 100), text=text))
    report = replace(desk, stores=replace(desk.stores, settings=settings)).ingest()
    assert codes(report) == [("a.eml", "read.attachments_too_large")]
    assert desk.documents() == []


def test_too_many_too_deep_too_large(desk: Desk) -> None:
    many = mail(*((f"{n}.txt", f"Tiltak nummer {n}.") for n in range(attached.MOST_PER_MAIL + 2)))
    path = save(desk.folder / "mange.eml", many)
    report = desk.ingest(path)
    assert len(report.added) == attached.MOST_PER_MAIL + 1
    assert codes(report) == [("mange.eml", "read.too_many_attachments")]
    assert report.failed[0].params == {"limit": 100}

    deep = mail(("for dypt.txt", NOTE), subject="Nivå 4")
    for level in (3, 2, 1, 0):
        deep = mail((None, deep), (f"{level}.txt", f"Notat {level}."), subject=f"Nivå {level}")
    report = desk.ingest(save(desk.folder / "dyp.eml", deep))
    assert (len(report.added), codes(report)) == (
        9,
        [("Nivå 4.eml", "read.attachments_too_deep")],
    )

    small = IngestSettings(max_unzipped_bytes=3_000)
    strict = desk.stores.settings.model_copy(update={"ingest": small})
    large = mail(("a.txt", "Kai. " * 500), ("b.txt", "Molo. " * 500), ("c.txt", PLAN))
    path = save(desk.folder / "stor.eml", large)
    report = replace(desk, stores=replace(desk.stores, settings=strict)).ingest(path)
    assert codes(report) == [("stor.eml", "read.attachments_too_large")]
    assert below(desk, path) == ["a.txt", "c.txt"]
    assert whole(desk)


def test_a_limit_is_the_same_in_every_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.attachments.MOST_IN_ALL", 6)
    inner = [
        mail(*((f"{n}.txt", f"Tiltak {n} i bind {one}.") for n in range(3)), subject=f"Bind {one}")
        for one in range(3)
    ]
    save(desk.folder / "a.eml", mail(*((None, one) for one in inner)))
    for times in range(2):
        report = desk.ingest()
        assert codes(report) == [
            ("Bind 1.eml", "read.too_many_attachments"),
            ("Bind 2.eml", "read.too_many_attachments"),
        ]
        assert (len(report.unchanged), len(desk.documents())) == (7 * times, 7)
    monkeypatch.setattr("ingest.attachments.MOST_IN_ALL", 500)
    assert len(desk.ingest().added) == 6
    assert len(desk.ingest().unchanged) == 13


def test_all_together_are_limited(tmp_path: Path) -> None:
    folder = tmp_path / "ut"
    folder.mkdir()
    found = attached.write(
        [Attachment("a.txt", b"1234"), Attachment("b.txt", b"5")], folder, DEFAULT
    )
    allowance = Allowance(files=1, bytes=100)
    result = sort_out(found, "/a.eml", folder, Mail("d", (), 2, allowance), DEFAULT)
    assert [path for path, _ in result.files] == ["/a.eml/a.txt"]
    assert [(path, error.params) for path, error in result.failed] == [("/a.eml", {"limit": 500})]
    allowance = Allowance(files=5, bytes=4)
    result = sort_out(found, "/a.eml", folder, Mail("d", (), 2, allowance), DEFAULT)
    assert [error.code for _, error in result.failed] == ["read.attachments_too_large"]


def test_what_a_child_put_in_place_of_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("hemmelig", encoding="utf-8")
    folder = tmp_path / "ut"
    folder.mkdir()
    (folder / "1.txt").symlink_to(secret)
    os.link(secret, folder / "2.txt")
    os.mkfifo(folder / "3.txt")
    (folder / "4.txt").mkdir()
    found = [AttachedFile(f"{n}.txt", f"{n}.txt") for n in range(1, 6)]
    result = sort_out(found, "/a.eml", folder, Mail("d", (), 1, Allowance.full(DEFAULT)), DEFAULT)
    assert result.files == ()
    assert [error.code for _, error in result.failed] == ["read.not_a_file"] * 4 + ["read.vanished"]


@pytest.mark.parametrize(
    "said",
    [
        {"name": "../a.txt", "file": "1.txt"},
        {"name": "..", "file": ""},
        {"name": "a\\b.txt", "file": "1.txt"},
        {"name": "a\n.txt", "file": "1.txt"},
        {"name": "a.txt", "file": "../1.txt"},
        {"name": "a.txt", "file": "/etc/passwd.txt"},
        {"name": "a.txt", "file": "1.pdf"},
        {"name": "a.txt", "file": "01.txt"},
        {"name": "a.txt", "file": ""},
        {"name": "a.png", "file": "1.png"},
        {"name": "a" * 300 + ".txt", "file": "1.txt"},
    ],
)
def test_what_a_child_says_is_checked(tmp_path: Path, said: dict[str, str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PLAN, encoding="utf-8")
    value = asdict(parse(path, path, "ingest.readers.text", NOTHING_GIVEN, DEFAULT))
    good = {"name": "a.txt", "file": "1.txt", "problem": None}
    value["attachments"] = [good, {**good, "file": "2.txt"}]
    assert isinstance(decode(json.dumps({"parsed": value}).encode(), DEFAULT), Parsed)
    for attachments in ([{**said, "problem": None}], [good, good]):
        value["attachments"] = attachments
        with pytest.raises(ValueError, match="impossible"):
            decode(json.dumps({"parsed": value}).encode(), DEFAULT)


def test_a_disk_without_room_is_told(tmp_path: Path) -> None:
    found = attached.write([Attachment("a.txt", b"1234")], tmp_path / "borte", DEFAULT)
    assert found == (AttachedFile("a.txt", "", Problem.UNWRITTEN),)
    mail_ = Mail("d", (), 1, Allowance.full(DEFAULT))
    result = sort_out(found, "/a.eml", tmp_path, mail_, DEFAULT)
    assert [error.code for _, error in result.failed] == ["read.attachments_unwritten"]


def test_the_folder_is_ours_alone_and_leftovers_go(tmp_path: Path) -> None:
    left = tmp_path / "scratch" / "1" / "1" / "1.pdf"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x")
    with scratch(tmp_path) as own:
        assert not left.exists()
        folders = Folders(own)
        folder = folders.new()
        make_empty(folder)
        for one in (folder, folder.parent):
            assert stat.S_IMODE(one.stat().st_mode) == 0o700
        attached.write([Attachment("a.txt", b"1")], folder, DEFAULT)
        assert stat.S_IMODE((folder / "1.txt").stat().st_mode) == 0o600
        folders.used(folder)
        assert folder.exists()
        folders.clear()
        assert not folder.exists()
    assert not (tmp_path / "scratch").exists()
