from pathlib import Path

import pytest
from hypothesis import given

from ingest.assemble import assemble
from ingest.chunking import TARGET_CHARACTERS, chunk
from plansvar.documents.types import Block, BlockKind, Chunk, Document, RawBlock, ReadFile
from tests.ingest.raw_blocks import raw_blocks
from tests.ingest.test_assemble import TEASER, document, heading, item, paragraph, table

SENTENCE = "Moloen skal bygges ut slik at båtene i Sund ligger trygt i all slags vær. "


def own_texts(found: Document) -> list[str]:
    return [found.text[piece.start : piece.end] for piece in chunk(found)]


def test_a_section_is_a_chunk() -> None:
    found = document(
        *(heading("Havneplan"), heading("Mål", 2), item("trygg havn"), item("levende kai")),
        *(heading("Frist", 2), paragraph("1. juni")),
    )
    assert [piece.embedded_text for piece in chunk(found)] == [
        "Havneplan › Mål\ntrygg havn\nlevende kai",
        "Havneplan › Frist\n1. juni",
    ]


def test_the_title_stands_first_where_no_heading_says_it() -> None:
    found = document(paragraph("Plan for havna"), heading("Frist", 3), paragraph("1. juni"))
    assert chunk(found)[-1].embedded_text == "Plan for havna › Frist\n1. juni"


def test_a_heading_without_anything_below_is_found_too() -> None:
    found = document(
        *(heading("Havneplan"), heading("Molo", 2), heading("Kai", 2), paragraph("Av tre.")),
        heading("Torg", 2),
    )
    assert own_texts(found) == ["Molo", "Av tre.", "Torg"]
    # Also where something follows that stands outside of it.
    found = document(heading("Havneplan"), heading("", 1), paragraph("Av tre."))
    assert own_texts(found) == ["Havneplan", "Av tre."]


def test_long_sections_are_cut_between_sentences() -> None:
    found = document(heading("Havna"), paragraph(SENTENCE * 40))
    pieces = own_texts(found)
    assert len(pieces) == 4
    assert all(piece.endswith("vær.") for piece in pieces)
    assert all(len(piece) <= TARGET_CHARACTERS for piece in pieces)


def test_a_short_rest_joins_the_piece_before() -> None:
    text = SENTENCE * (TARGET_CHARACTERS // len(SENTENCE))
    found = document(paragraph(text), paragraph(SENTENCE))
    assert len(own_texts(found)) == 1


def test_a_table_carries_its_header_into_every_chunk() -> None:
    rows = [(f"Tiltak {number}", SENTENCE) for number in range(30)]
    found = document(heading("Plan"), table(("Navn", "Hva"), *rows))
    pieces = chunk(found)
    assert len(pieces) == 3
    assert all(piece.embedded_text.startswith("Plan\nNavn | Hva\nTiltak ") for piece in pieces)


def test_furniture_is_in_no_chunk() -> None:
    found = document(
        *(heading("Havna"), paragraph(TEASER), paragraph("Del på Facebook")),
        *(paragraph("Moloen er ny."), paragraph(TEASER), paragraph("Kaia er gammel.")),
    )
    assert own_texts(found) == [TEASER, "Moloen er ny.", "Kaia er gammel."]


def test_a_document_of_furniture_has_no_chunk() -> None:
    assert chunk(document(paragraph("Del på Facebook"), paragraph("Meny"))) == []


def blocks_of(found: Document, piece: Chunk) -> tuple[Block, ...]:
    return found.blocks[piece.first_block : piece.last_block + 1]


@given(raw_blocks)
def test_chunks_are_exact_and_apart(raw: list[RawBlock]) -> None:
    found = document(*raw)
    end = 0
    for ordinal, piece in enumerate(chunk(found)):
        assert piece.ordinal == ordinal
        assert end <= piece.start < piece.end <= len(found.text)
        end = piece.end
        assert piece.embedded_text.endswith(found.text[piece.start : piece.end])
        blocks = blocks_of(found, piece)
        assert blocks[0].start <= piece.start
        assert blocks[0].end > piece.start
        assert blocks[-1].start < piece.end <= blocks[-1].end
        pages = [block.page for block in blocks if block.page]
        assert (piece.page_first, piece.page_last) == (
            min(pages, default=None),
            max(pages, default=None),
        )


@given(raw_blocks)
def test_chunks_stay_in_their_section(raw: list[RawBlock]) -> None:
    found = document(*raw)
    for piece in chunk(found):
        blocks = blocks_of(found, piece)
        assert {block.heading_path for block in blocks} == {piece.heading_path}
        assert len(blocks) == 1 or all(block.kind is not BlockKind.HEADING for block in blocks)
        first_line = piece.embedded_text.split("\n")[0]
        assert all(above in first_line for above in piece.heading_path)
        assert found.title in first_line or found.title in found.text[piece.start : piece.end]


@given(raw_blocks)
def test_chunks_hold_all_content_and_no_more_than_they_may(raw: list[RawBlock]) -> None:
    found = document(*raw)
    pieces = chunk(found)
    covered = [False] * len(found.text)
    for piece in pieces:
        assert piece.end - piece.start <= 2 * TARGET_CHARACTERS
        covered[piece.start : piece.end] = [True] * (piece.end - piece.start)
    for block in found.blocks:
        if block.furniture:
            assert not any(covered[block.start : block.end])
            continue
        if block.kind is BlockKind.HEADING:
            own = found.text[block.start : block.end].rstrip(": ")
            below = (piece for piece in pieces if piece.first_block > block.ordinal)
            assert covered[block.start] or not own or any(own in one.heading_path for one in below)
            continue
        header = block.rows[: block.header_rows] if block.header_rows < len(block.rows) else ()
        start = header[-1].end if header else block.start
        missed = [
            found.text[position] for position in range(start, block.end) if not covered[position]
        ]
        assert not "".join(missed).strip()


@given(raw_blocks)
def test_rows_carry_their_header(raw: list[RawBlock]) -> None:
    found = document(*raw)
    for piece in chunk(found):
        first = found.blocks[piece.first_block]
        if first.rows and first.header_rows < len(first.rows) and first.header_rows:
            header = first.rows[first.header_rows - 1]
            assert found.text[header.start : header.end] in piece.embedded_text


@pytest.mark.parametrize("name", ["havneplan.txt", "havneplan.md"])
def test_a_document_with_one_line(name: str) -> None:
    found = assemble(ReadFile((paragraph("Kort."),)), Path(name))
    assert own_texts(found) == ["Kort."]
