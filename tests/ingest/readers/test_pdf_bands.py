"""Tables whose rows are parted by lines or coloured bands, and whose columns only by white."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from ingest.readers import registry
from plansvar.documents.types import RawBlock

BODY = getSampleStyleSheet()["BodyText"]
HEAD = ["Nr.", "Tiltak", "Ansvarlig", "Frist"]
ROWS = [
    [
        "1.1",
        "Felles mottak for brukte vinduer, dører og annet fra bygg som rives",
        "Kommunen",
        "2026",
    ],
    ["1.2", "Bysykler", "Fylkeskommunen i samarbeid med næringsforeningen og to banker", "Årlig"],
    ["1.3", "Kartlegging av tomter", "Kommunen", "01.06.2027"],
]
LINES = [("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.grey)]
BANDS = [
    ("BACKGROUND", (0, 0), (-1, 0), colors.lightblue),
    ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.whitesmoke, colors.lightgrey]),
]  # fmt: skip
PROSE = Paragraph(
    "Tabellen viser tiltakene i perioden. Den som er ansvarlig, sørger for framdrift og melder fra "
    "til styret to ganger i året om hvordan det går med tiltaket, og hva som eventuelt må endres.",
    BODY,
)


def table(rows: list[list[str]], style: list[Any], *extra: Any) -> Flowable:
    cells = [[Paragraph(cell, BODY) for cell in row] for row in rows]
    drawn = Table(cells, colWidths=[40, 180, 150, 70])
    drawn.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *style, *extra]))
    return drawn


def read(tmp_path: Path, *story: Flowable) -> list[RawBlock]:
    path = tmp_path / "plan.pdf"
    SimpleDocTemplate(str(path), pagesize=A4).build(list(story))
    return list(registry.read(path).blocks)


def tables(blocks: list[RawBlock]) -> list[list[list[str]]]:
    return [[list(row) for row in block.rows] for block in blocks if block.rows]


@pytest.mark.parametrize("style", [LINES, BANDS, LINES + BANDS])
def test_cells_that_wrap_stay_whole(tmp_path: Path, style: list[Any]) -> None:
    blocks = read(tmp_path, PROSE, table([HEAD, *ROWS], style), PROSE)
    assert tables(blocks) == [[HEAD, *ROWS]]
    [found] = [block for block in blocks if block.rows]
    assert found.header_rows == 1
    assert len(blocks) == 3


def test_two_tables_of_one_width_with_text_between(tmp_path: Path) -> None:
    other = [["Fond", "Hva det er til", "Ramme", "År"], ["A", "Små tiltak", "1,2 mill.", "2024"]]
    other.append(["B", "Store tiltak", "9 mill.", "2025"])
    drawn = table(other, LINES + BANDS)
    blocks = read(tmp_path, table([HEAD, *ROWS], LINES + BANDS), PROSE, drawn)
    assert tables(blocks) == [[HEAD, *ROWS], other]


def test_a_box_of_the_same_width_is_no_part_of_the_table(tmp_path: Path) -> None:
    box = Table([[PROSE]], colWidths=[440])
    box.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), colors.lightyellow)]))
    blocks = read(tmp_path, box, Spacer(1, 6), table([HEAD, *ROWS], LINES + BANDS))
    assert tables(blocks) == [[HEAD, *ROWS]]


def test_a_heading_within_the_table(tmp_path: Path) -> None:
    rows = [HEAD, *ROWS, ["Tiltak som fylkeskommunen betaler alene", "", "", ""], *ROWS]
    blocks = read(tmp_path, table(rows, LINES, ("SPAN", (0, 4), (-1, 4))))
    assert tables(blocks) == [rows]


def test_text_between_lines_is_no_table(tmp_path: Path) -> None:
    one = Table([[PROSE]] * 5, colWidths=[440])
    one.setStyle(TableStyle(LINES))
    blocks = read(tmp_path, one)
    assert tables(blocks) == []
    assert sum("Tabellen viser tiltakene" in block.text for block in blocks) == 5
