"""A folder for what is written while a file is read. It goes with the reading, however that ends.

The parent removes it; where the parent is killed, the fork server does; what is left when both are
killed at once is swept at the start of a run on another day.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest.isolation.child import Request
from ingest.readers import registry

PREFIX = "plansvar-read-"
_OLD = 24 * 60 * 60.0  # seconds; nothing is read for so long
_TRIES, _PAUSE = 40, 0.05  # what was killed just now may still write for a moment


@contextlib.contextmanager
def given(request: Request) -> Iterator[Request]:
    """Give the request a folder if its reader needs one, and remove it at the end.

    Raises:
        OSError: no folder can be made.
    """
    if request.module not in registry.CONVERTING:
        yield request
        return
    folder = tempfile.mkdtemp(prefix=PREFIX)
    try:
        yield replace(request, scratch=folder)
    finally:
        remove(folder)


def remove(folder: str) -> None:
    """Remove a folder with all that is in it, if that can be done at all."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.lexists(folder):
            return
        time.sleep(_PAUSE)


def sweep() -> None:
    """Remove what runs of other days have left."""
    owner = os.geteuid() if hasattr(os, "geteuid") else None
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            state = folder.lstat()
            if time.time() - state.st_mtime > _OLD and owner in {None, state.st_uid}:
                shutil.rmtree(folder, ignore_errors=True)
