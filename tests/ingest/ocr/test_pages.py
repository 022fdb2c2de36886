"""Pages one by one: kept, resumed, limited. Tesseract is a script here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.ocr import render
from ingest.ocr.pages import MOST_ATTEMPTS, PageLimits, Recognised
from ingest.ocr.tesseract import NotInstalledError, find
from ingest.readers import pdf
from tests.ingest.ocr.scans import PATIENT, calls, fake, recognised, scan

posix = pytest.mark.skipif(os.name == "nt", reason="scripts with #! are not for Windows")
pytestmark = posix
GIVE = 'cat "$hocr"'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three scanned pages."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(90, 700, "Havna bygges ut.")

    return scan(tmp_path / "skann.pdf", draw, draw, draw)


def go(path: Path, program: Path, limits: PageLimits = PATIENT, count: int = 3) -> Recognised:
    return recognised(path, range(1, count + 1), program, limits)


def test_each_page_is_read_once(path: Path) -> None:
    program = fake(path.with_name("tesseract"), GIVE)
    told: list[tuple[int, int]] = []
    found = recognised(
        path, (1, 2, 3), program, progress=lambda done, total: told.append((done, total))
    )
    assert (found.failed, told, calls(program)) == ({}, [(0, 3), (1, 3), (2, 3)], 3)
    assert go(path, program) == found
    assert calls(program) == 3
    file = pdf.read(path, scans=found.folder)
    assert [block.text for block in file.blocks] == ["Havna bygges"] * 3
    assert file.recognised_pages == (1, 2, 3)


def test_other_languages_are_read_anew(path: Path) -> None:
    go(path, fake(path.with_name("tesseract"), GIVE), count=1)
    program = fake(path.with_name("tesseract"), GIVE, languages="nor")
    go(path, program, count=1)
    assert calls(program) == 2


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_goes_on_where_it_was(path: Path, how: signal.Signals) -> None:
    program, note = path.with_name("tesseract"), path.with_name("pid")
    second = f"[ $(wc -l < '{program.with_name('calls')}') -lt 2 ]"
    fake(program, f"{second} || {{ echo $$ > '{note}'; sleep 60; }}; {GIVE}")
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import sys; from pathlib import Path; from tests.ingest.ocr.test_pages import go\n"
        "go(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(path), str(program)], stderr=subprocess.DEVNULL
    )
    try:
        _wait(lambda: note.exists() and note.read_text("utf-8"))
    finally:
        child.send_signal(how)
        assert child.wait(timeout=10) != 0
    _wait(lambda: not _is_running(int(note.read_text("utf-8"))))
    fake(program, GIVE)
    found = go(path, program)
    assert calls(program) == 4  # the second and the third page
    blocks = pdf.read(path, scans=found.folder).blocks
    assert [block.text for block in blocks] == ["Havna bygges"] * 3
    assert not list(found.folder.glob("*.tmp"))


def _wait(done: object) -> None:
    deadline = time.monotonic() + 30
    while not done():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_program_that_sleeps_is_killed_with_its_children(path: Path) -> None:
    child = path.with_name("child")
    program = fake(path.with_name("tesseract"), f"sleep 60 & echo $! > '{child}'; wait")
    started = time.monotonic()
    found = go(path, program, PageLimits(1.0), count=1)
    assert found.failed == {1: "read.timeout"}
    assert time.monotonic() - started < 20
    _wait(lambda: not _is_running(int(child.read_text())))
    # The page has no words, and the reader says so.
    assert pdf.read(path, scans=found.folder).scanned_pages == (1, 2, 3)


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_page_that_fails_again_and_again_is_left_alone(path: Path) -> None:
    program = fake(path.with_name("tesseract"), "kill -SEGV $$")
    for attempt in range(1, MOST_ATTEMPTS + 3):
        assert go(path, program, count=1).failed == {1: "read.parser_crash"}
        assert calls(program) == min(attempt, MOST_ATTEMPTS)
    go(path, program, PageLimits(21.0), count=1)  # other limits are another chance
    assert calls(program) == MOST_ATTEMPTS + 1


def test_one_bad_page_costs_only_itself(path: Path) -> None:
    program = path.with_name("tesseract")
    fake(program, f"[ $(wc -l < '{program.with_name('calls')}') -ne 2 ] || exit 1; {GIVE}")
    found = go(path, program)
    assert found.failed == {2: "read.parser_crash"}
    file = pdf.read(path, scans=found.folder)
    assert (file.recognised_pages, file.scanned_pages) == ((1, 3), (2,))


@pytest.mark.parametrize("answer", ["", "echo '<html>'", "head -c 1000 /dev/urandom"])
def test_an_answer_that_is_none(path: Path, answer: str) -> None:
    program = fake(path.with_name("tesseract"), answer or ":")
    assert go(path, program, count=1).failed == {1: "read.parser_crash"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, not all of them can be set")
def test_what_it_starts_has_limits_and_no_network(path: Path) -> None:
    note = path.with_name("note")
    does = f"{{ ulimit -v; ulimit -t; ulimit -c; echo $OMP_THREAD_LIMIT; }} > '{note}'; {GIVE}"
    go(path, fake(path.with_name("tesseract"), does), PageLimits(7.0, 900_000_000), count=1)
    memory, seconds, core, threads = note.read_text("utf-8").split()
    assert (int(memory), int(seconds), core, threads) == (900_000_000 // 1024, 8, "0", "1")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, memory can't be limited")
def test_a_page_that_takes_too_much_memory(path: Path) -> None:
    program = fake(path.with_name("tesseract"), "head -c 2000000000 /dev/zero")
    assert go(path, program, count=1).failed == {1: "read.out_of_memory"}


def test_words_of_a_file_that_changes_are_not_kept(path: Path) -> None:
    program = fake(path.with_name("tesseract"), f"echo >> '{path}'; {GIVE}")
    found = go(path, program)
    assert (found.failed, calls(program)) == ({}, 1)
    assert not list(found.folder.iterdir())


def test_a_damaged_page_file_is_read_anew(path: Path) -> None:
    program = fake(path.with_name("tesseract"), GIVE)
    found = go(path, program, count=1)
    (file,) = found.folder.iterdir()
    whole = file.read_bytes()
    for broken in (whole[:20], b'{"words": 3, "rules": [], "angle": 0}', b"\xff"):
        file.write_bytes(broken)
        assert pdf.read(path, scans=found.folder).recognised_pages == ()
        go(path, program, count=1)
        assert file.read_bytes() == whole


def test_a_page_that_is_too_large_is_drawn_smaller(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "MOST_PIXELS", 500_000)
    image = render.render(path, 1)
    assert 400_000 < image.grey.size <= 500_000
    assert 70 < image.dpi < 80


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotInstalledError) as caught:
        find(("nor",), str(tmp_path / "nowhere"))
    assert caught.value.language == ""
    with pytest.raises(NotInstalledError) as caught:
        find(("nor", "eng"), str(fake(tmp_path / "tesseract", GIVE, languages="eng osd")))
    assert caught.value.language == "nor"
    only = find(("nor", "eng"), str(fake(tmp_path / "tesseract", GIVE, languages="nor osd")))
    assert (only.languages, only.knows_orientation) == ("nor", True)
