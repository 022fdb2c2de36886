"""Tells which paragraphs of a Word file are headings though no style says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plansvar.documents.types import BlockKind, RawBlock

_LONGEST = 120  # characters
_LARGER = 1.2  # of the body's size
_DEEPEST = 6
_BEGINNING = re.compile(r"[\d«\"“‘(§]|(?![a-zæøåäöé])\w")
_SENTENCE = re.compile(r"[.,;…]$")
_CAPTION = re.compile(r"^(figur|tabell|figure|table|bilde|foto|kilde|kjelde|source)\b", re.I)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block, and whether it is set like a heading: all bold, and its size in points."""

    block: RawBlock
    bold: bool = False
    size: float | None = None


def settle_headings(found: Sequence[Candidate]) -> list[RawBlock]:
    """Returns the blocks, with short bold or large paragraphs before text made headings.

    They come below the heading whose style says so; among them the larger ones come first.
    """
    body = _body_size(found)
    mostly_bold = _share_of_bold(found) > 0.5
    sizes = sorted(
        {
            _rounded(item.size)
            for index, item in enumerate(found)
            if _is_set_off(found, index, body, mostly_bold=mostly_bold)
        },
        reverse=True,
    )
    blocks: list[RawBlock] = []
    above = 0
    for index, item in enumerate(found):
        block = item.block
        if block.kind is BlockKind.HEADING:
            above = block.level
        elif _is_set_off(found, index, body, mostly_bold=mostly_bold):
            level = min(above + 1 + sizes.index(_rounded(item.size)), _DEEPEST)
            text = f"{block.label} {block.text}".strip()
            block = replace(block, kind=BlockKind.HEADING, level=level, text=text, label="")
        blocks.append(block)
    return blocks


def _rounded(size: float | None) -> float:
    return round((size or 0.0) * 2) / 2


def _body_size(found: Sequence[Candidate]) -> float:
    sizes: Counter[float] = Counter()
    for item in found:
        if item.block.kind is BlockKind.PARAGRAPH and item.size:
            sizes[_rounded(item.size)] += len(item.block.text)
    return sizes.most_common(1)[0][0] if sizes else 11.0


def _share_of_bold(found: Sequence[Candidate]) -> float:
    texts = [item for item in found if item.block.kind is BlockKind.PARAGRAPH]
    total = sum(len(item.block.text) for item in texts)
    return sum(len(item.block.text) for item in texts if item.bold) / total if total else 0.0


def _is_set_off(found: Sequence[Candidate], index: int, body: float, *, mostly_bold: bool) -> bool:
    """Tells whether a paragraph stands as a heading over the one that follows it."""
    item = found[index]
    text = item.block.text
    numbered = item.block.kind is BlockKind.LIST_ITEM and item.block.label != ""
    if (
        not (item.block.kind is BlockKind.PARAGRAPH or (numbered and item.bold))
        or not text
        or len(text) > _LONGEST
        or not _BEGINNING.match(text)
        or sum(char.isalpha() for char in text) < max(2, 0.5 * len(text))
        or _SENTENCE.search(text)
        or _CAPTION.match(text)
    ):
        return False
    size = item.size or body
    is_large = size >= _LARGER * body
    is_bold = item.bold and not mostly_bold and size >= 0.95 * body
    following = found[index + 1 : index + 5]
    has_body = any(not other.bold or other.block.rows for other in following)
    return has_body and (is_large or is_bold)
