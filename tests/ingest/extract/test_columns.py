"""Which column of a table means what."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract.columns import KnownTable, known_tables, topic_fields
from tests.ingest.extract.documents import markdown


def _tables(tmp_path: Path, text: str, topic: str = "measures") -> list[KnownTable]:
    return list(known_tables(markdown(tmp_path, text), topic))


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Ansvarlig", "leads"),
        ("Hovedansvarlig", "leads"),
        ("Ansvarleg for tiltaket", "leads"),
        ("Lead partner", "leads"),
        ("Samarbeidspartnarar", "partners"),
        ("Ansvarlig/samarbeidspartnere", "leads"),
        ("Ansvar – Partnere", "partners"),
        ("Frist for gjennomføring", "deadline"),
        ("Budget (EUR)", "funding"),
        ("Kort status", "status"),
        ("Nr.", "number"),
        ("Vær og føre", None),
        ("", None),
        ("Dette er en hel setning som ikke er noe navn på en kolonne i en tabell", None),
    ],
)
def test_the_head_of_a_header_decides(header: str, field: str | None) -> None:
    assert topic_fields("measures", [header]) == (field,)


def test_a_table_needs_its_key_and_another_telling_column(tmp_path: Path) -> None:
    row = "|---|---|\n| Kaffebar | Dal kommune |\n"
    assert _tables(tmp_path, f"| Tiltak | Ansvarlig |\n{row}")
    assert not _tables(tmp_path, f"| Tiltak | Hvorfor |\n{row}")
    assert not _tables(tmp_path, f"| Dyr | Ansvarlig |\n{row}")


def test_a_table_of_risks_is_no_table_of_measures(tmp_path: Path) -> None:
    text = "| Risiko | Tiltak | Ansvarlig |\n|---|---|---|\n| Storm | Vente | Dal kommune |\n"
    assert not _tables(tmp_path, text)


def test_weak_words_count_beside_two_telling_columns(tmp_path: Path) -> None:
    row = "|---|---|---|\n| AP1 | Bygge bru | Dal kommune |\n"
    (table,) = _tables(tmp_path, f"| AP | Innhold | Leder |\n{row}")
    assert table.fields == ("number", "title", "leads")
    assert not _tables(tmp_path, f"| Side | Innhold | Leder |\n{row}")


def test_the_cells_of_a_row_under_a_field(tmp_path: Path) -> None:
    text = "| Tiltak | Ansvarlig | Frist |\n|---|---|---|\n| Ny bru |  | 1.6.2027 |\n"
    (table,) = _tables(tmp_path, text)
    (record,) = table.records
    title, lead, deadline = (table.cell(record, field) for field in ("title", "leads", "deadline"))
    assert title is not None
    assert title.text == "Ny bru"
    assert lead is None
    assert deadline is not None
    assert deadline.text == "1.6.2027"
