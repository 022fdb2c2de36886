"""LibreOffice in the process that reads a file: it ends with it, and leaves nothing."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from ingest.content import content_hash
from ingest.isolation import scratch
from ingest.isolation.pool import Readers
from ingest.metadata import NOTHING_GIVEN
from ingest.readers.limits import DEFAULT, Limits
from plansvar.errors import ReadError
from plansvar.settings import IngestSettings
from tests.conftest import Desk
from tests.ingest.old_files import make_old, needs_libreoffice
from tests.ingest.readers.ole import ole
from tests.ingest.test_isolation import REPOSITORY, is_gone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs Unix")

MODULE = "ingest.readers.old_office"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files that nobody else uses."""
    folder = tmp_path / "t"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def program(tmp_path: Path, does: str) -> Limits:
    """Limits with a LibreOffice that does this instead."""
    path = tmp_path / "soffice"
    path.write_text(f"#!/bin/sh\n{does}\n", "utf-8")
    path.chmod(0o755)
    return replace(DEFAULT, office_program=str(path))


def fake_doc(tmp_path: Path) -> Path:
    path = tmp_path / "plan.doc"
    path.write_bytes(ole({"WordDocument": bytes(5000)}))
    return path


def read(path: Path, limits: Limits, seconds: float = 60.0) -> str:
    """The text of a file, read in a process of its own."""
    with Readers(IngestSettings(workers=1, office_seconds=seconds), limits) as readers:
        future = readers.submit(path, path.name, MODULE, NOTHING_GIVEN, content_hash(path))
        return future.result(timeout=90).parsed.document.text


def waits_for(holds: Callable[[], object], seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(holds())


@needs_libreoffice
def test_a_doc(tmp_path: Path, temporary: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Kaia skal stå ferdig i 2027.")
    document.save(str(tmp_path / "ny.docx"))
    path = make_old(tmp_path / "ny.docx", tmp_path / "plan.doc")
    assert read(path, DEFAULT) == "Kaia skal stå ferdig i 2027."
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("does", "code"),
    [
        ("exit 1", "read.malformed"),
        ("exit 81", "read.malformed"),
        ("kill -SEGV $$", "read.parser_crash"),
        ("sleep 60", "read.office_timeout"),
        ("echo skräp > /dev/full; exit 0", "read.malformed"),
    ],
)
def test_a_conversion_that_fails(tmp_path: Path, temporary: Path, does: str, code: str) -> None:
    with pytest.raises(ReadError) as error:
        read(fake_doc(tmp_path), program(tmp_path, does), seconds=2.0)
    assert error.value.code == code
    assert list(temporary.iterdir()) == []


def _slow(tmp_path: Path) -> tuple[Limits, Path]:
    """A LibreOffice that starts another process, as the real one does, and waits for it."""
    note = tmp_path / "pid"
    does = f"touch her; sleep 60 & echo $! > '{note}.new'; mv '{note}.new' '{note}'; wait"
    return program(tmp_path, does), note


def test_what_it_has_started_ends_with_it(tmp_path: Path, temporary: Path) -> None:
    limits, note = _slow(tmp_path)
    with pytest.raises(ReadError, match=r"read\.office_timeout\(seconds=2\)"):
        read(fake_doc(tmp_path), limits, seconds=2.0)
    assert is_gone(int(note.read_text("utf-8")))
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
@pytest.mark.parametrize("signal_name", ["SIGINT", "SIGKILL"])
def test_a_stopped_run_leaves_nothing(tmp_path: Path, temporary: Path, signal_name: str) -> None:
    limits, note = _slow(tmp_path)
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pathlib import Path\n"
        "from tests.ingest.test_conversion import Limits, read\n"
        f"read(Path({str(fake_doc(tmp_path))!r}), Limits(office_program={limits.office_program!r}))"
    )
    run = subprocess.Popen([sys.executable, "-c", code], cwd=REPOSITORY, stderr=subprocess.DEVNULL)
    assert waits_for(note.exists)
    assert list(temporary.iterdir())
    run.send_signal(getattr(signal, signal_name))
    assert run.wait(timeout=20) != 0
    assert is_gone(int(note.read_text("utf-8")))
    assert waits_for(lambda: not list(temporary.iterdir()))


def test_what_was_left_on_another_day_goes_with_the_next_run(desk: Desk, temporary: Path) -> None:
    old, new = temporary / f"{scratch.PREFIX}gammel", temporary / f"{scratch.PREFIX}ny"
    for folder in (old, new):
        folder.mkdir()
        (folder / "document.doc").touch()
    os.utime(old, (0, 0))
    desk.write("molo.txt", "Moloen er ny.")
    desk.ingest()
    assert list(temporary.iterdir()) == [new]
