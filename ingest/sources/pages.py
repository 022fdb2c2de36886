"""Visits the pages of a source, one after the other, and hands them on some at a time.

::

    Page -> Fetcher.get -> not modified, or the same bytes -> unchanged
                        -> a file in a scratch folder      -> to be read, then deleted
                        -> gone, failed, or another page of the source

So neither memory nor disk holds more than one portion, however many pages there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.batch import RawFile
from ingest.web.discover import without_tracking
from ingest.web.fetch import Fetched, Fetcher, NotModified, Validators, answered
from plansvar.database.fetches import Fetch
from plansvar.errors import WebError
from plansvar.service import IngestFailure, Progress, ProgressCallback

# A portion ends with the first of these. Its pages are embedded together; what was fetched of a
# portion is fetched again when a run is stopped in it.
MOST_PAGES = 32
MOST_BYTES = 100_000_000
# A site that gives no answer this many times in a row isn't asked for its other pages.
MOST_TRIES = 3
_TROUBLE = {
    "web.broken",
    "web.busy",
    "web.certificate",
    "web.private_address",
    "web.robots_unavailable",
    "web.timeout",
    "web.unknown_host",
    "web.unreachable",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page to visit.

    ``before`` is how it was fetched the last time; ``None`` where it must be read whatever it
    holds. ``feed_only`` is as in :class:`plansvar.database.fetches.Fetch`.
    """

    url: str
    feed_only: bool = False
    before: Fetch | None = None


@dataclass(slots=True)
class Portion:
    """What came of some pages, by address. ``files`` lie in the scratch folder.

    ``fetches`` is what to note of them. ``moved`` and ``sent_on``: a page, and another of the
    source that it leads to, for good or for now.
    """

    files: list[RawFile] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    gone: list[IngestFailure] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    sent_on: list[tuple[str, str]] = field(default_factory=list)
    failed: list[IngestFailure] = field(default_factory=list)
    visited: int = 0
    bytes: int = 0

    @property
    def full(self) -> bool:
        """Whether it is time to hand it on."""
        return self.visited >= MOST_PAGES or self.bytes >= MOST_BYTES


class Visit:
    """One round through the pages of a source.

    ``unheard``: what went wrong, page by page, where nobody ever answered.
    """

    def __init__(self, fetcher: Fetcher, scratch: Path, report: ProgressCallback) -> None:
        self._fetcher = fetcher
        self._scratch = scratch
        self._report = report
        self.unheard: tuple[IngestFailure, ...] = ()
        self._urls: frozenset[str] = frozenset()
        self._tries: dict[str, int] = {}
        self._left_out: dict[str, int] = {}

    def portions(self, pages: Sequence[Page], *, heard: bool) -> Iterator[Portion]:
        """Fetch the pages, in portions; none at all where nobody ever answered.

        The files of a portion are deleted when the next one is asked for.

        Args:
            pages: what to visit, each address once.
            heard: whether somebody has answered already, when asked for a list.
        """
        self._urls = frozenset(page.url for page in pages)
        portion = Portion()
        for number, page in enumerate(pages):
            address = page.url.partition("://")[2]
            self._report(Progress("fetch", number, len(pages), address))
            heard = self._visit(page, portion) or heard
            if heard and portion.full:
                yield portion
                _clear(portion)
                portion = Portion()
        for host, count in self._left_out.items():
            portion.failed.append(
                IngestFailure(
                    host,
                    "sync.site_given_up",
                    {"host": host, "count": count, "tries": MOST_TRIES},
                )
            )
        self.unheard = () if heard else tuple(portion.failed)
        if heard:
            self._report(Progress("fetch", len(pages), len(pages)))
            yield portion
        _clear(portion)

    def _visit(self, page: Page, portion: Portion) -> bool:
        """Fetch a page; returns whether somebody answered."""
        host = self._fetcher.parse(page.url).host
        if self._tries.get(host, 0) >= MOST_TRIES:
            self._left_out[host] = self._left_out.get(host, 0) + 1
            return False
        portion.visited += 1
        try:
            answer = self._fetcher.get(page.url, _validators(page.before))
        except WebError as error:
            trouble = error.code in _TROUBLE
            self._tries[host] = self._tries.get(host, 0) + 1 if trouble else 0
            failure = IngestFailure(page.url, error.code, error.params)
            (portion.gone if error.code == "web.gone" else portion.failed).append(failure)
            return answered(error)
        self._tries[host] = 0
        self._take(page, answer, portion)
        return True

    def _take(self, page: Page, answer: Fetched | NotModified, portion: Portion) -> None:
        there = without_tracking(self._fetcher.parse(answer.url)).url
        if there != page.url and there in self._urls:
            (portion.moved if answer.moved else portion.sent_on).append((page.url, there))
            return
        before, now = page.before, _fetch(page, answer)
        if now is not None and now != before:
            portion.fetches.append(now)
        changed = before is None or now is None or before.content_hash != now.content_hash
        if isinstance(answer, Fetched) and changed:
            portion.files.append(self._keep(page, answer))
            portion.bytes += len(answer.content)
        else:
            portion.unchanged.append(page.url)

    def _keep(self, page: Page, answer: Fetched) -> RawFile:
        name = hashlib.sha256(page.url.encode()).hexdigest() + answer.suffix
        file = self._scratch / name
        file.write_bytes(answer.content)
        return RawFile(page.url, file)


def _validators(before: Fetch | None) -> Validators | None:
    if before is None:
        return None
    return Validators(before.final_url, before.etag, before.last_modified)


def _fetch(page: Page, answer: Fetched | NotModified) -> Fetch | None:
    """What to note of how a page was fetched."""
    if isinstance(answer, NotModified):
        return page.before and replace(page.before, feed_only=page.feed_only)
    return Fetch(
        url=page.url,
        final_url=answer.validators.url,
        etag=answer.validators.etag,
        last_modified=answer.validators.last_modified,
        content_hash=hashlib.sha256(answer.content).hexdigest(),
        feed_only=page.feed_only,
    )


def _clear(portion: Portion) -> None:
    for raw in portion.files:
        raw.file.unlink(missing_ok=True)
