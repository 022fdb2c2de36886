"""A reader for tests: the file's first word says what it does, which is mostly harm."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ingest.readers.limits import DEFAULT, Limits
from plansvar.documents.types import BlockKind, RawBlock, ReadFile
from plansvar.errors import ReadError


def read(path: Path, limits: Limits = DEFAULT) -> ReadFile:
    what, _, rest = path.read_text("utf-8").partition(" ")
    text = _DEEDS[what](rest.strip(), path)
    return ReadFile((RawBlock(BlockKind.PARAGRAPH, f"{what}: {text}"),))


def _sleep(note: str, path: Path) -> None:
    if note:
        Path(note).write_text(str(os.getpid()), "utf-8")
    time.sleep(60)


def _spin(rest: str, path: Path) -> None:
    while True:
        pass


def _eat(rest: str, path: Path) -> None:
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def _start_another(note: str, path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(note).write_text(str(child.pid), "utf-8")
    time.sleep(60)


def _refuse(rest: str, path: Path) -> None:
    raise ReadError("read.encrypted")


def _fail(rest: str, path: Path) -> None:
    raise KeyError("hemmelig innhold")


def _lie(answer: str, path: Path) -> None:
    os.write(3, answer.encode())
    os._exit(0)


def _flood(rest: str, path: Path) -> None:
    while True:
        os.write(3, b" " * 1_000_000)


def _connect(port: str, path: Path) -> str:
    try:
        socket.create_connection(("127.0.0.1", int(port)), timeout=2).close()
    except OSError as error:
        return f"nei ({error.errno})"
    return "ja"


def _who(rest: str, path: Path) -> str:
    files = [file.name for file in Path("/proc/self/fd").iterdir()]
    return json.dumps([os.getpid(), os.getpgid(0), os.getsid(0), os.nice(0), files])


def _modules(rest: str, path: Path) -> str:
    heavy = ("torch", "sqlalchemy", "pydantic", "qdrant_edge", "numpy")
    return json.dumps([name for name in heavy if name in sys.modules])


def _change(rest: str, path: Path) -> str:
    path.write_text(f"endre {time.monotonic_ns()}", "utf-8")
    return rest


_DEEDS: dict[str, Callable[[str, Path], object]] = {
    "hei": lambda rest, path: rest,
    "etter": lambda rest, path: rest,
    "vent": lambda seconds, path: time.sleep(float(seconds)),
    "sov": _sleep,
    "regn": _spin,
    "minne": _eat,
    "segv": lambda rest, path: ctypes.string_at(1),
    "signal": lambda name, path: os.kill(os.getpid(), getattr(signal, name)),
    "slutt": lambda rest, path: sys.exit(0),
    "stille": lambda rest, path: os._exit(0),
    "barn": _start_another,
    "kode": _refuse,
    "feil": _fail,
    "surrogat": lambda rest, path: "\ud800og \ud83d\ude00",
    "svar": _lie,
    "flom": _flood,
    "nett": _connect,
    "miljø": lambda rest, path: json.dumps(sorted(os.environ)),
    "hvem": _who,
    "moduler": _modules,
    "endre": _change,
}
