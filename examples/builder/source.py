"""Reading of a source: a TOML head between two ``+++`` lines, then Markdown (see FORMAT.md)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from pydantic import ValidationError

from examples.builder.blocks import (
    Block,
    Box,
    Columns,
    Figure,
    FigureKind,
    Head,
    Heading,
    Item,
    Look,
    Note,
    PageBreak,
    Paragraph,
    Source,
    SourceError,
    Table,
)
from examples.builder.inline import marks
from examples.builder.table import TableError, read_table

FENCE = "+++"
MONTHS = (
    "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    "|January|February|March|May|June|July|October|December"
)
HEADING = re.compile(r"(#+) +(.+)")
BULLET = re.compile(r"( *)- +(.+)")
# "25. april ..." begins with a date, and is no point of a list.
NUMBER = re.compile(rf"( *)(\d+)\. +(?!(?:{MONTHS})\b)(.+)")
NOTE = re.compile(r"\[\^([^\]\s]+)\]: *(.+)")
FIGURES: dict[str, FigureKind] = {"bars": "bars", "boxes": "boxes"}
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
COMMENT = re.compile(r"<!-- *(\w+)(?:: *(.*?))? *-->")


def read_source(path: Path) -> Source:
    """Read one source.

    Raises:
        SourceError: The source doesn't follow the format.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise SourceError(path, 1, "the source isn't UTF-8") from error
    for number, line in enumerate(lines, 1):
        if CONTROL.search(line):
            raise SourceError(path, number, "a control character")
    fences = [index for index, line in enumerate(lines) if line.rstrip() == FENCE][:2]
    if len(fences) < 2 or fences[0] != 0:
        raise SourceError(path, 1, f"the head must stand first, between two lines {FENCE}")
    head = read_head(path, lines[1 : fences[1]])
    body = BodyReader(path, fences[1] + 1)
    for line in lines[fences[1] + 1 :]:
        body.read(line)
    return body.finish(head)


def read_head(path: Path, lines: list[str]) -> Head:
    """Read the head of a source."""
    try:
        return Head.model_validate(tomllib.loads("\n".join(lines)))
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"at line (\d+)", str(error))
        line = int(match[1]) + 1 if match else 1
        raise SourceError(path, line, f"the head is no TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0])
        starts = (n for n, line in enumerate(lines, 2) if re.match(rf"{key}\s*=", line))
        raise SourceError(path, next(starts, 1), f"{key}: {first['msg']}") from error


@dataclass
class Pending:
    """What comments say about the block that follows."""

    line: int = 0
    widths: list[float] = field(default_factory=list)
    table: tuple[Look, bool] | None = None
    small: bool = False
    right: bool = False

    @property
    def for_table(self) -> bool:
        """Whether a table must follow."""
        return bool(self.widths) or self.table is not None


class BodyReader:
    """Reads the body of a source line by line."""

    def __init__(self, path: Path, line: int) -> None:
        self.path = path
        self.line = line
        self.blocks: list[Block] = []
        self.notes: dict[str, tuple[int, str]] = {}
        self.table: list[str] = []
        self.box: list[str] = []
        self.pending = Pending()
        self.used = False

    def fail(self, message: str, line: int | None = None) -> SourceError:
        """Make an error that names a line, else the one that is being read."""
        return SourceError(self.path, line or self.line, message)

    def read(self, line: str) -> None:
        """Read the next line."""
        line = line.rstrip()
        if self.table and not line.startswith("|"):
            self.end_table()
        if self.box and not line.startswith(">"):
            self.blocks.append(Box(self.line - len(self.box) + 1, tuple(filter(None, self.box))))
            self.box = []
        self.line += 1
        if line.startswith("|"):
            self.table.append(line)
        elif line.startswith("> ") or line == ">":
            self.box.append(line[2:])
        elif not line:
            if self.used:
                self.pending, self.used = Pending(), False
        elif line.startswith("<!--"):
            self.read_comment(line)
        else:
            self.read_text(line)

    def read_text(self, line: str) -> None:
        """Read a line that is no part of a table or box."""
        if self.pending.for_table:
            raise self.fail("a comment about a table, but no table follows", self.pending.line)
        if match := NOTE.fullmatch(line):
            if match[1] in self.notes:
                raise self.fail(f"a second note [^{match[1]}]")
            self.notes[match[1]] = (self.line, match[2])
            return
        block = self.parse_line(line)
        if isinstance(block, Paragraph):
            self.used = True
        elif self.pending.small or self.pending.right:
            raise self.fail("small and right are for paragraphs only")
        self.blocks.append(block)

    def parse_line(self, line: str) -> Block:
        """Turn a line into a block."""
        if match := HEADING.fullmatch(line):
            if len(match[1]) > 3:
                raise self.fail("headings have at most three levels")
            return Heading(self.line, match[2], len(match[1]))
        if match := BULLET.fullmatch(line):
            return Item(self.line, match[2], 1 + len(match[1]) // 2)
        if match := NUMBER.fullmatch(line):
            return Item(self.line, match[3], 1 + len(match[1]) // 2, int(match[2]))
        if line == "---":
            return PageBreak(self.line)
        return Paragraph(self.line, line.strip(), self.pending.small, self.pending.right)

    def read_comment(self, line: str) -> None:
        """Read a comment that says how to set what follows."""
        match = COMMENT.fullmatch(line)
        name, value = (match[1], match[2] or "") if match else ("", "")
        self.pending.line = self.line
        words = value.split()
        if name == "widths" and words and all(re.fullmatch(r"\d+(\.\d+)?", w) for w in words):
            self.pending.widths = [float(word) for word in words]
        elif name == "table" and words and set(words) <= {"ruled", "striped", "bare", "norepeat"}:
            looks = [cast("Look", word) for word in words if word != "norepeat"]
            self.pending.table = (looks[0] if looks else "striped", "norepeat" not in words)
        elif name == "columns" and value in {"1", "2"}:
            self.blocks.append(Columns(self.line, int(value)))
        elif name == "figure":
            self.blocks.append(self.parse_figure(value))
        elif name == "small" and not value:
            self.pending.small = True
        elif name == "right" and not value:
            self.pending.right = True
        else:
            raise self.fail(f"a comment that means nothing here: {line}")

    def parse_figure(self, value: str) -> Figure:
        """Read ``kind | title | item; item``."""
        parts = [part.strip() for part in value.split("|")]
        kind = FIGURES.get(parts[0])
        if len(parts) != 3 or not kind:
            raise self.fail("a figure is: bars (or boxes) | title | items with ; between")
        pairs = []
        for item in filter(None, (item.strip() for item in parts[2].split(";"))):
            name, mark, amount = (part.strip() for part in item.rpartition("="))
            if kind == "bars" and not (mark and re.search(r"\d", amount)):
                raise self.fail(f"a bar is: name=number, not {item}")
            pairs.append((name, amount) if kind == "bars" else (item, ""))
        if not pairs:
            raise self.fail("a figure without items")
        return Figure(self.line, kind, parts[1], tuple(pairs))

    def end_table(self) -> None:
        """Make a table of the lines that were collected."""
        start = self.line - len(self.table) + 1
        look, repeat = self.pending.table or ("striped", True)
        try:
            table = read_table(start, self.table, self.pending.widths, look, repeat)
        except TableError as error:
            raise self.fail(str(error), start + error.offset) from error
        self.blocks.append(table)
        self.table, self.pending = [], Pending()

    def finish(self, head: Head) -> Source:
        """Check what can only be seen at the end, and return the source."""
        self.read("")
        if self.pending.for_table:
            raise self.fail("a comment about a table, but no table follows", self.pending.line)
        if not self.blocks:
            raise self.fail("there is nothing below the head")
        notes: dict[str, Note] = {}
        for block in self.blocks:
            for mark in (mark for text in texts(block) for mark in marks(text)):
                if mark not in self.notes:
                    raise self.fail(f"no note [^{mark}]: for its mark", block.line)
                if mark in notes:
                    raise self.fail(f"a second mark [^{mark}] for one note", block.line)
                line, text = self.notes[mark]
                notes[mark] = Note(line, len(notes) + 1, text)
        for mark, (line, text) in self.notes.items():
            if mark not in notes:
                raise self.fail(f"no mark for the note [^{mark}]", line)
            if marks(text):
                raise self.fail("a note has no notes of its own", line)
        return Source(self.path, head, tuple(self.blocks), notes)


def texts(block: Block) -> Iterator[str]:
    """Yield all texts of a block, in reading order."""
    match block:
        case Heading() | Paragraph() | Item():
            yield block.text
        case Box():
            yield from block.texts
        case Table():
            yield from (cell for row in block.rows for cell in row)
        case Figure():
            yield block.title
            yield from (text for item in block.items for text in item if text)
        case PageBreak() | Columns():
            return
