"""Reads of an OpenDocument's styles what its text needs: headings, bold, size, hidden letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_NAMES}office:1.0}}"
TEXT = f"{{{_NAMES}text:1.0}}"
TABLE = f"{{{_NAMES}table:1.0}}"
STYLE = f"{{{_NAMES}style:1.0}}"
_FO = f"{{{_NAMES}xsl-fo-compatible:1.0}}"
_LONGEST_CHAIN = 20
_HEADING_NAME = re.compile(r"^(?:heading|overskrift)\s*(\d)$", re.I)
_TITLE_NAME = re.compile(r"^(?:title|tittel)$", re.I)
_LENGTH = re.compile(r"^(\d+(?:\.\d+)?)(pt|cm|mm|in|%)?$")
_POINTS = {"pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, None: 1.0}
_SMALLEST = 1.1  # points; smaller letters nobody reads
_ESCAPED = re.compile(r"_([0-9a-f]{1,4})_")


@dataclass(frozen=True, slots=True)
class Look:
    """How letters are set, as far as a style says; ``None`` where it says nothing."""

    bold: bool | None = None
    size: float | None = None
    hidden: bool | None = None
    white: bool | None = None
    shaded: bool | None = None

    def over(self, below: Look) -> Look:
        """Returns this look where it says something, ``below`` elsewhere."""
        return Look(
            below.bold if self.bold is None else self.bold,
            below.size if self.size is None else self.size,
            below.hidden if self.hidden is None else self.hidden,
            below.white if self.white is None else self.white,
            below.shaded if self.shaded is None else self.shaded,
        )

    def is_unseen(self, *, on_ground: bool) -> bool:
        """Tells whether nobody who looks at the document sees such letters."""
        if self.hidden or (self.size is not None and self.size < _SMALLEST):
            return True
        return bool(self.white) and not self.shaded and not on_ground


class Styles:
    """The styles of one document, those of its content before the named ones."""

    def __init__(self, content: etree._Element, named: etree._Element | None) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self.lists: dict[str, etree._Element] = {}
        self.outline: etree._Element | None = None
        self._looks: dict[tuple[str, str], Look] = {}
        for root in (named, content):
            if root is None:
                continue
            for part in (root.find(f"{OFFICE}styles"), root.find(f"{OFFICE}automatic-styles")):
                for style in part if part is not None else ():
                    name = style.get(f"{STYLE}name", "")
                    if style.tag == f"{STYLE}style":
                        self._styles[style.get(f"{STYLE}family", ""), name] = style
                    elif style.tag == f"{STYLE}default-style":
                        self._styles[style.get(f"{STYLE}family", ""), ""] = style
                    elif style.tag == f"{TEXT}list-style":
                        self.lists[name] = style
                    elif style.tag == f"{TEXT}outline-style":
                        self.outline = style

    def look(self, family: str, name: str | None) -> Look:
        """Returns the look of a style, its parents' included."""
        key = (family, name or "")
        if key not in self._looks:
            look = Look()
            for style in self._chain(*key):
                look = look.over(_look_of(style))
            self._looks[key] = look
        return self._looks[key]

    def heading_level(self, element: etree._Element) -> int:
        """Returns the level that a paragraph has as a heading, 0 if it is none."""
        if element.tag == f"{TEXT}h":
            return max(1, number(element.get(f"{TEXT}outline-level"), 1))
        for style in self._chain("paragraph", element.get(f"{TEXT}style-name", "")):
            for name in (style.get(f"{STYLE}display-name"), style.get(f"{STYLE}name")):
                plain = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), name or "")
                if match := _HEADING_NAME.match(plain):
                    return max(1, int(match[1]))
                if _TITLE_NAME.match(plain):
                    return 1
        return 0

    def list_name(self, element: etree._Element) -> str:
        """Returns the list style that a paragraph's own style names."""
        for style in self._chain("paragraph", element.get(f"{TEXT}style-name", "")):
            if name := style.get(f"{STYLE}list-style-name"):
                return name
        return ""

    def hides_section(self, element: etree._Element) -> bool:
        """Tells whether a ``text:section`` is not shown."""
        return element.get(f"{TEXT}display") == "none" or (
            element.get(f"{TEXT}display") == "condition"
            and element.get(f"{TEXT}is-hidden") == "true"
        )

    def _chain(self, family: str, name: str) -> Iterator[etree._Element]:
        """Yields a style, its parent and so on, and the family's default last."""
        seen: set[str] = set()
        while name and name not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(name)
            style = self._styles.get((family, name))
            if style is None:
                break
            yield style
            name = style.get(f"{STYLE}parent-style-name", "")
        default = self._styles.get((family, ""))
        if default is not None:
            yield default


def number(text: str | None, default: int) -> int:
    """Returns an attribute's number, ``default`` where it is none or far too large."""
    try:
        return int(text) if text and len(text) < 10 else default
    except ValueError:
        return default


def _look_of(style: etree._Element) -> Look:
    look = Look()
    paragraph = style.find(f"{STYLE}paragraph-properties")
    if paragraph is not None:
        look = Look(shaded=_shading(paragraph))
    text = style.find(f"{STYLE}text-properties")
    if text is None:
        return look
    weight, color = text.get(f"{_FO}font-weight"), text.get(f"{_FO}color")
    display = text.get(f"{TEXT}display")
    return Look(
        bold=None if weight is None else weight in {"bold", "600", "700", "800", "900"},
        size=_points(text.get(f"{_FO}font-size")),
        hidden=None if display is None else display == "none",
        white=None if color is None else color.lower() in {"#ffffff", "#fff"},
        shaded=_shading(text) or look.shaded,
    )


def _shading(properties: etree._Element) -> bool | None:
    color = properties.get(f"{_FO}background-color")
    return None if color is None else color != "transparent"


def _points(text: str | None) -> float | None:
    match = _LENGTH.match(text or "")
    if not match or match[2] == "%":
        return None
    return float(match[1]) * _POINTS[match[2]]
