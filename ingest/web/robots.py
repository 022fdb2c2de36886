"""robots.txt (RFC 9309): read once per host and run, and obeyed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from protego import Protego

from ingest.web.urls import Target
from plansvar.errors import WebError

TOKEN = "plansvar"  # noqa: S105 - the name that robots.txt files know us by
LONGEST_DELAY = 30.0  # seconds between two pages; a site that asks for more gets this
MOST_BYTES = 500 * 1024  # what RFC 9309 asks a crawler to read at least


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What a host answered when asked for its robots.txt; ``text`` only counts with status 200."""

    status: int
    text: str


class Robots:
    """The rules of all hosts of a run."""

    def __init__(self, load: Callable[[Target], RobotsFile]) -> None:
        """``load`` fetches a robots.txt; a ``WebError`` from it holds for all pages of the host."""
        self._load = load
        self._known: dict[str, Protego | WebError | None] = {}

    def check(self, target: Target) -> None:
        """Returns if the page may be fetched.

        Raises:
            WebError: ``web.robots``, ``web.robots_unavailable``, or why the host can't be reached.
        """
        rules = self._rules(target)
        if isinstance(rules, WebError):
            raise rules.with_traceback(None)  # the same one for every page of the host
        if rules is not None and not rules.can_fetch(target.url, TOKEN):
            raise WebError("web.robots", url=target.url)

    def delay(self, target: Target) -> float:
        """Seconds that the host wants between two pages, up to ``LONGEST_DELAY``; 0 if none."""
        rules = self._rules(target)
        if rules is None or isinstance(rules, WebError):
            return 0.0
        return min(rules.crawl_delay(TOKEN) or 0.0, LONGEST_DELAY)

    def _rules(self, target: Target) -> Protego | WebError | None:
        """The host's rules; ``None`` where it has none, an error where nothing may be fetched."""
        if target.origin not in self._known:
            try:
                self._known[target.origin] = self._read(target)
            except WebError as error:
                self._known[target.origin] = error
        return self._known[target.origin]

    def _read(self, target: Target) -> Protego | None:
        address = Target(target.scheme, target.host, target.port, "/robots.txt")
        found = self._load(address)
        if found.status == HTTPStatus.OK:
            return Protego.parse(found.text)
        # No robots.txt (4xx): everything is allowed. A host in trouble (5xx, or one that says
        # "too many requests") can't be asked for its rules: nothing is, for this run.
        busy = found.status == HTTPStatus.TOO_MANY_REQUESTS
        if 400 <= found.status < 500 and not busy:
            return None
        raise WebError("web.robots_unavailable", url=address.url, status=found.status)
