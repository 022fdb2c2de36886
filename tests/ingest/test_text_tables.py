"""Tables in plain text, set apart by spaces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import text_blocks, text_lines
from ingest.readers.text_tables import rows_in
from plansvar.documents.types import BlockKind

_LETTER = """Tildeling

Nr.  Mottaker              Formål              Søkt      Tildelt
1    Dal kystlag           Brygge, trinn 2     200 000   100 000  *)
2    Nordli bondelag       Kurs                 80 000    80 000

*) Etter at brygga er godkjent.
"""


def test_a_table_of_a_letter() -> None:
    blocks = text_blocks.build(text_lines.classify(_LETTER))
    (table,) = [block for block in blocks if block.kind is BlockKind.TABLE]

    assert table.header_rows == 1
    assert table.rows == (
        ("Nr.", "Mottaker", "Formål", "Søkt", "Tildelt"),
        ("1", "Dal kystlag", "Brygge, trinn 2", "200 000", "100 000 *)"),
        ("2", "Nordli bondelag", "Kurs", "80 000", "80 000"),
    )


def test_prose_and_addresses_are_no_table() -> None:
    lines = [
        "Til søkerne                         Dal, 3. mai 2025",
        "Vi viser til søknaden.  Den er behandlet.",
        "Du får svar  innen tre uker.",
    ]
    assert rows_in(lines) == {}


@given(st.lists(st.text(alphabet="ab1. \t", max_size=40), max_size=12))
def test_rows_have_as_many_cells_and_lose_nothing(lines: list[str]) -> None:
    lines = [line.expandtabs(4) for line in lines]
    for number, cells in rows_in(lines).items():
        assert "".join("".join(cells).split()) == "".join(lines[number].split())
