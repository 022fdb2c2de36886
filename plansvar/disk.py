"""Is there room for what is to be written?

The embedded index writes through memory: where the disk is full, the system ends the process at
once, and nobody learns why. So it is asked before.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from plansvar.errors import DatabaseError

# The index opens files of 32 MiB, several at a time, of which most stays empty.
LEAST_FREE = 256 * 2**20
_MB = 1_000_000


def require_room(folder: Path) -> None:
    """Make sure that there is room for the next step.

    Raises:
        DatabaseError: ``data.disk_full``.
    """
    if shutil.disk_usage(folder).free < LEAST_FREE:
        raise full(folder)


def full(folder: Path) -> DatabaseError:
    """The error that tells it, with what is free in megabytes."""
    free = shutil.disk_usage(folder).free
    return DatabaseError("data.disk_full", path=folder, free=free // _MB, wanted=LEAST_FREE // _MB)
