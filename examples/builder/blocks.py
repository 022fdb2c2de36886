"""What a source consists of: its head, and blocks of text, tables and figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FigureKind = Literal["bars", "boxes"]
Look = Literal["ruled", "striped", "bare"]


class SourceError(Exception):
    """Something in a source that can't be built; the message names file and line."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.line = line


class Head(BaseModel):
    """The head of a source."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    output: str = Field(pattern=r"^([^/.][^/]*/)*[^/.][^/]*\.(pdf|docx|pptx|xlsx)$")
    title: str
    author: str
    language: Literal["nb-NO", "nn-NO", "en-GB"]
    date: dt.date
    subtitle: str = ""
    cover: list[str] = []
    contents: bool | None = None
    header: str = ""
    footer: str = ""
    page_numbers: bool = True
    landscape: bool = False
    columns: Literal[1, 2] = 1
    theme: Literal["blue", "green", "red", "grey", "plain"] = "blue"
    headings: Literal["styles", "bold"] = "styles"
    title_block: bool = True
    scan: bool = False

    @property
    def page_word(self) -> str:
        """The word before a page number."""
        return "Page" if self.language == "en-GB" else "Side"

    @property
    def contents_word(self) -> str:
        """The heading of a table of contents."""
        return {"nb-NO": "Innhold", "nn-NO": "Innhald", "en-GB": "Contents"}[self.language]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    line: int
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, perhaps in small type or at the right margin."""

    line: int
    text: str
    small: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list: numbered, or with a bullet when ``number`` is None."""

    line: int
    text: str
    level: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A box of one or more paragraphs; in a slide deck the speaker notes."""

    line: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A merged cell: from (row, column) to (bottom, right), both included."""

    row: int
    column: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first ``head_rows`` rows hold the names of the columns."""

    line: int
    rows: tuple[tuple[str, ...], ...]
    spans: tuple[Span, ...]
    head_rows: int
    widths: tuple[float, ...]  # shares of the whole
    widths_given: bool
    look: Look = "striped"
    repeat: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """A bar chart (name and value as typed) or a row of boxes (value empty)."""

    line: int
    kind: FigureKind
    title: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The start of a new page."""

    line: int


@dataclass(frozen=True, slots=True)
class Columns:
    """A change of the number of text columns, from a new page on."""

    line: int
    count: int


Block = Heading | Paragraph | Item | Box | Table | Figure | PageBreak | Columns


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, numbered in the order of the marks in the text."""

    line: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source that was read; ``notes`` by the label of their marks."""

    path: Path
    head: Head
    blocks: tuple[Block, ...]
    notes: dict[str, Note]

    @property
    def title_needed(self) -> bool:
        """Whether the title is to be set first, as the body doesn't begin with it."""
        first = self.blocks[0] if self.blocks else None
        repeats = isinstance(first, Heading) and first.text == self.head.title
        return self.head.title_block and not repeats
