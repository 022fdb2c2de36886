"""A document cut into sections that a language model can be shown one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.spans import Span, span_of
from plansvar.documents.types import Block, BlockKind, Document

LONGEST = 6_000  # characters of one section, headings above it not counted


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a section that belong together: a paragraph, an item, a heading, a table row.

    ``mark`` says in Markdown what they are ("# ", "- ", "").
    """

    span: Span
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Neighbouring pieces, and the headings above the first one, outermost first."""

    heading_path: tuple[str, ...]
    pieces: tuple[Piece, ...]


def sections(document: Document, longest: int = LONGEST) -> Iterator[Section]:
    """The whole document but for its furniture, in order.

    A section ends where it would grow too long, if it can at a heading in its second half. A table
    that is cut has its header in both parts, and a paragraph that is too long alone is cut between
    sentences.
    """
    pieces: list[Piece] = []
    path: tuple[str, ...] = ()
    size = 0
    for block in document.blocks:
        if block.furniture:
            continue
        ends = block.kind is BlockKind.HEADING and size > longest / 2
        for piece in _pieces(document, block, longest):
            if pieces and (ends or size + len(piece.span) > longest):
                yield Section(path, tuple(pieces))
                pieces = list(_header(document, block)) if not ends else []
                size = sum(len(one.span) for one in pieces)
                pieces = [one for one in pieces if one.span != piece.span]
                path = block.heading_path
            ends = False
            if not pieces:
                path = block.heading_path
            pieces.append(piece)
            size += len(piece.span)
    if pieces:
        yield Section(path, tuple(pieces))


def _pieces(document: Document, block: Block, longest: int) -> Iterator[Piece]:
    if block.kind is BlockKind.TABLE:
        whole = [Span(document.text, row.start, row.end) for row in block.rows]
    else:
        whole = [span_of(document, block)]
    mark = _mark(block)
    for span in whole:
        for part in _cut(span, longest):
            yield Piece(part, mark)


def _mark(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return "#" * max(1, min(block.level, 6)) + " "
    if block.kind is BlockKind.LIST_ITEM:
        return "  " * min(block.level, 5) + (f"{block.label} " if block.label else "- ")
    return ""


def _header(document: Document, block: Block) -> Iterator[Piece]:
    """The header rows of a table, as far as they are short."""
    for row in block.rows[: block.header_rows]:
        if row.end - row.start <= LONGEST // 6:
            yield Piece(Span(document.text, row.start, row.end))


def _cut(span: Span, longest: int) -> Iterator[Span]:
    if len(span) <= longest:
        yield span
        return
    start = end = 0  # of the part so far, counted in the span
    for sentence in span.sentences():
        while sentence.end - span.start - start > longest:
            if end > start:
                yield span.part(start, end)
                start = sentence.start - span.start
                end = start
            else:  # one sentence without end
                yield span.part(start, start + longest)
                start += longest
                end = start
        end = sentence.end - span.start
    if end > start:
        yield span.part(start, end)
