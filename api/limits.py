"""How much one user may ask for, and how much may be under way."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from plansvar.errors import RequestError

_P = ParamSpec("_P")
_T = TypeVar("_T")
_REMEMBERED = 10_000
_RETRY_SECONDS = 2


class RateLimit:
    """A bucket of tokens for each asker, which fills up in a minute. For one thread."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """``per_minute`` requests at once, and as many more in each minute."""
        self._most = float(per_minute)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, asker: str) -> None:
        """Count a request.

        Raises:
            RequestError: ``api.too_many``, with the seconds to wait.
        """
        now = self._clock()
        left, since = self._buckets.pop(asker, (self._most, now))
        left = min(self._most, left + (now - since) * self._most / 60)
        enough = left >= 1
        self._buckets[asker] = (left - 1 if enough else left, now)
        while len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        if not enough:
            wait = math.ceil((1 - left) * 60 / self._most)
            raise RequestError("api.too_many", seconds=max(1, wait))


class Workers:
    """Threads that call the service: so many at once, so many waiting, and no more."""

    def __init__(self, workers: int, queue: int, patience: float = math.inf) -> None:
        """``workers`` threads; ``queue`` calls may wait for one, ``patience`` seconds each."""
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="plansvar-api")
        self._most = workers + queue
        self._patience = patience
        self._lock = threading.Lock()
        self._count = 0

    @property
    def under_way(self) -> int:
        """Calls that run or wait."""
        return self._count

    @property
    def full(self) -> bool:
        """Whether the next call would be refused."""
        return self._count >= self._most

    async def run(self, call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Call in a thread. A call whose asker has left while it waited isn't begun.

        Raises:
            RequestError: ``api.busy``: too many wait, or this one has waited too long.
        """
        ends = time.monotonic() + self._patience

        def in_time() -> _T:
            if time.monotonic() > ends:  # whoever asks again soon is better served
                raise RequestError("api.busy", seconds=_RETRY_SECONDS)
            return call(*args, **kwargs)

        with self._lock:
            if self.full:
                raise RequestError("api.busy", seconds=_RETRY_SECONDS)
            self._count += 1
        future = self._pool.submit(in_time)
        future.add_done_callback(lambda _: self._done())
        return await asyncio.wrap_future(future)

    def _done(self) -> None:
        with self._lock:
            self._count -= 1

    def close(self) -> None:
        """Begin nothing more; what runs ends by itself."""
        self._pool.shutdown(wait=True, cancel_futures=True)
