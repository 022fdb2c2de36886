import csv
import io

import pytest

from plansvar.register.export.cells import plain_cell
from plansvar.register.export.facts_csv import facts_csv
from plansvar.register.kinds import FactKind
from tests.register.export.building import FACTS, MEASURE, UNOWNED


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_fact_a_line() -> None:
    first, second = _rows(facts_csv([MEASURE, UNOWNED], [FactKind.MEASURE]))
    assert first["title"] == "Landstrøm på alle kaier"
    assert first["partners"] == "Nett AS; Kystlaget"
    assert (first["deadline"], first["period"]) == ("2026-12-31", "2024/2026")
    assert (first["conflicts"], first["known"]) == ("deadline", "true")
    assert (first["document_date"], first["page"]) == ("2024-02-15", "3")
    assert second["title"].startswith("'=HYPERLINK")
    assert second["status"] == "'-2 uker bak plan"


def test_all_kinds_in_one_table() -> None:
    rows = _rows(facts_csv(FACTS, list(FactKind)))
    assert [row["id"] for row in rows] == [fact.id for fact in FACTS]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1", "'=1"),
        ("+47 22", "'+47 22"),
        ("@a", "'@a"),
        ("\t=1", "'\t=1"),
        ("-5", "-5"),
        ("+30,5", "+30,5"),
        ("5 = 5", "5 = 5"),
        ("", ""),
    ],
)
def test_no_formulas(text: str, cell: str) -> None:
    assert plain_cell(text) == cell
