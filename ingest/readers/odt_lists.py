"""Counts the items of an OpenDocument's lists, and its numbered headings."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from ingest.readers.docx_styles import format_count
from ingest.readers.odt_styles import STYLE, TEXT, Styles, number

_DEEPEST = 10
_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level is numbered; ``format`` is empty for bullets and for no number."""

    format: str = ""
    before: str = ""
    after: str = ""
    shown: int = 1  # how many levels' numbers a label shows
    start: int = 1


@dataclass(slots=True)
class _Open:
    """A list that is being read: its style, and the items counted by level."""

    style: str
    counts: dict[int, int] = field(default_factory=dict)


class Lists:
    """Follows the lists of one document, which are read in order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._open: list[_Open] = []
        self._counts: dict[str, dict[int, int]] = {}  # of lists that later ones go on from
        self._levels: dict[str, dict[int, _Level]] = {}
        self._headings: dict[int, int] = {}
        self._outline = _read_levels(styles.outline)

    def enter(self, element: etree._Element) -> None:
        """Opens a ``text:list``."""
        above = self._open[-1] if self._open else None
        style = element.get(f"{TEXT}style-name", "") or (above.style if above else "")
        if not style:
            first = next(element.iter(f"{TEXT}p", f"{TEXT}h"), None)
            style = self._styles.list_name(first) if first is not None else ""
        if above is not None:
            counts = above.counts
        elif (
            element.get(f"{TEXT}continue-numbering") == "true"
            or element.get(f"{TEXT}continue-list") is not None
        ):
            counts = self._counts.get(style, {})
        else:
            counts = {}
        self._open.append(_Open(style, counts))
        depth = len(self._open) - 1
        if above is not None:
            counts.pop(depth, None)

    def leave(self) -> None:
        """Closes the innermost list."""
        closed = self._open.pop()
        if not self._open:
            self._counts[closed.style] = closed.counts

    def item(self, element: etree._Element) -> tuple[int, str]:
        """Counts a ``text:list-item`` and returns its depth and its label, "" for a bullet."""
        depth = len(self._open) - 1
        here = self._open[-1]
        if here.style not in self._levels:
            self._levels[here.style] = _read_levels(self._styles.lists.get(here.style))
        levels = self._levels[here.style]
        start = number(element.get(f"{TEXT}start-value"), -1)
        return depth, _count(levels, here.counts, depth, start)

    def heading_label(self, element: etree._Element, level: int) -> str:
        """Counts a heading and returns its number, "" where headings have none."""
        if element.tag != f"{TEXT}h" or element.get(f"{TEXT}is-list-header") == "true":
            return ""
        start = number(element.get(f"{TEXT}start-value"), -1)
        return _count(self._outline, self._headings, level - 1, start)


def _count(levels: dict[int, _Level], counts: dict[int, int], depth: int, start: int) -> str:
    rule = levels.get(depth, _Level())
    counts[depth] = start if start >= 0 else counts.get(depth, rule.start - 1) + 1
    for deeper in [key for key in counts if key > depth]:
        del counts[deeper]
    if not rule.format:
        return ""
    first = max(0, depth - max(1, rule.shown) + 1)
    shown = [(levels.get(index, rule), counts.get(index)) for index in range(first, depth + 1)]
    numbers = [
        format_count(item.start if count is None else count, _FORMATS.get(item.format, ""))
        for item, count in shown
        if item.format
    ]
    return f"{rule.before}{'.'.join(numbers)}{rule.after}".strip()


def _read_levels(style: etree._Element | None) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in style if style is not None else ():
        depth = number(element.get(f"{TEXT}level"), 1) - 1
        if not 0 <= depth < _DEEPEST:
            continue
        levels[depth] = _Level(
            format=element.get(f"{STYLE}num-format", ""),
            before=element.get(f"{STYLE}num-prefix", ""),
            after=element.get(f"{STYLE}num-suffix", ""),
            shown=min(number(element.get(f"{TEXT}display-levels"), 1), _DEEPEST),
            start=number(element.get(f"{TEXT}start-value"), 1),
        )
    return levels
