"""From what a reader saw to a Document: one stored text, and blocks with their place in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest import furniture, metadata
from plansvar.documents.types import (
    Block,
    BlockKind,
    Document,
    RawBlock,
    ReadFile,
    Row,
)
from plansvar.language.normalise import squeeze

# Cells stand on one line: a row is one unit of meaning, so it must be one quote.
CELL_SEPARATOR = " | "


@dataclass(slots=True)
class _Outline:
    """The headings above the current position, as ``(level, text)``."""

    open: list[tuple[int, str]]

    def enter(self, level: int, text: str) -> tuple[str, ...]:
        """Open a heading, closing those that it ends; returns the headings above it."""
        while self.open and self.open[-1][0] >= level:
            self.open.pop()
        above = self.path()
        if text:
            self.open.append((level, text))
        return above

    def path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.open)


def assemble(
    read: ReadFile, path: Path, given: metadata.Given = metadata.NOTHING_GIVEN
) -> Document:
    """Give the raw blocks their places in one text, and find out what the document is.

    What is given wins over what is found.
    """
    raw = [_normalised(block) for block in read.blocks]
    flags = furniture.furniture(raw)
    text_parts: list[str] = []
    blocks: list[Block] = []
    outline = _Outline([])
    position = 0
    previous: RawBlock | None = None
    for block, is_furniture in zip(raw, flags, strict=True):
        if block.kind is BlockKind.HEADING and not is_furniture:
            above = outline.enter(block.level, _without_colon(block.text))
        else:
            above = outline.path()
        if not block.text and not block.rows:
            continue
        separator = _separator(previous, block)
        own_text = _table_text(block) if block.rows else block.text
        position += len(separator)
        blocks.append(
            Block(
                ordinal=len(blocks),
                kind=block.kind,
                start=position,
                end=position + len(own_text),
                level=block.level,
                page=block.page,
                heading_path=above,
                rows=_rows(block, position),
                header_rows=block.header_rows,
                boxes=block.boxes,
                furniture=is_furniture,
                label=block.label,
            )
        )
        text_parts += [separator, own_text]
        position += len(own_text)
        previous = block
    text = "".join(text_parts)
    found = metadata.describe(read, blocks, text, path, given)
    return Document(
        text=text,
        blocks=tuple(blocks),
        title=found.title,
        type=found.type,
        authority=found.authority,
        date=found.date,
        language=found.language,
        page_count=max((block.page for block in blocks if block.page), default=None),
        about=found.about,
    )


def _normalised(block: RawBlock) -> RawBlock:
    """Clean text; white space in one line; table cells without the separator's own character.

    Rows without a word are left out.
    """
    rows = [tuple(squeeze(cell).replace("|", "/") for cell in row) for row in block.rows]
    return RawBlock(
        kind=block.kind,
        text=squeeze(block.text),
        level=block.level,
        page=block.page,
        rows=tuple(row for row in rows if any(row)),
        header_rows=sum(map(any, rows[: block.header_rows])),
        boxes=block.boxes,
        label=block.label,
    )


def _separator(previous: RawBlock | None, block: RawBlock) -> str:
    if previous is None:
        return ""
    items = previous.kind is BlockKind.LIST_ITEM and block.kind is BlockKind.LIST_ITEM
    return "\n" if items else "\n\n"


def _table_text(block: RawBlock) -> str:
    return "\n".join(CELL_SEPARATOR.join(cells) for cells in block.rows)


def _rows(block: RawBlock, start: int) -> tuple[Row, ...]:
    rows: list[Row] = []
    position = start
    for cells in block.rows:
        spans: list[tuple[int, int]] = []
        cell_start = position
        for cell in cells:
            spans.append((cell_start, cell_start + len(cell)))
            cell_start += len(cell) + len(CELL_SEPARATOR)
        end = cell_start - len(CELL_SEPARATOR)
        rows.append(Row(position, end, tuple(spans)))
        position = end + 1
    return tuple(rows)


def _without_colon(text: str) -> str:
    return text.rstrip(": ")
