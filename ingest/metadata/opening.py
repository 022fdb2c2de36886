"""The places of a document where it says what it is: its head, its end, and its margins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from ingest.furniture import is_page_furniture
from plansvar.documents.types import Block, BlockKind, ReadFile

HEAD_BLOCKS = 12
TAIL_BLOCKS = 8
SHORT_LINE = 160
# A document says what it is early in a line; a line without an end must not cost a rule its time.
_LOOKED_AT = 1_000
# "Dato: …", also several on one line: "Søker: Blå Brim Søknadsfrist: 1. desember".
_LABEL = re.compile(
    r"(?<!\S)(?!(?:SV|VS|RE|FW|FWD|Sv|Vs|Re|Fw|Fwd)\s?:)"
    r"([A-ZÆØÅ][\wæøå.]*(?: [a-zæøå]+\.?){0,2})\s?:\s*"
)
# The number of a field in a form: "1.2 Lead applicant", "3) Søker".
_FIELD_NUMBER = re.compile(r"\s*\d{1,2}(?:\.\d{1,2}){0,2}[.)]?\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A block's text, and what the block is."""

    text: str
    block: Block

    @property
    def is_heading(self) -> bool:
        """Whether the document shows it as a heading."""
        return self.block.kind is BlockKind.HEADING


@dataclass(frozen=True, slots=True)
class Opening:
    """What the rules look at.

    ``head`` and ``tail`` are the first and last blocks without tables; ``rows`` are the rows of the
    tables among the first blocks; ``margins`` are page headers, footers and watermarks.
    """

    head: tuple[Line, ...]
    tail: tuple[Line, ...]
    rows: tuple[tuple[str, ...], ...]
    margins: tuple[str, ...]
    properties: dict[str, str]
    path: Path

    @property
    def own_head(self) -> tuple[Line, ...]:
        """The head without menus and the like."""
        return tuple(line for line in self.head if not is_page_furniture(line.text))

    def labelled(self, label: re.Pattern[str]) -> Iterator[str]:
        """What stands after a label: on its line, in the next cell, or on the next line."""
        for row in self.rows:
            cells = [_FIELD_NUMBER.sub("", cell, count=1).strip() for cell in row[:1]]
            cells += [cell.strip() for cell in row[1:]]
            for cell, following in zip_longest(cells, cells[1:], fillvalue=""):
                if label.fullmatch(cell.rstrip(" :")) and following:
                    yield following
                yield from _after_label(cell, label)
        lines = [line.text for line in self.head]
        for text, following in zip_longest(lines, lines[1:], fillvalue=""):
            if label.fullmatch(text.rstrip(" :")) and following:
                yield following
            yield from _after_label(text, label)


def opening(read: ReadFile, blocks: Sequence[Block], text: str, path: Path) -> Opening:
    """Collect what the rules look at."""
    lines = [
        Line(text[block.start : min(block.end, block.start + _LOOKED_AT)], block)
        for block in blocks
        if block.kind is not BlockKind.TABLE
    ]
    head = [line for line in lines if line.block.ordinal < HEAD_BLOCKS]
    return Opening(
        head=tuple(head),
        tail=tuple(lines[-TAIL_BLOCKS:]),
        rows=tuple(
            tuple(text[start : min(end, start + _LOOKED_AT)] for start, end in row.cells)
            for block in blocks[:HEAD_BLOCKS]
            for row in block.rows
        ),
        margins=tuple(line[:_LOOKED_AT] for line in read.margins),
        properties={key: value[:_LOOKED_AT] for key, value in read.metadata.items()},
        path=path,
    )


def _after_label(text: str, label: re.Pattern[str]) -> Iterator[str]:
    found = list(_LABEL.finditer(text))
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        value = text[match.end() : end].strip()
        if label.fullmatch(match[1]) and value:
            yield value
