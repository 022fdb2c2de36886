import unicodedata
from pathlib import Path

import pytest
from hypothesis import given

from ingest.assemble import assemble
from plansvar.documents.types import BlockKind, Document, RawBlock, ReadFile
from plansvar.language.normalise import squeeze
from tests.ingest.raw_blocks import raw_blocks

TEASER = "Les mer om hvordan kommunen vil bygge ny molo og ny kai i løpet av få år"


def document(*blocks: RawBlock, path: str = "havneplan.txt") -> Document:
    return assemble(ReadFile(blocks), Path(path))


def heading(text: str, level: int = 1) -> RawBlock:
    return RawBlock(BlockKind.HEADING, text, level)


def paragraph(text: str) -> RawBlock:
    return RawBlock(BlockKind.PARAGRAPH, text)


def item(text: str) -> RawBlock:
    return RawBlock(BlockKind.LIST_ITEM, text)


def table(*rows: tuple[str, ...], header_rows: int = 1) -> RawBlock:
    return RawBlock(BlockKind.TABLE, rows=rows, header_rows=header_rows)


def test_the_stored_text() -> None:
    found = document(
        heading("Plan"),
        paragraph("To  linjer\nblir én."),
        item("molo"),
        item("kai"),
        table(("Tiltak", "Eier"), ("molo|kai", "Sund")),
    )
    assert found.text == (
        "Plan\n\nTo linjer blir én.\n\nmolo\nkai\n\nTiltak | Eier\nmolo/kai | Sund"
    )
    assert found.title == "Plan"


def test_headings_above() -> None:
    found = document(
        *(heading("Plan"), heading("Mål:", 2), paragraph("a"), heading("Delmål", 3)),
        *(paragraph("b"), heading("Tiltak", 2), paragraph("c"), heading("", 2), paragraph("d")),
    )
    assert {found.text[block.start : block.end]: block.heading_path for block in found.blocks} == {
        "Plan": (),
        "Mål:": ("Plan",),
        "a": ("Plan", "Mål"),
        "Delmål": ("Plan", "Mål"),
        "b": ("Plan", "Mål", "Delmål"),
        "Tiltak": ("Plan",),
        "c": ("Plan", "Tiltak"),
        "d": ("Plan",),
    }


def test_a_heading_of_nothing_but_a_colon_keeps_its_own_place() -> None:
    found = document(heading("Plan"), heading(":", 2), paragraph("a"))
    assert [block.heading_path for block in found.blocks] == [(), ("Plan",), ("Plan",)]


def test_page_count_is_the_last_page() -> None:
    assert document(paragraph("a")).page_count is None
    pages = [RawBlock(BlockKind.PARAGRAPH, "a", page=page) for page in (2, 7, None)]
    assert document(*pages).page_count == 7


def test_language_of_the_document() -> None:
    assert document(paragraph("Kva er måla, og kven eig tiltaka?")).language == "nn"


def test_repeats_and_page_furniture_are_marked_and_kept() -> None:
    found = document(
        *(heading("Havna"), paragraph(TEASER), paragraph("Del på Facebook"), item("molo")),
        *(heading("Meny"), paragraph(TEASER.upper()), item("molo"), paragraph("Til toppen")),
    )
    assert [found.text[block.start : block.end] for block in found.blocks if block.furniture] == [
        "Del på Facebook",
        "Meny",
        TEASER.upper(),
        "Til toppen",
    ]
    # A menu's heading is nobody's heading.
    assert found.blocks[-1].heading_path == ("Havna",)


@pytest.mark.parametrize(
    ("rows", "header_rows", "text", "found_header_rows"),
    [
        ((("", " "), ("Tiltak", "Eier"), ("molo", "")), 1, "Tiltak | Eier\nmolo | ", 0),
        (
            (("Tiltak", "Eier"), ("\u200b", ""), ("molo", "Sund")),
            1,
            "Tiltak | Eier\nmolo | Sund",
            1,
        ),
        ((("Tiltak",),), 3, "Tiltak", 1),
    ],
)
def test_empty_rows_are_no_rows(
    rows: tuple[tuple[str, ...], ...], header_rows: int, text: str, found_header_rows: int
) -> None:
    found = document(table(*rows, header_rows=header_rows))
    assert found.text == text
    assert found.blocks[0].header_rows == found_header_rows


def test_a_table_of_nothing_is_nothing() -> None:
    assert document(paragraph("a"), table((" ",), ("", "")), paragraph("b")).text == "a\n\nb"


@given(raw_blocks)
def test_spans_are_exact(raw: list[RawBlock]) -> None:
    found = document(*raw)
    assert unicodedata.is_normalized("NFC", found.text)
    wanted = [
        one for one in raw if squeeze("".join(cell for row in one.rows for cell in row) or one.text)
    ]
    assert [block.ordinal for block in found.blocks] == list(range(len(wanted)))
    position = 0
    for block, one in zip(found.blocks, wanted, strict=True):
        assert not found.text[position : block.start].strip("\n")
        assert block.start < block.end
        position = block.end
        assert block.kind is one.kind
        if one.rows:
            rows = [[squeeze(cell).replace("|", "/") for cell in row] for row in one.rows]
            assert [[found.text[start:end] for start, end in row.cells] for row in block.rows] == [
                row for row in rows if any(row)
            ]
            assert [found.text[row.start : row.end] for row in block.rows] == (
                found.text[block.start : block.end].split("\n")
            )
        else:
            assert found.text[block.start : block.end] == squeeze(one.text)
    assert position == len(found.text)


@given(raw_blocks)
def test_heading_paths_are_what_a_reader_sees_looking_up(raw: list[RawBlock]) -> None:
    found = document(*raw)
    content = [one for one in raw if one.kind is BlockKind.HEADING or squeeze(_words(one))]
    seen = [one for one in content if squeeze(_words(one))]
    for block, one in zip(found.blocks, seen, strict=True):
        # Looking up from here, each next heading must be of a higher rank than the last.
        rank = one.level if one.kind is BlockKind.HEADING else 99
        above: list[str] = []
        for other in reversed(content[: _position(content, one)]):
            if other.kind is BlockKind.HEADING and other.level < rank:
                rank = other.level
                above.insert(0, squeeze(other.text).rstrip(": "))
        assert list(block.heading_path) == [text for text in above if text]


def _words(one: RawBlock) -> str:
    return "".join(cell for row in one.rows for cell in row) or one.text


def _position(blocks: list[RawBlock], wanted: RawBlock) -> int:
    return next(position for position, one in enumerate(blocks) if one is wanted)
