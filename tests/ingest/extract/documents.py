"""Small documents for the tests of rules."""

from __future__ import annotations

from pathlib import Path

from ingest.metadata import Given
from ingest.parse import parse
from ingest.readers import registry
from ingest.readers.limits import Limits
from plansvar.documents.types import Authority, Block, BlockKind, Document, DocumentType, Row
from plansvar.register.claims import Claim


def markdown(folder: Path, text: str, name: str = "plan.md") -> Document:
    """A document as it is read from Markdown."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return parse(path, path, registry.module_for(path), Given(), Limits()).document


def texts(claim: Claim, field: str) -> list[str]:
    """What a claim says of a field, as a reader sees it."""
    return [value.text for value in claim.all(field)]


def of_table(rows: list[list[str]], header_rows: int, page: int = 1, count: int = 1) -> Document:
    """A document that is one table, or one cut in ``count`` parts by page breaks."""
    text, blocks, size = "", [], -(-len(rows) // count)
    for part in range(count):
        start, spans = len(text), []
        for row in rows[part * size : (part + 1) * size]:
            row_start, cells = len(text), []
            for cell in row:
                cells.append((len(text), len(text) + len(cell)))
                text += f"{cell} | "
            text = text[:-3] + "\n"
            spans.append(Row(row_start, len(text) - 1, tuple(cells)))
        blocks.append(
            Block(
                ordinal=part,
                kind=BlockKind.TABLE,
                start=start,
                end=len(text) - 1,
                page=page + part,
                rows=tuple(spans),
                header_rows=header_rows if part == 0 else 0,
            )
        )
    return Document(text, tuple(blocks), "", DocumentType.OTHER, Authority.OTHER, None, "nb")
