"""Reads what a web page says of itself: title, author, language, dates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.readers.clean import clean

_PUBLISHED = frozenset(
    (
        "article:published_time", "og:published_time", "datepublished", "date", "dc.date",
        "dc.date.issued", "dcterms.issued", "dcterms.created", "dcterms.date", "pubdate",
        "publishdate", "publish_date", "publication_date",
    )
)  # fmt: skip
_MODIFIED = frozenset(
    (
        "article:modified_time", "og:updated_time", "datemodified", "dc.date.modified",
        "dcterms.modified", "last-modified", "lastmod", "updated",
    )
)  # fmt: skip
_ISO = re.compile(r"^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}\S*)?)?)?$")
_NORWEGIAN = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")
_CHANGED = re.compile(r"oppdat|endr|updat|modif|revider", re.I)
_MOST_JSON = 200_000  # characters
_DEEPEST = 20


def read_metadata(root: HtmlElement) -> dict[str, str]:
    """Returns the page's ``title``, ``author``, ``language``, ``published`` and ``modified``."""
    named = list(_named(root))
    found: dict[str, str] = {}

    def add(key: str, value: str | None) -> None:
        if value and key not in found:
            found[key] = value

    add("title", _of(named, "og:title"))
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            add("title", clean(element.text_content()))
    add("author", _of(named, "author") or _of(named, "article:author"))
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    add("language", clean(language or "") or _of(named, "og:locale"))
    for name, value in named:
        if name in _PUBLISHED:
            add("published", _date(value))
        elif name in _MODIFIED:
            add("modified", _date(value))
    for key, value in _json_dates(root):
        add(key, _date(value))
    for element in root.iter("time"):
        add(_time_key(element), _date(element.get("datetime", "")))
    return found


def _named(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yields names and values of meta elements, and of dates marked as microdata."""
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if value := clean(element.get("content") or ""):
            yield name.strip().lower(), value
    for element in root.iter("time", "span"):
        name = (element.get("itemprop") or "").lower()
        if name in {"datepublished", "datemodified"}:
            value = element.get("datetime") or element.get("content") or element.text_content()
            yield name, clean(value)


def _of(named: list[tuple[str, str]], name: str) -> str | None:
    return next((value for key, value in named if key == name), None)


def _date(value: str) -> str | None:
    """Returns a date as ISO 8601, ``None`` for what isn't certainly one."""
    value = value.strip()
    if _ISO.match(value):
        return value.replace(" ", "T")
    if match := _NORWEGIAN.match(value):
        day, month, year = (int(part) for part in match.groups())
        if 1 <= day <= 31 and 1 <= month <= 12:
            return f"{year:04}-{month:02}-{day:02}"
    return None


def _json_dates(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yields the dates of JSON-LD descriptions."""
    for element in root.iter("script"):
        kind = (element.get("type") or "").lower()
        text = element.text or ""
        if kind != "application/ld+json" or len(text) > _MOST_JSON:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        yield from _json_walk(data, 0)


def _json_walk(data: object, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        for key, name in (("datePublished", "published"), ("dateModified", "modified")):
            if isinstance(data.get(key), str):
                yield name, data[key]
        for value in data.values():
            yield from _json_walk(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            yield from _json_walk(value, depth + 1)


def _time_key(element: HtmlElement) -> str:
    """Returns whether a time tells of publishing or of changing, by the words around it."""
    around = f"{element.get('class', '')} {element.text_content()}"
    parent = element.getparent()
    if parent is not None:
        around += f" {parent.get('class', '')} {(parent.text or '')[-40:]}"
        previous = element.getprevious()
        if previous is not None:
            around += (previous.tail or "")[-40:] + previous.text_content()[-40:]
    return "modified" if _CHANGED.search(around) else "published"
