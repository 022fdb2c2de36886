"""No rule may choke on what stands in heads, margins, tables and properties."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.assemble import assemble
from plansvar.documents.types import BlockKind, RawBlock, ReadFile


def seconds(line: str) -> float:
    blocks = [RawBlock(BlockKind.PARAGRAPH, line, page=1)] * 20
    blocks.append(RawBlock(BlockKind.TABLE, rows=((line, line),) * 20))
    properties = dict.fromkeys(("title", "author", "sensitivity"), line)
    started = time.process_time()
    assemble(ReadFile(tuple(blocks), properties, margins=(line[:300],) * 20), Path("a.txt"))
    return time.process_time() - started


@pytest.mark.parametrize(
    "piece",
    "Aa|Å|handlings|A og |Os, |Os kommune |fra A |fra 2020 til |2020-|Unntatt offentlighet |§ |jf. "
    "|sak 1/2 |Møre og Romsdal, |Fra: | · ".split("|"),
)
def test_repeats_without_an_end(piece: str) -> None:
    # Under a second for the worst; minutes where a rule goes back and forth.
    for length in (150, 20_000):
        assert seconds((piece * length)[:length]) < 4


WORDS = st.sampled_from(
    "Unntatt offentlighet , jf. offl. § 13 Sak 21/22 vedtatt av styret i Os kommune fra til 2023 – "
    "2030 1. mai 2024 Dato : Fra Til KS AS gjelder for perioden ( ) · > \n".split(" ")
)


@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join), min_size=1, max_size=20))
def test_any_words_can_be_looked_at(lines: list[str]) -> None:
    blocks = tuple(RawBlock(BlockKind.PARAGRAPH, line) for line in lines)
    found = assemble(ReadFile(blocks, {}, margins=tuple(lines)), Path("a.txt"))
    valid = found.about.valid
    if valid and valid.start and valid.end:
        assert valid.start[:4] <= valid.end[:4]
    for mark in found.about.marks:
        assert mark.quote
