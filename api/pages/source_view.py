"""A document's parts as a page shows them, with the quoted words marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plansvar.documents.types import Block

MARK_ID = "quote"
_AROUND = 6  # parts shown before and after a quote beside an answer
_LONGEST = 120  # parts on one page of a document that has no pages


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words; ``marked``: they are the quote. The first marked one has an ``id`` to go to."""

    text: str
    marked: bool = False
    id: str | None = None


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A block to show. Of a table the ``rows``, of which the first are its header."""

    kind: str
    level: int
    label: str
    pieces: Pieces
    rows: tuple[tuple[Pieces, ...], ...] = ()
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """The quote: ``[start, end)`` of the document's text. Nothing is marked where it is empty."""

    start: int = 0
    end: int = 0

    def meets(self, start: int, end: int) -> bool:
        """Whether some of it stands there."""
        return self.start < self.end and start < self.end and self.start < end


class Marker:
    """Cuts text at the quote's ends, and names the first marked piece."""

    def __init__(self, text: str, span: Span) -> None:
        """``text`` is the document's."""
        self._text = text
        self._span = span
        self._named = False

    def part(self, block: Block) -> Part:
        """A block as it is shown."""
        rows = tuple(
            tuple(tuple(self._pieces(start, end)) for start, end in row.cells) for row in block.rows
        )
        pieces = () if rows else tuple(self._pieces(block.start, block.end))
        return Part(block.kind.value, block.level, block.label, pieces, rows, block.header_rows)

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        if not self._span.meets(start, end):
            yield Piece(self._text[start:end])
            return
        first, last = max(start, self._span.start), min(end, self._span.end)
        if start < first:
            yield Piece(self._text[start:first])
        yield Piece(self._text[first:last], marked=True, id=None if self._named else MARK_ID)
        self._named = True
        if last < end:
            yield Piece(self._text[last:end])


def around(blocks: Sequence[Block], text: str, span: Span) -> tuple[Part, ...]:
    """The parts with a quote, and some before and after them."""
    hits = [place for place, one in enumerate(blocks) if span.meets(one.start, one.end)]
    first, last = (hits[0], hits[-1]) if hits else (0, 0)
    marker = Marker(text, span)
    return tuple(marker.part(one) for one in blocks[max(0, first - _AROUND) : last + _AROUND + 1])


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a document, or of its text where it has no pages; ``number`` counts from 1."""

    number: int
    of: int
    parts: tuple[Part, ...]


def sheet(
    blocks: Sequence[Block], text: str, span: Span, pages: int | None, wanted: int | None
) -> Sheet:
    """The sheet that is asked for, else the one with the quote, else the first.

    Args:
        blocks: of the whole document.
        text: the document's.
        span: the quote.
        pages: how many pages it has; ``None`` where the format has none.
        wanted: the page, or the sheet of text, that somebody wants to see.
    """
    quoted = next((one for one in blocks if span.meets(one.start, one.end)), None)
    if pages:
        number = wanted or (quoted.page if quoted and quoted.page else 1)
        number = min(max(1, number), pages)
        shown = [one for one in blocks if one.page == number]
        count = pages
    else:
        count = max(1, -(-len(blocks) // _LONGEST))
        place = blocks.index(quoted) if quoted else 0
        number = min(max(1, wanted or place // _LONGEST + 1), count)
        shown = list(blocks[(number - 1) * _LONGEST : number * _LONGEST])
    marker = Marker(text, span)
    return Sheet(number, count, tuple(marker.part(one) for one in shown))
