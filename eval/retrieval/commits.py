"""Which state of the code a figure is of."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def commit() -> str:
    """Short id of the commit, with ``+`` where files were changed since; "unknown" without Git."""
    git = shutil.which("git")
    if git is None:
        return "unknown"
    head = _told(git, "rev-parse", "--short", "HEAD")
    changed = _told(git, "status", "--porcelain", "--untracked-files=no")
    return f"{head}+" if head and changed else head or "unknown"


def _told(git: str, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [git, "-C", str(_ROOT), *arguments], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""
