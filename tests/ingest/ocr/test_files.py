"""Scans on their way through the pipeline, and what the user is told."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.ocr import tesseract
from ingest.ocr.files import page_ranges
from ingest.ocr.tesseract import install_command
from ingest.pipeline import ingest
from plansvar import recognised
from plansvar.language.detect import LANGUAGES
from plansvar.messages.catalogue import catalogue_keys, failure_message
from plansvar.service import IngestReport, IngestRequest, Progress
from plansvar.settings import IngestSettings, OcrSettings
from tests.conftest import Desk
from tests.ingest.ocr.scans import calls, fake, put, scan, scanned
from tests.ingest.readers.test_pdf import JOINED, PROSE, make, text

pytestmark = pytest.mark.skipif(os.name == "nt", reason="scripts with #! are not for Windows")
GIVE = 'cat "$hocr"'


def draw(canvas: Canvas) -> None:
    canvas.drawString(90, 700, "Havna bygges ut.")


def mixed(path: Path) -> Path:
    """A page of text between two scanned ones."""
    (image,) = scanned(draw, folder=path.parent.parent)
    pages = (put(image), lambda canvas: text(canvas, 90, *PROSE), put(image))
    return make(path, *pages)  # type: ignore[arg-type]


def go(
    desk: Desk,
    program: Path,
    *,
    enabled: bool = True,
    steps: list[Progress] | None = None,
    workers: int | None = None,
) -> IngestReport:
    own = {
        "ocr": OcrSettings(enabled=enabled, program=str(program), seconds=2.0),
        "ingest": IngestSettings(workers=workers),
    }
    settings = desk.stores.settings.model_copy(update=own)
    stores = replace(desk.stores, settings=settings)
    told = steps if steps is not None else []
    return ingest(IngestRequest((desk.folder,), ("public",)), stores, told.append)


def test_a_scan_becomes_a_document(desk: Desk, tmp_path: Path) -> None:
    path = scan(tmp_path / "skann.pdf", draw, draw).rename(desk.folder / "skann.pdf")
    program = fake(tmp_path / "tesseract", GIVE)
    steps: list[Progress] = []
    report = go(desk, program, steps=steps)
    assert (report.added, report.failed, report.incomplete) == ((str(path),), (), ())
    assert desk.texts() == ["Havna bygges\n\nHavna bygges"]
    assert [step for step in steps if step.stage == "ocr"] == [
        Progress("ocr", 0, 2, "skann.pdf"),
        Progress("ocr", 1, 2, "skann.pdf"),
    ]
    assert go(desk, program).unchanged == (str(path),)
    assert calls(program) == 2


def test_a_data_folder_that_is_named_from_where_one_stands(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = scan(tmp_path / "skann.pdf", draw).rename(desk.folder / "skann.pdf")
    settings = desk.stores.settings.model_copy(update={"data": Path("data her")})
    here = replace(desk, stores=replace(desk.stores, settings=settings))
    assert go(here, fake(tmp_path / "tesseract", GIVE)).added == (str(path),)


def test_without_tesseract_the_rest_is_read_and_the_scan_later(desk: Desk, tmp_path: Path) -> None:
    path = mixed(desk.folder / "blanda.pdf")
    report = go(desk, tmp_path / "nowhere")
    assert report.added == (str(path),)
    (left,) = report.incomplete
    assert (left.code, left.params["pages"]) == ("read.pages_unread", "1, 3")
    assert install_command() in failure_message(left.code, left.params, "nb")
    assert desk.texts() == [JOINED]
    again = go(desk, tmp_path / "nowhere")
    assert (again.unchanged, again.changed, again.incomplete) == ((str(path),), (), (left,))
    report = go(desk, fake(tmp_path / "tesseract", GIVE))
    assert (report.changed, report.incomplete) == ((str(path),), ())
    assert desk.texts() == [f"Havna bygges\n\n{JOINED}\n\nHavna bygges"]


@pytest.mark.parametrize(
    ("does", "languages", "hint"),
    [("", "eng", "ocr_language"), (None, "", "ocr_install"), ("off", "nor", "ocr_off")],
)
def test_a_scan_that_cannot_be_read_says_what_to_do(
    desk: Desk, tmp_path: Path, does: str | None, languages: str, hint: str
) -> None:
    scan(tmp_path / "skann.pdf", draw).rename(desk.folder / "skann.pdf")
    program = tmp_path / "tesseract"
    if does is not None:
        fake(program, GIVE, languages)
    (failure,) = go(desk, program, enabled=does != "off").failed
    assert (failure.code, failure.params["hint"]) == ("read.no_text", hint)
    for language in LANGUAGES:
        told = failure_message(failure.code, failure.params, language)
        assert told.startswith(failure_message("read.no_text", {}, language))
        assert str(failure.params.get("command", "ocr.enabled")) in told


@pytest.mark.parametrize("does", ["sleep 60", "exit 1"])
def test_a_scan_on_which_tesseract_fails(desk: Desk, tmp_path: Path, does: str) -> None:
    scan(tmp_path / "skann.pdf", draw).rename(desk.folder / "skann.pdf")
    (failure,) = go(desk, fake(tmp_path / "tesseract", does)).failed
    assert failure.code == "read.scan_failed"


def test_one_page_that_fails_is_named(desk: Desk, tmp_path: Path) -> None:
    path = scan(tmp_path / "skann.pdf", draw, draw).rename(desk.folder / "skann.pdf")
    program = tmp_path / "tesseract"
    fake(program, f"[ $(wc -l < '{program.with_name('calls')}') -ne 1 ] || exit 1; {GIVE}")
    report = go(desk, program)
    assert (report.added, desk.texts()) == ((str(path),), ["Havna bygges"])
    (left,) = report.incomplete
    assert (left.code, left.params) == ("read.pages_unread", {"pages": "1", "hint": "ocr_failed"})
    # The page may have failed because the machine was busy: the next run tries again.
    report = go(desk, program)
    assert (report.changed, report.incomplete) == ((str(path),), ())
    assert desk.texts() == ["Havna bygges\n\nHavna bygges"]


def test_pages_that_can_be_read_later_are_added_one_by_one(desk: Desk, tmp_path: Path) -> None:
    path = scan(tmp_path / "skann.pdf", draw, draw, draw).rename(desk.folder / "skann.pdf")
    program = tmp_path / "tesseract"
    # One at a time, so that the first call is that of the first page.
    count = f"$(wc -l < '{program.with_name('calls')}')"
    fake(program, f"[ {count} -eq 1 ] || exit 1; {GIVE}")
    assert go(desk, program, workers=1).incomplete[0].params["pages"] == "2–3"
    fake(program, f"[ {count} -eq 4 ] || exit 1; {GIVE}")
    report = go(desk, program, workers=1)
    assert (report.changed, report.incomplete[0].params["pages"]) == ((str(path),), "3")
    assert desk.texts() == ["Havna bygges\n\nHavna bygges"]
    assert go(desk, program, workers=1).unchanged == (str(path),)


def test_two_files_at_once_and_one_for_both_copies(desk: Desk, tmp_path: Path) -> None:
    for name, top in (("a", 700), ("b", 600)):
        page = partial(_draw_at, top)
        scan(tmp_path / f"{name}.pdf", page, page).rename(desk.folder / f"{name}.pdf")
    shutil.copy(desk.folder / "a.pdf", desk.folder / "c.pdf")
    # Each page tells how many are being read with it.
    meet = f"touch '{tmp_path}'/$$.on; sleep 0.4; ls '{tmp_path}'/*.on | wc -l >> '{tmp_path}/seen'"
    program = fake(tmp_path / "tesseract", f"{meet}; rm '{tmp_path}'/$$.on; {GIVE}")
    report = go(desk, program, workers=2)
    assert (len(report.added), report.failed, calls(program)) == (3, (), 4)
    assert "2" in (tmp_path / "seen").read_text("utf-8").split()


def _draw_at(top: int, canvas: Canvas) -> None:
    canvas.drawString(90, top, "Havna bygges ut.")


def test_what_was_recognised_goes_with_the_document(desk: Desk, tmp_path: Path) -> None:
    path = scan(tmp_path / "skann.pdf", draw).rename(desk.folder / "skann.pdf")
    program = fake(tmp_path / "tesseract", GIVE)
    go(desk, program)
    kept = recognised.folder(desk.stores.settings.data)
    assert len(list(kept.iterdir())) == 1
    path.unlink()
    make(path, lambda canvas: text(canvas, 90, *PROSE) and None)
    go(desk, program)
    assert list(kept.iterdir()) == []


def test_every_hint_has_its_words() -> None:
    hints = {key for key in catalogue_keys("nb") if key.startswith("hint.")}
    assert hints == {f"hint.ocr_{name}" for name in ("install", "language", "off", "failed")}


@pytest.mark.parametrize(
    ("system", "release", "command"),
    [
        ("linux", {"ID": "debian"}, "apt-get install tesseract-ocr tesseract-ocr-nor"),
        ("linux", {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "apt-get install tesseract-ocr"),
        ("linux", {"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "dnf install tesseract "),
        ("linux", {"ID": "opensuse-leap", "ID_LIKE": "suse opensuse"}, "zypper install"),
        ("linux", {"ID": "other"}, "https://tesseract-ocr.github.io/"),
        ("darwin", {}, "brew install tesseract tesseract-lang"),
        ("win32", {}, "winget install"),
    ],
)
def test_the_command_of_the_system(
    monkeypatch: pytest.MonkeyPatch, system: str, release: dict[str, str], command: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: release)
    assert command in install_command()
    assert tesseract.sys.platform == system


def test_page_numbers_as_people_write_them() -> None:
    assert page_ranges((3,)) == "3"
    assert page_ranges((1, 2, 3, 5, 9, 8)) == "1–3, 5, 8–9"
