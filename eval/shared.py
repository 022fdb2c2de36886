"""Where data lies that is not part of this repository: ``$SHARED_DATA``, else ``../shared``."""

from __future__ import annotations

import os
from pathlib import Path


def shared() -> Path:
    """The folder; it need not be there."""
    return Path(os.environ.get("SHARED_DATA") or Path(__file__).parents[2] / "shared")


def shared_data() -> Path:
    """Its data sets."""
    return shared() / "data"
