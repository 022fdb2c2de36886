"""Attachments that can be read only in part, or only once another program is installed."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.isolation.pool import Readers
from plansvar.service import IngestReport, Progress
from plansvar.settings import IngestSettings, OcrSettings
from tests.conftest import Desk
from tests.ingest.mails import DOCX, PLAN, mail, save
from tests.ingest.ocr.scans import calls, fake, scan
from tests.ingest.ocr.test_files import GIVE, draw, mixed
from tests.ingest.ocr.test_files import go as read_scans
from tests.ingest.old_files import make_old, needs_libreoffice
from tests.ingest.test_attachments_sync import state

pytestmark = pytest.mark.skipif(os.name == "nt", reason="scripts with #! are not for Windows")


def names(paths: tuple[str, ...]) -> list[str]:
    return [Path(path).name for path in paths]


def told(report: IngestReport) -> list[tuple[str, str]]:
    return [(Path(one.path).name, one.code) for one in (*report.failed, *report.incomplete)]


def test_scanned_attachments_are_read_once_tesseract_is_there(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "utkast").mkdir()
    partly = mixed(tmp_path / "utkast" / "blanda.pdf").read_bytes()
    wholly = scan(tmp_path / "utkast" / "skann.pdf", draw, draw).read_bytes()
    inner = mail(("blanda.pdf", partly), subject="Inni")
    save(desk.folder / "a.eml", mail(("skann.pdf", wholly), ("plan.txt", PLAN), (None, inner)))
    first = read_scans(desk, tmp_path / "nowhere")
    missing = [("skann.pdf", "read.no_text"), ("blanda.pdf", "read.pages_unread")]
    assert names(first.added) == ["plan.txt", "blanda.pdf", "Inni.eml", "a.eml"]
    assert told(first) == missing
    before = state(desk.stores.engine)
    # Told again each time, and nothing is embedded for it.
    desk.embedder.embedded.clear()
    again = read_scans(desk, tmp_path / "nowhere")
    assert (told(again), len(again.unchanged), again.changed) == (missing, 4, ())
    assert (desk.embedder.embedded, state(desk.stores.engine)) == ([], before)

    program, steps = fake(tmp_path / "tesseract", GIVE), list[Progress]()
    report = read_scans(desk, program, steps=steps)
    assert (names(report.added), names(report.changed)) == (["skann.pdf"], ["blanda.pdf"])
    assert (told(report), len(report.unchanged)) == ([], 3)
    assert {step.item for step in steps if step.stage == "ocr"} == {"skann.pdf", "blanda.pdf"}
    assert calls(program) == 4
    # From here on the mail is whole.
    monkeypatch.setattr(Readers, "submit", lambda *_: pytest.fail("a file was read"))
    assert len(read_scans(desk, program).unchanged) == 5
    kept = desk.stores.settings.data / "ocr"
    assert len(list(kept.iterdir())) == 2


def test_what_was_recognised_of_an_attachment_goes_with_it(desk: Desk, tmp_path: Path) -> None:
    content = scan(tmp_path / "skann.pdf", draw).read_bytes()
    path = save(desk.folder / "a.eml", mail(("skann.pdf", content), text="Unike ord om moloen."))
    program = fake(tmp_path / "tesseract", GIVE)
    assert len(read_scans(desk, program).added) == 2
    save(path, mail(text="Unike ord om moloen."))
    assert names(read_scans(desk, program).gone) == ["skann.pdf"]
    assert list((desk.stores.settings.data / "ocr").iterdir()) == []


@needs_libreoffice
def test_an_old_attachment_is_read_once_libreoffice_is_there(desk: Desk, tmp_path: Path) -> None:
    old = make_old(DOCX, tmp_path / "protokoll.doc").read_bytes()
    save(desk.folder / "a.eml", mail(("protokoll.doc", old), ("plan.txt", PLAN)))

    def go(office: Path | None) -> IngestReport:
        own = {
            "ingest": IngestSettings(office_program=str(office) if office else None),
            "ocr": OcrSettings(enabled=False),
        }
        settings = desk.stores.settings.model_copy(update=own)
        return replace(desk, stores=replace(desk.stores, settings=settings)).ingest()

    for times in range(2):
        report = go(tmp_path / "nowhere")
        assert told(report) == [("protokoll.doc", "read.needs_libreoffice")]
        assert (len(report.added), len(report.unchanged)) == (2 - 2 * times, 2 * times)
    report = go(Path(shutil.which("soffice") or "soffice"))
    assert (told(report), names(report.added)) == ([], ["protokoll.doc"])
    assert len(go(None).unchanged) == 3
