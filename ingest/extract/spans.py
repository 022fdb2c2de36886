"""Pieces of a document's text that know where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plansvar.documents.types import Block, Document
from plansvar.language.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Span:
    """A piece ``[start, end)`` of ``source``, a document's whole text."""

    source: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        return self.source[self.start : self.end]

    def part(self, start: int, end: int) -> Span:
        """A part of it; positions count from its own start."""
        return Span(self.source, self.start + start, self.start + end)

    def strip(self, characters: str | None = None) -> Span:
        """Without white space, or these characters, around it."""
        text = self.text
        start = len(text) - len(text.lstrip(characters))
        return self.part(start, max(start, len(text.rstrip(characters))))

    def split(self, pattern: re.Pattern[str]) -> Iterator[Span]:
        """The pieces between what matches, stripped; empty ones are left out."""
        position = 0
        for match in pattern.finditer(self.text):
            if piece := self.part(position, match.start()).strip():
                yield piece
            position = match.end()
        if piece := self.part(position, len(self)).strip():
            yield piece

    def sentences(self) -> Iterator[Span]:
        """Its sentences."""
        for start, end in sentence_spans(self.text, self.start):
            yield Span(self.source, start, end)

    def __len__(self) -> int:
        """Number of characters."""
        return self.end - self.start


def span_of(document: Document, block: Block) -> Span:
    """A block's text."""
    return Span(document.text, block.start, block.end)
