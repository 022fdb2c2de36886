"""What Locust runs: search and questions at a constant rate, health checks beside them.

Locust has an environment of its own, so nothing of Plansvar is imported. ``LOAD_FILE`` names a
JSON file with what to ask and how often; ``LOAD_OUT`` is where every request's time is written.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from locust import FastHttpUser, constant, constant_throughput, events, task

PLAN: dict[str, Any] = json.loads(Path(os.environ["LOAD_FILE"]).read_text(encoding="utf-8"))
OUT = Path(os.environ["LOAD_OUT"])
# How many users keep one rate: with so many, one slow answer holds up few others.
_EACH = 0.25  # requests of one user in a second


class Seen:
    """Times in milliseconds by what was asked and what came of it, and the generator's own load."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.notices: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()
        self._began = (time.monotonic(), time.process_time())

    def add(self, name: str, status: int, milliseconds: float) -> None:
        """Keep what came of a request, once all users are there."""
        if time.monotonic() - self._began[0] < PLAN["warm_seconds"]:
            return  # all users haven't come yet
        with self._lock:
            self.times[f"{name} {status}"].append(milliseconds)

    def write(self) -> None:
        """Write all that was seen."""
        began, used = self._began
        lasted = time.monotonic() - began
        figures = {
            "seconds": lasted,
            "generator_cpu": (time.process_time() - used) / lasted,
            "times": self.times,
            "notices": self.notices,
        }
        OUT.write_text(json.dumps(figures), encoding="utf-8")


SEEN = Seen()


@events.quitting.add_listener
def _write(**_: object) -> None:
    SEEN.write()


class _Asker(FastHttpUser):
    abstract = True
    network_timeout = 60.0
    connection_timeout = 10.0

    def send(self, name: str, method: str, path: str, **more: Any) -> None:  # noqa: ANN401
        began = time.perf_counter()
        with self.client.request(method, path, name=name, catch_response=True, **more) as answer:
            status = answer.status_code
            SEEN.add(name, status, (time.perf_counter() - began) * 1000)
            later = status in {429, 503} and answer.headers.get("retry-after", "").isdigit()
            if status in {429, 503} and not later:
                SEEN.notices[f"{status} without Retry-After"] += 1
            if status == 200 and name == "ask":
                for notice in answer.json()["notices"]:
                    if notice in PLAN["hurried"]:
                        SEEN.notices["without re-ranking"] += 1
            if status == 200 or later:
                answer.success()
            else:
                answer.failure(f"status {status}")


def _next(kind: str) -> str:
    """One that nobody has asked yet."""
    found: list[str] = PLAN[kind]
    if not found:
        raise SystemExit(f"too few {kind}")
    return found.pop()


class Searcher(_Asker):
    """Searches."""

    fixed_count = round(PLAN["search_per_second"] / _EACH)
    wait_time = constant_throughput(_EACH)

    @task
    def search(self) -> None:
        """Search once."""
        self.send("search", "GET", f"/v1/search?q={quote(_next('queries'))}")


class Questioner(_Asker):
    """Asks."""

    fixed_count = round(PLAN["ask_per_second"] / _EACH) or PLAN["ask_at_once"]
    wait_time = constant_throughput(_EACH) if PLAN["ask_per_second"] else constant(0)

    @task
    def ask(self) -> None:
        """Ask once."""
        self.send("ask", "POST", "/v1/ask", json={"question": _next("questions")})


class Watcher(_Asker):
    """Looks whether the server is alive."""

    fixed_count = 2
    wait_time = constant_throughput(2)

    @task
    def look(self) -> None:
        """Look once."""
        self.send("health", "GET", "/health/live")
