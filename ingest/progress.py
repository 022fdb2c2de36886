"""Tells how far a run is."""

from __future__ import annotations

import threading

from plansvar.service import Progress, ProgressCallback


def one_at_a_time(report: ProgressCallback) -> ProgressCallback:
    """The same, for several threads: those that have pages recognised tell of them, too."""
    lock = threading.Lock()

    def locked(progress: Progress) -> None:
        with lock:
            report(progress)

    return locked
