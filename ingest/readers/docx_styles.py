"""Word's styles and list numbering: what a paragraph is, apart from its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_NAME = re.compile(r"^(?:heading|overskrift|rubrik|überschrift)\s*([1-9])\b", re.I)
_TITLE_NAME = re.compile(r"^(?:title|tittel|toc heading|overskrift for innhold.*)$", re.I)
_CONTENTS_NAME = re.compile(r"^(?:toc|innh|inh)\s*([1-9])$", re.I)
_LIST_NAME = re.compile(
    r"^(?:list bullet|punktliste|list number|nummerert liste)\s*([2-5])?$", re.I
)
_LONGEST_CHAIN = 20
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph or character style, with the styles it is based on, says.

    ``heading`` is 1-6, ``contents`` 1-9 for an entry of a table of contents, else 0; ``list_level``
    is -1 for no list. ``size`` is in points, ``None`` where no style sets it.
    """

    heading: int = 0
    contents: int = 0
    list_level: int = -1
    numbering: tuple[str, int | None] | None = None
    bold: bool = False
    hidden: bool = False
    shaded: bool = False
    size: float | None = None


@dataclass(slots=True)
class _Level:
    format: str
    text: str
    start: int
    style: str


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


def is_on(element: etree._Element | None) -> bool:
    """Tells whether a switch such as ``w:b`` is there and not turned off."""
    return element is not None and element.get(f"{W}val", "1").lower() not in _OFF


def number(element: etree._Element | None, default: int) -> int:
    """Returns an element's ``w:val`` as a number, ``default`` if it has none."""
    try:
        return int(element.get(f"{W}val", "")) if element is not None else default
    except ValueError:
        return default


def value(element: etree._Element | None) -> str:
    """Returns an element's ``w:val``, "" if it has none."""
    return element.get(f"{W}val", "") if element is not None else ""


def is_placeholder(element: etree._Element) -> bool:
    """Tells whether a content control shows only its prompt ("Click here to enter text")."""
    return element.tag == f"{W}sdt" and is_on(element.find(f"{W}sdtPr/{W}showingPlcHdr"))


class Styles:
    """The styles of one document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self.default_paragraph = ""
        self.default_size = 11.0
        if root is None:
            return
        for element in root.iter(f"{W}style"):
            style_id = element.get(f"{W}styleId", "")
            self._elements.setdefault(style_id, element)
            is_default = element.get(f"{W}default", "0").lower() not in _OFF
            if element.get(f"{W}type") == "paragraph" and is_default:
                self.default_paragraph = style_id
        size = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
        self.default_size = number(size, 22) / 2

    def get(self, style_id: str) -> Style:
        """Returns the style of this id, an empty one if there is none."""
        if style_id not in self._known:
            self._known[style_id] = self._resolve(style_id)
        return self._known[style_id]

    def _resolve(self, style_id: str) -> Style:
        chain: list[etree._Element] = []
        seen: set[str] = set()
        while style_id in self._elements and style_id not in seen and len(chain) < _LONGEST_CHAIN:
            seen.add(style_id)
            element = self._elements[style_id]
            chain.append(element)
            style_id = value(element.find(f"{W}basedOn"))
        names = [value(element.find(f"{W}name")) for element in chain]
        outline = _first(chain, f"{W}pPr/{W}outlineLvl")
        numbering = _first(chain, f"{W}pPr/{W}numPr")
        size = _first(chain, f"{W}rPr/{W}sz")
        contents = _level(_CONTENTS_NAME, names[:1])
        heading = _level(_HEADING_NAME, names) or int(any(map(_TITLE_NAME.match, names)))
        if not heading and outline is not None and 0 <= number(outline, 9) < 9:
            heading = number(outline, 9) + 1
        listed = next((m for m in map(_LIST_NAME.match, names) if m), None)
        return Style(
            heading=0 if contents else min(heading, 6),
            contents=contents,
            list_level=int(listed[1] or 1) - 1 if listed else -1,
            numbering=_numbering(numbering),
            bold=is_on(_first(chain, f"{W}rPr/{W}b")),
            hidden=is_on(_first(chain, f"{W}rPr/{W}vanish")),
            shaded=_first(chain, f"{W}pPr/{W}shd") is not None
            or _first(chain, f"{W}rPr/{W}shd") is not None,
            size=number(size, 22) / 2 if size is not None else None,
        )


def _first(chain: list[etree._Element], path: str) -> etree._Element | None:
    return next((found for item in chain if (found := item.find(path)) is not None), None)


def _level(pattern: re.Pattern[str], names: list[str]) -> int:
    return next((int(match[1]) for name in names if (match := pattern.match(name))), 0)


def _numbering(element: etree._Element | None) -> tuple[str, int | None] | None:
    if element is None:
        return None
    level = element.find(f"{W}ilvl")
    list_id = value(element.find(f"{W}numId"))
    return list_id, (number(level, 0) if level is not None else None)


class Numbering:
    """The lists of one document, which count on as their items are read in order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract: dict[str, _List] = {}
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        linked = _linked_to(root)
        for element in root.iter(f"{W}abstractNum"):
            levels = {_index(level): _read_level(level) for level in element.iter(f"{W}lvl")}
            self._abstract[element.get(f"{W}abstractNumId", "")] = _List(levels)
        for element in root.iter(f"{W}num"):
            base = self._abstract.get(_follow(value(element.find(f"{W}abstractNumId")), linked))
            if base is None:
                continue
            restarted = element.find(f"{W}lvlOverride/{W}startOverride") is not None
            own = {_index(level): _read_level(level) for level in element.iter(f"{W}lvl")}
            # Lists of one definition count on together, unless one says that it starts anew.
            counts = {} if restarted or own else base.counts
            self._lists[element.get(f"{W}numId", "")] = _List({**base.levels, **own}, counts)

    def item(self, list_id: str, level: int | None, style_id: str) -> tuple[int, str] | None:
        """Counts an item and returns its level and label.

        The label is like "1." or "2.3", "" for a bullet. ``None`` means no list after all.

        Args:
            list_id: The list's ``numId``.
            level: The item's level, ``None`` where the style decides.
            style_id: The paragraph's style.
        """
        found = self._lists.get(list_id)
        if found is None:
            return None
        if level is None:
            linked = (index for index, item in found.levels.items() if item.style == style_id)
            level = next(linked, 0)
        level = min(max(level, 0), 8)
        rule = found.levels.get(level)
        if rule is None or rule.format == "bullet":
            return level, ""
        found.counts[level] = found.counts.get(level, rule.start - 1) + 1
        for deeper in [key for key in found.counts if key > level]:
            del found.counts[deeper]
        if rule.format == "none":
            return level, ""

        def shown(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            other = found.levels.get(index, rule)
            return format_count(found.counts.get(index, other.start), other.format)

        return level, re.sub(r"%([1-9])", shown, rule.text).strip()


def _linked_to(root: etree._Element) -> dict[str, str]:
    """Which definition stands in for another, by their ids.

    A list that takes its levels from a list style has a ``w:numStyleLink`` and no levels of its
    own; they stand in the definition that names the same style as its ``w:styleLink``.
    """
    wanted: dict[str, str] = {}
    defined: dict[str, str] = {}
    for element in root.iter(f"{W}abstractNum"):
        own = element.get(f"{W}abstractNumId", "")
        if style := value(element.find(f"{W}styleLink")):
            defined.setdefault(style, own)
        if element.find(f"{W}lvl") is None:
            wanted[own] = value(element.find(f"{W}numStyleLink"))
    return {own: defined[style] for own, style in wanted.items() if style in defined}


def _follow(definition: str, linked: dict[str, str]) -> str:
    """The definition that has the levels; the last one before a circle closes."""
    seen: set[str] = set()
    while definition in linked and definition not in seen:
        seen.add(definition)
        definition = linked[definition]
    return definition


def _index(level: etree._Element) -> int:
    try:
        return int(level.get(f"{W}ilvl", "0"))
    except ValueError:
        return 0


def _read_level(level: etree._Element) -> _Level:
    return _Level(
        format=value(level.find(f"{W}numFmt")) or "decimal",
        text=value(level.find(f"{W}lvlText")),
        start=number(level.find(f"{W}start"), 1),
        style=value(level.find(f"{W}pStyle")),
    )


def format_count(count: int, kind: str) -> str:
    """Returns a count as Word shows it: "3", "c" or "iii"."""
    if kind in {"lowerLetter", "upperLetter"} and 0 < count <= _MOST_LETTERS:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if kind == "upperLetter" else letters
    if kind in {"lowerRoman", "upperRoman"} and 0 < count < 4000:
        roman, rest = "", count
        for worth, sign in _ROMAN:
            roman += sign * (rest // worth)
            rest %= worth
        return roman.upper() if kind == "upperRoman" else roman
    return str(count)


_MOST_LETTERS = 26 * 26  # a file may count from anywhere, and each round is one letter more
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
