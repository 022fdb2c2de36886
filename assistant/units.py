"""What an answer can be made of: sentences, list items, whole lists, table rows, whole tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.nearby_blocks import VersionBlocks
from assistant.retrieval import Passage
from plansvar.access import User
from plansvar.database import reads
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Block, BlockKind
from plansvar.language.sentences import sentence_spans
from plansvar.stores import Stores

# How far around a hit its subject may be named, in characters: one to two pages to each side.
_SURROUNDINGS = 4000
# So much of the sentence before a list is taken to introduce it, in characters.
_LONGEST_INTRO = 300
# A table of more rows is no answer as a whole.
_LONGEST_TABLE = 25
# A heading of fewer words is a name for what follows and no answer by itself.
_TELLING_WORDS = 4


_LEANING = re.compile(
    r"(?:Det|Dette|Den|Denne|Disse|Desse|De|Dei|Han|Hun|Ho|Her|Der|Slik|Dermed|Derfor|Difor|Samtidig"
    r"|This|These|Those|It|They|He|She|Such)\b"
)


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
    level: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that may be an answer.

    ``text`` is what it says (of a row: with the column names), ``context`` what it stands under:
    heading path and a list's introduction. ``spans`` are its quotes; a list has one for each item.
    ``caption`` is what is shown above it: a list's label or introduction, a table's column names.
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
    caption: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    is_table: bool = False

    @property
    def count(self) -> int:
        """How many a list has, of which nested items are parts."""
        outermost = min(span.level for span in self.spans)
        return sum(span.level == outermost for span in self.spans)


def units(passages: Sequence[Passage], user: User, stores: Stores) -> list[Unit]:
    """The units of some passages, without doubles, in the order of the passages."""
    found: dict[tuple[str, tuple[Span, ...]], Unit] = {}
    for own in units_of_each(passages, user, stores):
        for unit in own:
            found.setdefault((unit.document.version_id, unit.spans), unit)
    return list(found.values())


def units_of_each(
    passages: Sequence[Passage], user: User, stores: Stores
) -> Iterator[Iterable[Unit]]:
    """The units of each passage; what lies beside several is read once."""
    texts: dict[str, str] = {}
    read: dict[str, VersionBlocks] = {}
    for passage in passages:
        version = passage.chunk.document.version_id
        if version not in texts:
            texts[version] = reads.text(stores.engine, user, version) or ""
            read[version] = VersionBlocks(version, user, stores)
        blocks = read[version].around(passage.chunk)
        yield _Section(passage, texts[version], blocks).units()


def _level(block: Block) -> int:
    return block.level if block.kind is BlockKind.LIST_ITEM else 0


@dataclass(frozen=True, slots=True)
class _List:
    """A list: where it begins among the blocks, its items, what introduces it and stands above.

    ``outermost`` is the level of the items that stand under no other.
    """

    first: int
    items: Sequence[Block]
    intro: str
    caption: str
    outermost: int


class _Section:
    """The blocks around a passage, and the units in them."""

    def __init__(self, passage: Passage, text: str, blocks: Sequence[Block]) -> None:
        self._passage = passage
        self._text = text
        self._blocks = [block for block in blocks if not block.furniture]
        chunk = passage.chunk
        self._surroundings = text[max(0, chunk.start - _SURROUNDINGS) : chunk.end + _SURROUNDINGS]
        self._lists: dict[int, _List] = {}
        self._yielded: set[int] = set()

    def units(self) -> Iterator[Unit]:
        for position, block in enumerate(self._blocks):
            if not self._is_hit(block):
                if self._is_telling_heading(position):
                    yield from self._sentences(block, UnitKind.SENTENCE, "")
                continue
            if block.rows:
                yield from self._rows(block)
            elif block.kind is BlockKind.LIST_ITEM:
                found = self._list_around(position)
                lead = " ".join((found.intro, self._parent_text(found, position))).strip()
                yield from self._sentences(block, UnitKind.ITEM, lead, found.caption)
                yield from self._whole(found)
            else:
                yield from self._sentences(block, UnitKind.SENTENCE, "")
                yield from self._introduced_list(position)

    def _introduced_list(self, position: int) -> Iterator[Unit]:
        """The list right after a paragraph, past a label; it may lie outside the passage."""
        following = self._blocks[position + 1 : position + 3]
        for number, block in enumerate(following, start=position + 1):
            if block.kind is BlockKind.LIST_ITEM:
                yield from self._whole(self._list_around(number))
                return
            if block.kind is not BlockKind.HEADING or not self._own(block).endswith(":"):
                return

    def _is_hit(self, block: Block) -> bool:
        chunk = self._passage.chunk
        return chunk.first_block <= block.ordinal <= chunk.last_block

    def _is_telling_heading(self, position: int) -> bool:
        """Whether a block is the heading right above the passage, and says something itself."""
        block = self._blocks[position]
        return (
            block.kind is BlockKind.HEADING
            and block.ordinal + 1 == self._passage.chunk.first_block
            and len(self._own(block).split()) >= _TELLING_WORDS
        )

    def _own(self, block: Block) -> str:
        return self._text[block.start : block.end]

    def _sentences(
        self, block: Block, kind: UnitKind, intro: str, caption: str = ""
    ) -> Iterator[Unit]:
        """A list item is one unit, however many sentences it has; a paragraph has one for each."""
        chunk = self._passage.chunk
        if kind is UnitKind.ITEM:
            spans = [(block.start, block.end)]
        else:
            spans = sentence_spans(self._own(block), block.start)
        for number, (start, end) in enumerate(spans):
            # A long paragraph has several chunks; each passage answers for its own part.
            heading = block.kind is BlockKind.HEADING
            if heading or (start < chunk.end and end > chunk.start):
                own = self._text[start:end]
                # "Det ble vedtatt …" says nothing without the sentence before it.
                leaning = number > 0 and _LEANING.match(own)
                shown = spans[number - 1][0] if leaning else start
                span = Span(shown, end, block.page, block.label, _level(block))
                yield self._unit(kind, block, own, (span,), intro, caption)

    def _unit(
        self,
        kind: UnitKind,
        block: Block,
        text: str,
        spans: tuple[Span, ...],
        intro: str,
        caption: str = "",
        cells: tuple[tuple[str, str], ...] = (),
        *,
        is_table: bool = False,
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
            caption=caption,
            cells=cells,
            is_table=is_table,
        )

    # Lists

    def _list_around(self, position: int) -> _List:
        """The whole list that a block is an item of; looked for once, for all of its items."""
        if position in self._lists:
            return self._lists[position]
        first = last = position
        path = self._blocks[position].heading_path
        while first > 0 and self._same_list(first - 1, path):
            first -= 1
        while last + 1 < len(self._blocks) and self._same_list(last + 1, path):
            last += 1
        items = self._blocks[first : last + 1]
        caption = self._caption(items[0]) if len(items) > 1 else ""
        outermost = min(item.level for item in items)
        found = _List(first, items, self._introduction(first), caption, outermost)
        self._lists.update(dict.fromkeys(range(first, last + 1), found))
        return found

    def _introduction(self, first: int) -> str:
        """The last sentence before a list, also past a label ("… har tre mål." "De er:")."""
        for block in reversed(self._blocks[max(0, first - 2) : first]):
            if block.kind is BlockKind.PARAGRAPH:
                own = self._own(block)
                start, end = sentence_spans(own)[-1]
                return own[start:end][-_LONGEST_INTRO:]
            if block.kind is not BlockKind.HEADING or not self._own(block).endswith(":"):
                break
        return ""

    def _same_list(self, position: int, path: tuple[str, ...]) -> bool:
        block = self._blocks[position]
        return block.kind is BlockKind.LIST_ITEM and block.heading_path == path

    def _parent_text(self, found: _List, position: int) -> str:
        """The item that a nested item stands under."""
        level = self._blocks[position].level
        if level == found.outermost:
            return ""
        for number in range(position - 1, found.first - 1, -1):
            if self._blocks[number].level < level:
                return self._own(self._blocks[number])[:_LONGEST_INTRO]
        return ""

    def _whole(self, found: _List) -> Iterator[Unit]:
        """A list of several items as a unit, the first time that one is come upon."""
        if len(found.items) < 2 or found.first in self._yielded:
            return
        self._yielded.add(found.first)
        spans = tuple(
            Span(item.start, item.end, item.page, item.label, item.level) for item in found.items
        )
        text = "\n".join(self._own(item) for item in found.items)
        yield self._unit(UnitKind.LIST, found.items[0], text, spans, found.intro, found.caption)

    def _caption(self, first: Block) -> str:
        """What a list stands under: the paragraph right above that leads to it, or the heading."""
        above = next((one for one in self._blocks if one.ordinal + 1 == first.ordinal), None)
        if above is not None and above.kind is BlockKind.PARAGRAPH:
            own = self._own(above)
            if own.endswith(":"):
                start, end = sentence_spans(own)[-1]
                return own[start:end][-_LONGEST_INTRO:].rstrip(": ")
        return first.heading_path[-1] if first.heading_path else ""

    # Tables

    def _rows(self, block: Block) -> Iterator[Unit]:
        header = block.rows[block.header_rows - 1] if block.header_rows else None
        names = [self._text[start:end] for start, end in header.cells] if header else []
        caption = self._text[header.start : header.end] if header else ""
        chunk = self._passage.chunk
        body = block.rows[block.header_rows :]
        for row in body:
            if row.start < chunk.end and row.end > chunk.start:
                cells = tuple(
                    (names[number] if number < len(names) else "", self._text[start:end])
                    for number, (start, end) in enumerate(row.cells)
                )
                text = "; ".join(
                    f"{name}: {cell}" if name else cell for name, cell in cells if cell
                )
                span = Span(row.start, row.end, block.page)
                yield self._unit(UnitKind.ROW, block, text, (span,), "", caption, cells)
        if 1 < len(body) <= _LONGEST_TABLE:
            spans = tuple(Span(row.start, row.end, block.page) for row in body)
            text = "\n".join(self._text[row.start : row.end] for row in body)
            yield self._unit(UnitKind.LIST, block, text, spans, caption, caption, is_table=True)
