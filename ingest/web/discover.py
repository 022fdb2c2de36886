"""Which pages a source has: those named one by one, and those that sitemaps and feeds name."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import unquote

from ingest.web import media
from ingest.web.feeds import read_feed
from ingest.web.fetch import Fetched, Fetcher, answered
from ingest.web.lists import Entry
from ingest.web.sitemap import read_sitemap
from ingest.web.urls import Target, parse
from plansvar.errors import WebError

MOST_ENTRIES = 250_000  # in all lists of one source
MOST_LISTS = 500  # sitemaps of one source, those in lists of sitemaps among them
_DEEPEST = 3  # lists of sitemaps inside each other
# What only says how a reader came to a page. Short, since a name too many merges two pages.
_TRACKING = re.compile(
    r"utm_\w+|_ga|_gl|_hsenc|_hsmi|mc_cid|mc_eid|mkt_tok|igsh|igshid|li_fat_id|"
    r"(?:fbc|gc|dc|yc|twc|ttc)lid|gclsrc|msclkid|[gw]braid",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WebSource:
    """Where pages are read from, and which of them.

    Patterns (``*`` is any text, ``/`` too) that begin with ``/`` are about an address's path and
    query, others about the whole address. Without ``include`` all pages count; ``exclude`` wins.
    Pages in ``urls`` are always taken. ``limit`` is the most pages.
    """

    name: str
    urls: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limit: int = 1_000


@dataclass(frozen=True, slots=True)
class WebItem:
    """A page to fetch, and what the lists say of it: hints, for where the page is silent.

    ``feed_only``: nothing but a feed names it, and feeds forget their older pages.
    """

    url: str
    title: str | None = None
    published: date | None = None
    modified: date | None = None
    feed_only: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The pages of a source, in order of their address.

    ``failed`` are lists and addresses that can't be used; ``over_limit`` counts the pages beyond
    the source's limit, ``elsewhere`` those on hosts that the source doesn't name. ``answered``:
    whether anybody answered who was asked for a list, if only to refuse.
    """

    items: tuple[WebItem, ...]
    failed: tuple[WebError, ...] = ()
    over_limit: int = 0
    elsewhere: int = 0
    answered: bool = False

    @property
    def complete(self) -> bool:
        """Whether a page that is not among ``items`` has really left the source's lists."""
        return not self.failed and not self.over_limit


def discover(source: WebSource, fetcher: Fetcher) -> Found:
    """Find the pages of a source. A list that can't be read is reported, and the rest goes on.

    Pages count once, whatever their fragment and tracking parameters; with https and http, https.
    Only pages on the hosts that the source's own addresses name are taken; ``www.`` is no
    difference.
    """
    search = _Search(source, fetcher, _hosts(source))
    for url in source.urls:
        search.add_named(url)
    for url in dict.fromkeys(source.sitemaps):
        search.read_sitemaps(url)
    for url in dict.fromkeys(source.feeds):
        search.read_feed(url)
    return search.found()


@dataclass(slots=True)
class _Search:
    source: WebSource
    fetcher: Fetcher
    hosts: frozenset[str]
    named: dict[str, WebItem] = field(default_factory=dict)
    listed: dict[str, WebItem] = field(default_factory=dict)
    failed: list[WebError] = field(default_factory=list)
    elsewhere: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    entries: int = 0
    answered: bool = False

    def add_named(self, url: str) -> None:
        try:
            target = self.fetcher.parse(url.strip())
        except WebError as error:
            self.failed.append(error)
            return
        page = without_tracking(target)
        _put(self.named, page, WebItem(page.url))

    def add_listed(self, base: Target, entries: Sequence[Entry], *, feed: bool = False) -> None:
        self.entries += len(entries)
        if self.entries > MOST_ENTRIES:
            raise WebError("web.list_too_long", url=base.url, limit=MOST_ENTRIES)
        for entry in entries:
            try:
                target = self.fetcher.join(base, entry.reference)
            except WebError:
                # mailto:, ftp: and the like, and what is no address at all: no page of ours.
                self.elsewhere.add(entry.reference)
                continue
            page = without_tracking(target)
            if _bare(page.host) not in self.hosts:
                self.elsewhere.add(page.url)
            elif _wanted(page, self.source):
                item = WebItem(page.url, entry.title, entry.published, entry.modified, feed)
                _put(self.listed, page, item)

    def read_sitemaps(self, first: str) -> None:
        """Read a sitemap and those that it names, each once."""
        waiting = [(first.strip(), 1)]
        while waiting:
            url, depth = waiting.pop()
            try:
                base, fetched = self._fetch(url)
                if fetched is None:
                    continue
                sitemap = read_sitemap(fetched.content, fetched.url, fetched.suffix)
                if sitemap.sitemaps and depth > _DEEPEST:
                    raise WebError("web.list_too_long", url=base.url, limit=MOST_LISTS)
                self.add_listed(base, sitemap.pages)
            except WebError as error:
                self.failed.append(error)
                if error.code == "web.list_too_long":
                    return
                continue
            for reference in reversed(sitemap.sitemaps):
                try:
                    child = self.fetcher.join(base, reference)
                    if _bare(child.host) not in self.hosts:
                        raise WebError("web.other_host", url=child.url, host=base.host)
                except WebError as error:
                    self.failed.append(error)
                    continue
                waiting.append((child.url, depth + 1))

    def read_feed(self, url: str) -> None:
        try:
            base, fetched = self._fetch(url.strip())
            if fetched is not None:
                self.add_listed(base, read_feed(fetched.content, fetched.url), feed=True)
        except WebError as error:
            self.failed.append(error)

    def found(self) -> Found:
        """What was found; of too many, those named one by one stay first."""
        for key, item in self.listed.items():
            if key in self.named:
                self.named[key] = _merged(self.named[key], item)
        items = sorted(self.named.values(), key=lambda item: item.url)
        others = [item for key, item in self.listed.items() if key not in self.named]
        items += sorted(others, key=lambda item: item.url)
        kept = sorted(items[: self.source.limit], key=lambda item: item.url)
        return Found(
            tuple(kept),
            tuple(self.failed),
            len(items) - len(kept),
            len(self.elsewhere),
            self.answered,
        )

    def _fetch(self, url: str) -> tuple[Target, Fetched | None]:
        """Fetch a list; nothing where it was fetched before."""
        target = self.fetcher.parse(url)
        if target.url in self.read:
            return target, None
        if len(self.read) >= MOST_LISTS:
            raise WebError("web.list_too_long", url=target.url, limit=MOST_LISTS)
        self.read.add(target.url)
        try:
            fetched = self.fetcher.get(target.url, accept=media.LISTS)
        except WebError as error:
            self.answered = self.answered or answered(error)
            raise
        self.answered = True
        if not isinstance(fetched, Fetched):
            raise TypeError("not modified, though nothing was asked")
        return self.fetcher.parse(fetched.url), fetched


def belongs(url: str, source: WebSource, fetcher: Fetcher) -> bool:
    """Whether a page would be one of the source's if a list of it named it."""
    try:
        target = fetcher.parse(url)
    except WebError:
        return False
    return _bare(target.host) in _hosts(source) and _wanted(target, source)


def without_tracking(target: Target) -> Target:
    """The address without parameters that only tell where a reader came from."""
    path, mark, query = target.path.partition("?")
    if not mark:
        return target
    kept = [
        part
        for part in query.split("&")
        if part and not _TRACKING.fullmatch(part.partition("=")[0])
    ]
    return replace(target, path=path + ("?" + "&".join(kept) if kept else ""))


def _hosts(source: WebSource) -> frozenset[str]:
    """The hosts that the source names itself; addresses that are none are reported elsewhere."""
    hosts: set[str] = set()
    for url in (*source.urls, *source.sitemaps, *source.feeds):
        try:
            hosts.add(_bare(parse(url.strip(), ports=range(65536)).host))
        except WebError:
            continue
    return frozenset(hosts)


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def _wanted(target: Target, source: WebSource) -> bool:
    def matches(pattern: str) -> bool:
        text = target.path if pattern.startswith("/") else target.url
        return fnmatch.fnmatchcase(unquote(text), unquote(pattern))

    if any(map(matches, source.exclude)):
        return False
    return not source.include or any(map(matches, source.include))


def _put(items: dict[str, WebItem], target: Target, item: WebItem) -> None:
    """Add a page, or what is new about a page that is there already."""
    key = target.url.partition("://")[2]
    known = items.get(key)
    items[key] = item if known is None else _merged(known, item)


def _merged(first: WebItem, second: WebItem) -> WebItem:
    return WebItem(
        url=max(first.url, second.url),  # "https" comes after "http"
        title=first.title or second.title,
        published=first.published or second.published,
        modified=max(filter(None, (first.modified, second.modified)), default=None),
        feed_only=first.feed_only and second.feed_only,
    )
