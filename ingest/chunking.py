"""Cut a document into chunks that follow its structure.

A chunk never crosses a heading. Title and heading path go into what is embedded and indexed, since
"Frist: 1. juni" says nothing without the heading it stands under.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plansvar.documents.types import Block, BlockKind, Chunk, Document
from plansvar.language.sentences import sentence_spans

# Characters. About 200 model tokens: the e5 models see 512, and short chunks rank better
# (passages of 500 characters are what the starting measurements were made on).
TARGET_CHARACTERS = 900
# A last piece shorter than this joins the piece before it.
SMALLEST_REST = 150
# No chunk is longer.
LIMIT_CHARACTERS = 2 * TARGET_CHARACTERS
PATH_SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of one block that is not cut further. ``prefix`` is a table's header line."""

    start: int
    end: int
    block: Block
    prefix: str = ""


def chunk(document: Document) -> list[Chunk]:
    """Chunks of a document in reading order; furniture is in none of them."""
    chunks: list[Chunk] = []
    for path, blocks in _sections(document):
        pieces = [piece for block in blocks for piece in _pieces(document, block)]
        for group in _groups(pieces):
            chunks.append(_chunk(document, len(chunks), path, group))
    return chunks


def _sections(document: Document) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Neighbouring content blocks under the same heading; a childless heading is its own section.

    Furniture parts what is around it, since a chunk is one stretch of the text.
    """
    current: list[Block] = []
    content = [block for block in document.blocks if not block.furniture]
    for position, block in enumerate(content):
        if block.kind is BlockKind.HEADING:
            if current:
                yield current[0].heading_path, current
                current = []
            following = content[position + 1] if position + 1 < len(content) else None
            if following is None or len(following.heading_path) <= len(block.heading_path):
                yield block.heading_path, [block]
            continue
        if current and (
            current[-1].heading_path != block.heading_path
            or current[-1].ordinal + 1 != block.ordinal
        ):
            yield current[0].heading_path, current
            current = []
        current.append(block)
    if current:
        yield current[0].heading_path, current


def _pieces(document: Document, block: Block) -> Iterator[_Piece]:
    if block.rows:
        header = block.rows[block.header_rows - 1] if block.header_rows else None
        prefix = document.text[header.start : header.end] if header else ""
        body = block.rows[block.header_rows :] or block.rows
        for row in body:
            row_prefix = prefix if row.start != block.start else ""
            yield from _hard_cut(_Piece(row.start, row.end, block, row_prefix))
        return
    if block.end - block.start <= TARGET_CHARACTERS:
        yield _Piece(block.start, block.end, block)
        return
    for start, end in sentence_spans(document.text[block.start : block.end], block.start):
        yield from _hard_cut(_Piece(start, end, block))


def _hard_cut(piece: _Piece) -> Iterator[_Piece]:
    """A row or "sentence" without an end (a broken text layer, say) is cut by length."""
    for start in range(piece.start, piece.end, LIMIT_CHARACTERS):
        end = min(start + LIMIT_CHARACTERS, piece.end)
        yield _Piece(start, end, piece.block, piece.prefix)


def _groups(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Neighbouring pieces together, up to the target; a short rest may go beyond it."""
    group: list[_Piece] = []
    last = pieces[-1].end
    for piece in pieces:
        if group and piece.end - group[0].start > TARGET_CHARACTERS:
            short_rest = last - piece.start <= SMALLEST_REST
            if not short_rest or last - group[0].start > LIMIT_CHARACTERS:
                yield group
                group = []
        group.append(piece)
    yield group


def _chunk(
    document: Document, ordinal: int, path: tuple[str, ...], group: Sequence[_Piece]
) -> Chunk:
    start, end = group[0].start, group[-1].end
    prefix = group[0].prefix
    own = document.text[start:end]
    context = [document.title] if document.title and document.title not in path else []
    lines = [PATH_SEPARATOR.join([*context, *path]), prefix, own]
    pages = [piece.block.page for piece in group if piece.block.page is not None]
    return Chunk(
        ordinal=ordinal,
        start=start,
        end=end,
        first_block=group[0].block.ordinal,
        last_block=group[-1].block.ordinal,
        heading_path=path,
        page_first=min(pages, default=None),
        page_last=max(pages, default=None),
        embedded_text="\n".join(line for line in lines if line),
    )
