"""Folders for files that are only needed while they are read."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER = "scratch"
_ONLY_OWNER = 0o700


@contextmanager
def scratch(data: Path) -> Iterator[Path]:
    """A new folder in the data folder that only its owner may enter; it goes when it is left.

    What runs that were killed left behind goes as well: the data folder has one holder at a time.

    Args:
        data: the data folder.

    Raises:
        OSError: the data folder can't be written.
    """
    root = data / _FOLDER
    root.mkdir(mode=_ONLY_OWNER, parents=True, exist_ok=True)
    own = f"{os.getpid()}-"
    for left in root.iterdir():
        if not left.name.startswith(own):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=own, dir=root))
    try:
        yield folder.resolve()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
