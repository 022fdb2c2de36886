"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong; ``where`` is file:id (or file:line, when there is no id)."""

    severity: Literal["error", "warning"]
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.where}: {self.message}"


def error(where: str, message: str) -> Problem:
    """Make an error."""
    return Problem("error", where, message)


def warning(where: str, message: str) -> Problem:
    """Make a warning: something for a person to look at."""
    return Problem("warning", where, message)
