"""Chooses the part of a web page that is its content, and drops what surrounds it."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from ingest.readers.clean import clean
from ingest.readers.html_hidden import is_hidden
from ingest.readers.unseen import letters, tag_letters

_UNSEEN = (
    "script", "style", "noscript", "template", "iframe", "svg", "canvas", "object", "embed",
    "audio", "video", "map", "head", "link", "meta", "input", "select", "textarea", "button",
    "datalist", "math",
)  # fmt: skip
_CONTENT = frozenset(("html", "body", "main", "article"))  # whatever their names say
_SURROUNDING = ("nav", "footer", "dialog")
_SURROUNDING_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar")
)
_SURROUNDING_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|samtykke|newsletter|nyhetsbrev|breadcrumbs?|"
    r"brodsmule\w*|site-?nav\w*|navbar|navigation|navigasjon|menu|meny|main-?menu|hovedmeny|"
    r"skip-?(?:link|to)\w*|share|sharing|social|del-siden|footer|bunntekst|site-?footer|"
    r"site-?header|popup|modal|related(?:-?(?:posts|articles|content))?|sidebar|"
    r"visually-?hidden|sr-only|screen-reader-text|print-?only|pagination|comments?)(?=$|[\s_-])",
    re.I,
)
_MAIN = (
    "//main",
    "//*[@role='main']",
    "//article",
    "//*[@id='main-content' or @id='maincontent' or @id='content' or @id='main' or @id='innhold']",
)
_LEAST_SHARE = 0.3  # of the visible text that the content must hold
_LEAST_TEXT = 200  # characters; of a shorter page everything is content
_MOST_SEARCHED = 1_000_000  # characters of HTML; trafilatura takes seconds for more
_MOST_MEASURED = 3_000  # elements; no honest page has so many menus
_DIALOG_SHARE = 0.5  # of the text; what holds more is no surrounding, whatever its name


def content_of(root: HtmlElement, source: str) -> tuple[HtmlElement, int]:
    """Returns the element that holds the page's content, and how much of it nobody sees.

    The page's own ``main`` or ``article`` if it has one, else the part in which trafilatura finds
    the text; everything that is seen when either holds too little of it.

    Args:
        root: The page. It is changed.
        source: Its HTML, for trafilatura.

    Returns:
        The element, and the number of hidden letters and digits on the page.
    """
    hidden = _drop_unseen(root)
    return _content_in(root, source), hidden


def shown_of(root: HtmlElement) -> tuple[HtmlElement, int]:
    """Returns the element that holds all that is seen, and the number of hidden letters.

    ``root`` is changed.
    """
    hidden = _drop_unseen(root)
    body = root.find(".//body")
    return (body if body is not None else root), hidden


def _content_in(root: HtmlElement, source: str) -> HtmlElement:
    everything = _length(root)
    _drop_surrounding(root, everything)
    body = root.find(".//body")
    whole = body if body is not None else root
    total = _length(whole)
    if total < _LEAST_TEXT:
        return whole
    for path in _MAIN:
        found = [element for element in root.xpath(path) if isinstance(element, HtmlElement)]
        outer = [item for item in found if not any(a in found for a in item.iterancestors())]
        if len(outer) == 1 and _length(outer[0]) >= _LEAST_SHARE * total:
            return outer[0]
    if len(source) > _MOST_SEARCHED:
        return whole
    return _found_by_trafilatura(whole, source, total)


def _length(element: HtmlElement) -> int:
    return len(clean(element.text_content()))


def _drop(element: HtmlElement) -> None:
    """Removes an element but not the text after it."""
    if element.getparent() is not None:
        element.drop_tree()


def _drop_unseen(root: HtmlElement) -> int:
    """Removes what nobody sees; returns how many letters and digits it held.

    What programs of the page show on demand around its text, such as menus, is not counted.
    """
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    count = tag_letters(root.text_content())
    around: set[HtmlElement] = set()
    gone: set[HtmlElement] = set()
    for element in list(root.iter()):
        parent = element.getparent()
        if not isinstance(element.tag, str) or parent is None:
            continue
        if parent in gone:
            gone.add(element)
            continue
        ordinary = element.tag not in _CONTENT and (parent in around or _is_ordinary(element))
        hidden = element.get("hidden") is not None and element.get("hidden") != "until-found"
        if hidden or is_hidden(element.get("style") or ""):
            count += 0 if ordinary else _unlinked_letters(element)
            gone.add(element)
            _drop(element)
        elif ordinary and (parent in around or next(element.iter("h1"), None) is None):
            around.add(element)  # some systems wrap the whole page, its title too, in a form
    return count


def _is_ordinary(element: HtmlElement) -> bool:
    """Tells whether pages often hide such a part until somebody asks for it."""
    return element.tag in {"form", "dialog"} or _is_surrounding(element)


def _unlinked_letters(element: HtmlElement) -> int:
    """Returns how many letters and digits an element holds; none for a menu, which is links."""
    count = letters(element.text_content())
    linked = sum(letters(link.text_content()) for link in element.iter("a"))
    return 0 if 2 * linked > count else count


def _drop_surrounding(root: HtmlElement, everything: int) -> None:
    """Removes menus, cookie notices and the like, but never most of the page."""
    measured = 0
    for element in list(root.iter()):
        if measured > _MOST_MEASURED:
            return
        if not isinstance(element.tag, str) or element.tag in _CONTENT:
            continue
        if not _is_surrounding(element):
            continue
        measured += 1
        if _length(element) < _DIALOG_SHARE * max(everything, 1):
            _drop(element)


def _is_surrounding(element: HtmlElement) -> bool:
    """Tells whether an element, by its tag, role or name, stands around a page's content."""
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    return (
        element.tag in _SURROUNDING
        or (element.get("role") or "").lower() in _SURROUNDING_ROLES
        or (element.tag in {"header", "aside"} and not _is_in_content(element))
        or _SURROUNDING_NAMES.search(name) is not None
    )


def _is_in_content(element: HtmlElement) -> bool:
    """Tells whether an element is part of an article, whose header holds its title."""
    return (
        any(
            item.tag in {"main", "article"} or item.get("role") == "main"
            for item in element.iterancestors()
        )
        or next(element.iter("h1"), None) is not None
    )


def _found_by_trafilatura(whole: HtmlElement, source: str, total: int) -> HtmlElement:
    """Returns the smallest element that holds nearly all that trafilatura takes for content."""
    import trafilatura  # noqa: PLC0415 - half a second, and most pages name their content

    text = trafilatura.extract(source, include_tables=True, favor_recall=True) or ""
    lines = {line for raw in text.split("\n") if len(line := clean(raw.strip("-| "))) > 30}
    wanted = sum(map(len, lines))
    if wanted < _LEAST_SHARE * total:
        return whole
    best = whole
    while True:
        children = [child for child in best if isinstance(child, HtmlElement)]
        for child in children:
            held = clean(child.text_content())
            if sum(len(line) for line in lines if line in held) >= 0.95 * wanted:
                best = child
                break
        else:
            return best
