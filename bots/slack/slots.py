"""So many questions at the same time, and none begun that can't be ready in time.

Where more is asked than can be answered, a question that waited long has no time left for its
answer. Begun all the same, it would take a worker from one that has; then nobody gets an answer.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

_T = TypeVar("_T")
# How much the last one counts in how long answers usually take.
_WEIGHT = 0.2
_SHORTEST_SECONDS = 0.1
_LONGEST_SECONDS = 40.0


class BusyError(TimeoutError):
    """Others were before this one for too long."""


class Slot:
    """The right to let one thread work."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self.work: Future[Any] | None = None

    async def run(self, call: Callable[[], _T]) -> _T:
        """Do it in a thread. Whoever stops waiting doesn't stop the thread."""
        self.work = work = self._pool.submit(call)
        return await asyncio.wrap_future(work)


class Slots:
    """As many as the pool has threads; one whose thread still works isn't free."""

    def __init__(self, pool: ThreadPoolExecutor, count: int) -> None:
        self._pool = pool
        self._count = count
        self._free = asyncio.Semaphore(count)
        self._waiting = 0
        self._usual = 0.0  # seconds

    @asynccontextmanager
    async def taken(self, until: float | None = None) -> AsyncIterator[Slot]:
        """Wait for one. ``until``: the loop's time at which what is begun must be ready.

        Raises:
            BusyError: there was none while there was time; or so many wait that there won't be,
                which is said at once.
        """
        loop = asyncio.get_running_loop()
        ahead = self._waiting / self._count * self._usual
        if self._waiting and until is not None and until - loop.time() < ahead + self._usual:
            raise BusyError
        self._waiting += 1
        try:
            async with asyncio.timeout_at(until and until - _SHORTEST_SECONDS):
                await self._free.acquire()
        except TimeoutError as error:
            raise BusyError from error
        finally:
            self._waiting -= 1
        begun = loop.time()
        # How long answers take is known better now than when the wait began.
        if until is not None and until - begun < self._usual:
            self._free.release()
            raise BusyError
        slot = Slot(self._pool)

        def ended(_: object = None) -> None:
            took = min(loop.time() - begun, _LONGEST_SECONDS)
            self._usual += _WEIGHT * (took - self._usual)
            self._free.release()

        def from_thread(_: object) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended before the thread
                loop.call_soon_threadsafe(ended)

        try:
            yield slot
        finally:
            if slot.work is None or slot.work.done():
                ended()
            else:
                slot.work.add_done_callback(from_thread)
