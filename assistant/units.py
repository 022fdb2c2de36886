"""What an answer can be made of: sentences, list items, whole lists, table rows, whole tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.retrieval import Passage
from plansvar.access import User
from plansvar.database import reads
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Block, BlockKind
from plansvar.language.sentences import sentence_spans
from plansvar.local import Stores

# How far around a hit its section is looked for, in blocks.
_REACH = 60
# How far around a hit its subject may be named, in characters: one to two pages to each side.
_SURROUNDINGS = 4000
# An introduction before a list ("De tre områdene er:") belongs to it when it is this short.
_LONGEST_INTRO = 300


class UnitKind(StrEnum):
    """The shape of a unit."""

    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the stored text that is shown as one quote."""

    start: int
    end: int
    page: int | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that may be an answer.

    ``text`` is what it says (of a row: with the column names), ``context`` what it stands under:
    heading path and a list's introduction. ``spans`` are its quotes; a list has one for each item.
    ``surroundings`` is the document's text around it, where names that it is about may stand.
    """

    kind: UnitKind
    passage: Passage
    document: DocumentInfo
    heading: tuple[str, ...]
    text: str
    context: str
    spans: tuple[Span, ...]
    surroundings: str
    intro: str = ""
    cells: tuple[tuple[str, str], ...] = ()


def units(passages: Sequence[Passage], user: User, stores: Stores) -> list[Unit]:
    """The units of some passages, without doubles, in the order of the passages."""
    found: dict[tuple[str, tuple[Span, ...]], Unit] = {}
    texts: dict[str, str] = {}
    for passage in passages:
        version = passage.chunk.document.version_id
        if version not in texts:
            texts[version] = reads.text(stores.engine, user, version) or ""
        blocks = reads.blocks(
            stores.engine,
            user,
            version,
            passage.chunk.first_block - _REACH,
            passage.chunk.last_block + _REACH,
        )
        for unit in _Section(passage, texts[version], blocks).units():
            found.setdefault((version, unit.spans), unit)
    return list(found.values())


class _Section:
    """The blocks around a passage, and the units in them."""

    def __init__(self, passage: Passage, text: str, blocks: Sequence[Block]) -> None:
        self._passage = passage
        self._text = text
        self._blocks = [block for block in blocks if not block.furniture]
        chunk = passage.chunk
        self._surroundings = text[max(0, chunk.start - _SURROUNDINGS) : chunk.end + _SURROUNDINGS]

    def units(self) -> Iterator[Unit]:
        for position, block in enumerate(self._blocks):
            if not self._is_hit(block):
                continue
            if block.rows:
                yield from self._rows(block)
            elif block.kind is BlockKind.LIST_ITEM:
                items, intro = self._list_around(position)
                parent = self._parent_text(items, block)
                yield from self._sentences(block, UnitKind.ITEM, " ".join((intro, parent)).strip())
                if len(items) > 1:
                    yield self._list(items, intro)
            else:
                yield from self._sentences(block, UnitKind.SENTENCE, "")

    def _is_hit(self, block: Block) -> bool:
        chunk = self._passage.chunk
        return chunk.first_block <= block.ordinal <= chunk.last_block

    def _own(self, block: Block) -> str:
        return self._text[block.start : block.end]

    def _sentences(self, block: Block, kind: UnitKind, intro: str) -> Iterator[Unit]:
        """A list item is one unit, however many sentences it has; a paragraph has one for each."""
        chunk = self._passage.chunk
        if kind is UnitKind.ITEM:
            spans = [(block.start, block.end)]
        else:
            spans = sentence_spans(self._own(block), block.start)
        for start, end in spans:
            # A long paragraph has several chunks; each passage answers for its own part.
            if start < chunk.end and end > chunk.start:
                yield self._unit(
                    kind,
                    block,
                    self._text[start:end],
                    (Span(start, end, block.page, block.label),),
                    intro,
                )

    def _unit(
        self,
        kind: UnitKind,
        block: Block,
        text: str,
        spans: tuple[Span, ...],
        intro: str,
        cells: tuple[tuple[str, str], ...] = (),
    ) -> Unit:
        path = block.heading_path
        return Unit(
            kind=kind,
            passage=self._passage,
            document=self._passage.chunk.document,
            heading=path,
            text=text,
            context=" › ".join([*path, intro] if intro else path),
            spans=spans,
            surroundings=self._surroundings,
            intro=intro,
            cells=cells,
        )

    # Lists

    def _list_around(self, position: int) -> tuple[list[Block], str]:
        """The whole list that a block is an item of, and the sentence that introduces it."""
        first = last = position
        path = self._blocks[position].heading_path
        while first > 0 and self._same_list(first - 1, path):
            first -= 1
        while last + 1 < len(self._blocks) and self._same_list(last + 1, path):
            last += 1
        before = self._blocks[first - 1] if first else None
        intro = ""
        if (
            before is not None
            and before.kind is BlockKind.PARAGRAPH
            and before.heading_path == path
        ):
            own = self._own(before)
            if own.endswith(":"):
                start, end = sentence_spans(own)[-1]
                intro = own[start:end]
        return self._blocks[first : last + 1], intro

    def _same_list(self, position: int, path: tuple[str, ...]) -> bool:
        block = self._blocks[position]
        return block.kind is BlockKind.LIST_ITEM and block.heading_path == path

    def _parent_text(self, items: Sequence[Block], block: Block) -> str:
        """The item that a nested item stands under."""
        above = [
            item for item in items if item.ordinal < block.ordinal and item.level < block.level
        ]
        return self._own(above[-1])[:_LONGEST_INTRO] if above else ""

    def _list(self, items: Sequence[Block], intro: str) -> Unit:
        spans = tuple(Span(item.start, item.end, item.page, item.label) for item in items)
        text = "\n".join(self._own(item) for item in items)
        return self._unit(UnitKind.LIST, items[0], text, spans, intro[-_LONGEST_INTRO:])

    # Tables

    def _rows(self, block: Block) -> Iterator[Unit]:
        header = block.rows[block.header_rows - 1] if block.header_rows else None
        names = [self._text[start:end] for start, end in header.cells] if header else []
        body = block.rows[block.header_rows :]
        chunk = self._passage.chunk
        for row in body:
            if not (row.start < chunk.end and row.end > chunk.start):
                continue
            cells = tuple(
                (names[number] if number < len(names) else "", self._text[start:end])
                for number, (start, end) in enumerate(row.cells)
                if end > start
            )
            text = "; ".join(f"{name}: {cell}" if name else cell for name, cell in cells)
            yield self._unit(
                UnitKind.ROW, block, text, (Span(row.start, row.end, block.page),), "", cells
            )
        if len(body) > 1:
            spans = tuple(Span(row.start, row.end, block.page) for row in body)
            text = "\n".join(self._text[row.start : row.end] for row in body)
            yield self._unit(UnitKind.LIST, block, text, spans, " / ".join(names))
