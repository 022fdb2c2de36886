"""Sitemaps (sitemaps.org): XML, packed XML, lists of sitemaps, and plain lists of addresses."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.web.body import BodyBrokenError, BodyTooLargeError, gunzip
from ingest.web.lists import Entry, child_text, date_of, elements, local_name
from plansvar.errors import WebError

MOST_ENTRIES = 50_000  # in one file, by the protocol
MOST_BYTES = 20_000_000  # unpacked, as for every page; 50,000 addresses take about 5
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages that a sitemap names, or the sitemaps that a list of sitemaps names."""

    pages: tuple[Entry, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_sitemap(data: bytes, url: str, suffix: str) -> Sitemap:
    """Read a sitemap.

    A damaged one is an error, not half a list: pages that a list no longer names count as gone.

    Args:
        data: the file; packed with gzip or not.
        url: where it came from, for the error.
        suffix: ".txt" for a plain list of addresses; else it is XML.

    Raises:
        WebError: ``web.bad_list``, ``web.list_too_long`` or ``web.too_large``.
    """
    if data.startswith(_GZIP):
        try:
            data = gunzip(data, MOST_BYTES)
        except BodyTooLargeError as error:
            megabytes = MOST_BYTES // 1_000_000
            raise WebError("web.too_large", url=url, megabytes=megabytes) from error
        except BodyBrokenError as error:
            raise WebError("web.bad_list", url=url) from error
    if suffix == ".txt" and not data.lstrip().startswith(b"<"):
        return _plain(data, url)
    pages: list[Entry] = []
    sitemaps: list[str] = []
    for element in elements(data, url, ("url", "sitemap"), ("urlset", "sitemapindex")):
        reference = child_text(element, "loc")
        if reference is None:
            continue
        if local_name(element) == "url":
            pages.append(Entry(reference, modified=date_of(child_text(element, "lastmod"))))
        else:
            sitemaps.append(reference)
        _check_length(len(pages) + len(sitemaps), url)
    return Sitemap(tuple(pages), tuple(sitemaps))


def _plain(data: bytes, url: str) -> Sitemap:
    try:
        lines = data.decode("utf-8-sig").split()
    except UnicodeDecodeError as error:
        raise WebError("web.bad_list", url=url) from error
    if not all(line.startswith(("http://", "https://")) for line in lines):
        raise WebError("web.bad_list", url=url)
    _check_length(len(lines), url)
    return Sitemap(tuple(map(Entry, lines)))


def _check_length(count: int, url: str) -> None:
    if count > MOST_ENTRIES:
        raise WebError("web.list_too_long", url=url, limit=MOST_ENTRIES)
