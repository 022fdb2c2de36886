"""Tables as records: each row's cells under the names of their columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.spans import Span
from plansvar.documents.types import Block, BlockKind, Document


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: the name of its column (several header rows joined by " – "; "" without), and it."""

    column: str
    span: Span


@dataclass(frozen=True, slots=True)
class Record:
    """A row below the header. Cells without text are in it, so that columns keep their places."""

    block: Block
    cells: tuple[Cell, ...]

    @property
    def span(self) -> Span:
        """From its first cell to its last."""
        return Span(self.cells[0].span.source, self.cells[0].span.start, self.cells[-1].span.end)


def tables(document: Document) -> Iterator[tuple[Block, tuple[Record, ...]]]:
    """The tables of a document with their records, menus and the like left out."""
    for block in document.blocks:
        if block.kind is BlockKind.TABLE and not block.furniture:
            records = tuple(_records(document, block))
            if records:
                yield block, records


def _records(document: Document, block: Block) -> Iterator[Record]:
    names = _columns(document, block)
    for row in block.rows[block.header_rows :]:
        cells = tuple(
            Cell(names[column] if column < len(names) else "", Span(document.text, start, end))
            for column, (start, end) in enumerate(row.cells)
        )
        if cells:
            yield Record(block, cells)


def _columns(document: Document, block: Block) -> list[str]:
    """Names of the columns; a name that is merged over several rows is taken once."""
    columns: list[list[str]] = []
    for row in block.rows[: block.header_rows]:
        for column, (start, end) in enumerate(row.cells):
            if column == len(columns):
                columns.append([])
            name = " ".join(document.text[start:end].split())
            if name and name not in columns[column]:
                columns[column].append(name)
    return [" – ".join(names) for names in columns]
