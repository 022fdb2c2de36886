"""Helpers to look at what a reader gave."""

from plansvar.documents.types import BlockKind, RawBlock, ReadFile


def outline(file: ReadFile) -> list[str]:
    """One line per block: "h2 text", "p text", "-1 text" or "2. text" for items, "| a | b" rows."""
    lines: list[str] = []
    for block in file.blocks:
        lines.extend(_lines(block))
    return lines


def _lines(block: RawBlock) -> list[str]:
    match block.kind:
        case BlockKind.HEADING:
            return [f"h{block.level} {block.text}"]
        case BlockKind.LIST_ITEM:
            return [f"{'  ' * block.level}{block.label or '-'} {block.text}"]
        case BlockKind.TABLE:
            return [f"| {' | '.join(row)}" for row in block.rows]
        case _:
            return [f"p {block.text}"]


def tables(file: ReadFile) -> list[RawBlock]:
    return [block for block in file.blocks if block.kind is BlockKind.TABLE]
