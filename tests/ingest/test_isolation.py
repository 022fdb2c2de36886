"""Files that make their reader hang, crash or take everything, in real processes."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.content import content_hash
from ingest.isolation.answer import decode
from ingest.isolation.child import Request, leave_network
from ingest.isolation.launch import ForkServer, Launcher, Spawner
from ingest.isolation.pool import Readers, Result
from ingest.metadata import NOTHING_GIVEN
from ingest.readers.limits import DEFAULT
from plansvar.errors import ReadError
from plansvar.settings import IngestSettings
from tests.keeping import KeptServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the harm is made for Unix")

BAD = "tests.ingest.bad_readers"
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "med mellomrom og æ"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    """A pool with short limits, for tests that read one file each."""
    settings = IngestSettings(workers=2, seconds=2.0, max_memory_bytes=300_000_000)
    with Readers(settings, DEFAULT) as pool:
        yield pool


Read = Callable[[str], Result]


@pytest.fixture
def read(readers: Readers, folder: Path) -> Read:
    """Has a file with this text read by the bad reader."""

    def call(text: str) -> Result:
        path = folder / "fil.txt"
        path.write_text(text, encoding="utf-8")
        return readers.submit(path, path.name, BAD, NOTHING_GIVEN, content_hash(path)).result(
            timeout=60
        )

    return call


def said(result: Result) -> str:
    """What the bad reader has said after its own name."""
    return result.parsed.document.text.partition(": ")[2]


def test_a_good_file(read: Read) -> None:
    assert read("hei på deg").parsed.document.text == "hei: på deg"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sov", "read.timeout"),
        ("minne", "read.out_of_memory"),
        ("segv", "read.parser_crash"),
        ("signal SIGSEGV", "read.parser_crash"),
        ("signal SIGABRT", "read.parser_crash"),
        ("signal SIGXCPU", "read.timeout"),
        ("signal SIGKILL", "read.out_of_memory"),
        ("slutt", "read.parser_crash"),
        ("stille", "read.parser_crash"),
        ("feil", "read.parser_crash"),
        ("kode", "read.encrypted"),
        ("flom", "read.out_of_memory"),
        ("svar {}", "read.parser_crash"),
        ('svar {"error": {"code": "read.no_text", "params": {}}}', "read.no_text"),
        ('svar {"error": {"code": "index.held", "params": {}}}', "read.parser_crash"),
        ('svar {"error": {"code": "read.too_large", "params": {}}}', "read.parser_crash"),
    ],
)
def test_a_file_fails_alone(read: Read, text: str, code: str) -> None:
    with pytest.raises(ReadError) as error:
        read(text)
    assert error.value.code == code
    assert said(read("etter på")) == "på"


def test_the_log_names_the_exception_but_not_what_it_says(
    read: Read, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ReadError):
        read("feil")
    assert "KeyError at bad_readers.py:" in caplog.text
    assert "hemmelig" not in caplog.text


def test_half_characters_are_left_out(read: Read) -> None:
    assert said(read("surrogat")) == "og 😀"


def test_what_the_reader_started_ends_with_it(read: Read, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(ReadError, match=r"read\.timeout"):
        read(f"barn {note}")
    assert is_gone(int(note.read_text("utf-8")))


@linux
def test_no_network(read: Read) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = said(read(f"nett {server.getsockname()[1]}"))
    assert answer.startswith("nei") or not _may_leave_network(), answer


def _may_leave_network() -> bool:
    pid = os.fork()
    if pid == 0:
        os._exit(0 if leave_network() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


@linux
def test_a_process_group_and_nothing_open_but_the_pipe(read: Read) -> None:
    pid, group, session, nice, files = json.loads(said(read("hvem")))
    assert pid == group == session != os.getpgid(0)
    assert nice == min(19, os.nice(0) + 5)
    assert len(files) == 5  # 0 to 2, the pipe, and the folder that is being listed


def test_no_secrets_and_no_heavy_library(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [name for name in json.loads(said(read("miljø"))) if name.startswith("PLANSVAR")]
    KeptServer.stop_all()  # another test's reader may have loaded something
    assert json.loads(said(read("moduler"))) == []


def test_a_new_process_for_each_file(read: Read) -> None:
    first, second = (json.loads(said(read("hvem")))[0] for _ in range(2))
    assert first != second


# The launchers


@pytest.fixture(params=[pytest.param(ForkServer, marks=linux), Spawner])
def children(request: pytest.FixtureRequest) -> Iterator[Launcher]:
    one = request.param()
    yield one
    one.close()


def request_for(path: Path, text: str, seconds: float = 10.0) -> Request:
    path.write_text(text, encoding="utf-8")
    return Request(str(path), path.name, BAD, NOTHING_GIVEN, DEFAULT, seconds, 300_000_000)


def test_both_kinds_of_process_give_the_same(children: Launcher, folder: Path) -> None:
    ended = children.run(request_for(folder / "a.txt", "hei du"))
    parsed = decode(ended.data, DEFAULT)
    assert not isinstance(parsed, ReadError)
    assert (parsed.document.text, ended.code, ended.killed) == ("hei: du", 0, False)
    failed = children.run(request_for(folder / "a.txt", "kode"))
    assert isinstance(decode(failed.data, DEFAULT), ReadError)
    crashed = children.run(request_for(folder / "a.txt", "signal SIGSEGV"))
    assert (crashed.data, crashed.code) == (b"", -signal.SIGSEGV)


def test_both_kinds_end_in_time(children: Launcher, folder: Path) -> None:
    started = time.monotonic()
    ended = children.run(request_for(folder / "a.txt", "regn", 1.0))
    assert ended.timed_out
    assert time.monotonic() - started < 15


def test_a_name_that_is_no_utf8(children: Launcher, folder: Path) -> None:
    try:
        path = Path(os.fsdecode(os.fsencode(folder) + b"/m\xf8te.txt"))
        request = request_for(path, "hei du")
    except OSError:
        pytest.skip("this file system takes no such name")
    assert b"hei: du" in children.run(request).data


@linux
def test_a_lost_server_is_replaced(folder: Path) -> None:
    server = ForkServer()
    request = request_for(folder / "a.txt", "hei du")
    try:
        server.run(request)
        assert server._server is not None
        server._server.kill()
        with pytest.raises(ChildProcessError):
            server.run(request)
        assert server.run(request).code == 0
    finally:
        server.close()


@pytest.mark.parametrize("signal_name", ["SIGINT", "SIGKILL"])
def test_a_stopped_run_leaves_no_process(folder: Path, tmp_path: Path, signal_name: str) -> None:
    note = tmp_path / "pid"
    path = folder / "a.txt"
    path.write_text(f"sov {note}", encoding="utf-8")
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pathlib import Path\n"
        "from ingest.content import content_hash\n"
        "from ingest.isolation.pool import Readers\n"
        "from ingest.metadata import NOTHING_GIVEN\n"
        "from ingest.readers.limits import DEFAULT\n"
        "from plansvar.settings import IngestSettings\n"
        f"path = Path({str(path)!r})\n"
        "with Readers(IngestSettings(), DEFAULT) as readers:\n"
        f"    result = readers.submit(path, 'a', {BAD!r}, NOTHING_GIVEN, content_hash(path))\n"
        "    result.result()\n"
    )
    run = subprocess.Popen([sys.executable, "-c", code], cwd=REPOSITORY, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not (note.exists() and note.read_text("utf-8")) and time.monotonic() < deadline:
        time.sleep(0.02)
    run.send_signal(getattr(signal, signal_name))
    assert run.wait(timeout=20) != 0
    assert is_gone(int(note.read_text("utf-8")))


def is_gone(pid: int) -> bool:
    """Whether a process ends within some seconds; one that nobody waits for counts as ended."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2][0] in "ZX":
                return True
        time.sleep(0.02)
    return False


# What changes meanwhile


def test_a_file_that_changes_once_is_read_again(readers: Readers, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text("hei", encoding="utf-8")
    old = content_hash(path)
    path.write_text("hei på deg", encoding="utf-8")
    result = readers.submit(path, path.name, BAD, NOTHING_GIVEN, old).result(timeout=60)
    assert (result.content_hash, said(result)) == (content_hash(path), "på deg")


def test_a_file_that_changes_all_the_time(read: Read) -> None:
    with pytest.raises(ReadError, match=r"read\.changing"):
        read("endre nå")


def test_a_file_that_goes_away(readers: Readers, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text("sov", encoding="utf-8")
    future = readers.submit(path, path.name, BAD, NOTHING_GIVEN, content_hash(path))
    path.unlink()
    with pytest.raises(ReadError, match=r"read\.vanished"):
        future.result(timeout=60)


def test_limits_are_told_to_the_reader(folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text("Det er mer enn ti tegn.", encoding="utf-8")
    with Readers(IngestSettings(), replace(DEFAULT, characters=10)) as pool:
        future = pool.submit(
            path, path.name, "ingest.readers.text", NOTHING_GIVEN, content_hash(path)
        )
        with pytest.raises(ReadError, match=r"read\.too_much_text\(limit=10\)"):
            future.result(timeout=60)
