"""What the cells of a table in a text document hold, and whether it is a table at all."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.docx_headings import Candidate
from plansvar.documents.types import BlockKind

LONGEST_CELL = 1_500  # characters; a table with longer cells only places text on the page


def cell_text(held: Sequence[Candidate]) -> str:
    """Returns a cell's content as one text; tables in a cell give their cells one by one."""
    parts: list[str] = []
    for candidate in held:
        block = candidate.block
        parts.extend(cell for row in block.rows for cell in row if cell)
        if block.text:
            parts.append(f"{block.label} {block.text}".strip())
    return " ".join(parts)


def only_places_text(cells: Sequence[Sequence[Candidate]]) -> bool:
    """Tells whether a table is a frame around text, or columns made with a table."""
    longest = max((sum(len(c.block.text) for c in held) for held in cells), default=0)
    headed = any(
        c.block.kind is BlockKind.HEADING and len(held) > 1 for held in cells for c in held
    )
    return longest > LONGEST_CELL or headed
