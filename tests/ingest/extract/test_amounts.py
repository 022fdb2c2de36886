"""What a measure costs, where one cell says it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.amounts import budget


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("3,1 mill. kr", "3100000"),
        ("Ramme 3,1 mill. kr: kommunen 2,0, fylket 1,1", "3100000"),
        ("250 000 kr over driftsbudsjettet", "250000"),
        ("250 000", "250000"),
        ("Budsjett 2026: 300 000 kr", "300000"),
        ("1,5 millionar kroner i 2025–2027", "1500000"),
        ("400 000 kr per år", "400000 per year"),
        ("NOK 400,000 a year", "400000 per year"),
        # What it comes to in all, nobody says.
        ("Kommunen 2,0 mill. kr, fylket 1,1 mill. kr", None),
        ("Kommunane 1,8 og 2,0 mill. kr", None),
        ("Fylket 1,5 mill. kr, resten kommunen", None),
        ("3 mill. kr (søkes)", None),
        ("Se 2.4", None),
        ("12", None),
        ("Egeninnsats", None),
    ],
)
def test_budget(text: str, normal: str | None) -> None:
    assert budget(text) == normal


@given(st.text(alphabet="0123456789 .,:-–kmrilåNOK()per", max_size=60))
def test_any_text(text: str) -> None:
    normal = budget(text)
    assert normal is None or normal.split()[0].isdigit()
