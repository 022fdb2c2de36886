"""Tells what an RTF paragraph is: a heading, a list's item, a line of the contents, or text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.clean import clean
from ingest.readers.docx_headings import Candidate
from ingest.readers.rtf_state import Paragraph
from plansvar.documents.types import BlockKind, RawBlock

_HEADING_NAME = re.compile(r"^(?:heading|overskrift)\s*(\d)", re.I)
_TITLE_NAME = re.compile(r"^(?:title|tittel)$", re.I)
_CONTENTS_NAME = re.compile(r"^(?:toc|inn?h(?:[oa]ldsliste)?)\s*(\d)", re.I)
_NUMBER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Piece:
    """Shown text that is set in one way; ``size`` in half points."""

    text: str
    bold: bool
    size: int


def candidate_of(
    pieces: Sequence[Piece], label: str, paragraph: Paragraph, style: str
) -> Candidate | None:
    """Returns a paragraph as a block with its look; ``None`` if it has no text.

    Args:
        pieces: Its shown text.
        label: A list's number or bullet as the file shows it.
        paragraph: Its properties.
        style: The name of its style.
    """
    text = clean("".join(piece.text for piece in pieces))
    if not text:
        return None
    words = [piece for piece in pieces if piece.text.strip()]
    sizes: Counter[int] = Counter()
    for piece in words:
        sizes[piece.size] += len(piece.text)
    # A single "o" is a bullet of the font Courier New.
    number = label if _NUMBER.search(label) and label != "o" else ""
    block = RawBlock(BlockKind.PARAGRAPH, text)
    if level := _heading_level(style, paragraph):
        block = RawBlock(BlockKind.HEADING, f"{number} {text}".strip(), level)
    elif match := _CONTENTS_NAME.match(style):
        tabbed = clean("".join(piece.text for piece in pieces).replace("\t", " … "))
        block = RawBlock(BlockKind.LIST_ITEM, tabbed, max(0, int(match[1]) - 1))
    elif label:
        block = RawBlock(BlockKind.LIST_ITEM, text, paragraph.level, label=number)
    bold = all(piece.bold for piece in words)
    return Candidate(block, bold, sizes.most_common(1)[0][0] / 2)


def _heading_level(style: str, paragraph: Paragraph) -> int:
    if match := _HEADING_NAME.match(style):
        return max(1, min(int(match[1]), 6))
    if _TITLE_NAME.match(style):
        return 1
    return paragraph.outline + 1 if 0 <= paragraph.outline < 6 else 0
