"""How long the steps of an answer take."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Milliseconds per step."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count what happens inside as a step; the same name again is added to it."""
        started = time.perf_counter()
        try:
            yield
        finally:
            took = round((time.perf_counter() - started) * 1000, 2)
            self.steps[name] = round(self.steps.get(name, 0.0) + took, 2)
