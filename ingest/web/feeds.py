"""RSS (0.9x, 1.0, 2.0) and Atom: the pages they name, with title and dates."""

from __future__ import annotations

from lxml import etree

from ingest.web.lists import Entry, child_text, date_of, elements, local_name, title_of
from plansvar.errors import WebError

MOST_ENTRIES = 10_000
_ATOM = "{http://www.w3.org/2005/Atom}"


def read_feed(data: bytes, url: str) -> tuple[Entry, ...]:
    """The pages of a feed, in its order.

    Feeds are often a little wrong (HTML's entities, a cut end); what can be read of them is taken,
    since a feed never names all pages anyway.

    Raises:
        WebError: ``web.bad_list`` where it is no feed, ``web.list_too_long``.
    """
    entries: list[Entry] = []
    roots = ("rss", "RDF", "feed")
    for element in elements(data, url, ("item", "entry"), roots, mend=True):
        reference = _link(element)
        if reference is None:
            continue
        published = child_text(element, "published", "pubDate", "issued", "date")
        modified = child_text(element, "updated", "modified")
        entries.append(
            Entry(
                reference,
                title=title_of(child_text(element, "title")),
                published=date_of(published),
                modified=date_of(modified),
            )
        )
        if len(entries) > MOST_ENTRIES:
            raise WebError("web.list_too_long", url=url, limit=MOST_ENTRIES)
    return tuple(entries)


def _link(item: etree._Element) -> str | None:
    """The page that an item is about: its link, or the permanent id that serves as one."""
    if local_name(item) == "item" and (text := _rss_link(item)):
        return text
    for child in item:
        if local_name(child) != "link" or child.get("rel", "alternate") != "alternate":
            continue
        if href := child.get("href", "").strip():
            return href
    return None


def _rss_link(item: etree._Element) -> str | None:
    for child in item:
        text = (child.text or "").strip()
        if local_name(child) == "link" and not str(child.tag).startswith(_ATOM) and text:
            return text
    for child in item:
        text = (child.text or "").strip()
        permanent = child.get("isPermaLink", "true").strip().lower() != "false"
        if local_name(child) == "guid" and permanent and text.startswith(("http://", "https://")):
            return text
    return None
