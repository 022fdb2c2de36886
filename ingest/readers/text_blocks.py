"""From classified lines to blocks: what a line is among its neighbours.

Telegram style is the rule in slide decks and notes: headings without marks, labels that own the
short lines below them, bullets with and without a space. The rules here are about neighbourhood
(what precedes, what follows, how many empty lines), never about particular words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from ingest.readers.tables import rectangle
from ingest.readers.text_lines import Line, Shape
from plansvar.documents.types import BlockKind, RawBlock

# Levels of headings that plain text shows: a title, heading or slide title; a numbered heading; a
# label. Marked-down headings keep their own level.
SECTION_LEVEL = 3
NUMBERED_LEVEL = 4
LABEL_LEVEL = 5
# Exported slides and pages stand further apart than paragraphs do: at least this many empty lines,
# and at least twice as many as between most paragraphs of the same text.
SMALLEST_SECTION_GAP = 2
# A heading of more words than this is a sentence without its full stop.
MAX_HEADING_WORDS = 10

_SPEECH = re.compile(
    r"[,?!»”\"]\s*(?:sier|seier|sa|fortsetter|held|fortset|avslutter|avsluttar|forteller|fortel"
    r"|mener|meiner|understreker|understrekar|påpeker|påpeikar|legger|legg|forklarer|forklarar"
    r"|kommenterer|kommenterar|uttaler|uttalar|says|said)\s+(?!vi\b|du\b|de\b|dei\b|dere\b|dykk\b|man\b|we\b|you\b)"
)
_ROMAN_SERIES = re.compile(r"^(.*\S)\s+(?:[IVX]{1,4}|\d{1,2})$")


def build(lines: Sequence[Line]) -> list[RawBlock]:
    """Blocks of plain text, in order."""
    return _Builder(lines).run()


class _Builder:
    """Walks the lines once; remembers which label is open and what it may own."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._blocks: list[RawBlock] = []
        self._label_open = False
        self._nested = False
        self._bullets_seen = False
        self._series = _series_stems(lines)
        gaps = [line.gap for line in lines if line.gap]
        self._section_gap = max(SMALLEST_SECTION_GAP, 2 * int(median(gaps)) if gaps else 0)

    def run(self) -> list[RawBlock]:
        position = 0
        while position < len(self._lines):
            position = self._step(position)
        return self._blocks

    def _step(self, position: int) -> int:
        line = self._lines[position]
        if line.gap >= self._section_gap and self._blocks:
            # An empty heading closes the sections above without opening one.
            self._heading("", SECTION_LEVEL)
        if line.shape is Shape.MARKDOWN_HEADING:
            self._heading(line.text, len(line.marker))
        elif line.shape is Shape.LABEL:
            self._label(line)
        elif line.shape is Shape.ROW:
            return self._table(position)
        elif line.shape is Shape.BULLET:
            return self._bullet(position)
        elif line.shape is Shape.NUMBERED:
            return self._numbered(position)
        elif self._is_heading(position):
            self._heading(line.text, SECTION_LEVEL)
        else:
            return self._text(position)
        return position + 1

    # Headings and labels

    def _heading(self, text: str, level: int) -> None:
        self._close_label()
        self._blocks.append(RawBlock(BlockKind.HEADING, text, level))

    def _label(self, line: Line) -> None:
        """A label opens a list. Inside an open list without bullets it is an item with items."""
        # Bullets right above that belong to an inner label: this is the next inner label.
        sibling = self._nested and not line.gap
        near = self._label_open and line.gap < self._section_gap
        if near and (sibling or not self._bullets_seen):
            self._blocks.append(RawBlock(BlockKind.LIST_ITEM, line.text))
            self._nested, self._bullets_seen = True, False
            return
        self._heading(line.text, LABEL_LEVEL)
        self._label_open = True

    def _close_label(self) -> None:
        self._label_open = self._nested = self._bullets_seen = False

    def _is_heading(self, position: int) -> bool:
        """A short line that something follows: prose, a list, a label or a series of its kind."""
        line = self._lines[position]
        if (
            line.shape is not Shape.SHORT
            or not _starts_like_heading(line.text)
            or len(line.text.split()) > MAX_HEADING_WORDS
        ):
            return False
        following = self._lines[position + 1] if position + 1 < len(self._lines) else None
        if following is None:
            return False
        if line.bold or line.text in self._series:
            return True
        if following.gap >= self._section_gap:
            # Alone between two wide gaps: a title page, or a slide with nothing but its title.
            return position == 0 or line.gap >= self._section_gap
        if position == 0 or line.gap >= self._section_gap:
            # The first line of a section is its heading, unless the text just goes on.
            return following.gap > 0 or following.shape is not Shape.SHORT
        if following.shape is Shape.LABEL:
            return line.gap > 0
        if following.shape in {Shape.BULLET, Shape.NUMBERED}:
            return line.gap > 0 or following.gap > 0
        if following.shape is Shape.PROSE:
            return line.gap > 0
        return False

    # Tables

    def _table(self, position: int) -> int:
        """The rows from here on that have as many cells, with no empty line between."""
        self._close_label()
        end = position + 1
        width = len(self._lines[position].cells)
        while end < len(self._lines) and len(self._lines[end].cells) == width:
            if self._lines[end].gap:
                break
            end += 1
        rows = rectangle([line.cells for line in self._lines[position:end]], keep_columns=True)
        self._blocks.append(RawBlock(BlockKind.TABLE, rows=rows, header_rows=1))
        return end

    # Lists

    def _bullet(self, position: int) -> int:
        line = self._lines[position]
        following = self._lines[position + 1] if position + 1 < len(self._lines) else None
        if line.text.endswith(":") and following and following.shape is Shape.BULLET:
            # "- Grunnlaget:" with bullets below is a label that somebody put a bullet before.
            self._heading(line.text, LABEL_LEVEL)
            self._label_open = True
            return position + 1
        text, position = self._continued(position)
        if _SPEECH.search(text) or not self._in_list(position - 1, line):
            # "– Vi må samarbeide, sier lederen": a dash that opens direct speech.
            self._close_label()
            self._blocks.append(RawBlock(BlockKind.PARAGRAPH, text))
            return position
        self._bullets_seen = True
        self._blocks.append(RawBlock(BlockKind.LIST_ITEM, text, self._depth(line)))
        return position

    def _in_list(self, last: int, line: Line) -> bool:
        """A list has two items or more, or stands under a label or heading."""
        if self._label_open or (self._blocks and self._blocks[-1].kind is not BlockKind.PARAGRAPH):
            return True
        following = self._lines[last + 1] if last + 1 < len(self._lines) else None
        introduced = bool(self._blocks) and self._blocks[-1].text.endswith(":")
        return introduced or (
            following is not None
            and following.shape is Shape.BULLET
            and following.marker == line.marker
            and not _SPEECH.search(following.text)
        )

    def _depth(self, line: Line) -> int:
        # A single column of indent is untidiness, not structure.
        return min(line.indent // 2, 3) + self._nested

    def _numbered(self, position: int) -> int:
        line = self._lines[position]
        if self._has_neighbour_number(position) or self._numbered_prose(line):
            text, position = self._continued(position)
            self._bullets_seen = True
            self._blocks.append(
                RawBlock(BlockKind.LIST_ITEM, text, self._depth(line), label=line.marker)
            )
            return position
        dots = line.marker.strip(".)").count(".")
        self._heading(f"{line.marker} {line.text}", min(NUMBERED_LEVEL + dots, LABEL_LEVEL))
        return position + 1

    def _numbered_prose(self, line: Line) -> bool:
        return len(line.text) > 120 or line.text[-1:] in ".;"

    def _has_neighbour_number(self, position: int) -> bool:
        """Whether the line before or after carries the number before or after this one's."""
        here = self._lines[position]
        for other_position in (position - 1, position + 1):
            if not 0 <= other_position < len(self._lines):
                continue
            other = self._lines[other_position]
            wide = max(here.gap, other.gap) >= self._section_gap
            if other.shape is Shape.NUMBERED and not wide and _ordinal_step(here, other) == 1:
                return True
        return False

    # Running text

    def _text(self, position: int) -> int:
        line = self._lines[position]
        text, after = self._continued(position)
        if (
            self._label_open
            and line.shape is Shape.SHORT
            and (self._nested or not self._bullets_seen)
        ):
            # Short lines below a label are its list. After the bullets of an inner label they
            # belong to the outer one again.
            self._nested = self._bullets_seen = False
            self._blocks.append(RawBlock(BlockKind.LIST_ITEM, text))
            return after
        if self._bullets_seen or line.shape is Shape.PROSE:
            self._close_label()
        self._blocks.append(RawBlock(BlockKind.PARAGRAPH, text))
        return after

    def _continued(self, position: int) -> tuple[str, int]:
        """The text of a line and of the lines that it runs on over, and the next position."""
        parts = [self._lines[position].text]
        following = position + 1
        while following < len(self._lines) and self._runs_on(following, parts[-1]):
            parts.append(self._lines[following].text)
            following += 1
        return " ".join(parts), following

    def _runs_on(self, position: int, previous_text: str) -> bool:
        line, previous = self._lines[position], self._lines[position - 1]
        if line.gap or line.shape in {Shape.BULLET, Shape.NUMBERED, Shape.MARKDOWN_HEADING}:
            return False
        if line.text[:1].islower() or previous_text.endswith((",", "-", "–")):
            return True
        if previous.shape in {Shape.BULLET, Shape.NUMBERED}:
            return line.indent > previous.indent
        # Hard-wrapped prose: the line above is full.
        return len(previous_text) > 60 and line.shape in {Shape.PROSE, Shape.SHORT}


def _starts_like_heading(text: str) -> bool:
    first = text.lstrip("«\"'([")[:1]
    return first.isupper() or first.isdigit()


def _ordinal_step(one: Line, other: Line) -> int:
    digits = [
        re.sub(r"\D", "", line.marker.rsplit(".", 2)[-1] or line.marker) for line in (one, other)
    ]
    if all(digits):
        return abs(int(digits[0]) - int(digits[1]))
    letters = [line.marker[:1] for line in (one, other)]
    return abs(ord(letters[0]) - ord(letters[1]))


def _series_stems(lines: Sequence[Line]) -> frozenset[str]:
    """Short lines that differ only in a closing number ("Del I", "Del II") are headings."""
    members: dict[str, list[str]] = {}
    for line in lines:
        if line.shape is Shape.SHORT and (match := _ROMAN_SERIES.match(line.text)):
            members.setdefault(match[1].lower(), []).append(line.text)
    return frozenset(text for texts in members.values() if len(set(texts)) > 1 for text in texts)
