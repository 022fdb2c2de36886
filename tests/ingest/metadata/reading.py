"""Documents for the tests of the rules, in few words."""

from pathlib import Path

from ingest.assemble import assemble
from plansvar.documents.about import About
from plansvar.documents.types import BlockKind, Document, RawBlock, ReadFile


def read(
    title: str = "",
    *lines: str,
    path: str = "havn.txt",
    margins: tuple[str, ...] = (),
    rows: tuple[tuple[str, ...], ...] = (),
    properties: dict[str, str] | None = None,
) -> Document:
    """A document of a heading (if any), a table (if any) and paragraphs."""
    blocks = [RawBlock(BlockKind.HEADING, title, 1)] if title else []
    if rows:
        blocks.append(RawBlock(BlockKind.TABLE, rows=rows))
    blocks += [RawBlock(BlockKind.PARAGRAPH, line) for line in lines]
    return assemble(ReadFile(tuple(blocks), properties or {}, margins=margins), Path(path))


def about(title: str = "", *lines: str, **rest: object) -> About:
    """What is found out about it."""
    return read(title, *lines, **rest).about  # type: ignore[arg-type]


PROSE = tuple(
    f"Avsnitt {number} handler om moloen i havna og om hva den skal brukes til av båtene, "
    "av fiskerne og av alle de andre som ferdes der hver dag hele året gjennom."
    for number in range(20)
)
