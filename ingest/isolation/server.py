"""The fork server (Linux): a process that has the readers loaded and forks one child per file.

It does one thing after the other, as it is told over a socket, so that it needs no threads. A child
is waited for only when the parent is done with it: until then its number belongs to nobody else,
and can be killed without doubt.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
import time
from typing import Any

from ingest.isolation import scratch
from ingest.isolation.child import Request, confine, leave_network, run
from ingest.parse import warm_up

MOST_COMMAND_BYTES = 64 * 1024
_GRACE = 0.5  # seconds in which a child that has closed its end may exit by itself


def main(number: int) -> None:
    """Serve the socket with this file descriptor until its other end is closed."""
    if sys.platform != "linux":
        raise NotImplementedError
    control = socket.socket(fileno=number)
    leave_network()
    warm_up()
    running: dict[int, str] = {}  # the folders that are theirs, by number
    try:
        while True:
            data, files, _, _ = socket.recv_fds(control, MOST_COMMAND_BYTES, 1)
            if not data:
                return
            command, _, rest = data.partition(b"\n")
            if command == b"start":
                reply = _start(rest, files[0], running, control)
            else:
                reply = _finish(int(rest), running, at_once=command == b"kill")
            for file in files:
                os.close(file)
            control.send(json.dumps(reply).encode())
    finally:
        for pid in running:
            _kill(pid)
        # The parent does it, unless it was killed itself.
        for folder in filter(None, running.values()):
            scratch.remove(folder)


def _start(
    data: bytes, out: int, running: dict[int, str], control: socket.socket
) -> dict[str, Any]:
    request = Request.decode(data)
    try:
        _load(request.module)
    except Exception as error:  # noqa: BLE001 - a reader that can't be imported fails its files only
        return {"failed": f"{type(error).__name__}: {error}"}
    try:
        pid = os.fork()
    except OSError as error:
        return {"failed": f"{type(error).__name__}: {error}"}
    if pid == 0:
        try:
            confine(request)
            control.close()
            _keep_only(out)
            run(request, 3)
        finally:
            os._exit(0)
    running[pid] = request.scratch
    return {"pid": pid}


def _load(name: str) -> None:
    """Import a reader and what it says that it will need, once for all children to come."""
    if name in sys.modules:
        return
    for each in getattr(importlib.import_module(name), "PRELOAD", ()):
        importlib.import_module(each)
    gc.collect()
    gc.freeze()  # children share these pages as long as nobody writes to them


def _keep_only(file: int) -> None:
    """Close every file but this one, which becomes number 3; 0 to 2 lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    if file != 3:
        os.dup2(file, 3)
    os.set_inheritable(3, False)  # what the child starts must not keep the pipe open
    os.closerange(4, os.sysconf("SC_OPEN_MAX"))


def _finish(pid: int, running: dict[int, str], *, at_once: bool) -> dict[str, Any]:
    """End a child and all that it has started; tells how it ended and how much it used."""
    deadline = time.monotonic() + (0.0 if at_once else _GRACE)
    look = os.WEXITED | os.WNOWAIT | os.WNOHANG
    while not (exited := os.waitid(os.P_PID, pid, look) is not None):
        if time.monotonic() >= deadline:
            break
        time.sleep(0.0005)
    # Before it is waited for, while nobody else can have its number.
    _kill(pid)
    _, status, usage = os.wait4(pid, 0)
    running.pop(pid, None)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "killed": not exited,
        "peak_bytes": usage.ru_maxrss * 1024,
        "seconds": usage.ru_utime + usage.ru_stime,
    }


def _kill(pid: int) -> None:
    """Kill a process that hasn't been waited for, and its group if it has made one yet."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
