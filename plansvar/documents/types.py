"""What a document is inside Plansvar: blocks in reading order over one stored text.

Every position in this module is a half-open range ``[start, end)`` of Unicode characters in
``Document.text``, which is NFC-normalised. A quote is therefore always
``document.text[start:end]`` and can be shown in its place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from plansvar.documents.about import About

_NOTHING_KNOWN = About()


class BlockKind(StrEnum):
    """The role that a block plays in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"


class DocumentType(StrEnum):
    """Kinds of plan material; decides the default authority."""

    PLAN = "plan"
    ACTION_PROGRAMME = "action_programme"
    PROJECT_DESCRIPTION = "project_description"
    MINUTES = "minutes"
    PRESENTATION = "presentation"
    APPLICATION = "application"
    CALL = "call"
    CONSULTATION_INPUT = "consultation_input"
    REPORT = "report"
    NEWS = "news"
    OTHER = "other"


class Authority(StrEnum):
    """How much a source binds, strongest first."""

    ADOPTED = "adopted"
    MINUTES = "minutes"
    DRAFT = "draft"
    APPLICATION = "application"
    NEWS = "news"
    OTHER = "other"


class DatePrecision(StrEnum):
    """How exactly a date is known. A missing part is never filled in."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """The document's own date.

    ``value`` is ISO 8601 cut to the precision (``2020-12-16``, ``2020-12``, ``2020``);
    ``found_in`` says where it was read ("text", "margin", "metadata", "path"); ``quote`` is what
    stood there.
    """

    value: str
    precision: DatePrecision
    found_in: str
    quote: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the page's top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block as a reader sees it, before it has a place in the stored text.

    ``level`` is 1-6 for headings (one without text ends the open sections of that level and below
    without opening a new one) and the nesting depth (0 = outermost) for list items. ``rows``
    holds a table's cells, of which the first ``header_rows`` rows are its header. ``page`` is the
    1-based page or slide number, ``None`` where the format has none. ``label`` is a numbered list
    item's number ("1.", "a)").
    """

    kind: BlockKind
    text: str = ""
    level: int = 0
    page: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    header_rows: int = 0
    boxes: tuple[Box, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came inside another one. ``name`` has no folder in it, and may be used twice."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a reader found in one file. ``metadata`` holds the file's own properties as strings.

    ``page_labels`` are the printed page numbers where the format has them, page 1 first.
    ``attachments`` are the files that a mail brought along; they are named in the text, and become
    documents of their own. ``margins`` are lines that stand outside of the text: page headers and
    footers, watermarks. ``metadata`` keys used by others: ``title``, ``published``, ``author``,
    ``company`` and ``sensitivity`` (a label such as "Fortrolig" that a person chose).
    ``recognised_pages`` are those whose text comes from OCR, so that an answer can say so;
    ``scanned_pages`` those that are images and were not read. Both count from 1. ``hidden`` is how
    many letters and digits were left out because nobody sees them.
    """

    blocks: tuple[RawBlock, ...]
    metadata: dict[str, str] = field(default_factory=dict)
    page_labels: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    margins: tuple[str, ...] = ()
    recognised_pages: tuple[int, ...] = ()
    scanned_pages: tuple[int, ...] = ()
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: its span in the stored text and the span of each of its cells."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document in reading order, with its place in the stored text.

    ``heading_path`` names the headings above it, outermost first. ``furniture`` marks text that is
    kept and shown but never becomes an answer (menus, sign-up forms, repeats). ``label`` is a
    numbered list item's number ("1.", "a)").
    """

    ordinal: int
    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int | None = None
    heading_path: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    header_rows: int = 0
    boxes: tuple[Box, ...] = ()
    furniture: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One read document: stored text, blocks over it and what was found out about it."""

    text: str
    blocks: tuple[Block, ...]
    title: str
    type: DocumentType
    authority: Authority
    date: DocumentDate | None
    language: str
    page_count: int | None = None
    about: About = _NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is indexed: some neighbouring blocks of one section.

    ``embedded_text`` is title and heading path followed by the chunk's own text; it is what the
    embedder and the lexical side see. ``start`` and ``end`` delimit the chunk's own text.
    """

    ordinal: int
    start: int
    end: int
    first_block: int
    last_block: int
    heading_path: tuple[str, ...]
    page_first: int | None
    page_last: int | None
    embedded_text: str
