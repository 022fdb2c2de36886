"""What sitemaps and feeds have in common: XML from strangers, read element by element."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime

from lxml import etree

from ingest.readers.clean import clean
from ingest.safe_xml import SAFE
from plansvar.errors import WebError

_TAG = re.compile(r"<[^<>]*>")
_LONGEST_TITLE = 300
MOST_ELEMENTS = 1_000_000  # of any name, so that no file fills the memory


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in a list: its address as it stood there, and what the list says of it."""

    reference: str
    title: str | None = None
    published: date | None = None
    modified: date | None = None


def elements(
    data: bytes, url: str, names: tuple[str, ...], roots: tuple[str, ...], *, mend: bool = False
) -> Iterator[etree._Element]:
    """The elements called ``names``, whatever their namespace; each is emptied after its turn.

    Entities are not resolved, nothing is loaded, and a document type is refused.

    Args:
        data: the XML.
        url: where it came from, for the error.
        names: local names to give.
        roots: local names that the outermost element may have.
        mend: go on after a fault in the XML.

    Raises:
        WebError: ``web.bad_list`` or ``web.list_too_long``.
    """
    events = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        **SAFE,
        recover=mend,
    )
    root: etree._Element | None = None
    try:
        for number, (event, element) in enumerate(events):
            if number > 2 * MOST_ELEMENTS:
                raise WebError("web.list_too_long", url=url, limit=MOST_ELEMENTS)
            if root is None:
                root = element
                doctype = root.getroottree().docinfo.internalDTD
                if local_name(root) not in roots or doctype is not None:
                    raise WebError("web.bad_list", url=url)
            elif event == "end" and local_name(element) in names:
                yield element
                _forget(element)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise WebError("web.bad_list", url=url) from error
    if root is None:
        raise WebError("web.bad_list", url=url)


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; "" for an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child_text(element: etree._Element, *names: str) -> str | None:
    """The text of the first child that has one of these local names and any text."""
    for name in names:
        for child in element:
            if local_name(child) == name and (text := "".join(map(str, child.itertext())).strip()):
                return text
    return None


def title_of(text: str | None) -> str | None:
    """A title as plain text on one line. Feeds hold titles with markup, escaped once or twice."""
    if text is None:
        return None
    return clean(_TAG.sub("", html.unescape(text)))[:_LONGEST_TITLE].strip() or None


def date_of(text: str | None) -> date | None:
    """The day in an ISO 8601 or an e-mail date; ``None`` where it holds no whole day."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text[:100]).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _forget(element: etree._Element) -> None:
    """Free an element and those before it, so that memory stays flat."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
