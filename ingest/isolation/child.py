"""What happens in the process that reads one file or page: give up rights, read, send an answer.

Nothing here may import more than the readers need: it is loaded before each file, or kept loaded by
the fork server, and what isn't there can't be misused by a file that takes the process over.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import math
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from ingest.metadata import Given
from ingest.ocr.tesseract import PageTask, Tesseract
from ingest.parse import parse
from ingest.readers.limits import Limits
from plansvar.documents.types import Authority, DocumentType
from plansvar.errors import ReadError

if sys.platform != "win32":
    import resource

# An answer is some four times as long as its text; what is longer is no document.
MOST_ANSWER_BYTES = 128 * 1024 * 1024
_NICE = 5
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read: ``module`` is its reader's, ``seconds`` and ``memory_bytes`` are the most.

    ``name`` is what its document is known by, which may say more than where the file lies.
    ``attachments`` is the folder for the files that came inside it; ``None``: they aren't wanted.
    ``scans`` is the folder with what was recognised on its scanned pages. With a ``page``, only
    that one is recognised, by the ``module``'s function ``recognise``. ``scratch`` is a folder that
    the reader may write to, if it needs one. It isn't the reader that removes it, which may be
    killed at any time.
    """

    path: str
    name: str
    module: str
    given: Given
    limits: Limits
    seconds: float
    memory_bytes: int
    attachments: str | None = None
    scans: str | None = None
    page: PageTask | None = None
    scratch: str = ""

    def encode(self) -> bytes:
        """As JSON, which also holds names that are no UTF-8."""
        return json.dumps(asdict(self)).encode()

    @staticmethod
    def decode(data: bytes) -> Request:
        """The inverse of :meth:`encode`."""
        values = json.loads(data)
        kind, authority = values["given"]["type"], values["given"]["authority"]
        values["given"] = Given(
            DocumentType(kind) if kind else None,
            Authority(authority) if authority else None,
            values["given"]["organisation"],
        )
        values["limits"] = Limits(**values["limits"])
        if page := values["page"]:
            values["page"] = PageTask(page["number"], Tesseract(**page["tesseract"]))
        return Request(**values)


def confine(request: Request) -> None:
    """Take from this process what reading a file doesn't need, as far as the system allows."""
    if sys.platform == "win32":
        return
    # Already the leader of a session where it was started as one.
    with contextlib.suppress(OSError):
        os.setsid()
    with contextlib.suppress(OSError):
        os.nice(_NICE)
    seconds = math.ceil(request.seconds) + 1
    memory = request.memory_bytes
    for what, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_AS, memory, memory),
    ):
        with contextlib.suppress(OSError, ValueError):  # macOS knows RLIMIT_AS but refuses it
            resource.setrlimit(what, (soft, hard))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def leave_network() -> bool:
    """Move this process, and those it starts, to where there is no network; whether it worked.

    Root does without a user namespace of its own, in which it could no longer read other users'
    files.
    """
    if sys.platform != "linux":
        return False
    flags = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWUSER | _CLONE_NEWNET
    return bool(ctypes.CDLL(None, use_errno=True).unshare(flags) == 0)


def run(request: Request, out: int) -> None:
    """Read the file and write the answer to the file descriptor ``out``."""
    tempfile.tempdir = request.scratch or None
    data = _answer(request)
    with open(out, "wb", closefd=True) as pipe:
        pipe.write(data)


def _answer(request: Request) -> bytes:
    try:
        data = _json(_work(request))
        if len(data) <= MOST_ANSWER_BYTES:
            return data
        error = ReadError("read.out_of_memory")
    except ReadError as caught:
        error = caught
    except MemoryError:
        error = ReadError("read.out_of_memory")
    except OSError as caught:
        error = _unreadable(caught, request.path)
    except BaseException as caught:  # noqa: BLE001 - a reader may raise anything at all
        error = _crash(caught)
    return _json({"error": {"code": error.code, "params": error.params}})


def _work(request: Request) -> dict[str, object]:
    path = Path(request.path)
    if request.page is not None:
        module = importlib.import_module(request.module)
        return {"scan": module.recognise(path, request.page)}
    parsed = parse(
        path,
        Path(request.name),
        request.module,
        request.given,
        request.limits,
        Path(request.scans) if request.scans else None,
        Path(request.attachments) if request.attachments else None,
    )
    return {"parsed": parsed}


def _unreadable(caught: OSError, path: str) -> ReadError:
    """What an error of the system means where the file itself was meant; else the reader failed."""
    if str(caught.filename) != path:
        return _crash(caught)
    if isinstance(caught, FileNotFoundError):
        return ReadError("read.vanished")
    return ReadError("read.unreadable", reason=caught.strerror or "")


def _crash(caught: BaseException) -> ReadError:
    """Names the exception and its place, but not its words, in which text of the file may stand."""
    frames = traceback.extract_tb(caught.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return ReadError("read.parser_crash", exception=f"{type(caught).__name__} at {place}")


def _json(value: Mapping[str, object]) -> bytes:
    # A lone surrogate out of a broken file is no character, and no UTF-8 either.
    return json.dumps(value, default=_plain, ensure_ascii=False).encode("utf-8", "ignore")


def _plain(value: Any) -> object:  # noqa: ANN401 - one of our dataclasses, or a reader's parameter
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return str(value)


def main() -> None:
    """Read the request from standard input: for systems on which nothing can be forked."""
    request = Request.decode(sys.stdin.buffer.read())
    out = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a reader that prints must not be heard
    leave_network()
    confine(request)
    run(request, out)
