"""Counts for Prometheus. They tell how the server fares, never what is asked or stored."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import Scope

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0, 60.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The counters of one server."""

    def __init__(self) -> None:
        """All are zero."""
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "plansvar_requests",
            "Requests that were answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "plansvar_request_seconds",
            "How long answers took.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )

    def watch(self, name: str, help_: str, value: Callable[[], float]) -> None:
        """Show a value that is looked up when the counts are read."""
        Gauge(f"plansvar_{name}", help_, registry=self._registry).set_function(value)

    def request(self, scope: Scope, status: int, seconds: float) -> None:
        """Count a request; paths that don't exist are counted as one."""
        route = getattr(scope.get("route"), "path", None)
        route = route if isinstance(route, str) else "none"
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """All counts, in Prometheus' text format."""
        return generate_latest(self._registry)
